package io.onaccount.demo;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The people of the demo company, each able to act on any day. */
final class DemoStaff {
    private static final List<String> SALES = List.of("sales1", "sales2", "sales3", "sales4");

    private final Map<String, Actor> actors = new HashMap<>();
    private final Founded founded;

    DemoStaff(Organization organization, Founded founded) {
        this.founded = founded;
        founded.users().forEach((login, id) -> actors.put(login, organization.actor(founded.company(), id)));
    }

    long company() {
        return founded.company();
    }

    Actor on(String login, LocalDate day) {
        return Objects.requireNonNull(actors.get(login)).on(day);
    }

    /** A ready-made role by its code. */
    UUID role(String code) {
        return Objects.requireNonNull(founded.roles().get(code));
    }

    /** Customers are shared out among them in turn. */
    List<UUID> salespeople() {
        return SALES.stream()
                .map(login -> Objects.requireNonNull(founded.users().get(login)))
                .toList();
    }

    /** Whoever looks after the customer with this number. */
    Actor salespersonOf(int customer, LocalDate day) {
        return on(SALES.get(customer % SALES.size()), day);
    }

    int teams() {
        return SALES.size();
    }
}
