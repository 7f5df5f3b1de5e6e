package io.onaccount.invoicing;

import io.onaccount.fulfilment.DeliveredGoods;
import io.onaccount.invoicing.InvoiceTables.Owed;
import io.onaccount.invoicing.InvoiceTables.Owing;
import io.onaccount.invoicing.LineTables.Written;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.party.CalendarDays;
import io.onaccount.party.PaymentTerm.Dates;
import io.onaccount.party.PaymentTerm.Instalment;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.ItemKind;
import io.onaccount.receivables.NewOpenItem;
import io.onaccount.receivables.OpenItems;
import io.onaccount.sales.OrderedGoods;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What follows from an invoice that counts from now on, or no longer: how much of deliveries and orders is invoiced, what is owed by it, and what it
 * says more or less than the orders' prices.
 */
@Component
final class InvoiceBooks {
    private final OrderedGoods orders;
    private final DeliveredGoods delivered;
    private final OpenItems items;
    private final CalendarDays calendar;
    private final InvoiceTables tables;

    InvoiceBooks(
            OrderedGoods orders,
            DeliveredGoods delivered,
            OpenItems items,
            CalendarDays calendar,
            InvoiceTables tables) {
        this.orders = orders;
        this.delivered = delivered;
        this.items = items;
        this.calendar = calendar;
        this.tables = tables;
    }

    /**
     * An invoice about to count, or not to count any longer.
     *
     * @param record it, or the red one, with which its differences are noted
     * @param document the invoice whose items they are
     * @param number by which a payer names it
     * @param byRule whether what it says more or less was within the company's tolerance
     */
    record Cause(
            UUID record, UUID document, UUID customer, String number, LocalDate on, boolean byRule, String reason) {}

    /** What goods of a delivery, or of an order before they left, bring: at the order's prices, and what the invoice says beside that. */
    private static final class Change {
        Money nominal;
        Money more;
        Money moreTax;

        Change(String currency) {
            this.nominal = Money.zero(currency);
            this.more = nominal;
            this.moreTax = nominal;
        }

        void add(Money worth, Money beside, Money tax) {
            nominal = nominal.plus(worth);
            more = more.plus(beside);
            moreTax = moreTax.plus(tax);
        }
    }

    /** Where a difference is booked. */
    private record Place(UUID order, @Nullable UUID delivery) {}

    /** What is to be done, read before anything is written. */
    static final class Plan {
        private final Map<UUID, ReceivableBasis> bases;
        private final List<OrderedGoods.Invoiced> sold = new ArrayList<>();
        private final List<DeliveredGoods.Counted> gone = new ArrayList<>();
        private final Map<Owed, Change> left = new LinkedHashMap<>();
        private final Map<UUID, Change> early = new LinkedHashMap<>();
        private final Map<UUID, Money> earlyTax = new HashMap<>();
        private final Map<Place, Change> differences = new LinkedHashMap<>();
        private final Set<UUID> ahead = new TreeSet<>();
        private Map<Owed, Owing> owing = Map.of();

        private Plan(Map<UUID, ReceivableBasis> bases) {
            this.bases = bases;
        }

        private boolean byInvoice(UUID order) {
            return bases.get(order) == ReceivableBasis.INVOICE;
        }

        private Set<UUID> deliveries() {
            Set<UUID> deliveries = new TreeSet<>();
            left.keySet().forEach(owed -> deliveries.add(owed.delivery()));
            return deliveries;
        }

        private Change left(UUID delivery, UUID order, String currency) {
            return left.computeIfAbsent(new Owed(delivery, order), key -> new Change(currency));
        }
    }

    private Plan plan(Tx tx, List<Written> lines) {
        Set<UUID> named = new TreeSet<>();
        lines.forEach(line -> named.add(line.source().order()));
        Plan plan = new Plan(tables.bases(tx, named));
        for (Written line : lines) {
            if (!line.difference().isZero()) {
                Invoiceable.Source from = line.source();
                plan.differences
                        .computeIfAbsent(
                                new Place(from.order(), from.delivery()),
                                key -> new Change(line.difference().currency()))
                        .add(Money.zero(line.difference().currency()), line.difference(), line.differenceTax());
            }
        }
        return plan;
    }

    // -- an invoice counts ----------------------------------------------------------------------------------------

