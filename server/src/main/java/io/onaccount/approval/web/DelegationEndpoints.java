package io.onaccount.approval.web;

import io.onaccount.approval.Delegations;
import io.onaccount.approval.Delegations.Delegation;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Users;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who decides in my place while I am away, and in whose place I decide. */
@RestController
@RequestMapping("/api/v1/approval-delegations")
class DelegationEndpoints {
    private final Delegations delegations;
    private final Users users;
    private final Database database;

    DelegationEndpoints(Delegations delegations, Users users, Database database) {
        this.delegations = delegations;
        this.users = users;
        this.database = database;
    }

    /** @param mine whether I made it */
    record DelegationView(UUID id, String user, String to, LocalDate from, LocalDate until, boolean mine) {}

    record DelegationList(List<DelegationView> rows) {}

    @GetMapping
    @Needs("approval.delegate")
    DelegationList list(Actor actor) {
        return database.read(actor.company(), tx -> new DelegationList(views(tx, actor, delegations.list(tx, actor))));
    }

    record NewDelegation(UUID to, LocalDate from, LocalDate until) {}

    @PostMapping
    @Needs("approval.delegate")
    @ResponseStatus(HttpStatus.CREATED)
    DelegationView make(Actor actor, Once once, @RequestBody NewDelegation body) {
        return once.run(
                actor.company(),
                DelegationView.class,
                tx -> views(tx, actor, List.of(delegations.make(tx, actor, body.to(), body.from(), body.until())))
                        .getFirst());
    }

    @DeleteMapping("/{id}")
    @Needs("approval.delegate")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Actor actor, @PathVariable UUID id) {
        database.write(actor.company(), tx -> {
            delegations.end(tx, actor, id);
            return id;
        });
    }

    private List<DelegationView> views(Tx tx, Actor actor, List<Delegation> all) {
        Map<UUID, String> names = users.named(
                tx, all.stream().flatMap(d -> Stream.of(d.user(), d.to())).toList());
        return all.stream()
                .map(d -> new DelegationView(
                        d.id(),
                        names.getOrDefault(d.user(), ""),
                        names.getOrDefault(d.to(), ""),
                        d.from(),
                        d.until(),
                        d.user().equals(actor.user())))
                .toList();
    }
}
