package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.AccountStatus;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditRequest;
import io.onaccount.credit.FreeCredit;
import io.onaccount.credit.Objection;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.Ageing;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.ExchangeRates;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.OpeningBalances;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.TradeTestBed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts against a limit, and what happens beyond it (CRD-10, CRD-11), as other systems' tests have it. */
class ExposureCasesTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final CreditAccounts accounts = bed.application.bean(CreditAccounts.class);
    private final CreditHolds holds = bed.application.bean(CreditHolds.class);
    private final ExchangeRates rates = bed.application.bean(ExchangeRates.class);
    private final UUID product = bed.product("10", null, "1000000");
    private final Actor controller = bed.somebodyElse();

    /** After every case the documents, the entries and the accounts say the same. */
    @AfterEach
    void proven() {
        List<CreditProof.Drift> drift =
                bed.read(tx -> bed.application.bean(CreditProof.class).drift(tx));
        assertThat(drift).isEmpty();
    }

    /**
     * The limit in the company's currency, what is owed before, the order in a currency with what one of it is worth; what it adds, and the
     * objection it meets, if any.
     */
    @ParameterizedTest(name = "{0}: {2} owed of {1}, {3} {4} at {5} is {6}: {7}")
    @CsvSource(emptyValue = "", delimiter = '|', textBlock = """
            CR-TR-01            | null | 100    | 0      | CNY | 1   | 0      | ''
            CR-TR-02            | null | 100    | 100    | CNY | 1   | 100    | ''
            derived             | null | 100    | 150    | CNY | 1   | 150    | ''
            CR-TR-04            | 200  | 100    | 0      | CNY | 1   | 0      | ''
            CR-TR-05            | 200  | 100    | 150    | CNY | 1   | 150    | over-limit
            derived just so     | 200  | 100    | 100    | CNY | 1   | 100    | ''
            derived a cent more | 200  | 100    | 100.01 | CNY | 1   | 100.01 | over-limit
            derived nothing new | 50   | 100    | 0      | CNY | 1   | 0      | ''
            derived their money | 0    | -100   | 100    | CNY | 1   | 100    | ''
            CR-ODOO-01          | 50   | 0      | 45     | THB | 0.5 | 22.50  | ''
            CR-ODOO-02          | 50   | 0      | 110    | THB | 0.5 | 55     | over-limit
            CR-OCA-05           | 300  | 0      | 550    | CNY | 1   | 550    | over-limit
            CR-OCA-10           | 99   | 0      | 100    | CNY | 1   | 100    | over-limit
            CR-OCA-17           | 99   | 0      | 100    | EUR | 1.5 | 150    | over-limit
            """)
    void theLimit(
            String example,
            String limit,
            String owed,
            String asks,
            String currency,
            BigDecimal rate,
            String adds,
            String objection) {
        UUID customer = bed.customer(limit);
        if (!owed.equals("0")) {
            owes(customer, owed, TODAY.minusDays(5), TODAY.plusDays(25));
        }
        // Orders are in the company's currency: who agrees a price in another enters what it is worth on the day.
        BigDecimal worth = new BigDecimal(asks);
        if (!currency.equals("CNY")) {
            bed.write(tx ->
                    rates.create(tx, bed.actor, new ExchangeRates.NewRate(currency, TODAY, rate, null, false, "bank")));
            worth = worth.multiply(bed.read(tx -> rates.rate(tx, bed.actor, currency, "CNY", TODAY))
                    .orElseThrow());
        }
        assertThat(worth).isEqualByComparingTo(adds);
        Money amount = Money.round(worth, "CNY");
        BigDecimal before = bed.figures(customer).exposure();
        CreditDecision asked = bed.read(tx ->
                bed.credit.simulate(tx, bed.actor, CreditRequest.of(bed.actor.user(), customer, amount, TODAY, null)));
        assertThat(
                        asked instanceof CreditDecision.Held held
                                ? held.objections().getFirst().code()
                                : "")
                .isEqualTo(objection);
        if (asked instanceof CreditDecision.Held held) {
            Objection first = held.objections().getFirst();
            assertThat(new BigDecimal(first.figures().get("limit"))).isEqualByComparingTo(limit);
            assertThat(new BigDecimal(first.figures().get("used")).add(worth)).isEqualByComparingTo(before.add(worth));
        }
        if (worth.signum() > 0) {
            OrderAnswer answer = bed.order(customer, product, "1", worth.toPlainString());
            assertThat(answer instanceof OrderAnswer.Confirmed).isEqualTo(objection.isEmpty());
            assertThat(bed.figures(customer).exposure())
                    .isEqualByComparingTo(objection.isEmpty() ? before.add(worth) : before);
        }
    }

    /** CR-ODOO-08: an order of 1,000 within the limit and a debt of 2,000 that comes of no order: 3,000 together. */
    @Test
    void whatComesOfNoOrderCountsBesideIt() {
        UUID customer = bed.customer("1000");
        assertThat(bed.order(customer, product, "100", "10")).isInstanceOf(OrderAnswer.Confirmed.class);
        owes(customer, "2000", TODAY, TODAY.plusDays(30));
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.receivable()).isEqualByComparingTo("2000");
        assertThat(figures.ordered()).isEqualByComparingTo("1000");
        assertThat(figures.exposure()).isEqualByComparingTo("3000");
        assertThat(figures.free()).isEqualByComparingTo("-2000");
        assertThat(bed.order(customer, product, "1", "10")).isInstanceOf(OrderAnswer.Held.class);
    }

    /** CR-OCA-13: what is ordered stays so while its delivery is a draft, and is a debt once it is posted; in all it is 100 throughout. */
    @Test
    void anOrderBecomesADebt() {
        UUID customer = bed.customer("100");
        UUID order = confirmed(customer, "10");
        assertThat(words(customer)).isEqualTo("100 ordered 0 owed 100 together");
        UUID draft = bed.write(tx -> deliveries.draft(tx, bed.actor, goods(order, "10")))
                .id();
        assertThat(words(customer)).isEqualTo("100 ordered 0 owed 100 together");
        bed.write(tx -> deliveries.post(tx, bed.actor, draft, null));
        assertThat(words(customer)).isEqualTo("0 ordered 100 owed 100 together");
        pay(customer, "100");
        assertThat(words(customer)).isEqualTo("0 ordered 0 owed 0 together");
    }

    /** Derived: partly delivered, partly paid, the rest cancelled; at each step what counts is what may still be lost. */
    @Test
    void partsOfAnOrder() {
        UUID customer = bed.customer("100");
        UUID order = confirmed(customer, "10");
        bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(goods(order, "4"))));
        assertThat(words(customer)).isEqualTo("60 ordered 40 owed 100 together");
        pay(customer, "30");
        assertThat(words(customer)).isEqualTo("60 ordered 10 owed 70 together");
        assertThat(bed.order(customer, product, "3", "10")).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.order(customer, product, "1", "0.01")).isInstanceOf(OrderAnswer.Held.class);
        bed.write(tx -> bed.orders.close(tx, bed.actor, order, null, "the rest is not needed"));
        assertThat(words(customer)).isEqualTo("30 ordered 10 owed 40 together");
        pay(customer, "50");
        assertThat(words(customer)).isEqualTo("30 ordered 0 owed -10 together");
    }

    /** CR-ID-05: sold over the counter on credit, the customer owes it. */
    @Test
    void soldOverTheCounterOnCredit() {
        UUID customer = bed.customer("500");
        bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(goods(confirmed(customer, "10"), "10"))));
        assertThat(words(customer)).isEqualTo("0 ordered 100 owed 100 together");
    }

    /** CR-OCA-12: beyond the limit it waits; whoever may lets it pass, and both orders count. */
    @Test
    void releasedBeyondTheLimit() {
        UUID customer = bed.customer("100");
        confirmed(customer, "10");
        OrderAnswer second = bed.order(customer, product, "10", "10");
        assertThat(second).isInstanceOf(OrderAnswer.Held.class);
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("100");
        CreditHolds.Outcome outcome = bed.write(tx -> {
            UUID hold = tx.one(
                    "select id from credit.hold where company_id = ? and document_id = ? and state = 'OPEN'",
                    row -> row.uuid("id"),
                    tx.company(),
                    second.order().id());
            return holds.release(tx, controller, hold, "pays tomorrow", null, null);
        });
        assertThat(outcome).isEqualTo(CreditHolds.Outcome.PASSED);
        assertThat(bed.figures(customer).ordered()).isEqualByComparingTo("200");
    }

    /** CR-MF-01: ordered before, stopped since: nothing leaves the warehouse. */
    @Test
    void aStoppedCustomerGetsNoGoods() {
        UUID customer = bed.customer("1000");
        UUID order = confirmed(customer, "10");
        grant(customer, Terms.ofLimit(new BigDecimal("8")).withStatus(AccountStatus.STOPPED));
        assertThatThrownBy(() -> bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(goods(order, "10")))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-stops-delivery"));
        assertThat(words(customer)).isEqualTo("100 ordered 0 owed 100 together");
    }

    /**
     * CR-ERP-03: there a limit below what is owed is refused. Here it is granted, and again: to lower it is how a controller ends a credit that went
     * too far; nothing that was agreed is undone, and nothing new passes.
     */
    @Test
    void aLimitBelowWhatIsOwedIsGranted() {
        UUID customer = bed.customer("1000");
        owes(customer, "500", TODAY, TODAY.plusDays(30));
        grant(customer, Terms.ofLimit(new BigDecimal("400")));
        grant(customer, Terms.ofLimit(new BigDecimal("400")));
        assertThat(bed.figures(customer).free()).isEqualByComparingTo("-100");
        assertThat(bed.order(customer, product, "1", "1")).isInstanceOf(OrderAnswer.Held.class);
    }

    /** CR-ERP-04: who has no limit of their own has the company's; it is 0 until somebody sets it. */
    @Test
    void whoHasNoLimitOfTheirOwn() {
        UUID customer = bed.customer("null");
        bed.sql("delete from credit.account where id = '" + customer + "'");
        assertThat(bed.read(tx -> accounts.view(tx, bed.actor, customer))
                        .terms()
                        .limit())
                .isEqualByComparingTo("0");
        bed.sql("update organization.company set settings = settings || '{\"defaultCreditLimit\": 350000}' where id = "
                + bed.company);
        assertThat(bed.read(tx -> accounts.view(tx, bed.actor, customer))
                        .terms()
                        .limit())
                .isEqualByComparingTo("350000");
        assertThat(bed.order(customer, product, "1", "350000")).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.order(customer, product, "1", "1")).isInstanceOf(OrderAnswer.Held.class);
    }

    /** CR-OCA-19: there 100 of one's own and 50 insured are 150. Here the limit is the whole, and says how much of it is insured. */
    @Test
    void theInsuredPartIsOfTheLimit() {
        UUID customer = bed.customer("0");
        Terms own = Terms.ofLimit(new BigDecimal("150"));
        grant(
                customer,
                new Terms(
                        own.limit(),
                        BigDecimal.ZERO,
                        null,
                        null,
                        AccountStatus.NORMAL,
                        null,
                        null,
                        null,
                        null,
                        BigDecimal.ZERO,
                        null,
                        null,
                        new BigDecimal("50"),
                        "P-1",
                        null,
                        null));
        CreditAccounts.View view = bed.read(tx -> accounts.view(tx, bed.actor, customer));
        assertThat(view.terms().limit()).isEqualByComparingTo("150");
        assertThat(view.terms().insuredAmount()).isEqualByComparingTo("50");
        assertThat(view.figures().free()).isEqualByComparingTo("150");
        assertThat(bed.order(customer, product, "15", "10")).isInstanceOf(OrderAnswer.Confirmed.class);
        assertThat(bed.order(customer, product, "1", "0.01")).isInstanceOf(OrderAnswer.Held.class);
    }

    /** CR-OCA-08: due two days ago; without a margin of days it is overdue, with one of two days credit goes on. */
    @ParameterizedTest(name = "{0} with a margin of {1} days: held {2}")
    @CsvSource({"CR-OCA-08, 0, true", "derived, 1, true", "derived, 2, false", "derived, 30, false"})
    void overdueAndItsMargin(String example, int margin, boolean held) {
        UUID customer = bed.customer("1000");
        owes(customer, "100", TODAY.minusDays(32), TODAY.minusDays(2));
        grant(customer, Terms.ofLimit(new BigDecimal("1000")).withOverdueDays(margin));
        Ageing.Line line = bed.read(
                tx -> bed.application.bean(Ageing.class).customer(tx, bed.actor, customer, TODAY, Ageing.Basis.DUE));
        assertThat(line.overdue()).isEqualByComparingTo("100");
        assertThat(bed.order(customer, product, "1", "10") instanceof OrderAnswer.Held)
                .isEqualTo(held);
    }

    private UUID confirmed(UUID customer, String pieces) {
        OrderAnswer answer = bed.order(customer, product, pieces, "10");
        assertThat(answer).isInstanceOf(OrderAnswer.Confirmed.class);
        return answer.order().id();
    }

    private static NewDelivery goods(UUID order, String pieces) {
        return NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 1, new BigDecimal(pieces), null)));
    }

    private String words(UUID customer) {
        FreeCredit figures = bed.figures(customer);
        return plain(figures.ordered()) + " ordered " + plain(figures.receivable()) + " owed "
                + plain(figures.exposure()) + " together";
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    private void grant(UUID customer, Terms terms) {
        bed.write(tx -> {
            accounts.grant(tx, controller, new CreditAccounts.Grant(customer, terms, "as agreed", null));
            return true;
        });
    }

    private void owes(UUID customer, String amount, LocalDate date, LocalDate due) {
        bed.write(tx -> bed.application
                .bean(OpeningBalances.class)
                .create(
                        tx,
                        bed.actor,
                        new OpeningBalances.NewOpeningBalance(
                                customer, null, new BigDecimal(amount), date, due, null, null, null)));
    }

    private void pay(UUID customer, String amount) {
        Receipts receipts = bed.application.bean(Receipts.class);
        UUID bank = bed.write(tx -> bed.application
                .bean(CashAccounts.class)
                .create(
                        tx,
                        bed.actor,
                        new CashAccounts.NewCashAccount(
                                UUID.randomUUID().toString().substring(0, 8), "Bank", null, null, true)));
        UUID id = bed.write(tx -> receipts.create(
                tx,
                bed.actor,
                new NewReceipt(
                        customer,
                        TODAY,
                        new BigDecimal(amount),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
        bed.write(tx -> {
            receipts.confirm(tx, controller, id, null, true);
            return true;
        });
    }
}
