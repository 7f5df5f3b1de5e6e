package io.onaccount.receivables;

import io.onaccount.approval.Approvals;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What customers owe and will not pay (坏账核销, RCV-06). A write-off takes effect when whoever must has approved it, or, where no approval flow
 * asks, when a second person applies it: a credit item against the allowance settles the items. Money that comes after all makes a receivable
 * again, against the allowance, which it then settles.
 */
@Component
public final class WriteOffs {
    static final String KIND = "write-off";
    static final String NUMBERS = "WO-{yyyyMMdd}-{0001}";
    static final int MOST = 200;

    /** Where a write-off stands. */
    public enum State {
        /** Waits to be approved or applied; changes nothing yet. */
        SUBMITTED,
        APPLIED,
        CANCELLED;

        static final String RECOVER = "recover";

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(SUBMITTED, Tone.ORANGE)
                .state(APPLIED, Tone.GREEN)
                .state(CANCELLED, Tone.GREY)
                .move(ItemDecision.APPLY, SUBMITTED, APPLIED)
                .move(ItemDecision.CANCEL, SUBMITTED, CANCELLED)
                .move(RECOVER, APPLIED, APPLIED);
    }

    /** @param amount null for all that is open */
    public record Part(UUID item, @Nullable BigDecimal amount) {}

    /** As entered. */
    public record NewWriteOff(UUID party, List<Part> items, String reason) {}

    /** As read. */
    public record WrittenItem(UUID item, String number, BigDecimal amount) {}

    /** @param recovered how much of the amount became a receivable again */
    public record WriteOff(
            Header header, BigDecimal amount, BigDecimal recovered, String reason, List<WrittenItem> items) {}

    private final Headers headers;
    private final Parties parties;
    private final OpenItems items;
    private final Settlements settlements;
    private final ItemDecision<State> decision;

    WriteOffs(
            Headers headers,
            Numbering numbering,
            Parties parties,
            Approvals approvals,
            OpenItems items,
            Settlements settlements) {
        this.headers = headers;
        this.parties = parties;
        this.items = items;
        this.settlements = settlements;
        decision = new ItemDecision<>(
                headers,
                numbering,
                approvals,
                new ItemDecision.Shape<>(KIND, NUMBERS, "write-off-own", State.TABLE, List.of(State.values())),
                this::carryOut);
    }

