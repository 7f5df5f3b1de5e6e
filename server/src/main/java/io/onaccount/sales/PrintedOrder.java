package io.onaccount.sales;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import io.onaccount.party.Addressee;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an order prints, in its own currency. */
record PrintedOrder(
        SalesOrder order,
        Addressee customer,
        @Nullable String term,
        @Nullable String owner) {

    private static final PrintFields<SalesOrder.Line> LINE = PrintFields.<SalesOrder.Line>start()
            .number("position", SalesOrder.Line::position)
            .text("productCode", SalesOrder.Line::productCode)
            .text("product", SalesOrder.Line::productName)
            .quantity("quantity", SalesOrder.Line::quantity)
            .text("unit", SalesOrder.Line::unit)
            .price("price", SalesOrder.Line::price)
            .percent("discount", SalesOrder.Line::discount)
            .percent("taxRate", SalesOrder.Line::taxRate)
            .money("net", line -> line.inOwn().net())
            .money("tax", line -> line.inOwn().tax())
            .money("total", line -> line.inOwn().total())
            .date("deliveryDate", SalesOrder.Line::deliveryDate)
            .text("note", SalesOrder.Line::note);

    static final PrintFields<SalesOrder.Charge> CHARGE = PrintFields.<SalesOrder.Charge>start()
            .text("charge", SalesOrder.Charge::name)
            .percent("taxRate", SalesOrder.Charge::taxRate)
            .money("total", charge -> charge.inOwn().total());

    private static final PrintFields<PrintedOrder> FIELDS = Addressee.in(
                    PrintFields.<PrintedOrder>start()
                            .text("number", p -> p.order.number())
                            .date("date", p -> p.order.date()),
                    PrintedOrder::customer)
            .text("reference", p -> p.order.reference())
            .text("contact", p -> p.order.contact())
            .text("deliveryAddress", p -> p.order.deliveryAddress())
            .text("invoiceAddress", p -> p.order.invoiceAddress())
            .date("deliveryDate", p -> p.order.deliveryDate())
            .text("paymentTerm", PrintedOrder::term)
            .text("owner", PrintedOrder::owner)
            .text("note", p -> p.order.note())
            .text("currency", p -> p.order.pricedIn())
            .lines("lines", PrintedOrder::lines, LINE)
            .lines("charges", p -> p.order.charges(), CHARGE)
            .quantity(
                    "quantityTotal",
                    p -> p.order.lines().stream()
                            .map(SalesOrder.Line::quantity)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
            .money("discountAmount", p -> p.order.discountAmount())
            .money("net", p -> p.order.inOwn().net())
            .money("tax", p -> p.order.inOwn().tax())
            .total("total", p -> p.order.inOwn().total());

    /** Without what a change took out. */
    private List<SalesOrder.Line> lines() {
        return order.lines().stream()
                .filter(line -> line.quantity().signum() > 0)
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class Source {
        @Bean("print.sales-order")
        PrintSource<PrintedOrder> printedOrders(SalesOrders orders) {
            return PrintSource.of(
                    SalesOrders.KIND,
                    (tx, actor, id, language) -> of(tx, orders.find(tx, actor, id), language),
                    p -> p.order.pricedIn(),
                    FIELDS);
        }
    }

    private static PrintedOrder of(Tx tx, SalesOrder order, Locale language) {
        return new PrintedOrder(
                order,
                Addressee.of(tx, order.customer(), language),
                term(tx, order.paymentTerm(), language),
                name(tx, order.owner()));
    }

    static @Nullable String name(Tx tx, @Nullable UUID user) {
        return tx.first("select u.name from organization.app_user u where u.id = ?", row -> row.text("name"), user)
                .orElse(null);
    }

    static @Nullable String term(Tx tx, @Nullable UUID term, Locale language) {
        return tx.first(
                        "select case when ? then t.name_en else t.name end as name from party.payment_term t where t.company_id = ? and t.id = ?",
                        row -> row.text("name"),
                        language.getLanguage().equals(Locale.ENGLISH.getLanguage()),
                        tx.company(),
                        term)
                .orElse(null);
    }
}