    /** What issuing lines changes; what they are of is locked. */
    Plan issuing(Tx tx, Actor actor, List<Written> lines) {
        Plan plan = plan(tx, lines);
        Map<List<Object>, BigDecimal> here = new HashMap<>();
        for (Written line : lines) {
            Invoiceable.Source from = line.source();
            if (from.deliveryPosition() != null) {
                here.merge(
                        List.of(Objects.requireNonNull(from.delivery()), from.deliveryPosition()),
                        line.quantity(),
                        BigDecimal::add);
            }
        }
        List<InvoiceTables.Gone> free = free(tx, plan, lines);
        Map<InvoiceTables.Gone, BigDecimal> open = new LinkedHashMap<>();
        free.forEach(g -> open.put(
                g, g.open().subtract(here.getOrDefault(List.of(g.delivery(), g.position()), BigDecimal.ZERO))));
        for (Written line : lines) {
            Invoiceable.Source from = line.source();
            Money worth = line.worth();
            boolean early = from.delivery() == null;
            if (from.charge()) {
                plan.sold.add(sold(from, line.quantity(), worth, early));
            } else if (from.delivery() != null) {
                plan.gone.add(new DeliveredGoods.Counted(
                        from.delivery(),
                        Objects.requireNonNull(from.deliveryPosition()),
                        line.quantity(),
                        worth,
                        false));
            } else {
                BigDecimal rest = line.quantity();
                Money value = worth;
                for (Map.Entry<InvoiceTables.Gone, BigDecimal> there : open.entrySet()) {
                    BigDecimal some = rest.min(there.getValue());
                    if (some.signum() > 0 && there.getKey().isOf(from)) {
                        Money part = value.share(some, rest);
                        plan.gone.add(new DeliveredGoods.Counted(
                                there.getKey().delivery(), there.getKey().position(), some, part, true));
                        there.setValue(there.getValue().subtract(some));
                        rest = rest.subtract(some);
                        value = value.minus(part);
                    }
                }
                if (rest.signum() > 0) {
                    plan.sold.add(sold(from, rest, value, true));
                }
            }
            if (from.delivery() != null) {
                plan.left(from.delivery(), from.order(), actor.currency())
                        .add(worth, line.difference(), line.differenceTax());
            } else {
                plan.ahead.add(from.order());
                if (plan.byInvoice(from.order())) {
                    plan.early
                            .computeIfAbsent(from.order(), key -> new Change(actor.currency()))
                            .add(worth, line.difference(), line.differenceTax());
                    plan.earlyTax.merge(from.order(), line.amounts().tax(), Money::plus);
                }
            }
        }
        plan.owing = tables.owing(tx, plan.left.keySet(), actor.currency());
        return plan;
    }

    /** What of orders that are not owed for by invoice has left and is not invoiced: it comes first. */
    private List<InvoiceTables.Gone> free(Tx tx, Plan plan, List<Written> lines) {
        return tables.gone(tx, orderBound(lines, order -> !plan.byInvoice(order)), false);
    }

    private static Set<UUID> orderBound(List<Written> lines, Predicate<UUID> which) {
        Set<UUID> found = new TreeSet<>();
        lines.stream()
                .map(Written::source)
                .filter(s -> s.delivery() == null && !s.charge() && which.test(s.order()))
                .forEach(s -> found.add(s.order()));
        return found;
    }

    private static OrderedGoods.Invoiced sold(
            Invoiceable.Source from, BigDecimal quantity, Money total, boolean ahead) {
        return new OrderedGoods.Invoiced(from.order(), from.position(), from.charge(), quantity, total, ahead, ahead);
    }

    /** What is invoiced is owed, where it is owed for by invoice; what it says more or less is booked; days that count from the invoice are known. */
    void issued(Tx tx, Actor actor, Plan plan, Cause cause) {
        orders.invoiced(tx, actor, plan.sold, cause.on(), "invoice");
        delivered.count(tx, plan.gone, plan.deliveries());
        List<DeliveredGoods.Invoiced> parts = new ArrayList<>();
        plan.left.forEach((owed, change) -> {
            Money zero = Money.zero(actor.currency());
            Owing owing = plan.owing.get(owed);
            Money amount = owing == null
                    ? zero
                    : owing.open().minus(owing.openAfter(change.nominal)).max(zero);
            parts.add(new DeliveredGoods.Invoiced(owed.delivery(), owed.order(), amount, change.more, change.moreTax));
            if (amount.isZero() && plan.byInvoice(owed.order()) && !change.more.isZero()) {
                items.adjust(tx, actor, item(cause, owed.order(), change.more, change.moreTax, cause.on()), List.of());
            }
        });
        if (!parts.isEmpty()) {
            delivered.invoiced(tx, actor, parts, cause.on(), cause.document(), cause.number());
        }
        raise(tx, actor, plan, cause);
        book(tx, actor, plan, cause);
        if (!plan.ahead.isEmpty()) {
            delivered.counted(tx, actor, plan.ahead, cause.on());
        }
    }