    /** Enters a write-off and asks for what it needs. */
    public UUID create(Tx tx, Actor actor, NewWriteOff entry) {
        Party party = parties.require(tx, actor, entry.party());
        Problem.Collector problems = new Problem.Collector();
        String reason = Input.required(problems, "reason", entry.reason(), 1000);
        List<UUID> ids = entry.items().stream().map(Part::item).toList();
        problems.check(!ids.isEmpty(), "items", "required");
        problems.check(ids.size() <= MOST, "items", "too-many-entries", MOST);
        problems.check(new HashSet<>(ids).size() == ids.size(), "items", "named-twice");
        problems.throwIfAny();
        Map<UUID, OpenItem> found = new LinkedHashMap<>();
        Settlements.lock(tx, ids).forEach(item -> found.put(item.id(), item));
        Map<OpenItem, BigDecimal> parts = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            Part part = entry.items().get(i);
            OpenItem item = found.get(part.item());
            if (item == null || !item.party().equals(party.id())) {
                throw Problem.notFound("open-item", part.item());
            }
            String at = "items[" + i + "].amount";
            BigDecimal amount =
                    part.amount() == null ? item.open() : Input.amount(problems, at, part.amount(), actor.currency());
            problems.check(item.open().signum() > 0, "items", "plan-item-settled", item.number());
            problems.check(amount.signum() > 0, at, "receipt-not-positive");
            problems.check(
                    amount.compareTo(item.open().max(BigDecimal.ZERO)) <= 0,
                    at,
                    "write-off-more-than-open",
                    new Money(item.open(), actor.currency()));
            parts.put(item, amount);
        }
        problems.throwIfAny();
        BigDecimal total = parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Header header = decision.born(tx, actor, party, total, reason);
        tx.add(
                Rank.DOCUMENT,
                "insert into receivables.write_off (company_id, id, party_id, amount, reason) values (?, ?, ?, ?, ?)",
                tx.company(),
                header.id(),
                party.id(),
                total,
                reason);
        List<OpenItem> written = List.copyOf(parts.keySet());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.write_off_item (company_id, write_off_id, item_id, amount)
                select ?, ?, n.* from unnest(?::uuid[], ?::numeric[]) as n""",
                tx.company(),
                header.id(),
                SqlArray.of("uuid", written, OpenItem::id),
                SqlArray.of("numeric", written, parts::get));
        decision.ask(tx, actor, header, written);
        return header.id();
    }

    /** The write-off, if within the actor's scope; otherwise 404. */
    public WriteOff find(Tx tx, Actor actor, UUID id) {
        return read(tx, decision.find(tx, actor, id));
    }

    WriteOff read(Tx tx, Header header) {
        String currency = Objects.requireNonNull(header.currency());
        List<WrittenItem> written = tx.list(
                """
                select w.item_id, i.number, w.amount from receivables.write_off_item w
                join receivables.open_item i on i.company_id = w.company_id and i.id = w.item_id
                where w.company_id = ? and w.write_off_id = ? order by i.due, w.item_id""",
                row -> new WrittenItem(
                        row.uuid("item_id"),
                        row.text("number"),
                        row.money("amount", currency).amount()),
                tx.company(),
                header.id());
        return tx.one(
                "select w.amount, w.recovered, w.reason from receivables.write_off w where w.company_id = ? and w.id = ?",
                row -> new WriteOff(
                        header,
                        row.money("amount", currency).amount(),
                        row.money("recovered", currency).amount(),
                        row.text("reason"),
                        written),
                tx.company(),
                header.id());
    }

    /** The moves a page may offer, each with the reason when it can't be made. */
    public List<MoveOption> moves(Texts texts, Actor actor, WriteOff writeOff) {
        return decision.moves(texts, actor, writeOff.header());
    }

    /**
     * Applies a write-off: a second person's word, where no flow asks for approval; 409 {@code write-off-own} for one's own, {@code
     * plan-needs-approval} while an approval is missing.
     */
    public void apply(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        decision.apply(tx, actor, id, version);
    }

    /** Everybody who must has said yes. */
    void approved(Tx tx, Actor actor, UUID id) {
        decision.approved(tx, actor, id);
    }

    private void carryOut(Tx tx, Actor actor, Header header) {
        WriteOff writeOff = read(tx, header);
        UUID credit = items.raise(
                tx, actor, item(header, ItemKind.WRITE_OFF, writeOff.amount().negate(), actor));
        tx.flush(); // so that it can be settled
        List<UUID> ids =
                new ArrayList<>(writeOff.items().stream().map(WrittenItem::item).toList());
        ids.add(credit);
        Map<UUID, OpenItem> locked = new LinkedHashMap<>();
        Settlements.lock(tx, ids).forEach(item -> locked.put(item.id(), item));
        OpenItem against = Objects.requireNonNull(locked.get(credit));
        List<Settlements.Settlement> settled = writeOff.items().stream()
                .flatMap(part -> {
                    OpenItem item = Objects.requireNonNull(locked.get(part.item()));
                    if (item.open().compareTo(part.amount()) < 0) {
                        throw Problem.conflict("plan-item-changed", item.number());
                    }
                    return Settlements.netting(
                            item,
                            against,
                            item.partWorth(part.amount()),
                            part.amount(),
                            actor.today(),
                            actor.currency())
                            .stream();
                })
                .toList();
        settlements.write(tx, actor, settled);
    }

    /** They pay after all: so much of it is a receivable again, due at once, for the receipt to settle. */
    public void recover(Tx tx, Actor actor, UUID id, @Nullable Integer version, BigDecimal amount, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        BigDecimal some = Input.amount(problems, "amount", amount, actor.currency());
        problems.check(some.signum() > 0, "amount", "receipt-not-positive");
        Header header = decision.lock(tx, actor, id, version);
        WriteOff writeOff = read(tx, header);
        BigDecimal left = writeOff.amount().subtract(writeOff.recovered());
        problems.check(
                some.compareTo(left) <= 0, "amount", "write-off-more-than-lost", new Money(left, actor.currency()));
        problems.throwIfAny();
        State.TABLE.check(State.valueOf(header.state()), State.RECOVER, State.APPLIED);
        items.raise(tx, actor, item(header, ItemKind.RECOVERY, some, actor));
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> new IllegalStateException("more recovered than written off under the lock"),
                "update receivables.write_off set recovered = recovered + ? where company_id = ? and id = ? and recovered + ? <= amount",
                some,
                tx.company(),
                id,
                some);
        headers.move(tx, actor, header, State.RECOVER, State.APPLIED, Map.of("amount", some, "reason", why));
    }

    private static NewOpenItem item(Header header, ItemKind kind, BigDecimal amount, Actor actor) {
        return new NewOpenItem(
                header.id(),
                Objects.requireNonNull(header.party()),
                null,
                kind,
                header.number(),
                new Money(amount, actor.currency()),
                actor.today(),
                actor.today(),
                "");
    }

    /** Takes a write-off back that has not taken effect. */
    public void cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        decision.cancel(tx, actor, id, version, reason);
    }

    /** It was not approved. */
    void sentBack(Tx tx, Actor actor, UUID id, String reason) {
        decision.sentBack(tx, actor, id, reason);
    }
}
