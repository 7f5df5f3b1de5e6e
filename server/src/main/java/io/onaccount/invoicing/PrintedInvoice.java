package io.onaccount.invoicing;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an invoice prints: for customers abroad, and as the page of a Factur-X; a Chinese one is what the tax platform makes. */
@Configuration(proxyBeanMethods = false)
class PrintedInvoice {
    private static final int PRICE_DECIMALS = 6;

    private static BigDecimal price(InvoiceLine line) {
        return line.net()
                .divide(line.quantity(), PRICE_DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }

    @Bean("print.sales-invoice")
    PrintSource<?> printedInvoices(Invoices invoices) {
        PrintFields<InvoiceLine> line = PrintFields.<InvoiceLine>start()
                .number("position", InvoiceLine::position)
                .text("product", InvoiceLine::name)
                .text("specification", InvoiceLine::specification)
                .quantity("quantity", InvoiceLine::quantity)
                .text("unit", InvoiceLine::unit)
                .price("price", PrintedInvoice::price)
                .percent("taxRate", InvoiceLine::taxRate)
                .money("net", InvoiceLine::net)
                .money("tax", InvoiceLine::tax)
                .money("total", InvoiceLine::total);
        PrintFields<Invoice> fields = PrintFields.<Invoice>start()
                .text("number", Invoice::number)
                .text("officialNumber", Invoice::called)
                .date("date", invoice -> invoice.issuedOn() == null ? invoice.date() : invoice.issuedOn())
                .text("buyer", invoice -> invoice.buyer().title())
                .text("buyerTaxNumber", invoice -> invoice.buyer().taxNumber())
                .text("buyerAddress", invoice -> invoice.buyer().address())
                .text("redOf", Invoice::redOfNumber)
                .text("note", Invoice::remark)
                .text("currency", Invoice::currency)
                .lines("lines", Invoice::lines, line)
                .money("net", Invoice::net)
                .money("tax", Invoice::tax)
                .total("total", Invoice::total);
        return PrintSource.of(
                Invoices.KIND, (tx, actor, id, language) -> invoices.find(tx, actor, id), Invoice::currency, fields);
    }
}
