package io.onaccount.insight;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a customer's page tells about the past: months, open orders, and the events of all documents. */
@Component
public final class CustomerPast {
    private static final int EVENTS = 100;

    /** Events are looked for in so many of the customer's latest documents. */
    private static final int DOCUMENTS = 500;

    private static final int MONTHS = 24;
    private static final List<String> KINDS = List.of("sales-order", "delivery", "sales-return", "receipt");

    private final Database database;

    CustomerPast(Database database) {
        this.database = database;
    }

    /** What a month brought, tax included; sales are deliveries less returns. */
    public record Month(String month, BigDecimal sales, BigDecimal receipts) {}

    /** The last two years, the current month last. */
    public record Months(String currency, List<Month> months) {}

    /** An order that is not at its end. */
    public record OpenOrder(
            UUID id,
            String number,
            String state,
            LocalDate date,
            @Nullable BigDecimal total,
            BigDecimal delivered) {}

    /** Orders not yet at their end, the latest first. */
    public record OpenOrders(String currency, List<OpenOrder> orders) {}

    /**
     * Something that happened to one of the customer's documents.
     *
     * @param action create, confirm, post, …: the text {@code move.<action>}
     */
    public record Event(
            Instant at,
            String by,
            String action,
            String kind,
            UUID id,
            String number,
            String state,
            LocalDate date,
            @Nullable BigDecimal total) {}

    /** What happened, the latest first. */
    public record Timeline(String currency, List<Event> events) {}

    public Months months(Actor actor, UUID customer) {
        return database.report(actor.company(), tx -> {
            require(tx, actor, customer);
            YearMonth now = YearMonth.from(actor.today());
            Map<YearMonth, BigDecimal> sales = new LinkedHashMap<>();
            Map<YearMonth, BigDecimal> receipts = new LinkedHashMap<>();
            tx.list(
                    """
                    select h.kind, date_trunc('month', h.date)::date as month, sum(h.total) as total
                    from insight.flow h
                    where h.company_id = ? and h.party_id = ? and h.date >= ? and h.kind = any(?)
                      and (h.kind in ('delivery', 'sales-return') and h.state = 'POSTED' or h.kind = 'receipt' and h.state = 'CONFIRMED')
                    group by 1, 2""",
                    row -> {
                        BigDecimal total = row.decimal("total");
                        boolean isReceipt = row.text("kind").equals("receipt");
                        return (isReceipt ? receipts : sales)
                                .merge(
                                        YearMonth.from(row.date("month")),
                                        row.text("kind").equals("sales-return") ? total.negate() : total,
                                        BigDecimal::add);
                    },
                    tx.company(),
                    customer,
                    now.minusMonths(MONTHS - 1).atDay(1),
                    SqlArray.of("text", visible(actor)));
            List<Month> months = new ArrayList<>(MONTHS);
            for (YearMonth month = now.minusMonths(MONTHS - 1); !month.isAfter(now); month = month.plusMonths(1)) {
                months.add(new Month(
                        month.toString(),
                        sales.getOrDefault(month, BigDecimal.ZERO),
                        receipts.getOrDefault(month, BigDecimal.ZERO)));
            }
            return new Months(actor.currency(), months);
        });
    }

    public OpenOrders openOrders(Actor actor, UUID customer) {
        return database.report(actor.company(), tx -> {
            require(tx, actor, customer);
            Sql sql = Sql.of("""
                            select h.id, h.number, h.state, h.date, h.total, o.delivered_total
                            from insight.flow h join sales.sales_order o on o.company_id = h.company_id and o.id = h.id
                            where h.company_id = ? and h.party_id = ? and h.kind = 'sales-order'
                              and h.state in ('DRAFT', 'SUBMITTED', 'HELD', 'CONFIRMED') and""", tx.company(), customer)
                    .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                    .then("order by h.date desc, h.id desc limit ?", EVENTS);
            return new OpenOrders(
                    actor.currency(),
                    tx.list(
                            sql,
                            row -> new OpenOrder(
                                    row.uuid("id"),
                                    row.text("number"),
                                    row.text("state"),
                                    row.date("date"),
                                    row.decimalOrNull("total"),
                                    row.decimal("delivered_total"))));
        });
    }

    public Timeline timeline(Actor actor, UUID customer) {
        return database.report(actor.company(), tx -> {
            require(tx, actor, customer);
            List<String> kinds = new ArrayList<>(visible(actor));
            Sql documents = Sql.of(
                            "select h.id from document.header h where h.company_id = ? and h.party_id = ? and h.kind = any(?) and",
                            tx.company(),
                            customer,
                            SqlArray.of("text", kinds))
                    .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                    .then("order by h.date desc, h.id desc limit ?", DOCUMENTS);
            List<UUID> ids = new ArrayList<>(tx.list(documents, row -> row.uuid("id")));
            ids.add(customer);
            return new Timeline(
                    actor.currency(),
                    tx.list(
                            """
                            select v.recorded_at, v.user_name, v.action, v.kind, v.id, v.number, v.state, v.date, v.total
                            from insight.event v where v.company_id = ? and v.id = any(?) order by v.recorded_at desc, v.event_id desc limit ?""",
                            row -> new Event(
                                    row.instant("recorded_at"),
                                    row.text("user_name"),
                                    row.text("action"),
                                    row.text("kind"),
                                    row.uuid("id"),
                                    row.text("number"),
                                    row.text("state"),
                                    row.date("date"),
                                    row.decimalOrNull("total")),
                            tx.company(),
                            SqlArray.of("uuid", ids),
                            EVENTS));
        });
    }

    private static List<String> visible(Actor actor) {
        return KINDS.stream().filter(kind -> actor.may(kind + ".view")).toList();
    }

    static void require(Tx tx, Actor actor, UUID customer) {
        Sql sql = Sql.of(
                        "select h.id from document.header h where h.company_id = ? and h.id = ? and h.kind = 'customer' and",
                        tx.company(),
                        customer)
                .then(Sql.join(" and ", List.of(actor.scope().holds("h"))));
        if (tx.first(sql, row -> row.uuid("id")).isEmpty()) {
            throw Problem.notFound("customer", customer);
        }
    }
}
