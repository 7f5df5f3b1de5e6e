create view party.customer_view as
select h.company_id, h.id, h.number as code, h.title as name, h.state, h.owner_id, h.department_id,
    p.initials, t.id as term_id, t.code as term_code, t.name as term_name, t.name_en as term_name_en, t.rule as term_rule, t.months as term_months,
    t.days as term_days, t.day_of_month as term_day_of_month, t.active as term_active
from document.header h
join party.party p on p.company_id = h.company_id and p.id = h.id
left join party.payment_term t on t.company_id = p.company_id and t.id = p.payment_term_id
where h.kind = 'customer';
comment on view party.customer_view is 'customers as the statements of other modules join them';
