create view insight.warning_for as
select n.company_id, n.user_id, w.id as warning_id, w.state, w.action, h.id, h.owner_id, h.department_id
from credit.warning_notice n
join credit.warning w on w.company_id = n.company_id and w.id = n.warning_id
join document.header h on h.company_id = w.company_id and h.id = w.party_id;
comment on view insight.warning_for is 'warnings with each person who was told of them';