    /** What is invoiced before it left is owed from now on, due by the order's term; what counts from the delivery waits for it. */
    private void raise(Tx tx, Actor actor, Plan plan, Cause cause) {
        if (plan.early.isEmpty()) {
            return;
        }
        Map<UUID, OrderedGoods.Order> found = orders.lock(tx, actor.companyWide(), plan.early.keySet());
        List<NewOpenItem> raised = new ArrayList<>();
        plan.early.forEach((id, change) -> {
            OrderedGoods.Order order = Objects.requireNonNull(found.get(id));
            Money amount = change.nominal.plus(change.more);
            NewOpenItem whole = new NewOpenItem(
                    cause.document(),
                    cause.customer(),
                    id,
                    ItemKind.INVOICE,
                    cause.number(),
                    amount,
                    cause.on(),
                    cause.on(),
                    order.term() == null ? "" : order.term().called(actor.locale()),
                    Objects.requireNonNull(plan.earlyTax.get(id)));
            raised.addAll(NewOpenItem.of(
                    whole,
                    order.term() == null
                            ? List.of(Instalment.whole(amount, cause.on()))
                            : order.term()
                                    .instalments(
                                            amount,
                                            new Dates(order.header().date(), null, null, cause.on()),
                                            calendar.workingDays(tx))));
        });
        items.raise(tx, actor, raised);
    }

    // -- an invoice counts no longer --------------------------------------------------------------------------------

    /** What taking lines back changes, whose quantities and amounts are negative; what they are of is locked. */
    Plan takingBack(Tx tx, Actor actor, List<Written> lines) {
        Plan plan = plan(tx, lines);
        Map<InvoiceTables.Line, InvoiceTables.Early> early =
                tables.early(tx, orderBound(lines, order -> true), actor.currency());
        Map<InvoiceTables.Gone, BigDecimal> gone = new LinkedHashMap<>();
        tables.gone(tx, early.isEmpty() ? Set.of() : orderBound(lines, order -> true), true)
                .forEach(g -> gone.put(g, g.ahead()));
        Map<UUID, UUID> charged = tables.chargedWith(
                tx,
                lines.stream()
                        .map(Written::source)
                        .filter(s -> s.charge() && s.delivery() == null)
                        .map(Invoiceable.Source::order)
                        .toList());
        for (Written line : lines) {
            Invoiceable.Source from = line.source();
            Money worth = line.worth();
            Money more = line.difference();
            Money moreTax = line.differenceTax();
            if (from.charge()) {
                UUID delivery = from.delivery() == null ? charged.get(from.order()) : from.delivery();
                plan.sold.add(new OrderedGoods.Invoiced(
                        from.order(),
                        from.position(),
                        true,
                        line.quantity(),
                        worth,
                        from.delivery() == null,
                        delivery == null));
                if (delivery == null) {
                    early(
                            plan,
                            from.order(),
                            worth,
                            more,
                            moreTax,
                            line.amounts().tax());
                } else {
                    plan.left(delivery, from.order(), actor.currency()).add(worth, more, moreTax);
                }
            } else if (from.delivery() != null) {
                plan.gone.add(new DeliveredGoods.Counted(
                        from.delivery(),
                        Objects.requireNonNull(from.deliveryPosition()),
                        line.quantity(),
                        worth,
                        false));
                plan.left(from.delivery(), from.order(), actor.currency()).add(worth, more, moreTax);
            } else {
                back(plan, actor, line, early, gone);
            }
        }
        plan.owing = tables.owing(tx, plan.left.keySet(), actor.currency());
        return plan;
    }

    private static void early(Plan plan, UUID order, Money worth, Money more, Money moreTax, Money tax) {
        if (plan.byInvoice(order)) {
            plan.early
                    .computeIfAbsent(order, key -> new Change(worth.currency()))
                    .add(worth, more, moreTax);
            plan.earlyTax.merge(order, tax, Money::plus);
        }
    }

