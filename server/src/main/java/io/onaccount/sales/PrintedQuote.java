package io.onaccount.sales;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import io.onaccount.party.Addressee;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a quote prints: what an order does, how long it holds, and the optional lines apart from the others. */
record PrintedQuote(
        Quote quote,
        Addressee customer,
        @Nullable String term,
        @Nullable String discountTerms,
        @Nullable String owner) {

    private static PrintFields<Quote.Line> line() {
        return PrintFields.<Quote.Line>start()
                .number("position", Quote.Line::position)
                .text("productCode", Quote.Line::productCode)
                .text("product", Quote.Line::productName)
                .quantity("quantity", Quote.Line::quantity)
                .text("unit", Quote.Line::unit)
                .price("price", Quote.Line::price)
                .percent("discount", Quote.Line::discount)
                .percent("taxRate", Quote.Line::taxRate)
                .money("net", Quote.Line::net)
                .money("tax", Quote.Line::tax)
                .money("total", Quote.Line::total)
                .date("deliveryDate", Quote.Line::deliveryDate)
                .text("note", Quote.Line::note);
    }

    private static final PrintFields<PrintedQuote> FIELDS = Addressee.in(
                    PrintFields.<PrintedQuote>start()
                            .text("number", p -> p.quote.number())
                            .date("date", p -> p.quote.date())
                            .date("validUntil", p -> p.quote.validUntil()),
                    PrintedQuote::customer)
            .text("reference", p -> p.quote.reference())
            .text("contact", p -> p.quote.contact())
            .text("deliveryAddress", p -> p.quote.deliveryAddress())
            .date("deliveryDate", p -> p.quote.deliveryDate())
            .text("paymentTerm", PrintedQuote::term)
            .text("discountTerms", PrintedQuote::discountTerms)
            .text("owner", PrintedQuote::owner)
            .text("note", p -> p.quote.note())
            .text("currency", p -> p.quote.currency())
            .lines(
                    "lines",
                    p -> p.quote.lines().stream().filter(Quote.Line::chosen).toList(),
                    line())
            .lines(
                    "options",
                    p -> p.quote.lines().stream().filter(l -> !l.chosen()).toList(),
                    line())
            .lines("charges", p -> p.quote.charges(), PrintedOrder.CHARGE)
            .money("discountAmount", p -> p.quote.discountAmount())
            .money("net", p -> p.quote.net())
            .money("tax", p -> p.quote.tax())
            .total("total", p -> p.quote.total());

    @Configuration(proxyBeanMethods = false)
    static class Source {
        @Bean("print.quote")
        PrintSource<PrintedQuote> printedQuotes(Quotes quotes, DiscountTerms discounts) {
            return PrintSource.of(
                    Quotes.KIND,
                    (tx, actor, id, language) -> of(tx, discounts, quotes.find(tx, actor, id), language),
                    p -> p.quote.currency(),
                    FIELDS);
        }
    }

    private static PrintedQuote of(Tx tx, DiscountTerms discounts, Quote quote, Locale language) {
        return new PrintedQuote(
                quote,
                Addressee.of(tx, quote.customer(), language),
                PrintedOrder.term(tx, quote.paymentTerm(), language),
                discounts
                        .offered(tx, quote.customer())
                        .map(DiscountTerm::notation)
                        .orElse(null),
                PrintedOrder.name(tx, quote.owner()));
    }
}
