alter table approval.decision drop constraint decision_act_check;
alter table approval.decision add constraint decision_act_check
    check (act in ('ASK', 'APPROVE', 'REJECT', 'RETURN', 'WITHDRAW', 'ADD', 'ESCALATE', 'VOID', 'CARRY'));
