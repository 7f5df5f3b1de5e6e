\set c random(1, 9000)
\set amount random(1, 150)
select bench.enter_receipt(77, :c, :amount) as receipt \gset
select bench.confirm_receipt(77, :receipt::uuid);
