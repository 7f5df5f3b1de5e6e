package io.onaccount.receivables;

import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditSettings;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Open items one by one: what became of each, and whether the customer disputes it. */
@Component
public final class ItemRecords {
    static final String KIND = "open-item";

    private final Parties parties;
    private final CreditControl credit;
    private final CreditSettings settings;

    ItemRecords(Parties parties, CreditControl credit, CreditSettings settings) {
        this.settings = settings;
        this.credit = credit;
        this.parties = parties;
    }

    /** Something that was changed after the item arose. */
    public record Change(
            String what,
            LocalDate on,
            Instant at,
            @Nullable String by,
            String reason,
            BigDecimal open,
            @Nullable LocalDate oldDue,
            @Nullable LocalDate newDue,
            @Nullable UUID other) {}

    /** Something that settled it, or took that back: a receipt, a refund that paid it out, or else another item. */
    public record Settled(
            LocalDate on,
            Instant at,
            BigDecimal amount,
            @Nullable UUID receipt,
            @Nullable String receiptNumber,
            @Nullable UUID refund,
            @Nullable String refundNumber,
            boolean standing) {}

    /**
     * An item as its page shows it.
     *
     * @param original what it was when it arose, before anything was split off
     * @param daysOverdue 0 when it isn't
     * @param dispute what the customer objects to, or null
     */
    public record ItemRecord(
            UUID id,
            UUID party,
            String partyName,
            UUID document,
            String documentKind,
            String number,
            @Nullable UUID order,
            ItemKind kind,
            int instalment,
            int instalments,
            String term,
            LocalDate date,
            LocalDate due,
            String currency,
            BigDecimal original,
            BigDecimal amount,
            BigDecimal settled,
            BigDecimal open,
            int daysOverdue,
            @Nullable UUID plan,
            @Nullable String planNumber,
            @Nullable UUID splitFrom,
            @Nullable LocalDate disputedOn,
            @Nullable String dispute,
            List<Change> changes,
            List<Settled> settlements) {}

    /** The item, if its customer is within the actor's scope; otherwise 404. */
    public ItemRecord find(Tx tx, Actor actor, UUID id) {
        OpenItem item = require(tx, actor, id, false);
        List<Change> changes = tx.list(
                """
                select c.*, (select u.name from organization.app_user u where u.id = c.recorded_by) as by_name from receivables.item_change c
                where c.company_id = ? and (c.item_id = ? or c.other_id = ?) order by c.recorded_at, c.id""",
                row -> new Change(
                        row.text("what"),
                        row.date("happened_on"),
                        row.instant("recorded_at"),
                        row.textOrNull("by_name"),
                        row.text("reason"),
                        row.money("open", actor.currency()).amount(),
                        row.dateOrNull("old_due"),
                        row.dateOrNull("new_due"),
                        row.uuidOrNull("other_id")),
                tx.company(),
                id,
                id);
        List<Settled> settlements = tx.list(
                """
                select a.happened_on, a.recorded_at, a.amount, a.receipt_id, h.number, f.id as refund_id, f.number as refund_number,
                  a.undoes_id is null and not exists (select 1 from receivables.allocation u
                    where u.company_id = a.company_id and u.undoes_id = a.id) as standing
                from receivables.allocation a
                left join document.header h on h.company_id = a.company_id and h.id = a.receipt_id
                left join document.header f on f.company_id = a.company_id and f.id = a.cause_id and a.account = 'CUSTOMER_MONEY'
                where a.company_id = ? and a.item_id = ? order by a.recorded_at, a.id""",
                row -> new Settled(
                        row.date("happened_on"),
                        row.instant("recorded_at"),
                        row.money("amount", actor.currency()).amount(),
                        row.uuidOrNull("receipt_id"),
                        row.textOrNull("number"),
                        row.uuidOrNull("refund_id"),
                        row.textOrNull("refund_number"),
                        row.bool("standing")),
                tx.company(),
                id);
        BigDecimal splitOff = changes.stream()
                .filter(change -> change.what().equals("SPLIT") && !id.equals(change.other()))
                .map(Change::open)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        int late = item.open().signum() > 0 ? (int) ChronoUnit.DAYS.between(item.due(), actor.today()) : 0;
        return tx.one(
                """
                select h.title, d.kind as document_kind, i.currency, i.plan_id, i.split_from, i.disputed_on, i.dispute,
                  (select p.number from document.header p where p.company_id = i.company_id and p.id = i.plan_id) as plan_number
                from receivables.open_item i
                join document.header h on h.company_id = i.company_id and h.id = i.party_id
                join document.header d on d.company_id = i.company_id and d.id = i.document_id
                where i.company_id = ? and i.id = ?""",
                row -> new ItemRecord(
                        id,
                        item.party(),
                        row.text("title"),
                        item.document(),
                        row.text("document_kind"),
                        item.number(),
                        item.order(),
                        item.kind(),
                        item.instalment(),
                        item.instalments(),
                        item.term(),
                        item.date(),
                        item.due(),
                        row.text("currency"),
                        item.amount().add(splitOff),
                        item.amount(),
                        item.settled(),
                        item.open(),
                        Math.max(0, late),
                        row.uuidOrNull("plan_id"),
                        row.textOrNull("plan_number"),
                        row.uuidOrNull("split_from"),
                        row.dateOrNull("disputed_on"),
                        row.textOrNull("dispute"),
                        changes,
                        settlements),
                tx.company(),
                id);
    }

    /** The customer objects to an item; 409 when they did before. */
    public void dispute(Tx tx, Actor actor, UUID id, String reason) {
        flag(tx, actor, id, reason, true);
    }

    /** The objection is settled. */
    public void agree(Tx tx, Actor actor, UUID id, String reason) {
        flag(tx, actor, id, reason, false);
    }

    private void flag(Tx tx, Actor actor, UUID id, String reason, boolean disputed) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        OpenItem item = require(tx, actor, id, true);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict(disputed ? "item-disputed" : "item-not-disputed", item.number()),
                "update receivables.open_item set disputed_on = ?, dispute = ? where company_id = ? and id = ? and (disputed_on is null) = ?",
                disputed ? actor.today() : null,
                disputed ? why : null,
                tx.company(),
                id,
                disputed);
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.item_change (company_id, id, item_id, what, happened_on, recorded_by, reason, open)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                Ids.next(),
                id,
                disputed ? "DISPUTE" : "AGREED",
                actor.today(),
                actor.user(),
                why,
                item.open());
        if (!disputed && !settings.settings(tx).disputedOverdue()) {
            // It counts as overdue again from now on: the account must know.
            DueDates.countsAgain(actor, item).forEach(movement -> credit.move(tx, actor, movement));
        }
    }

    private OpenItem require(Tx tx, Actor actor, UUID id, boolean lock) {
        OpenItem item = tx.first(
                        "select " + OpenItem.COLUMNS
                                + " from receivables.open_item i where i.company_id = ? and i.id = ?"
                                + (lock ? " for no key update" : ""),
                        OpenItem::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
        try {
            parties.require(tx, actor, item.party());
        } catch (Problem hidden) {
            throw Problem.notFound(KIND, id); // in the words for an unknown one
        }
        return item;
    }
}
