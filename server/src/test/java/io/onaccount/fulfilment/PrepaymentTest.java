package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditProof;
import io.onaccount.credit.CreditRechecks;
import io.onaccount.credit.Objection;
import io.onaccount.organization.Actor;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Shift;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.party.PaymentTerms;
import io.onaccount.party.PaymentTerms.InstalmentEntry;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Load;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goods of an order that is to be paid before leave only when the money is there (RCP-04), whatever the customer's limit is. */
class PrepaymentTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final UUID product = bed.product("10", null, "1000000");
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));
    private final UUID customer = bed.customer("100000");

    private UUID term(Start from, InstalmentEntry... instalments) {
        PaymentTerms.Entry entry = new PaymentTerms.Entry(
                "T" + Ids.next(),
                "T",
                null,
                from,
                Rule.NET_DAYS,
                0,
                0,
                0,
                0,
                Shift.NONE,
                List.of(instalments),
                false,
                true);
        return bed.write(tx -> bed.application.bean(PaymentTerms.class).create(tx, bed.actor, entry))
                .id();
    }

    private UUID order(UUID term, String pieces) {
        NewSalesOrder order = new NewSalesOrder(
                customer,
                null,
                TODAY,
                null,
                null,
                term,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(line(product, pieces, "10")),
                null);
        return bed.place(order, true).order().id();
    }

    private UUID draft(UUID order, String pieces) {
        return bed.write(tx -> deliveries.draft(tx, bed.actor, entry(order, pieces)))
                .id();
    }

    private static NewDelivery entry(UUID order, String pieces) {
        return NewDelivery.of(TODAY, List.of(new NewDelivery.Line(order, 1, new BigDecimal(pieces), null)));
    }

    private String post(UUID delivery) {
        return bed.write(tx -> deliveries.post(tx, bed.actor, delivery, null)).state();
    }

    private String deliver(UUID order, String pieces) {
        return post(draft(order, pieces));
    }

    private UUID paid(String amount, UUID order) {
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
                        order == null ? List.of() : List.of(new NewReceipt.Purpose(null, order, null)))));
        bed.write(tx -> {
            receipts.confirm(tx, cashier, id, null, false);
            return true;
        });
        return id;
    }

    private List<Objection> waits(UUID delivery) {
        return bed.read(tx -> bed.application.bean(CreditControl.class).waitsFor(tx, delivery));
    }

    private int recheck() {
        return bed.application.bean(CreditRechecks.class).run(bed.company);
    }

    private String state(UUID delivery) {
        return bed.read(tx -> deliveries.find(tx, bed.actor, delivery)).state();
    }

    @AfterEach
    void booksAgree() {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
    }

    @Test
    void aPrepaidOrderWaitsWithItsFiguresAndLeavesByItselfOnceTheMoneyIsThere() {
        UUID order = order(term(Start.BEFORE_DELIVERY), "100");
        UUID delivery = draft(order, "100");
        paid("1000.00", null); // the customer's money, but not for this order
        assertThat(post(delivery)).isEqualTo("DRAFT");
        assertThat(waits(delivery)).singleElement().satisfies(objection -> {
            assertThat(objection.code()).isEqualTo(Objection.PREPAYMENT_MISSING);
            assertThat(objection.effect().name()).isEqualTo("BLOCK");
            assertThat(objection.figures())
                    .containsAllEntriesOf(Map.of("needed", "1000.00", "there", "0", "missing", "1000.00"));
        });
        paid("999.99", order);
        assertThat(recheck()).isZero();
        assertThat(state(delivery)).isEqualTo("DRAFT");
        paid("0.01", order);
        assertThat(recheck()).isEqualTo(1);
        assertThat(state(delivery)).isEqualTo("POSTED");
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("0");
    }

    @Test
    void whatIsToBePaidBeforeIsAskedInProportionWhatIsADepositInFullBeforeTheFirstGoods() {
        UUID prepaid = order(term(Start.BEFORE_DELIVERY), "100");
        paid("300.00", prepaid);
        assertThat(deliver(prepaid, "30")).isEqualTo("POSTED");
        assertThat(deliver(prepaid, "1")).isEqualTo("DRAFT");

        UUID withDeposit = order(
                term(
                        Start.DELIVERY,
                        new InstalmentEntry(
                                new BigDecimal("0.3"), null, Start.BEFORE_DELIVERY, Rule.NET_DAYS, 0, 0, 0, 0)),
                "100");
        paid("299.99", withDeposit);
        assertThat(deliver(withDeposit, "1")).isEqualTo("DRAFT");
        paid("0.01", withDeposit);
        assertThat(deliver(withDeposit, "60")).isEqualTo("POSTED");
        assertThat(deliver(withDeposit, "39"))
                .as("the deposit settled what the first goods brought; it was there all the same")
                .isEqualTo("POSTED");
    }

    @Test
    void severalAtOnceLeanOnTheSameMoneyOnce() {
        UUID order = order(term(Start.BEFORE_DELIVERY), "100");
        paid("600.00", order);
        assertThatThrownBy(() -> bed.write(
                        tx -> deliveries.postNew(tx, bed.actor, List.of(entry(order, "50"), entry(order, "50")))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("credit-stops-delivery"));
        List<Deliveries.Placed> placed =
                bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(entry(order, "50"), entry(order, "10"))));
        assertThat(placed).hasSize(2);
    }

    @Test
    void deliveriesAtTheSameTimeNeverTakeMoreThanWasPaid() throws Exception {
        UUID order = order(term(Start.BEFORE_DELIVERY), "100");
        paid("500.00", order);
        List<UUID> drafts =
                IntStream.range(0, 12).mapToObj(i -> draft(order, "6")).toList();
        List<String> states = Load.atOnce(12, caller -> post(drafts.get(caller)));
        assertThat(states.stream().filter("POSTED"::equals))
                .as("6 pieces each, 50 are paid")
                .hasSize(8);
        assertThat(bed.figures(customer).receivable()).isEqualByComparingTo("0");
        booksAgree();
        paid("220.00", order);
        assertThat(recheck()).isEqualTo(4);
    }

    @Test
    void moneyThatBouncesWhileGoodsLeaveIsOneOrTheOther() throws Exception {
        for (int round = 0; round < 8; round++) {
            UUID order = order(term(Start.BEFORE_DELIVERY), "1");
            UUID receipt = paid("10.00", order);
            UUID delivery = draft(order, "1");
            List<String> came = Load.atOnce(2, caller -> caller == 0 ? post(delivery) : bounced(receipt));
            if (came.getFirst().equals("DRAFT")) {
                assertThat(came.getLast()).isEqualTo("bounced");
            }
            assertThat(open(delivery))
                    .as("what left and bounced afterwards is owed")
                    .isEqualTo(
                            came.getFirst().equals("POSTED") && came.getLast().equals("bounced") ? "10.00" : "0.00");
            booksAgree();
        }
    }

    private String bounced(UUID receipt) {
        return bed.write(tx -> {
            receipts.reverse(tx, cashier, receipt, null, "bounced", TODAY);
            return "bounced";
        });
    }

    private String open(UUID document) {
        return bed.application
                .database()
                .value(
                        "select coalesce(sum(amount - settled), 0)::numeric(19,2) from receivables.open_item where document_id = '"
                                + document + "'");
    }

    @Test
    void aDiscountEarnedByPayingBeforeCounts() {
        DiscountTerms discounts = bed.application.bean(DiscountTerms.class);
        UUID two = bed.write(tx -> discounts.create(
                        tx,
                        bed.actor,
                        new DiscountTerms.Entry("2/10", "2/10", null, "2/10", null, true, 0, false, true)))
                .id();
        bed.write(tx -> {
            discounts.assign(
                    tx,
                    bed.actor,
                    new DiscountTerms.Assign(DiscountTerms.Reach.CUSTOMER, null, customer, two, "usual"));
            return true;
        });
        UUID order = order(term(Start.BEFORE_DELIVERY), "100");
        paid("979.99", order);
        UUID delivery = draft(order, "100");
        assertThat(post(delivery)).isEqualTo("DRAFT");
        paid("0.01", order);
        assertThat(post(delivery)).isEqualTo("POSTED");
        assertThat(open(delivery)).isEqualTo("0.00");
    }
}
