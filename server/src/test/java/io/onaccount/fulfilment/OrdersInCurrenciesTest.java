package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.catalog.spi.LastPrices;
import io.onaccount.catalog.spi.LastPrices.LastPrice;
import io.onaccount.credit.CreditProof;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.ExchangeRates;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewOrderChange;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.OrderChanges;
import io.onaccount.sales.OrderSplits;
import io.onaccount.sales.OwnAmounts;
import io.onaccount.sales.SalesOrder;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Chance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders in other currencies (ORD-01, FND-12): from the price to what is owed and paid, with the worth of it under credit. */
class OrdersInCurrenciesTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final ExchangeRates rates = bed.application.bean(ExchangeRates.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final UUID board = bed.product("90.80", null, "1000000");
    private final UUID screw = bed.product("3.30", null, "1000000");

    OrdersInCurrenciesTest() {
        rate("USD", TODAY.minusDays(20), "7.1234");
        rate("USD", TODAY.minusDays(5), "7.2");
        rate("JPY", TODAY.minusDays(20), "0.048765");
        rate("KWD", TODAY.minusDays(20), "23.4567");
    }

    @AfterEach
    void proven() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
    }

    private void rate(String currency, LocalDate day, String rate) {
        bed.write(tx -> rates.create(
                tx, bed.actor, new ExchangeRates.NewRate(currency, day, new BigDecimal(rate), null, null, null)));
    }

    private final Actor director = bed.with("sales-order.confirm", "sales-order.own-rate");

    private static NewSalesOrder dollars(UUID customer, LocalDate date, NewSalesOrder.Line... lines) {
        return NewSalesOrder.of(customer, date, List.of(lines)).in("USD", null);
    }

    private Deliveries.Placed deliver(UUID order, int position, String quantity) {
        return bed.write(tx -> deliveries.postNew(
                        tx,
                        bed.actor,
                        List.of(NewDelivery.of(
                                TODAY,
                                List.of(new NewDelivery.Line(order, position, new BigDecimal(quantity), null))))))
                .getFirst();
    }

    private String value(String sql) {
        return bed.application.database().value(sql);
    }

    private List<String> items(UUID customer) {
        String all =
                value("select string_agg(kind || ' ' || amount::numeric(19,2) || ' ' || coalesce(fx_currency || ' ' "
                        + "|| trim_scale(fx_amount), '-'), ', ' order by id) from receivables.open_item where company_id = "
                        + bed.company + " and party_id = '" + customer + "'");
        return all == null ? List.of() : List.of(all.split(", "));
    }

    @Test
    void theRateOfItsDateHoldsForAllThatIsDelivered() {
        UUID customer = bed.customer("10000");
        LocalDate date = TODAY.minusDays(10);
        OrderAnswer placed =
                bed.place(dollars(customer, date, line(board, "10", "12.34"), line(screw, "3", "0.55")), true);
        UUID order = placed.order().id();
        SalesOrder read = bed.find(order);
        assertThat(read.foreign().code()).isEqualTo("USD");
        assertThat(read.foreign().rate()).isEqualByComparingTo("7.1234");
        assertThat(read.own().total()).isEqualByComparingTo("125.05");
        // 123.40 × 7.1234 = 879.03, 1.65 × 7.1234 = 11.75
        assertThat(read.lines())
                .extracting(SalesOrder.Line::total)
                .extracting(BigDecimal::toPlainString)
                .containsExactly("879.0300", "11.7500");
        assertThat(read.total()).isEqualByComparingTo("890.78");
        assertThat(placed.order().total()).isEqualByComparingTo("890.78");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("890.78");

        deliver(order, 1, "3");
        assertThat(items(customer)).containsExactly("DELIVERY 263.71 USD 37.02");
        UUID rest = deliver(order, 1, "7").id();
        deliver(order, 2, "3");
        assertThat(items(customer))
                .containsExactly("DELIVERY 263.71 USD 37.02", "DELIVERY 615.32 USD 86.38", "DELIVERY 11.75 USD 1.65");
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("890.78");
        Delivery shown = bed.read(tx -> deliveries.find(tx, bed.actor, rest));
        assertThat(shown.foreignCurrency()).isEqualTo("USD");
        assertThat(shown.foreignTotal()).isEqualByComparingTo("86.38");
        assertThat(shown.lines().getFirst().foreignTotal()).isEqualByComparingTo("86.38");

        // Some of it comes back at what it was sold for.
        bed.write(tx -> returns.postNew(
                tx,
                bed.actor,
                List.of(NewReturn.of(
                        customer,
                        TODAY,
                        List.of(new NewReturn.Line(rest, 1, null, new BigDecimal("2"), null, null, null))))));
        assertThat(items(customer)).last().isEqualTo("RETURN -175.81 USD -24.68");
    }

    /** Paid in dollars at another rate: the items are settled in dollars, and what the rates differ in is a gain. */
    @Test
    void itIsPaidInItsCurrency() {
        UUID customer = bed.customer("10000");
        UUID order = bed.place(dollars(customer, TODAY.minusDays(10), line(board, "10", "10")), true)
                .order()
                .id();
        deliver(order, 1, "10");
        Actor cashier = bed.somebodyElse("receipt.confirm");
        UUID account = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(tx, bed.actor, new CashAccounts.NewCashAccount("USD1", "Dollars", null, null, "USD", true)));
        UUID receipt = bed.write(tx -> receipts.create(
                tx,
                bed.actor,
                new NewReceipt(
                        customer,
                        TODAY,
                        new BigDecimal("100"),
                        null,
                        account,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
        bed.write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        assertThat(value(
                        "select trim_scale(fx_settled) || ' ' || (amount = settled) from receivables.open_item where company_id = "
                                + bed.company))
                .isEqualTo("100 true");
        // 100 × (7.2 − 7.1234)
        assertThat(value("select trim_scale(-sum(l.amount)) from receivables.journal_line l where l.company_id = "
                        + bed.company + " and l.account = 'EXCHANGE'"))
                .isEqualTo("7.66");
        assertThat(bed.figures(customer).exposure()).isEqualByComparingTo("0");
    }

    /** However an order is cut up: lines, deliveries and items come to it in both currencies, and the gate holds what is open. */
    @Test
    void nothingIsLostOrAdded() {
        Chance.tries(20, this::cutUp);
    }

    private void cutUp(Random random) {
        String[] currencies = {"USD", "JPY", "KWD"};
        int round = random.nextInt(3);
        UUID customer = bed.customer("null");
        String currency = currencies[round % 3];
        int digits = round % 3 == 0 ? 2 : round % 3 == 1 ? 0 : 3;
        List<NewSalesOrder.Line> lines = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            lines.add(new NewSalesOrder.Line(
                    i % 2 == 0 ? board : screw,
                    BigDecimal.valueOf(1 + random.nextInt(400), 1),
                    BigDecimal.valueOf(1 + random.nextInt(100_000), digits + 1),
                    BigDecimal.valueOf(random.nextInt(10), 2),
                    random.nextBoolean() ? BigDecimal.ZERO : new BigDecimal("0.13"),
                    null,
                    null));
        }
        NewSalesOrder entry = new NewSalesOrder(
                        customer,
                        null,
                        TODAY,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        random.nextBoolean(),
                        BigDecimal.valueOf(random.nextInt(2), 0),
                        lines,
                        random.nextBoolean()
                                ? List.of()
                                : List.of(new NewSalesOrder.Charge(
                                        "Freight", BigDecimal.valueOf(random.nextInt(5000), digits), BigDecimal.ZERO)))
                .in(currency, random.nextBoolean() ? null : BigDecimal.valueOf(1 + random.nextInt(90_000), 4));
        OrderAnswer placed;
        try {
            placed = bed.write(tx -> bed.orders.place(tx, director, entry, true));
        } catch (Problem refused) {
            assertThat(refused.errors()).allMatch(error -> error.code().equals("discount-above-lines"));
            return;
        }
        UUID order = placed.order().id();
        SalesOrder read = bed.find(order);
        BigDecimal worth = BigDecimal.ZERO;
        for (SalesOrder.Line line : read.lines()) {
            worth = worth.add(line.total());
            assertThat(line.total())
                    .isEqualByComparingTo(
                            line.own().total().multiply(read.foreign().rate()).setScale(2, RoundingMode.HALF_UP));
            assertThat(line.net().add(line.tax())).isEqualByComparingTo(line.total());
            assertThat(line.tax()).isBetween(BigDecimal.ZERO, line.total());
        }
        assertThat(read.total()).isEqualByComparingTo(worth.add(read.chargesTotal()));
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo(read.total());
        BigDecimal own = BigDecimal.ZERO;
        for (SalesOrder.Line line : read.lines()) {
            own = own.add(line.own().total());
            BigDecimal left = line.quantity();
            while (left.signum() > 0) {
                BigDecimal part = left.min(BigDecimal.valueOf(1 + random.nextInt(200), 1));
                deliver(order, line.position(), part.toPlainString());
                left = left.subtract(part);
            }
        }
        for (SalesOrder.Charge charge : read.charges()) {
            own = own.add(charge.own().total());
        }
        assertThat(read.own().total()).isEqualByComparingTo(own);
        assertThat(bed.find(order).state()).isEqualTo("DELIVERED");
        String of =
                " from receivables.open_item where company_id = " + bed.company + " and party_id = '" + customer + "'";
        assertThat(new BigDecimal(value("select coalesce(sum(amount), 0)" + of)))
                .isEqualByComparingTo(read.total());
        // What rounds to nothing in one of the currencies is not owed in the other.
        BigDecimal items = new BigDecimal(value("select coalesce(sum(fx_amount), 0)" + of));
        BigDecimal lost = new BigDecimal(value("select coalesce(sum(d.fx_total), 0) - " + items.toPlainString()
                + " from fulfilment.delivery d where d.company_id = " + bed.company + " and d.party_id = '"
                + customer + "'"));
        assertThat(items.add(lost)).isEqualByComparingTo(own);
        assertThat(lost.abs()).isLessThanOrEqualTo(BigDecimal.valueOf(20, digits));
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo(read.total());
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        UUID customer = bed.customer("null");
        assertRefused(
                NewSalesOrder.of(customer, TODAY, List.of(line(board, "1", "1")))
                        .in("EUR", null),
                "rate:rate-missing");
        assertRefused(dollars(customer, TODAY.minusDays(30), line(board, "1", "1")), "rate:rate-missing");
        assertRefused(
                NewSalesOrder.of(customer, TODAY, List.of(line(board, "1", "1")))
                        .in("XX1", null),
                "currency:currency-unknown");
        assertRefused(
                NewSalesOrder.of(customer, TODAY, List.of(line(board, "1", "1")))
                        .in("CNY", BigDecimal.TWO),
                "rate:rate-of-own");
        assertThatThrownBy(() -> bed.write(tx -> bed.orders.place(
                        tx,
                        director,
                        dollars(customer, TODAY, line(board, "1", "1")).in("USD", new BigDecimal("-1")),
                        true)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(e -> e.field() + ":" + e.code())
                                .containsExactly("rate:receipt-not-positive"));
        // Nobody gets goods past a limit by a rate of their own.
        assertRefused(
                dollars(customer, TODAY, line(board, "1", "1")).in("USD", new BigDecimal("0.0001")),
                "rate:order-own-rate");
        assertThat(bed.place(dollars(customer, TODAY, line(board, "1", "1")).in("USD", new BigDecimal("7.2000")), true)
                        .order()
                        .total())
                .isEqualByComparingTo("7.2");
        // The list price is in the company's currency.
        assertRefused(dollars(customer, TODAY, line(board, "1", null)), "lines[0].price:required");
        assertRefused(
                dollars(customer, TODAY, line(board, "1", "1")).owedAt(ReceivableBasis.ORDER),
                "basis:order-basis-currency");
        PaymentTerms.Entry before = new PaymentTerms.Entry(
                "PRE",
                "款到发货",
                "Prepaid",
                Start.BEFORE_DELIVERY,
                Rule.NET_DAYS,
                0,
                0,
                0,
                0,
                null,
                List.of(),
                false,
                true);
        UUID prepaid = bed.write(tx -> bed.application.bean(PaymentTerms.class).create(tx, bed.actor, before))
                .id();
        NewSalesOrder first = new NewSalesOrder(
                        customer,
                        null,
                        TODAY,
                        null,
                        null,
                        prepaid,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(line(board, "1", "1")),
                        null)
                .in("USD", null);
        assertRefused(first, "paymentTerm:order-term-currency");
        // The company's own currency may be named.
        assertThat(bed.place(
                                NewSalesOrder.of(customer, TODAY, List.of(line(board, "1", "1")))
                                        .in("cny", null),
                                true)
                        .order()
                        .total())
                .isEqualByComparingTo("1");
        assertThat(items(customer)).isEmpty();
    }

    private void assertRefused(NewSalesOrder entry, String error) {
        assertThatThrownBy(() -> bed.place(entry, true)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors())
                    .extracting(e -> e.field() + ":" + e.code())
                    .containsExactly(error);
        });
    }

    @Test
    void aDraftChangesItsCurrencyAndBack() {
        UUID customer = bed.customer("null");
        UUID order = bed.place(dollars(customer, TODAY, line(board, "10", "10")), false)
                .order()
                .id();
        assertThat(bed.find(order).total()).isEqualByComparingTo("720");
        NewSalesOrder own = NewSalesOrder.of(customer, TODAY, List.of(line(board, "10", "10")));
        bed.write(tx -> bed.orders.change(tx, bed.actor, order, null, own));
        SalesOrder plain = bed.find(order);
        assertThat(plain.foreign()).isNull();
        assertThat(plain.own()).isNull();
        assertThat(plain.lines().getFirst().own()).isNull();
        assertThat(plain.total()).isEqualByComparingTo("100");
        bed.write(tx -> bed.orders.change(tx, director, order, null, own.in("USD", new BigDecimal("7.3"))));
        assertThat(bed.find(order).total()).isEqualByComparingTo("730");
        UUID copy =
                bed.write(tx -> bed.orders.copy(tx, bed.actor, order)).order().id();
        assertThat(bed.find(copy).foreign().code()).isEqualTo("USD");
        assertThat(bed.find(copy).total()).isEqualByComparingTo("720"); // at the rate of its own day
    }

    @Test
    void aSplitComesToTheWholeInBothCurrencies() {
        UUID customer = bed.customer("null");
        UUID order = bed.place(dollars(customer, TODAY, line(board, "7", "12.34"), line(screw, "3", "0.55")), false)
                .order()
                .id();
        SalesOrder whole = bed.find(order);
        UUID rest = bed.write(tx -> bed.splits.split(
                        tx,
                        bed.actor,
                        order,
                        null,
                        List.of(new OrderAnswer.Part(1, new BigDecimal("3"))),
                        OrderSplits.Rest.DRAFT))
                .rest()
                .id();
        SalesOrder a = bed.find(order);
        SalesOrder b = bed.find(rest);
        assertThat(b.foreign()).isEqualTo(whole.foreign());
        assertThat(a.total().add(b.total())).isEqualByComparingTo(whole.total());
        assertThat(a.own().total()).isEqualByComparingTo("37.02");
        assertThat(b.own().total()).isEqualByComparingTo("51.01");
        assertThat(b.lines())
                .extracting(SalesOrder.Line::own)
                .extracting(OwnAmounts::total)
                .extracting(BigDecimal::stripTrailingZeros)
                .containsExactly(new BigDecimal("49.36"), new BigDecimal("1.65"));
    }

    @Test
    void aConfirmedOneIsClosedAndNotChanged() {
        UUID customer = bed.customer("null");
        UUID order = bed.place(dollars(customer, TODAY, line(board, "10", "10")), true)
                .order()
                .id();
        deliver(order, 1, "4");
        Actor seller = bed.with("sales-order.confirm", "order-change.create");
        assertThatThrownBy(() -> bed.write(tx -> bed.application
                        .bean(OrderChanges.class)
                        .create(
                                tx,
                                seller,
                                order,
                                new NewOrderChange(
                                        "x", null, null, null, null, null, null, null, null, null, null, List.of(),
                                        null))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("order-change-currency"));
        assertThat(bed.orders.moves(seller, bed.find(order))).containsEntry("change", "order-change-currency");
        bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "no more"));
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("0");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("288");
    }

    @Test
    void theLastPriceIsKnownInBothCurrencies() {
        UUID customer = bed.customer("null");
        bed.place(dollars(customer, TODAY, line(board, "1", "12.34")), true);
        LastPrice last = bed.read(tx -> bed.application.bean(LastPrices.class).of(tx, customer, List.of(board)))
                .get(board);
        assertThat(last.price()).isEqualByComparingTo("88.848");
        assertThat(last.soldIn()).isEqualTo("USD");
        assertThat(last.soldFor()).isEqualByComparingTo("12.34");
    }

    @Test
    void oneDeliveryIsInOneCurrency() {
        UUID customer = bed.customer("null");
        UUID first = bed.place(dollars(customer, TODAY, line(board, "1", "10")), true)
                .order()
                .id();
        UUID second = bed.order(customer, board, "1", "10").order().id();
        assertThatThrownBy(() -> bed.write(tx -> deliveries.postNew(
                        tx,
                        bed.actor,
                        List.of(NewDelivery.of(
                                TODAY,
                                List.of(
                                        new NewDelivery.Line(first, 1, BigDecimal.ONE, null),
                                        new NewDelivery.Line(second, 1, BigDecimal.ONE, null)))))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("other-currency"));
    }

    @Test
    void itIsPrintedInItsCurrency() {
        UUID customer = bed.customer("null");
        UUID order = bed.place(dollars(customer, TODAY, line(board, "10", "12.34")), true)
                .order()
                .id();
        Actor reader = bed.with("sales-order.view");
        Printing printing = bed.application.bean(Printing.class);
        String html = printing.html(bed.read(tx -> printing.gather(tx, reader, order, Locale.SIMPLIFIED_CHINESE)));
        assertThat(html)
                .contains("123.40")
                .contains("USD")
                .doesNotContain("888.48")
                .doesNotContain("人民币");
    }
}
