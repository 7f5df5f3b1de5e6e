package io.onaccount.demo;

import io.onaccount.invoicing.InvoiceApplications;
import io.onaccount.invoicing.InvoiceKind;
import io.onaccount.invoicing.Invoices;
import io.onaccount.invoicing.InvoicingSettings;
import io.onaccount.invoicing.NewApplication;
import io.onaccount.invoicing.NewInvoice;
import io.onaccount.invoicing.NewInvoiceLine;
import io.onaccount.invoicing.ToInvoice;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.db.Database;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.SalesOrders;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Invoices of the last months: one a customer and month for what left, a red one, one sent by courier, and applications that wait or were given back. */
@Component
@Order(70)
final class DemoInvoices implements DemoChapter {
    private static final int MONTHS = 2;
    private static final int INVOICED = 30;
    private static final int APPLYING = 6;
    private static final int MOST_LINES = 40;

    private final ToInvoice toInvoice;
    private final InvoicingSettings settings;
    private final SalesOrders orders;
    private final Invoices invoices;
    private final InvoiceApplications applications;
    private final Database database;
    private int numbers;

    DemoInvoices(
            ToInvoice toInvoice,
            InvoicingSettings settings,
            Invoices invoices,
            InvoiceApplications applications,
            SalesOrders orders,
            Database database) {
        this.settings = settings;
        this.orders = orders;
        this.toInvoice = toInvoice;
        this.invoices = invoices;
        this.applications = applications;
        this.database = database;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor accountant = staff.on("accountant", today);
        LocalDate since = today.minusMonths(MONTHS).withDayOfMonth(1);
        database.write(staff.company(), tx -> {
            settings.change(
                    tx,
                    accountant,
                    new InvoicingSettings.Settings(since, true, new BigDecimal("0.06"), new BigDecimal("100")));
            return since;
        });
        List<UUID> issued = new ArrayList<>();
        for (int i = 0; i < INVOICED; i++) {
            byMonth(accountant, customers.get(i), today).forEach((month, lines) -> {
                if (month.isBefore(YearMonth.from(today))) {
                    issued.add(issue(accountant.on(month.plusMonths(1).atDay(1)), lines));
                }
            });
        }
        if (issued.size() > 3) {
            handOver(accountant, issued.getFirst());
            takeBack(accountant, issued.get(2));
        }
        before(staff.salespersonOf(5, today), accountant, customers.get(5), today);
        for (int i = 0; i < APPLYING; i++) {
            int customer = INVOICED + i;
            Actor rep = staff.salespersonOf(customer, today);
            apply(rep, accountant, byMonth(rep, customers.get(customer), today), i);
        }
    }

    /** An order owed for by invoice, half of it invoiced before it leaves, at a price that was agreed afterwards. */
    private void before(Actor rep, Actor accountant, UUID customer, LocalDate today) {
        UUID product = database.read(
                rep.company(),
                tx -> tx.one(
                        "select o.product_id from stock.on_hand o where o.company_id = ? order by o.quantity desc, o.product_id limit 1",
                        row -> row.uuid("product_id"),
                        tx.company()));
        NewSalesOrder entry = NewSalesOrder.of(
                        customer, today, List.of(NewSalesOrder.Line.of(product, BigDecimal.TEN, null)))
                .owedAt(ReceivableBasis.INVOICE);
        OrderAnswer answer = database.write(rep.company(), tx -> orders.place(tx, rep.companyWide(), entry, true));
        if (!(answer instanceof OrderAnswer.Confirmed)) {
            return;
        }
        NewInvoiceLine half = NewInvoiceLine.ofOrder(answer.order().id(), 1, new BigDecimal("5"));
        UUID id = database.write(
                accountant.company(),
                tx -> invoices.create(
                        tx,
                        accountant,
                        new NewInvoice(customer, InvoiceKind.DIGITAL_ORDINARY, null, null, "先开票后发货", List.of(half))));
        BigDecimal ours = database.read(accountant.company(), tx -> invoices.find(tx, accountant, id))
                .total();
        official(accountant, id, ours.subtract(BigDecimal.ONE), "电话商定让利 1 元");
    }

    private Map<YearMonth, List<ToInvoice.Candidate>> byMonth(Actor actor, UUID customer, LocalDate today) {
        Map<YearMonth, List<ToInvoice.Candidate>> months = new LinkedHashMap<>();
        database
                .read(actor.company(), tx -> toInvoice.of(tx, actor, customer, List.of(), List.of(), List.of()))
                .stream()
                .filter(line -> line.date().isBefore(today))
                .forEach(line -> {
                    List<ToInvoice.Candidate> lines =
                            months.computeIfAbsent(YearMonth.from(line.date()), month -> new ArrayList<>());
                    if (lines.size() < MOST_LINES) {
                        lines.add(line);
                    }
                });
        return months;
    }

    private static List<NewInvoiceLine> lines(List<ToInvoice.Candidate> candidates) {
        return candidates.stream()
                .map(c -> c.charge()
                        ? NewInvoiceLine.ofCharge(c.order(), c.orderPosition())
                        : NewInvoiceLine.ofDelivery(
                                Objects.requireNonNull(c.delivery()),
                                Objects.requireNonNull(c.deliveryPosition()),
                                c.quantity()))
                .toList();
    }

    private UUID issue(Actor actor, List<ToInvoice.Candidate> of) {
        UUID id = database.write(
                actor.company(),
                tx -> invoices.create(
                        tx,
                        actor,
                        new NewInvoice(
                                of.getFirst().customer(),
                                InvoiceKind.DIGITAL_ORDINARY,
                                null,
                                null,
                                "月度汇总开票",
                                lines(of))));
        official(actor, id);
        return id;
    }

    private void official(Actor actor, UUID id) {
        official(actor, id, null, null);
    }

    private void official(Actor actor, UUID id, @Nullable BigDecimal total, @Nullable String reason) {
        String number = "26322000000%09d".formatted(++numbers);
        database.write(actor.company(), tx -> {
            invoices.issue(
                    tx, actor, id, null, new NewInvoice.Official(null, number, actor.today(), total, null, reason));
            return id;
        });
    }

    private void handOver(Actor actor, UUID id) {
        database.write(actor.company(), tx -> {
            invoices.handOver(
                    tx,
                    actor,
                    id,
                    null,
                    new Invoices.HandOver(
                            "顺丰速运", "SF1380013800138", actor.today().minusDays(5), "前台", null));
            return id;
        });
    }

    private void takeBack(Actor actor, UUID id) {
        UUID red = database.write(actor.company(), tx -> invoices.red(tx, actor, id, null, "购买方名称有误，重新开具", List.of()));
        official(actor, red);
    }

    private void apply(Actor rep, Actor accountant, Map<YearMonth, List<ToInvoice.Candidate>> months, int which) {
        months.values().stream().findFirst().ifPresent(of -> {
            UUID id = database.write(
                    rep.company(),
                    tx -> applications.draft(
                            tx,
                            rep,
                            new NewApplication(
                                    of.getFirst().customer(),
                                    InvoiceKind.DIGITAL_ORDINARY,
                                    null,
                                    null,
                                    "按合同开票",
                                    lines(of))));
            if (which > 0) {
                database.write(rep.company(), tx -> {
                    applications.submit(tx, rep, id, null);
                    return id;
                });
            }
            if (which == 1) {
                database.write(rep.company(), tx -> {
                    applications.giveBack(tx, accountant, id, null, "请先与客户核对上月对账单");
                    return id;
                });
            }
        });
    }
}
