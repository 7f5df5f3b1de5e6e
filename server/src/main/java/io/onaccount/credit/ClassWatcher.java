package io.onaccount.credit;

import io.onaccount.organization.Actor;
import io.onaccount.organization.spi.PeopleWatcher;
import io.onaccount.party.spi.CustomerWatcher;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What credit derived from a customer's facts follows them: rules may be for a class of customers, so that what the gate's row was derived from no
 * longer holds when a customer changes its class or gets a parent; and shared limits follow whoever looks after a customer, and its group.
 */
@Component
final class ClassWatcher implements CustomerWatcher, PeopleWatcher {
    ClassWatcher() {}

    @Override
    public void classified(Tx tx, UUID customer) {
        tx.add(
                Rank.CREDIT,
                "update credit.account a set gate_version = -1 where a.company_id = ? and a.id = ?",
                tx.company(),
                customer);
    }

    @Override
    public void lookedAfter(Tx tx, Actor actor, Collection<UUID> customers) {
        PoolMembers.follow(tx, actor, customers);
    }

    @Override
    public void grouped(Tx tx, Actor actor, UUID customer, Collection<UUID> withBelow) {
        // An account that its first order opens meanwhile would not hear of the parent.
        Movements.of(tx, actor).open(List.of(customer));
        PoolMembers.follow(tx, actor, withBelow); // before all else: it locks accounts in everybody's order
        classified(tx, customer);
        CreditRechecks.ask(tx, withBelow); // those above them may be in better standing than the ones before
    }

    @Override
    public void reopened(Tx tx, UUID customer) {
        ParentCustomers.reopened(tx, customer);
    }

    @Override
    public void leaving(Tx tx, UUID customer) {
        PoolMembers.forget(tx, customer);
    }

    @Override
    public void dissolving(Tx tx, UUID department) {
        SharedLimits.ofDepartment(tx, department).ifPresent(name -> {
            throw Problem.conflict("credit-department-shares", name);
        });
    }

    @Override
    public void regrouped(Tx tx, Actor actor) {
        PoolMembers.followAll(tx, actor);
    }
}
