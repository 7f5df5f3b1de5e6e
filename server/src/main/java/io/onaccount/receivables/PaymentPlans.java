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
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is open on items of a customer is to be paid on other days (RCV-03): one item on a later day, one in parts, or several in instalments
 * (分期还款). A plan takes effect when whoever must has approved it, or, where no approval flow asks, when a second person applies it.
 */
@Component
public final class PaymentPlans {
    static final String KIND = "payment-plan";
    static final String NUMBERS = "PP-{yyyyMMdd}-{0001}";
    static final int MOST = 120;

    /** Where a plan stands. */
    public enum State {
        /** Waits to be approved or applied; changes nothing yet. */
        SUBMITTED,
        APPLIED,
        CANCELLED;

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(SUBMITTED, Tone.ORANGE)
                .state(APPLIED, Tone.GREEN)
                .state(CANCELLED, Tone.GREY)
                .move(ItemDecision.APPLY, SUBMITTED, APPLIED)
                .move(ItemDecision.CANCEL, SUBMITTED, CANCELLED);
    }

    /** So much on a day. */
    public record Part(LocalDate due, BigDecimal amount) {}

    /**
     * As entered.
     *
     * @param parts together what is open on the items
     */
    public record NewPlan(UUID party, List<UUID> items, List<Part> parts, String reason) {}

    /** An item as it was when the plan was made. */
    public record PlannedItem(UUID item, UUID document, String number, BigDecimal open, LocalDate due) {}

    /** As read. */
    public record Plan(Header header, BigDecimal amount, String reason, List<PlannedItem> items, List<Part> parts) {}

    private final Parties parties;
    private final ItemSplits splits;
    private final ItemDecision<State> decision;

    PaymentPlans(Headers headers, Numbering numbering, Parties parties, Approvals approvals, ItemSplits splits) {
        this.parties = parties;
        this.splits = splits;
        decision = new ItemDecision<>(
                headers,
                numbering,
                approvals,
                new ItemDecision.Shape<>(KIND, NUMBERS, "plan-own", State.TABLE, List.of(State.values())),
                this::carryOut);
    }

    /** Parts of the same amount on days so many months apart; the last is what remains. */
    public static List<Part> byAmount(Money open, Money amount, int everyMonths, LocalDate start) {
        List<Part> parts = new ArrayList<>();
        Money left = open;
        while (left.isPositive() && parts.size() < MOST) {
            Money part = parts.size() == MOST - 1 ? left : amount.min(left);
            parts.add(new Part(start.plusMonths((long) everyMonths * parts.size()), part.amount()));
            left = left.minus(part);
        }
        return parts;
    }

