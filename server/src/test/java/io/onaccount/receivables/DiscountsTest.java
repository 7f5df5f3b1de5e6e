package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerms.Assign;
import io.onaccount.receivables.DiscountTerms.Entry;
import io.onaccount.receivables.DiscountTerms.Reach;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Cash discounts from the terms to the books: what is quoted is accepted, what is taken is booked, what is taken back is as before. */
class DiscountsTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Allocations allocations = bed.application.bean(Allocations.class);
    private final DiscountTerms terms = bed.application.bean(DiscountTerms.class);
    private final DiscountOverrides overrides = bed.application.bean(DiscountOverrides.class);
    private final DiscountQuotes quotes = bed.application.bean(DiscountQuotes.class);
    private final DiscountWords words = bed.application.bean(DiscountWords.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final CreditProof proof = bed.application.bean(CreditProof.class);
    private final Actor clerk = bed.actor;
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    @Test
    void threeItemsInTheirStepsAsOneIsPaid() {
        // A with its discount gone, B 1 % within 14 days, C 2 % within 5 days and 1 % within 14; all still in C's first
        // step.
        UUID customer = bed.customer("null");
        UUID a = raise(customer, "1/5", "1000.00", DAY.minusDays(30));
        UUID b = raise(customer, "1/14", "1000.00", DAY);
        UUID c = raise(customer, "2/5, 1/14", "1000.00", DAY);
        assertThat(quote(customer, DAY).payable()).isEqualByComparingTo("2970.00");
        assertThat(quote(customer, DAY.plusDays(5)).payable()).isEqualByComparingTo("2970.00");
        assertThat(quote(customer, DAY.plusDays(6)).payable()).isEqualByComparingTo("2980.00");
        assertThat(quote(customer, DAY.plusDays(15)).payable()).isEqualByComparingTo("3000.00");
        assertThat(quote(customer, DAY).deadlines())
                .extracting(d -> d.until() + " " + d.payable() + " saves " + d.saved() + " then loses " + d.lost())
                .containsExactly(
                        DAY.plusDays(5) + " 2970.00 saves 30.00 then loses 10.00",
                        DAY.plusDays(14) + " 2980.00 saves 20.00 then loses 20.00");

        // Half of each in the first step is 1,485.00.
        UUID half = received(customer, "1485.00", DAY, false);
        allocate(half, a, "500.00", b, "495.00", c, "490.00");
        assertThat(open(a)).isEqualByComparingTo("500");
        assertThat(open(b)).isEqualByComparingTo("500");
        assertThat(open(c)).isEqualByComparingTo("500");
        assertThat(read(half).unapplied()).isEqualByComparingTo("0");
        assertThat(quote(customer, DAY).payable()).isEqualByComparingTo("1485.00");

        // The other half one step later.
        assertThat(quote(customer, DAY.plusDays(6)).payable()).isEqualByComparingTo("1490.00");
        UUID rest = received(customer, "1490.00", DAY.plusDays(6), true);
        assertThat(open(a).add(open(b)).add(open(c))).isEqualByComparingTo("0");
        assertThat(read(rest).unapplied()).isEqualByComparingTo("0");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        proven();
    }

    @Test
    void partThenTheRestAndTheBooksOfIt() {
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "2/10, 1/20, n/30", "1000.00", DAY);
        UUID first = received(customer, "485.00", DAY.plusDays(10), true);
        assertThat(open(item)).isEqualByComparingTo("505.10");
        AllocationView view = words.explained(Locale.ENGLISH, bed.read(tx -> allocations.ofReceipt(tx, first)))
                .getFirst();
        assertThat(view.amount()).isEqualByComparingTo("494.90");
        assertThat(view.discount()).isNotNull();
        assertThat(view.discount().amount()).isEqualByComparingTo("9.90");
        assertThat(view.discount().explanation())
                .isEqualTo(
                        "The bank’s value date 2026-04-10 is within 10 days (2 %, until 2026-04-10): 485.00 paid settles 494.90, a discount of 9.90.");
        // Nobody had the second step in mind: the value date says which it is.
        received(customer, "500.05", DAY.plusDays(11), true);
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(balance(LedgerAccount.DISCOUNT_ALLOWED)).isEqualByComparingTo("14.95");
        assertThat(balance(LedgerAccount.RECEIVABLE)).isEqualByComparingTo("0");
        assertThat(balance(LedgerAccount.CUSTOMER_MONEY)).isEqualByComparingTo("0");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        Ledger.Card card = bed.read(tx -> ledger.card(tx, clerk, customer, DAY.minusDays(1), DAY.plusDays(60), 50));
        assertThat(card.lines()).extracting(Ledger.CardLine::cause).contains("allocate-discount");
        assertThat(card.closing()).isEqualByComparingTo("0");
        proven();
    }

    @Test
    void takingBackAndReversingRestoreEverything() {
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "2/10", "1000.00", DAY);
        UUID receipt = received(customer, "980.00", DAY, true);
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        UUID allocation =
                bed.read(tx -> allocations.ofReceipt(tx, receipt)).getFirst().id();
        write(tx -> allocations.takeBack(tx, cashier, allocation));
        assertThat(open(item)).isEqualByComparingTo("1000");
        assertThat(read(receipt).unapplied()).isEqualByComparingTo("980");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("20");
        assertThat(balance(LedgerAccount.DISCOUNT_ALLOWED)).isEqualByComparingTo("0");
        proven();
        // Allocated again days later: the bank's value date decides, not the day of entry.
        write(tx -> receipts.allocate(tx, cashier.on(DAY.plusDays(40)), receipt, null));
        assertThat(open(item)).isEqualByComparingTo("0");
        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", DAY.plusDays(41)));
        assertThat(open(item)).isEqualByComparingTo("1000");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("1000");
        assertThat(balance(LedgerAccount.DISCOUNT_ALLOWED)).isEqualByComparingTo("0");
        proven();
    }

    @Test
    void theOldestOrTheBestDiscountFirstAsTheCompanySets() {
        for (boolean best : new boolean[] {false, true}) {
            write(tx -> terms.decide(tx, clerk, new DiscountTerms.Settings(best, false)));
            UUID customer = bed.customer("null");
            UUID old = raise(customer, "1/60", "1000.00", DAY.minusDays(20));
            UUID young = raise(customer, "5/60", "1000.00", DAY);
            received(customer, "800.00", DAY, true);
            assertThat(open(old)).as("old").isEqualByComparingTo(best ? "1000" : "191.92");
            assertThat(open(young)).as("young").isEqualByComparingTo(best ? "157.89" : "1000");
        }
        proven();
    }

    @Test
    void whatPaysExactlyOneOrSeveralItemsInTheirDiscountFindsThem() {
        UUID customer = bed.customer("null");
        UUID old = raise(customer, null, "700.00", DAY.minusDays(60));
        UUID one = raise(customer, "2/10", "1000.00", DAY);
        UUID two = raise(customer, "3/10", "500.00", DAY);
        received(customer, "980.00", DAY, true);
        assertThat(open(one)).isEqualByComparingTo("0");
        assertThat(open(old)).isEqualByComparingTo("700");
        UUID three = raise(customer, "2/10", "200.00", DAY);
        received(customer, "681.00", DAY, true); // 485 + 196
        assertThat(open(two).add(open(three))).isEqualByComparingTo("0");
        assertThat(open(old)).isEqualByComparingTo("700");
        proven();
    }

    @Test
    void theListOfComingDeadlinesSaysWhatTheQuoteSays() {
        UUID customer = bed.customer("null");
        LocalDate day = LocalDate.parse(bed.application.database().value("select current_date"));
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            offer(customer, "1.75/5, 0.35/20", i % 2 == 0);
            String amount = BigDecimal.valueOf(1 + random.nextInt(900_000), 2).toPlainString();
            String tax = Money.of(amount, "CNY")
                    .share(BigDecimal.valueOf(13), BigDecimal.valueOf(113))
                    .amount()
                    .toPlainString();
            raise(customer, amount, tax, day, null);
        }
        List<String> quoted = quote(customer, day).items().stream()
                .flatMap(item -> item.steps().stream()
                        .map(step -> item.item() + " " + step.until() + " " + step.payable() + " " + step.saved()))
                .sorted()
                .toList();
        io.onaccount.document.Kind kind = new DiscountKinds().discountStepKind();
        String columns = kind.list().fields().stream()
                .filter(field -> List.of("payable", "saved").contains(field.name()))
                .map(field -> "(" + field.sql() + ")::numeric(19,2) as " + field.name())
                .collect(java.util.stream.Collectors.joining(", "));
        List<String> listed = bed.read(tx -> tx.list(
                Sql.of("select i.id, d.until, " + columns)
                        .then(kind.list().from(day))
                        .then(
                                "where d.company_id = ? and i.company_id = ? and h.company_id = ? and i.party_id = ? and "
                                        + kind.list().where(),
                                bed.company,
                                bed.company,
                                bed.company,
                                customer),
                row -> row.uuid("id") + " " + row.date("until") + " " + row.decimal("payable") + " "
                        + row.decimal("saved")));
        assertThat(listed.stream().sorted().toList()).hasSize(80).isEqualTo(quoted);
    }

    @Test
    void moneyAnItemDoesNotAskForStaysTheCustomers() {
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "2/10", "1000.00", DAY);
        UUID receipt = received(customer, "1000.00", DAY, true);
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(read(receipt).unapplied()).isEqualByComparingTo("20");
        proven();
    }

    @Test
    void theTaxInADiscountIsCorrectedWhereTheCompanyDoesSo() {
        write(tx -> terms.decide(tx, clerk, new DiscountTerms.Settings(false, true)));
        UUID customer = bed.customer("null");
        offer(customer, "10/10", true);
        raise(customer, "236.00", "36.00", DAY, null);
        UUID receipt = received(customer, "212.40", DAY, true); // CD-ERP-01
        assertThat(balance(LedgerAccount.DISCOUNT_ALLOWED)).isEqualByComparingTo("20.00");
        assertThat(balance(LedgerAccount.OUTPUT_TAX)).isEqualByComparingTo("3.60");
        proven();
        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", DAY));
        assertThat(balance(LedgerAccount.OUTPUT_TAX)).isEqualByComparingTo("0");
        // A discount on goods alone has no tax in it (CD-CN-01).
        offer(customer, "2/10", false);
        raise(customer, "117000.00", "17000.00", DAY, null);
        received(customer, "115000.00", DAY, true);
        assertThat(balance(LedgerAccount.DISCOUNT_ALLOWED)).isEqualByComparingTo("2000.00");
        assertThat(balance(LedgerAccount.OUTPUT_TAX)).isEqualByComparingTo("0");
        proven();
    }

    @Test
    void aDepositEarnsTheFirstStepOfWhatItPays() {
        UUID customer = bed.customer("null");
        UUID order = bed.order(customer);
        UUID receipt = bed.write(tx -> receipts.create(
                tx,
                clerk,
                new NewReceipt(
                        customer,
                        DAY.minusDays(5),
                        new BigDecimal("500.00"),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of(new NewReceipt.Purpose(null, order, null)))));
        write(tx -> receipts.confirm(tx, cashier, receipt, null, true));
        offer(customer, "2/0, 1/10", true);
        UUID item = raise(customer, "300.00", "0", DAY, order);
        assertThat(open(item)).isEqualByComparingTo("0");
        assertThat(read(receipt).allocated()).isEqualByComparingTo("294");
        UUID more = raise(customer, "300.00", "0", DAY, order);
        assertThat(open(more)).isEqualByComparingTo("89.80"); // 206 ÷ 0.98 = 210.20
        proven();
    }

    @Test
    void daysFromTheInvoiceBeginWithIt() {
        UUID customer = bed.customer("null");
        UUID fromInvoice = bed.write(tx -> terms.create(
                        tx, clerk, new Entry("I", "I", "I", "2/10", DiscountTerm.Start.INVOICE, true, 1, null, true)))
                .id();
        assign(Reach.CUSTOMER, null, customer, fromInvoice);
        UUID item = raise(customer, "1000.00", "0", DAY, null);
        UUID document = UUID.fromString(bed.application
                .database()
                .value("select document_id from receivables.open_item where id = '" + item + "'"));
        assertThat(quote(customer, DAY.plusDays(12)).discount()).isEqualByComparingTo("0");
        write(tx -> terms.invoiced(tx, List.of(document), DAY.plusDays(5)));
        assertThat(quote(customer, DAY.plusDays(16)).discount()).isEqualByComparingTo("20.00");
        assertThat(quote(customer, DAY.plusDays(17)).discount()).isEqualByComparingTo("0");
        write(tx -> terms.invoiced(tx, List.of(document), DAY.plusDays(9)));
        assertThat(quote(customer, DAY.plusDays(17)).discount())
                .as("counted once")
                .isEqualByComparingTo("0");
        received(customer, "980.00", DAY.plusDays(16), true);
        assertThat(open(item)).isEqualByComparingTo("0");
        proven();
    }

    @Test
    void creditNotesAreSettledBeforeTheDiscountIsCounted() {
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "2/10", "1000.00", DAY);
        UUID note = raise(customer, "-200.00", "0", DAY, null);
        assertThat(quote(customer, DAY).credits()).isEqualByComparingTo("-200");
        write(tx -> allocations.net(tx, cashier, item, note, new BigDecimal("200.00")));
        assertThat(quote(customer, DAY).payable()).isEqualByComparingTo("784.00");
        received(customer, "784.00", DAY, true);
        assertThat(open(item)).isEqualByComparingTo("0");
        proven();
    }

    @Test
    void theNarrowerOfferCountsAndAnItemKeepsWhatItWasBornWith() {
        UUID customer = bed.customer("null");
        bed.application
                .database()
                .sql("update credit.account set grade = 'A' where company_id = " + bed.company + " and party_id = '"
                        + customer + "'");
        assign(Reach.COMPANY, null, null, term("0.5/10", true));
        UUID first = raise(customer, "1000.00", "0", DAY, null);
        UUID graded = term("1/10", true);
        assign(Reach.GRADE, "A", null, graded);
        UUID second = raise(customer, "1000.00", "0", DAY, null);
        assign(Reach.CUSTOMER, null, customer, term("2/10", true));
        UUID third = raise(customer, "1000.00", "0", DAY, null);
        assertThat(quote(customer, DAY).items())
                .extracting(q -> q.item() + " " + q.discount())
                .containsExactlyInAnyOrder(first + " 5.00", second + " 10.00", third + " 20.00");
        // Another version, and none at all: neither touches what is open.
        DiscountTerm old = bed.read(tx -> terms.find(tx, graded));
        DiscountTerm changed =
                bed.write(tx -> terms.change(tx, clerk, graded, entry(old.code(), "9/10", true), old.version()));
        assertThat(changed.version()).isEqualTo(2);
        assertThatThrownBy(() -> bed.write(
                        tx -> terms.change(tx, clerk, graded, entry(old.code(), "8/10", true), old.version())))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(412));
        assign(Reach.CUSTOMER, null, customer, null);
        UUID fourth = raise(customer, "1000.00", "0", DAY, null);
        assertThat(quote(customer, DAY).items())
                .extracting(q -> q.item() + " " + q.discount())
                .containsExactlyInAnyOrder(first + " 5.00", second + " 10.00", third + " 20.00", fourth + " 0.00");
        UUID assignment = bed.read(tx -> terms.assignments(tx, clerk, customer))
                .getFirst()
                .id();
        write(tx -> terms.unassign(tx, clerk, assignment));
        UUID fifth = raise(customer, "1000.00", "0", DAY, null);
        assertThat(quote(customer, DAY).items())
                .filteredOn(q -> q.item().equals(fifth))
                .extracting(q -> q.discount().intValueExact())
                .containsExactly(90);
    }

    @Test
    void morePeopleThanOneGrantWhatTheTermsDoNot() {
        UUID customer = bed.customer("null");
        // Later: the step of an item that is gone.
        UUID item = raise(customer, "2/10", "1000.00", DAY.minusDays(20));
        UUID asked = bed.write(tx -> overrides.ask(tx, clerk, step(item, "2", DAY.plusDays(3))));
        assertThat(quote(customer, DAY).discount()).isEqualByComparingTo("0");
        assertThatThrownBy(() -> write(tx -> overrides.confirm(tx, clerk, asked)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("discount-second-person"));
        write(tx -> overrides.confirm(tx, cashier, asked));
        assertThat(quote(customer, DAY).discount()).isEqualByComparingTo("20.00");
        assertThatThrownBy(() -> write(tx -> overrides.confirm(tx, cashier, asked)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("discount-decided"));
        received(customer, "980.00", DAY.plusDays(3), true);
        assertThat(open(item)).isEqualByComparingTo("0");
        // To the unentitled.
        UUID plain = raise(customer, null, "500.00", DAY);
        UUID second = bed.write(tx -> overrides.ask(tx, clerk, step(plain, "1.5", DAY.plusDays(9))));
        write(tx -> overrides.confirm(tx, cashier, second));
        assertThat(quote(customer, DAY).payable()).isEqualByComparingTo("492.50");
        // The rest of what was taken off unasked (AL-MF-04): no money, but in the books and back again.
        UUID short_ = received(customer, "480.00", DAY.plusDays(30), true);
        assertThat(open(plain)).isEqualByComparingTo("20.00");
        UUID rest = bed.write(tx -> overrides.ask(
                tx,
                clerk,
                new DiscountOverrides.Entry(
                        DiscountOverrides.What.AMOUNT,
                        plain,
                        null,
                        null,
                        new BigDecimal("20.00"),
                        null,
                        null,
                        "kept it")));
        write(tx -> overrides.confirm(tx, cashier, rest));
        assertThat(open(plain)).isEqualByComparingTo("0");
        assertThat(read(short_).allocated()).isEqualByComparingTo("480");
        assertThat(balance(LedgerAccount.DISCOUNT_ALLOWED)).isEqualByComparingTo("40.00");
        assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        proven();
        UUID taken = UUID.fromString(bed.application
                .database()
                .value("select id from receivables.allocation where item_id = '" + plain + "' and receipt_id is null"));
        write(tx -> allocations.takeBack(tx, cashier, taken));
        assertThat(open(plain)).isEqualByComparingTo("20.00");
        assertThat(balance(LedgerAccount.DISCOUNT_ALLOWED)).isEqualByComparingTo("20.00");
        proven();
        // Other terms for one order.
        UUID order = bed.order(customer);
        UUID other = bed.write(tx -> overrides.ask(
                tx,
                clerk,
                new DiscountOverrides.Entry(
                        DiscountOverrides.What.ORDER,
                        null,
                        null,
                        null,
                        null,
                        order,
                        term("5/10", true),
                        "won it back")));
        write(tx -> overrides.confirm(tx, cashier, other));
        UUID ofOrder = raise(customer, "100.00", "0", DAY, order);
        assertThat(quote(customer, DAY).items())
                .filteredOn(q -> q.item().equals(ofOrder))
                .extracting(q -> q.discount().toPlainString())
                .containsExactly("5.00");
        UUID refused = bed.write(tx -> overrides.ask(tx, clerk, step(ofOrder, "10", DAY)));
        write(tx -> overrides.refuse(tx, cashier, refused, "too much"));
        assertThat(bed.read(tx -> overrides.find(tx, clerk, refused)).state())
                .isEqualTo(DiscountOverrides.State.REFUSED);
    }

    private static DiscountOverrides.Entry step(UUID item, String rate, LocalDate until) {
        return new DiscountOverrides.Entry(
                DiscountOverrides.What.STEP, item, new BigDecimal(rate), until, null, null, null, "holiday");
    }

    @Test
    void byHandNobodyGetsMoreThanTheRuleGives() {
        UUID customer = bed.customer("null");
        UUID item = raise(customer, "2/10", "1000.00", DAY.minusDays(11));
        UUID late = received(customer, "980.00", DAY, false);
        allocate(late, item, "980.00");
        assertThat(open(item)).isEqualByComparingTo("20");
        UUID other = raise(customer, "2/10", "1000.00", DAY);
        UUID third = raise(customer, "2/10", "1000.00", DAY);
        // Money for both is enough as both ask for less than is open.
        UUID both = received(customer, "1960.00", DAY, false);
        allocate(both, other, "1000.00", third, "1000.00");
        assertThat(open(other).add(open(third))).isEqualByComparingTo("0");
        assertThat(read(both).unapplied()).isEqualByComparingTo("0");
        proven();
    }

    @Test
    void whatIsQuotedForADayIsAcceptedOnItWhateverHappenedBefore() {
        Random random = new Random(20_260_331);
        String[] offers = {"2/0, 1/10, 0.5/30, n/60", "3.25/5, 1/14", "2/10", "0.75/45", null};
        for (int round = 0; round < 25; round++) {
            boolean best = random.nextBoolean();
            boolean correct = random.nextBoolean();
            write(tx -> terms.decide(tx, clerk, new DiscountTerms.Settings(best, correct)));
            UUID customer = bed.customer("null");
            List<UUID> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                offer(customer, offers[random.nextInt(offers.length)], random.nextBoolean());
                BigDecimal gross = BigDecimal.valueOf(100 + random.nextInt(500_000), 2);
                BigDecimal tax = Money.of(gross.toPlainString(), "CNY")
                        .share(BigDecimal.valueOf(13), BigDecimal.valueOf(113))
                        .amount();
                all.add(raise(
                        customer, gross.toPlainString(), tax.toPlainString(), DAY.minusDays(random.nextInt(20)), null));
            }
            for (int payment = 0; payment < 3; payment++) {
                BigDecimal payable = quote(customer, DAY).payable();
                BigDecimal part = payable.multiply(BigDecimal.valueOf(random.nextInt(60), 2))
                        .setScale(2, java.math.RoundingMode.HALF_UP);
                if (part.signum() > 0) {
                    UUID receipt = received(customer, part.toPlainString(), DAY.minusDays(random.nextInt(6)), true);
                    assertThat(read(receipt).unapplied()).isEqualByComparingTo("0");
                    if (random.nextInt(3) == 0) {
                        BigDecimal before = discounted(customer);
                        List<AllocationView> of = bed.read(tx -> allocations.ofReceipt(tx, receipt));
                        of.forEach(a -> write(tx -> allocations.takeBack(tx, cashier, a.id())));
                        write(tx -> receipts.allocate(tx, cashier, receipt, null));
                        assertThat(discounted(customer)).as("as before").isEqualByComparingTo(before);
                    }
                }
            }
            LocalDate day = DAY.plusDays(random.nextInt(30));
            DiscountQuotes.Quote quote = quote(customer, day);
            if (quote.payable().signum() > 0) {
                UUID receipt = received(customer, quote.payable().toPlainString(), day, true);
                assertThat(read(receipt).unapplied()).isEqualByComparingTo("0");
            }
            for (UUID item : all) {
                assertThat(open(item)).isEqualByComparingTo("0");
            }
            assertThat(bed.exposure(customer)).isEqualByComparingTo("0");
        }
        proven();
    }

    private BigDecimal discounted(UUID customer) {
        return new BigDecimal(bed.application
                .database()
                .value("select coalesce(sum(discounted), 0) from receivables.open_item where party_id = '" + customer
                        + "'"));
    }

    private static Entry entry(String code, String steps, boolean withTax) {
        return new Entry(code, "现金折扣", "Cash discount", steps, null, withTax, null, null, true);
    }

    private UUID term(String steps, boolean withTax) {
        return bed.write(tx ->
                terms.create(tx, clerk, entry("T" + Ids.next(), steps, withTax)).id());
    }

    private void assign(Reach reach, String grade, UUID customer, UUID term) {
        write(tx -> terms.assign(tx, clerk, new Assign(reach, grade, customer, term, null)));
    }

    /** What this customer is offered from now on; null for nothing. */
    private void offer(UUID customer, String steps, boolean withTax) {
        assign(Reach.CUSTOMER, null, customer, steps == null ? null : term(steps, withTax));
    }

    private UUID raise(UUID customer, String steps, String amount, LocalDate date) {
        offer(customer, steps, true);
        return raise(customer, amount, "0", date, null);
    }

    private UUID raise(UUID customer, String amount, String tax, LocalDate date, UUID order) {
        boolean credit = amount.startsWith("-");
        UUID document = bed.document(credit ? "sales-return" : "delivery", customer);
        return bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        order,
                        credit ? ItemKind.RETURN : ItemKind.DELIVERY,
                        "D-" + Ids.next(),
                        Money.of(amount, "CNY"),
                        date,
                        date.plusDays(60),
                        "",
                        Money.of(tax, "CNY"))));
    }

    /** Entered and confirmed weeks after the value date. */
    private UUID received(UUID customer, String amount, LocalDate valueDate, boolean automatic) {
        LocalDate entered = valueDate.plusDays(50);
        UUID id = bed.write(tx -> receipts.create(
                tx,
                clerk.on(entered),
                new NewReceipt(
                        customer,
                        valueDate,
                        new BigDecimal(amount),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
        write(tx -> receipts.confirm(tx, cashier.on(entered), id, null, automatic));
        return id;
    }

    /** Item, money, item, money … */
    private void allocate(UUID receipt, Object... wanted) {
        List<Receipts.Wanted> list = new ArrayList<>();
        for (Object[] pair : Arrays.asList(wanted).stream()
                .gather(java.util.stream.Gatherers.windowFixed(2))
                .map(List::toArray)
                .toList()) {
            list.add(new Receipts.Wanted((UUID) pair[0], new BigDecimal((String) pair[1])));
        }
        write(tx -> receipts.allocate(tx, cashier, receipt, null, list));
    }

    private DiscountQuotes.Quote quote(UUID customer, LocalDate day) {
        return bed.read(tx -> quotes.quote(tx, clerk, customer, null, day));
    }

    private Receipt read(UUID receipt) {
        return bed.read(tx -> receipts.find(tx, clerk, receipt));
    }

    private BigDecimal open(UUID item) {
        return new BigDecimal(bed.application
                .database()
                .value("select amount - settled from receivables.open_item where id = '" + item + "'"));
    }

    private BigDecimal balance(LedgerAccount account) {
        return bed.read(tx -> ledger.balances(tx, clerk, DAY.plusYears(1))).stream()
                .filter(b -> b.account() == account)
                .map(Ledger.AccountBalance::balance)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void proven() {
        bed.read(tx -> {
            assertThat(proof.drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            assertThat(ledger.balances(tx, clerk, DAY.plusYears(1)).stream()
                            .map(Ledger.AccountBalance::balance)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo("0");
            return true;
        });
    }

    private void write(Consumer<Tx> body) {
        bed.write(tx -> {
            body.accept(tx);
            return true;
        });
    }
}
