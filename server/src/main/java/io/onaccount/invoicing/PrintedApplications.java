package io.onaccount.invoicing;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import io.onaccount.party.Addressee;
import io.onaccount.platform.Texts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application to invoice prints, for companies whose finance wants it signed. */
@Configuration(proxyBeanMethods = false)
class PrintedApplications {
    private record Printed(InvoiceApplication application, Addressee customer, String kind) {}

    @Bean("print.invoice-application")
    PrintSource<?> printedApplications(InvoiceApplications applications, Texts texts) {
        PrintFields<InvoiceLine> line = PrintFields.<InvoiceLine>start()
                .number("position", InvoiceLine::position)
                .text("product", InvoiceLine::name)
                .text("orderNumber", InvoiceLine::orderNumber)
                .text("deliveryNumber", l -> l.deliveryNumber() == null ? "" : l.deliveryNumber())
                .quantity("quantity", InvoiceLine::quantity)
                .text("unit", InvoiceLine::unit)
                .percent("taxRate", InvoiceLine::taxRate)
                .money("net", InvoiceLine::net)
                .money("tax", InvoiceLine::tax)
                .money("total", InvoiceLine::total);
        PrintFields<Printed> fields = Addressee.in(
                        PrintFields.<Printed>start()
                                .text("number", p -> p.application.number())
                                .date("date", p -> p.application.date()),
                        Printed::customer)
                .text("invoiceKind", Printed::kind)
                .text("invoiceTitle", p -> p.application.buyer().title())
                .text("taxNumber", p -> p.application.buyer().taxNumber())
                .text(
                        "invoiceBank",
                        p -> p.application.buyer().bank() + " "
                                + p.application.buyer().account())
                .text("address", p -> p.application.buyer().address())
                .text("phone", p -> p.application.buyer().phone())
                .text("email", p -> p.application.buyer().email())
                .text("note", p -> p.application.remark())
                .text("currency", p -> p.application.currency())
                .lines("lines", p -> p.application.lines(), line)
                .money("net", p -> p.application.net())
                .money("tax", p -> p.application.tax())
                .total("total", p -> p.application.total());
        return PrintSource.of(
                InvoiceApplications.KIND,
                (tx, actor, id, language) -> {
                    InvoiceApplication application = applications.find(tx, actor, id);
                    return new Printed(
                            application,
                            Addressee.of(tx, application.customer(), language),
                            texts.text(
                                    language,
                                    "choice.invoice-application.invoiceKind."
                                            + application.kind().name()));
                },
                p -> p.application.currency(),
                fields);
    }
}
