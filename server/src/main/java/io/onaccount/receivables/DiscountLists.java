package io.onaccount.receivables;

import io.onaccount.document.printing.PrintFields;
import io.onaccount.document.printing.PrintSource;
import io.onaccount.party.Addressee;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A customer's list of coming discounts on paper (DSC-03): each deadline with what is payable until then, and the items behind it. */
record DiscountLists(Addressee customer, LocalDate day, String currency, DiscountQuotes.Quote quote) {
    /** The name of the sheet. */
    static final String SHEET = "discount-list";

    private record Line(DiscountQuotes.ItemQuote item, DiscountQuotes.StepView step) {}

    private static final PrintFields<DiscountQuotes.Deadline> DEADLINE = PrintFields.<DiscountQuotes.Deadline>start()
            .date("until", DiscountQuotes.Deadline::until)
            .money("open", DiscountQuotes.Deadline::open)
            .money("payable", DiscountQuotes.Deadline::payable)
            .money("saved", DiscountQuotes.Deadline::saved);

    private static final PrintFields<Line> LINE = PrintFields.<Line>start()
            .date("until", l -> l.step.until())
            .text("document", l -> l.item.number())
            .date("date", l -> l.item.date())
            .percent("rate", l -> l.step.rate().movePointLeft(2))
            .money("open", l -> l.item.open())
            .money("payable", l -> l.step.payable())
            .money("saved", l -> l.step.saved());

    private static final PrintFields<DiscountLists> FIELDS = Addressee.in(
                    PrintFields.<DiscountLists>start().date("day", DiscountLists::day), DiscountLists::customer)
            .text("currency", DiscountLists::currency)
            .lines("deadlines", l -> l.quote.deadlines(), DEADLINE)
            .lines("lines", DiscountLists::lines, LINE)
            .money("open", l -> l.quote.open());

    private List<Line> lines() {
        return quote.items().stream()
                .flatMap(item -> item.steps().stream()
                        .filter(step -> step.saved().compareTo(BigDecimal.ZERO) != 0)
                        .map(step -> new Line(item, step)))
                .sorted(Comparator.comparing((Line line) -> line.step().until())
                        .thenComparing(line -> line.item().number()))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class Source {
        @Bean("print.discount-list")
        PrintSource<DiscountLists> printedDiscountLists(DiscountQuotes quotes) {
            return PrintSource.about(
                    SHEET,
                    (tx, actor, customer, language) -> new DiscountLists(
                            Addressee.of(tx, customer, language),
                            actor.today(),
                            actor.currency(),
                            quotes.quote(tx, actor, customer, null, actor.today())),
                    DiscountLists::currency,
                    FIELDS);
        }
    }
}
