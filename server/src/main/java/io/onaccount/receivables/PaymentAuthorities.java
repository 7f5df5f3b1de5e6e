package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who may pay for whom (代付, RCP-06): without an entry here the money of one customer settles nothing of another. */
@Component
public final class PaymentAuthorities {
    static final String KIND = "payment-authority";

    private final AuditTrail trail;
    private final Parties parties;

    PaymentAuthorities(AuditTrail trail, Parties parties) {
        this.trail = trail;
        this.parties = parties;
    }

    /**
     * As entered.
     *
     * @param payer whose money it is
     * @param customer whose debts it may settle
     * @param document the letter or contract that says so
     * @param until the last day, or null
     */
    public record NewAuthority(
            UUID payer,
            UUID customer,
            @Nullable String document,
            LocalDate from,
            @Nullable LocalDate until,
            @Nullable String note,
            @Nullable Boolean active) {}

    /** As read. */
    public record Authority(
            UUID id,
            UUID payer,
            String payerName,
            UUID customer,
            String customerName,
            String document,
            LocalDate from,
            @Nullable LocalDate until,
            String note,
            boolean active,
            int version) {}

    public UUID create(Tx tx, Actor actor, NewAuthority authority) {
        check(tx, actor, authority);
        UUID id = Ids.next();
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.payment_authority (company_id, id, payer_id, customer_id, valid_from, valid_until, document, note, active, recorded_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                authority.payer(),
                authority.customer(),
                authority.from(),
                authority.until(),
                Receipts.text(authority.document()),
                Receipts.text(authority.note()),
                !Boolean.FALSE.equals(authority.active()),
                actor.user());
        record(tx, actor, "create", id, authority);
        return id;
    }

    /** Changes it; who pays for whom stays. What was allocated by it stays too. */
    public void change(Tx tx, Actor actor, UUID id, NewAuthority authority, @Nullable Integer version) {
        Authority old = find(tx, actor, id);
        check(tx, actor, authority);
        Problem.Collector problems = new Problem.Collector();
        problems.check(old.payer().equals(authority.payer()), "payer", "fixed");
        problems.check(old.customer().equals(authority.customer()), "customer", "fixed");
        problems.throwIfAny();
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                """
                update receivables.payment_authority set valid_from = ?, valid_until = ?, document = ?, note = ?, active = ?, version = version + 1
                where company_id = ? and id = ? and version = ?""",
                authority.from(),
                authority.until(),
                Receipts.text(authority.document()),
                Receipts.text(authority.note()),
                !Boolean.FALSE.equals(authority.active()),
                tx.company(),
                id,
                version == null ? old.version() : version);
        record(tx, actor, "change", id, authority);
    }

    private void record(Tx tx, Actor actor, String move, UUID id, NewAuthority authority) {
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        move,
                        KIND,
                        id,
                        Receipts.text(authority.document()),
                        Map.of("payer", authority.payer(), "customer", authority.customer())));
    }

    private void check(Tx tx, Actor actor, NewAuthority authority) {
        parties.require(tx, actor, List.of(authority.payer(), authority.customer()));
        Problem.Collector problems = new Problem.Collector();
        Input.required(problems, "document", authority.document(), 200);
        Input.text(problems, "note", authority.note(), 1000);
        problems.check(!authority.payer().equals(authority.customer()), "customer", "authority-same");
        problems.check(
                authority.until() == null || !authority.until().isBefore(authority.from()), "until", "authority-until");
        problems.throwIfAny();
    }

    /** The authority, if both customers are within the actor's scope; otherwise 404. */
    public Authority find(Tx tx, Actor actor, UUID id) {
        Authority found = tx.first(
                        """
                        select a.*, p.title as payer_name, c.title as customer_name from receivables.payment_authority a
                        join document.header p on p.company_id = a.company_id and p.id = a.payer_id
                        join document.header c on c.company_id = a.company_id and c.id = a.customer_id
                        where a.company_id = ? and a.id = ?""",
                        row -> new Authority(
                                row.uuid("id"),
                                row.uuid("payer_id"),
                                row.text("payer_name"),
                                row.uuid("customer_id"),
                                row.text("customer_name"),
                                row.text("document"),
                                row.date("valid_from"),
                                row.dateOrNull("valid_until"),
                                row.text("note"),
                                row.bool("active"),
                                row.integer("version")),
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
        try {
            parties.require(tx, actor, List.of(found.payer(), found.customer()));
        } catch (Problem hidden) {
            throw Problem.notFound(KIND, id);
        }
        return found;
    }

    /** Whose debts this customer's money may settle on a day, and by which authority. */
    static Map<UUID, UUID> of(Tx tx, UUID payer, LocalDate on) {
        Map<UUID, UUID> of = new HashMap<>();
        tx.list("""
                        select a.customer_id, a.id from receivables.payment_authority a where a.company_id = ? and a.payer_id = ? and a.active
                          and a.valid_from <= ? and (a.valid_until is null or a.valid_until >= ?) order by a.id""", row -> Map.entry(row.uuid("customer_id"), row.uuid("id")), tx.company(), payer, on, on)
                .forEach(entry -> of.putIfAbsent(entry.getKey(), entry.getValue()));
        return of;
    }
}
