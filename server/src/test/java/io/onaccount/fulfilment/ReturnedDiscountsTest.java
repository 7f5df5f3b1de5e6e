package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditProof;
import io.onaccount.organization.Actor;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.DiscountQuotes;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.receivables.GoodsCredit;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Chance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Goods paid with a cash discount come back: what was paid for them is credited, not what they were priced at (DSC-02). */
class ReturnedDiscountsTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final DiscountTerms discounts = bed.application.bean(DiscountTerms.class);
    private final UUID product = bed.product("10", null, "1000000");
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    private UUID customer(String steps) {
        UUID customer = bed.customer(null);
        String code = "T" + customer.toString().substring(28);
        UUID term = bed.write(tx -> discounts.create(
                        tx, bed.actor, new DiscountTerms.Entry(code, steps, null, steps, null, true, 0, false, true)))
                .id();
        bed.write(tx -> {
            discounts.assign(
                    tx,
                    bed.actor,
                    new DiscountTerms.Assign(DiscountTerms.Reach.CUSTOMER, null, customer, term, "usual"));
            return true;
        });
        return customer;
    }

    private UUID delivered(UUID customer, String pieces, String price) {
        UUID order = bed.place(NewSalesOrder.of(customer, TODAY, List.of(line(product, pieces, price))), true)
                .order()
                .id();
        NewDelivery.Line goods = new NewDelivery.Line(order, 1, new BigDecimal(pieces), null);
        List<Deliveries.Placed> placed =
                bed.write(tx -> deliveries.postNew(tx, bed.actor, List.of(NewDelivery.of(TODAY, List.of(goods)))));
        return placed.getFirst().id();
    }

    private void pay(UUID customer, BigDecimal amount) {
        UUID id = bed.write(tx -> receipts.create(
                tx,
                bed.actor,
                new NewReceipt(
                        customer, TODAY, amount, null, bank, ReceiptMethod.TRANSFER, null, null, null, List.of())));
        bed.write(tx -> {
            receipts.confirm(tx, cashier, id, null, true);
            return true;
        });
    }

    private BigDecimal payable(UUID customer) {
        return bed.read(tx -> bed.application
                .bean(DiscountQuotes.class)
                .quote(tx, bed.actor, customer, null, TODAY)
                .payable());
    }

    private UUID back(UUID customer, UUID delivery, String pieces) {
        NewReturn.Line goods = NewReturn.Line.of(delivery, 1, new BigDecimal(pieces), bed.warehouse);
        List<Returns.Placed> placed =
                bed.write(tx -> returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, List.of(goods)))));
        return placed.getFirst().id();
    }

    /** What the customer owes by the books; negative when we owe them. */
    private BigDecimal balance(UUID customer) {
        bed.read(tx -> {
            assertThat(bed.application.bean(CreditProof.class).drift(tx)).isEmpty();
            assertThat(bed.application.bean(Ledger.class).drift(tx)).isEmpty();
            return true;
        });
        return new BigDecimal(bed.application
                .database()
                .value(
                        "select coalesce(sum(l.base_amount), 0)::numeric(19,2) from receivables.journal_line l where l.company_id = "
                                + bed.company + " and l.party_id = '" + customer
                                + "' and l.account in ('RECEIVABLE', 'CUSTOMER_MONEY')"));
    }

    private BigDecimal allowed() {
        return new BigDecimal(bed.application
                .database()
                .value(
                        "select coalesce(sum(l.base_amount), 0)::numeric(19,2) from receivables.journal_line l where l.company_id = "
                                + bed.company + " and l.account = 'DISCOUNT_ALLOWED'"));
    }

    @Test
    void creditsWhatWasPaidAndSaysWhy() {
        UUID customer = customer("2/10");
        UUID delivery = delivered(customer, "100", "10");
        pay(customer, new BigDecimal("980.00"));
        assertThat(balance(customer)).isEqualByComparingTo("0");
        assertThat(allowed()).isEqualByComparingTo("20");
        UUID first = back(customer, delivery, "30");
        assertThat(balance(customer)).isEqualByComparingTo("-294.00");
        assertThat(allowed()).isEqualByComparingTo("14.00");
        GoodsCredit.TakenBack said =
                bed.read(tx -> returns.takenBack(tx, first)).getFirst();
        assertThat(said.back()).isEqualByComparingTo("6.00");
        assertThat(said.gross()).isEqualByComparingTo("300.00");
        assertThat(said.discount()).isEqualByComparingTo("20.00");
        back(customer, delivery, "70");
        assertThat(balance(customer)).as("all of it back, all of the money").isEqualByComparingTo("-980.00");
        assertThat(allowed()).isEqualByComparingTo("0");
    }

    @Test
    void unpaidOrPaidInFullIsCreditedInFullAndSoItIsWhenTheCompanyWantsThat() {
        UUID customer = customer("2/10");
        UUID unpaid = delivered(customer, "10", "10");
        back(customer, unpaid, "4");
        assertThat(balance(customer)).isEqualByComparingTo("60.00");
        bed.write(tx -> {
            discounts.decide(tx, bed.actor, new DiscountTerms.Settings(false, false, false));
            return true;
        });
        UUID other = customer("2/10");
        UUID delivery = delivered(other, "100", "10");
        pay(other, new BigDecimal("980.00"));
        back(other, delivery, "30");
        assertThat(balance(other)).isEqualByComparingTo("-300.00");
    }

    @Test
    void goodsPaidPartlyWithDiscountGiveBackTheirShareOfIt() {
        UUID customer = customer("2/10");
        UUID delivery = delivered(customer, "100", "10");
        pay(customer, new BigDecimal("490.00")); // settles 500 with 10 of discount
        back(customer, delivery, "50");
        // Kept: 500, of which the discount of 5 stays; 490 is paid.
        assertThat(balance(customer)).isEqualByComparingTo("5.00");
        // Paid for what is left, with its discount: of the kept goods the first half earned 5, the rest earns its own.
        back(customer, delivery, "50");
        assertThat(balance(customer)).isEqualByComparingTo("-490.00");
    }

    @Test
    void taxCorrectedByTheDiscountIsCorrectedBack() {
        bed.write(tx -> {
            discounts.decide(tx, bed.actor, new DiscountTerms.Settings(false, true, true));
            return true;
        });
        UUID customer = customer("2/10");
        UUID delivery = delivered(customer, "100", "11.30");
        pay(customer, payable(customer));
        back(customer, delivery, "100");
        assertThat(allowed()).isEqualByComparingTo("0");
        assertThat(bed.application
                        .database()
                        .value(
                                "select coalesce(sum(l.base_amount), 0)::numeric(19,2) from receivables.journal_line l where l.company_id = "
                                        + bed.company + " and l.account = 'OUTPUT_TAX'"))
                .isEqualTo("0.00");
    }

    /** After any returns the customer stands as if only the kept goods had been bought, with their discount, to the cent. */
    @Test
    void afterAnyReturnsTheBalanceIsThatOfTheKeptGoods() {
        Chance.tries(12, random -> {
            UUID customer = customer(new String[] {"2/10", "1.5/10", "3/30", "0.75/15"}[random.nextInt(4)]);
            int pieces = 1 + random.nextInt(40);
            BigDecimal price = BigDecimal.valueOf(1 + random.nextInt(99_999), 2);
            UUID delivery = delivered(customer, String.valueOf(pieces), price.toPlainString());
            BigDecimal whole = balance(customer);
            BigDecimal paid = payable(customer);
            BigDecimal discount = whole.subtract(paid);
            pay(customer, paid);
            int kept = pieces;
            while (kept > 0) {
                int some = 1 + random.nextInt(kept);
                back(customer, delivery, String.valueOf(some));
                kept -= some;
                BigDecimal worth = price.multiply(BigDecimal.valueOf(kept));
                BigDecimal stays = discount.multiply(worth).divide(whole, 2, RoundingMode.HALF_UP);
                assertThat(balance(customer))
                        .as("%s of %s pieces at %s kept", kept, pieces, price)
                        .isEqualByComparingTo(worth.subtract(stays).subtract(paid));
            }
        });
    }
}
