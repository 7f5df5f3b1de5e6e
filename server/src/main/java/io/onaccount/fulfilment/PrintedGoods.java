package io.onaccount.fulfilment;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import io.onaccount.party.Addressee;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What shipping notices, deliveries and returns print. */
@Configuration(proxyBeanMethods = false)
class PrintedGoods {
    private record PrintedDelivery(Delivery delivery, Addressee customer) {}

    private record PrintedNotice(ShippingNotice notice, Addressee customer) {}

    private record PrintedReturn(SalesReturn given, Addressee customer) {}

    private static <L> BigDecimal sum(List<L> lines, Function<L, BigDecimal> quantity) {
        return lines.stream().map(quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Bean("print.delivery")
    PrintSource<?> printedDeliveries(Deliveries deliveries) {
        PrintFields<Delivery.Line> line = PrintFields.<Delivery.Line>start()
                .number("position", Delivery.Line::position)
                .text("productCode", Delivery.Line::productCode)
                .text("product", Delivery.Line::productName)
                .quantity("quantity", Delivery.Line::quantity)
                .text("unit", Delivery.Line::unit)
                .text("warehouse", Delivery.Line::warehouseName)
                .text("orderNumber", Delivery.Line::orderNumber)
                .money("net", l -> l.foreignTotal() == null ? l.net() : null)
                .money("tax", l -> l.foreignTotal() == null ? l.tax() : null)
                .money("total", Delivery.Line::soldFor);
        PrintFields<PrintedDelivery> fields = Addressee.in(
                        PrintFields.<PrintedDelivery>start()
                                .text("number", p -> p.delivery.number())
                                .date("date", p -> p.delivery.date()),
                        PrintedDelivery::customer)
                .text("contact", p -> p.delivery.contact())
                .text("address", p -> p.delivery.address())
                .text("carrier", p -> p.delivery.carrier())
                .text("tracking", p -> p.delivery.tracking())
                .text("note", p -> p.delivery.note())
                .text("currency", p -> p.delivery.soldIn())
                .lines("lines", p -> p.delivery.lines(), line)
                .quantity("quantityTotal", p -> sum(p.delivery.lines(), Delivery.Line::quantity))
                .money("charges", p -> p.delivery.chargesSoldFor())
                .money("net", p -> p.delivery.foreignTotal() == null ? p.delivery.net() : null)
                .money("tax", p -> p.delivery.foreignTotal() == null ? p.delivery.tax() : null)
                .total("total", p -> p.delivery.soldFor());
        return PrintSource.of(
                Deliveries.KIND,
                (tx, actor, id, language) -> {
                    Delivery delivery = deliveries.find(tx, actor, id);
                    return new PrintedDelivery(delivery, Addressee.of(tx, delivery.customer(), language));
                },
                p -> p.delivery.soldIn(),
                fields);
    }

    /** The warehouse's list to pick by: quantities and places, no money. */
    @Bean("print.shipping-notice")
    PrintSource<?> printedNotices(ShippingNotices notices) {
        PrintFields<ShippingNotice.Line> line = PrintFields.<ShippingNotice.Line>start()
                .number("position", ShippingNotice.Line::position)
                .text("productCode", ShippingNotice.Line::productCode)
                .text("product", ShippingNotice.Line::productName)
                .text("warehouse", ShippingNotice.Line::warehouseName)
                .quantity("quantity", ShippingNotice.Line::quantity)
                .quantity("deliveredQuantity", ShippingNotice.Line::deliveredQuantity)
                .quantity("openQuantity", ShippingNotice.Line::openQuantity)
                .text("unit", ShippingNotice.Line::unit)
                .text("orderNumber", ShippingNotice.Line::orderNumber);
        PrintFields<PrintedNotice> fields = Addressee.in(
                        PrintFields.<PrintedNotice>start()
                                .text("number", p -> p.notice.number())
                                .date("date", p -> p.notice.date())
                                .date("plannedOn", p -> p.notice.plannedOn()),
                        PrintedNotice::customer)
                .text("contact", p -> p.notice.contact())
                .text("address", p -> p.notice.address())
                .text("note", p -> p.notice.note())
                .lines("lines", p -> p.notice.lines(), line)
                .quantity("quantityTotal", p -> sum(p.notice.lines(), ShippingNotice.Line::openQuantity));
        return PrintSource.of(
                ShippingNotices.KIND,
                (tx, actor, id, language) -> {
                    ShippingNotice notice = notices.find(tx, actor, id);
                    return new PrintedNotice(notice, Addressee.of(tx, notice.customer(), language));
                },
                p -> p.notice.currency(),
                fields);
    }

    @Bean("print.sales-return")
    PrintSource<?> printedReturns(Returns returns) {
        PrintFields<SalesReturn.Line> line = PrintFields.<SalesReturn.Line>start()
                .number("position", SalesReturn.Line::position)
                .text("productCode", SalesReturn.Line::productCode)
                .text("product", SalesReturn.Line::productName)
                .quantity("quantity", SalesReturn.Line::quantity)
                .text("unit", SalesReturn.Line::unit)
                .price("price", SalesReturn.Line::price)
                .percent("taxRate", SalesReturn.Line::taxRate)
                .text("deliveryNumber", SalesReturn.Line::deliveryNumber)
                .text("warehouse", SalesReturn.Line::warehouseName)
                .money("net", SalesReturn.Line::net)
                .money("tax", SalesReturn.Line::tax)
                .money("total", SalesReturn.Line::total);
        PrintFields<PrintedReturn> fields = Addressee.in(
                        PrintFields.<PrintedReturn>start()
                                .text("number", p -> p.given.number())
                                .date("date", p -> p.given.date()),
                        PrintedReturn::customer)
                .text("reason", p -> p.given.reason())
                .text("note", p -> p.given.note())
                .text("currency", p -> p.given.currency())
                .lines("lines", p -> p.given.lines(), line)
                .quantity("quantityTotal", p -> sum(p.given.lines(), SalesReturn.Line::quantity))
                .money("net", p -> p.given.net())
                .money("tax", p -> p.given.tax())
                .total("total", p -> p.given.total());
        return PrintSource.of(
                Returns.KIND,
                (tx, actor, id, language) -> {
                    SalesReturn given = returns.find(tx, actor, id);
                    return new PrintedReturn(given, Addressee.of(tx, given.customer(), language));
                },
                p -> p.given.currency(),
                fields);
    }
}
