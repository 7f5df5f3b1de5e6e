package io.onaccount.demo;

import io.onaccount.approval.ApprovalFlows;
import io.onaccount.approval.FlowDefinition;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Rule;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.sales.LostReason;
import io.onaccount.sales.NewQuote;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.Quotes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A dozen quotes: drafts, one that waits for approval, open ones, accepted and partly ordered, lost, expired, and one with a second version. */
@Component
@Order(130)
final class DemoQuotes implements DemoChapter {
    private static final int QUOTES = 12;
    private static final int FIRST_CUSTOMER = 30;
    private static final BigDecimal BELOW = new BigDecimal("0.97");

    private final Database database;
    private final Quotes quotes;
    private final ApprovalFlows flows;

    DemoQuotes(Database database, Quotes quotes, ApprovalFlows flows) {
        this.database = database;
        this.quotes = quotes;
        this.flows = flows;
    }

    private record Product(UUID id, BigDecimal price, BigDecimal least) {}

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        publish(staff, today);
        List<Product> goods = database.read(
                staff.company(),
                tx -> tx.list(
                        """
                        select p.id, p.list_price, p.minimum_price from catalog.product p
                        join document.header h on h.company_id = p.company_id and h.id = p.id
                        where p.company_id = ? and p.list_price > 20 and p.minimum_price > 0 and h.state = 'ACTIVE' order by h.number limit 6""",
                        row -> new Product(row.uuid("id"), row.decimal("list_price"), row.decimal("minimum_price")),
                        tx.company()));
        for (int i = 0; i < QUOTES; i++) {
            int customer = FIRST_CUSTOMER + i;
            LocalDate day = i == 9 ? today.minusDays(60) : today.minusDays(12 - i);
            Actor rep = staff.salespersonOf(customer, day).companyWide();
            NewQuote entry = entry(goods, customers.get(customer), i, day);
            UUID quote = database.write(rep.company(), tx -> quotes.create(tx, rep, entry))
                    .order()
                    .id();
            if (i >= 2) {
                database.write(rep.company(), tx -> quotes.send(tx, rep, quote, null));
            }
            become(i, rep, staff.salespersonOf(customer, today).companyWide(), quote);
        }
    }

    /** The first two stay drafts, the third waits for approval, the next three are open. */
    private void become(int i, Actor then, Actor now, UUID quote) {
        switch (i) {
            case 6, 7, 8 -> {
                accept(then, quote);
                if (i > 6) {
                    List<OrderAnswer.Part> parts =
                            i == 7 ? List.of(new OrderAnswer.Part(1, new BigDecimal("20"))) : List.of();
                    database.write(
                            now.company(),
                            tx -> quotes.order(tx, now, quote, null, new Quotes.Ordering(parts, null, null)));
                }
            }
            case 9 ->
                database.write(now.company(), tx -> {
                    quotes.expire(tx, now, List.of(quote));
                    return quote;
                });
            case 10 ->
                database.write(
                        now.company(),
                        tx -> quotes.lose(
                                tx, now, quote, null, new Quotes.Loss(LostReason.COMPETITOR, "采购李工", "对方报价低 6%")));
            case 11 -> {
                UUID next = database.write(now.company(), tx -> quotes.revise(tx, now, quote, null))
                        .order()
                        .id();
                database.write(now.company(), tx -> quotes.send(tx, now, next, null));
            }
            default -> {}
        }
    }

    private void accept(Actor rep, UUID quote) {
        database.write(
                rep.company(),
                tx -> quotes.accept(tx, rep, quote, null, new Quotes.Acceptance("采购部 周经理", List.of(3), "请尽快安排")));
    }

    private static NewQuote entry(List<Product> goods, UUID customer, int i, LocalDate day) {
        Product first = goods.get(i % goods.size());
        Product second = goods.get((i + 1) % goods.size());
        Product third = goods.get((i + 2) % goods.size());
        BigDecimal price = i == 2 ? first.least().multiply(BELOW).setScale(2, RoundingMode.HALF_UP) : first.price();
        return new NewQuote(
                customer,
                day,
                day.plusDays(30),
                null,
                null,
                null,
                "采购部 周经理",
                null,
                null,
                "含运费，交货期为确认后十个工作日。",
                null,
                null,
                List.of(
                        new NewQuote.Line(first.id(), new BigDecimal("40"), price, null, null, null, null, null),
                        new NewQuote.Line(
                                second.id(),
                                new BigDecimal("25"),
                                null,
                                new BigDecimal("0.02"),
                                null,
                                null,
                                null,
                                null),
                        new NewQuote.Line(third.id(), new BigDecimal("5"), null, null, null, null, "备件，可选", true)),
                null);
    }

    private void publish(DemoStaff staff, LocalDate today) {
        Actor admin = staff.on("admin", today);
        Step superior = new Step("直接上级", Mode.ANY, List.of(new Approver(Who.SUPERIOR, null)), null, null);
        FlowDefinition definition = new FlowDefinition(
                false,
                List.of(new Rule("低于最低价", "[\"belowMinimum\",\">\",\"0\"]", List.of(new Stage(List.of(superior))))));
        database.write(staff.company(), tx -> {
            UUID flow = flows.create(tx, admin, "quote", definition).id();
            tx.flush();
            return flows.publish(tx, admin, flow, "首次启用", null);
        });
    }
}