    /** What was invoiced by the order: first what has still to leave, then what left last. */
    private static void back(
            Plan plan,
            Actor actor,
            Written line,
            Map<InvoiceTables.Line, InvoiceTables.Early> early,
            Map<InvoiceTables.Gone, BigDecimal> gone) {
        Invoiceable.Source from = line.source();
        BigDecimal rest = line.quantity().negate();
        Money value = line.worth().negated();
        Money tax = line.amounts().tax().negated();
        Money more = line.difference();
        Money moreTax = line.differenceTax();
        InvoiceTables.Line key = new InvoiceTables.Line(from.order(), from.position());
        InvoiceTables.Early there = early.get(key);
        BigDecimal some = there == null ? BigDecimal.ZERO : rest.min(there.quantity());
        if (there != null && some.signum() > 0) {
            Money part = value.share(some, rest);
            boolean all = some.compareTo(there.quantity()) == 0;
            Money freed = all ? there.total() : part.min(there.total());
            early.put(
                    key,
                    new InvoiceTables.Early(
                            there.quantity().subtract(some), there.total().minus(freed)));
            plan.sold.add(sold(from, some.negate(), freed.negated(), true));
            Money partTax = tax.share(some, rest);
            early(plan, from.order(), part.negated(), more, moreTax, partTax.negated());
            more = Money.zero(more.currency());
            moreTax = more;
            value = value.minus(part);
            rest = rest.subtract(some);
        }
        for (Map.Entry<InvoiceTables.Gone, BigDecimal> entry : gone.entrySet()) {
            InvoiceTables.Gone left = entry.getKey();
            BigDecimal taken = rest.min(entry.getValue());
            if (taken.signum() <= 0 || !left.isOf(from)) {
                continue;
            }
            Money nominal = left.total(entry.getValue(), actor.currency())
                    .minus(left.total(entry.getValue().subtract(taken), actor.currency()));
            Money part = value.share(taken, rest);
            plan.gone.add(new DeliveredGoods.Counted(
                    left.delivery(), left.position(), taken.negate(), nominal.negated(), true));
            // What the red invoice says beside what the goods had left with is owed no longer either.
            plan.left(left.delivery(), from.order(), actor.currency())
                    .add(nominal.negated(), more.plus(nominal).minus(part), moreTax);
            more = Money.zero(more.currency());
            moreTax = more;
            entry.setValue(entry.getValue().subtract(taken));
            value = value.minus(part);
            rest = rest.subtract(taken);
        }
    }

    /** What is taken back is ordered, or shipped, and not owed again, where it is owed for by invoice and did not come back meanwhile. */
    void takenBack(Tx tx, Actor actor, Plan plan, Cause cause) {
        orders.invoiced(tx, actor, plan.sold, cause.on(), "take_back");
        delivered.count(tx, plan.gone, plan.deliveries());
        List<DeliveredGoods.Invoiced> parts = new ArrayList<>();
        plan.left.forEach((owed, change) -> {
            Owing owing = plan.owing.get(owed);
            if (owing != null) {
                Money amount =
                        owing.openAfter(change.nominal).minus(owing.open()).max(Money.zero(actor.currency()));
                if (!amount.isZero() || !change.more.isZero()) {
                    parts.add(new DeliveredGoods.Invoiced(
                            owed.delivery(), owed.order(), amount, change.more.negated(), change.moreTax.negated()));
                }
            }
        });
        if (!parts.isEmpty()) {
            delivered.takenBack(tx, actor, parts, cause.on(), cause.document(), cause.number());
        }
        plan.early.forEach((order, change) -> items.adjust(
                tx,
                actor,
                new NewOpenItem(
                        cause.document(),
                        cause.customer(),
                        order,
                        ItemKind.INVOICE,
                        cause.number(),
                        change.nominal.plus(change.more),
                        cause.on(),
                        cause.on(),
                        "",
                        Objects.requireNonNull(plan.earlyTax.get(order))),
                List.of()));
        book(tx, actor, plan, cause);
    }

    // -- differences ------------------------------------------------------------------------------------------------

    /** Where something is owed already, what the invoice says more or less becomes an item of its own, against what it is of. */
    private void book(Tx tx, Actor actor, Plan plan, Cause cause) {
        plan.differences.forEach((place, change) -> {
            ReceivableBasis basis = Objects.requireNonNull(plan.bases.get(place.order()));
            if (basis != ReceivableBasis.INVOICE) {
                List<UUID> against = basis == ReceivableBasis.ORDER
                        ? List.of(place.order())
                        : place.delivery() == null ? List.of() : List.of(place.delivery());
                LocalDate due = change.more.isPositive() ? due(tx, against, place.order(), cause.on()) : cause.on();
                items.adjust(tx, actor, item(cause, place.order(), change.more, change.moreTax, due), against);
            }
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into invoicing.difference (company_id, id, invoice_id, order_id, delivery_id, basis, amount, tax, by_rule, reason, recorded_by)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    tx.company(),
                    Ids.next(),
                    cause.record(),
                    place.order(),
                    place.delivery(),
                    basis,
                    change.more,
                    change.moreTax,
                    cause.byRule(),
                    cause.reason(),
                    actor.user());
        });
    }

    private static NewOpenItem item(Cause cause, UUID order, Money amount, Money tax, LocalDate due) {
        return new NewOpenItem(
                cause.document(),
                cause.customer(),
                order,
                ItemKind.DIFFERENCE,
                cause.number(),
                amount,
                cause.on(),
                due,
                "",
                tax);
    }

    /** What is more is due with what it is of, and not before the invoice. */
    private static LocalDate due(Tx tx, Collection<UUID> documents, UUID order, LocalDate on) {
        return documents.isEmpty()
                ? on
                : tx.one("""
                        select greatest(max(i.due), ?::date) as due from receivables.open_item i
                        where i.company_id = ? and i.document_id = any(?) and i.order_id = ? and i.amount > 0""", row -> row.date("due"), on, tx.company(), SqlArray.of("uuid", documents), order);
    }
}
