\set h random(1, 100)
\if :h <= 80
\set c random(1, 10)
\else
\set c random(1, 10000)
\endif
\set a random(1, 1000)
\set b random(1, 1000)
\set d random(1, 1000)
select bench.place_order(77, :c, array[:a, :b, :d]::bigint[], array[2, 3, 4]::numeric[]);
