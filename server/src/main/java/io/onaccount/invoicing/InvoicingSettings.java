package io.onaccount.invoicing;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import io.onaccount.sales.OrderedGoods;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a company invoices: since when, before the goods leave or after, and what an invoice may say beside the orders' prices. */
@Component
public final class InvoicingSettings {
    private final AuditTrail trail;
    private final Headers headers;

    InvoicingSettings(AuditTrail trail, Headers headers) {
        this.trail = trail;
        this.headers = headers;
    }

    /**
     * The company's.
     *
     * @param since what left before this day was invoiced elsewhere and is listed no longer; null: everything is
     * @param beforeDelivery whether goods owed for by invoice may be invoiced before they left
     * @param tolerance up to which difference from the orders' prices an invoice is booked as it is
     * @param secondAbove beyond which difference somebody else than who drafted it must issue it; null: never
     */
    public record Settings(
            @Nullable LocalDate since,
            boolean beforeDelivery,
            BigDecimal tolerance,
            @Nullable BigDecimal secondAbove) {
        static final Settings NONE = new Settings(null, false, new BigDecimal("0.06"), new BigDecimal("100"));
    }

    public Settings read(Tx tx) {
        return tx.first(
                        "select g.since, g.before_delivery, g.tolerance, g.second_above from invoicing.setting g where g.company_id = ?",
                        row -> new Settings(
                                row.dateOrNull("since"),
                                row.bool("before_delivery"),
                                row.decimal("tolerance"),
                                row.decimalOrNull("second_above")),
                        tx.company())
                .orElse(Settings.NONE);
    }

    /** From now on; what is issued stays as it is. */
    public void change(Tx tx, Actor actor, Settings settings) {
        Problem.Collector problems = new Problem.Collector();
        LocalDate since = settings.since();
        problems.check(
                since == null || (since.getYear() >= 1990 && since.getYear() <= 9999), "since", "date-out-of-range");
        Input.amount(problems, "tolerance", settings.tolerance(), actor.currency());
        problems.check(settings.tolerance().signum() >= 0, "tolerance", "negative");
        if (settings.secondAbove() != null) {
            Input.amount(problems, "secondAbove", settings.secondAbove(), actor.currency());
            problems.check(settings.secondAbove().signum() >= 0, "secondAbove", "negative");
        }
        problems.throwIfAny();
        tx.add(
                Rank.DETAIL,
                """
                insert into invoicing.setting as g (company_id, since, before_delivery, tolerance, second_above) values (?, ?, ?, ?, ?)
                on conflict (company_id) do update set since = excluded.since, before_delivery = excluded.before_delivery,
                  tolerance = excluded.tolerance, second_above = excluded.second_above""",
                tx.company(),
                since,
                settings.beforeDelivery(),
                settings.tolerance(),
                settings.secondAbove());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("since", since == null ? "" : since.toString());
        facts.put("beforeDelivery", settings.beforeDelivery());
        facts.put("tolerance", settings.tolerance());
        facts.put("secondAbove", settings.secondAbove() == null ? "" : settings.secondAbove());
        trail.record(tx, actor, new AuditTrail.Fact("change", Invoices.KIND, null, null, facts));
    }

    /**
     * An order's own.
     *
     * @param beforeDelivery whether it may be invoiced before it left though it is owed for by invoice; null: as the company's rule says
     */
    public record OfOrder(@Nullable Boolean beforeDelivery) {}

    /** What holds for an order, within the actor's scope. */
    public OfOrder ofOrder(Tx tx, Actor actor, UUID order) {
        headers.find(tx, actor, OrderedGoods.KIND, order);
        return tx.first(
                        "select s.before_delivery from invoicing.order_setting s where s.company_id = ? and s.order_id = ?",
                        row -> new OfOrder(row.bool("before_delivery")),
                        tx.company(),
                        order)
                .orElse(new OfOrder(null));
    }

    /** From now on; the order's history says who. */
    public void change(Tx tx, Actor actor, UUID order, OfOrder setting) {
        Header header = headers.lock(tx, actor, OrderedGoods.KIND, order, null);
        tx.add(
                Rank.DETAIL,
                "delete from invoicing.order_setting where company_id = ? and order_id = ?",
                tx.company(),
                order);
        if (setting.beforeDelivery() != null) {
            tx.add(
                    Rank.DETAIL,
                    "insert into invoicing.order_setting (company_id, order_id, before_delivery) values (?, ?, ?)",
                    tx.company(),
                    order,
                    setting.beforeDelivery());
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        OrderedGoods.KIND,
                        order,
                        header.number(),
                        Map.of(
                                "invoiceBeforeDelivery",
                                setting.beforeDelivery() == null
                                        ? ""
                                        : setting.beforeDelivery().toString())));
    }
}