    /** So many parts on days so many months apart, as even as the currency allows; the difference goes to the last. */
    public static List<Part> into(Money open, int count, int everyMonths, LocalDate start) {
        int digits = Money.digits(open.currency());
        BigDecimal each = open.amount().divide(BigDecimal.valueOf(count), digits, RoundingMode.DOWN);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigDecimal amount =
                    i == count - 1 ? open.amount().subtract(each.multiply(BigDecimal.valueOf(count - 1L))) : each;
            if (amount.signum() > 0) {
                parts.add(new Part(start.plusMonths((long) everyMonths * i), amount));
            }
        }
        return parts;
    }

    /** Enters a plan and asks for what it needs; where nobody needs to approve it, it is applied at once. */
    public UUID create(Tx tx, Actor actor, NewPlan plan) {
        Party party = parties.require(tx, actor, plan.party());
        Problem.Collector problems = new Problem.Collector();
        String reason = Input.required(problems, "reason", plan.reason(), 1000);
        problems.check(!plan.items().isEmpty(), "items", "required");
        problems.check(plan.items().size() <= MOST, "items", "too-many-entries", MOST);
        problems.check(new HashSet<>(plan.items()).size() == plan.items().size(), "items", "named-twice");
        problems.check(!plan.parts().isEmpty(), "parts", "required");
        problems.check(plan.parts().size() <= MOST, "parts", "too-many-entries", MOST);
        for (int i = 0; i < Math.min(MOST, plan.parts().size()); i++) {
            Part part = plan.parts().get(i);
            String at = "parts[" + i + "].";
            Input.amount(problems, at + "amount", part.amount(), actor.currency());
            problems.check(part.amount().signum() > 0, at + "amount", "receipt-not-positive");
            problems.check(
                    !part.due().isBefore(actor.today().minusYears(1))
                            && part.due().isBefore(actor.today().plusYears(20)),
                    at + "due",
                    "plan-due");
        }
        problems.throwIfAny();
        List<OpenItem> items = Settlements.lock(tx, plan.items());
        BigDecimal open = BigDecimal.ZERO;
        for (UUID id : plan.items()) {
            OpenItem item = items.stream()
                    .filter(found -> found.id().equals(id) && found.party().equals(party.id()))
                    .findFirst()
                    .orElseThrow(() -> Problem.notFound("open-item", id));
            problems.check(item.open().signum() > 0, "items", "plan-item-settled", item.number());
            problems.check(item.foreign() == null, "items", "plan-item-currency", item.number());
            open = open.add(item.open());
        }
        BigDecimal planned = plan.parts().stream().map(Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        problems.check(planned.compareTo(open) == 0, "parts", "plan-sum", new Money(open, actor.currency()));
        problems.throwIfAny();
        Header header = decision.born(tx, actor, party, open, reason);
        insert(tx, header, reason, items, plan.parts());
        decision.ask(tx, actor, header, items);
        return header.id();
    }

    private static void insert(Tx tx, Header header, String reason, List<OpenItem> items, List<Part> parts) {
        tx.add(
                Rank.DOCUMENT,
                "insert into receivables.payment_plan (company_id, id, party_id, amount, reason) values (?, ?, ?, ?, ?)",
                tx.company(),
                header.id(),
                header.party(),
                header.total(),
                reason);
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.payment_plan_item (company_id, plan_id, item_id, open, due)
                select ?, ?, n.* from unnest(?::uuid[], ?::numeric[], ?::date[]) as n""",
                tx.company(),
                header.id(),
                SqlArray.of("uuid", items, OpenItem::id),
                SqlArray.of("numeric", items, OpenItem::open),
                SqlArray.of("date", items, OpenItem::due));
        List<Part> sorted =
                parts.stream().sorted(Comparator.comparing(Part::due)).toList();
        List<Integer> positions = new ArrayList<>();
        sorted.forEach(part -> positions.add(positions.size() + 1));
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.payment_plan_part (company_id, plan_id, position, due, amount)
                select ?, ?, n.* from unnest(?::smallint[], ?::date[], ?::numeric[]) as n""",
                tx.company(),
                header.id(),
                SqlArray.of("smallint", positions),
                SqlArray.of("date", sorted, Part::due),
                SqlArray.of("numeric", sorted, Part::amount));
    }

    /** The plan, if within the actor's scope; otherwise 404. */
    public Plan find(Tx tx, Actor actor, UUID id) {
        return read(tx, decision.find(tx, actor, id));
    }

    Plan read(Tx tx, Header header) {
        String currency = Objects.requireNonNull(header.currency());
        List<PlannedItem> items = tx.list(
                """
                select p.item_id, i.document_id, i.number, p.open, p.due from receivables.payment_plan_item p
                join receivables.open_item i on i.company_id = p.company_id and i.id = p.item_id
                where p.company_id = ? and p.plan_id = ? order by p.due, p.item_id""",
                row -> new PlannedItem(
                        row.uuid("item_id"),
                        row.uuid("document_id"),
                        row.text("number"),
                        row.money("open", currency).amount(),
                        row.date("due")),
                tx.company(),
                header.id());
        List<Part> parts = tx.list(
                "select p.due, p.amount from receivables.payment_plan_part p where p.company_id = ? and p.plan_id = ? order by p.position",
                row -> new Part(row.date("due"), row.money("amount", currency).amount()),
                tx.company(),
                header.id());
        return tx.one(
                "select p.amount, p.reason from receivables.payment_plan p where p.company_id = ? and p.id = ?",
                row -> new Plan(header, row.money("amount", currency).amount(), row.text("reason"), items, parts),
                tx.company(),
                header.id());
    }

    /**
     * Applies a plan: a second person's word, where no flow asks for approval; 409 {@code plan-own} for one's own, {@code plan-needs-approval} while
     * an approval is missing.
     */
    public void apply(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        decision.apply(tx, actor, id, version);
    }

    /** The moves a page may offer, each with the reason when it can't be made. */
    public List<MoveOption> moves(Texts texts, Actor actor, Plan plan) {
        return decision.moves(texts, actor, plan.header());
    }

    /** Everybody who must has said yes. */
    void approved(Tx tx, Actor actor, UUID id) {
        decision.approved(tx, actor, id);
    }

    /** Takes a plan back that has not taken effect. */
    public void cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        decision.cancel(tx, actor, id, version, reason);
    }

    /** It was not approved. */
    void sentBack(Tx tx, Actor actor, UUID id, String reason) {
        decision.sentBack(tx, actor, id, reason);
    }

    /** The parts in their order are filled from the items in theirs, the oldest first; 409 when an item is no longer as the plan saw it. */
    private void carryOut(Tx tx, Actor actor, Header header) {
        Plan plan = read(tx, header);
        Map<UUID, OpenItem> items = new LinkedHashMap<>();
        Settlements.lock(tx, plan.items().stream().map(PlannedItem::item).toList())
                .forEach(item -> items.put(item.id(), item));
        List<ItemSplits.Piece> pieces = new ArrayList<>();
        int at = 0;
        BigDecimal left = plan.parts().getFirst().amount();
        for (PlannedItem planned : plan.items()) {
            OpenItem item = Objects.requireNonNull(items.get(planned.item()));
            if (item.open().compareTo(planned.open()) != 0 || !item.due().equals(planned.due())) {
                throw Problem.conflict("plan-item-changed", item.number());
            }
            BigDecimal rest = item.open();
            while (rest.signum() > 0) {
                BigDecimal piece = rest.min(left);
                pieces.add(new ItemSplits.Piece(item, plan.parts().get(at).due(), piece));
                rest = rest.subtract(piece);
                left = left.subtract(piece);
                if (left.signum() == 0 && at < plan.parts().size() - 1) {
                    left = plan.parts().get(++at).amount();
                }
            }
        }
        splits.write(tx, actor, header.id(), pieces, header.number() + " " + plan.reason());
    }
}
