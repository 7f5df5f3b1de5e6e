package io.onaccount.fulfilment;

import static io.onaccount.sales.TradeTestBed.TODAY;
import static io.onaccount.sales.TradeTestBed.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditProof;
import io.onaccount.credit.FreeCredit;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.AllocationView;
import io.onaccount.receivables.Allocations;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.Receipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import io.onaccount.sales.NewSalesOrder;
import io.onaccount.sales.TradeTestBed;
import io.onaccount.testing.Chance;
import io.onaccount.testing.Load;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Money kept for an order settles what its deliveries raise, by itself and in the same transaction; all books agree after each step. */
class DepositsTest {
    private final TradeTestBed bed = new TradeTestBed();
    private final Deliveries deliveries = bed.application.bean(Deliveries.class);
    private final Returns returns = bed.application.bean(Returns.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Allocations allocations = bed.application.bean(Allocations.class);
    private final CreditProof proof = bed.application.bean(CreditProof.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final Actor cashier = bed.somebodyElse();
    private final UUID product = bed.product("10", null, "1000000");
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, bed.actor, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    private UUID order(UUID customer, String quantity) {
        return bed.place(NewSalesOrder.of(customer, TODAY, List.of(line(product, quantity, "10"))), true)
                .order()
                .id();
    }

    private UUID received(UUID customer, String amount, UUID order, String most) {
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
                        List.of(new NewReceipt.Purpose(null, order, most == null ? null : new BigDecimal(most))))));
        write(tx -> receipts.confirm(tx, cashier, id, null, false));
        return id;
    }

    private Deliveries.Placed deliver(Actor actor, UUID order, String quantity) {
        NewDelivery.Line goods = new NewDelivery.Line(order, 1, new BigDecimal(quantity), null);
        return bed.write(tx -> deliveries.postNew(tx, actor, List.of(NewDelivery.of(TODAY, List.of(goods)))))
                .getFirst();
    }

    private void write(Consumer<Tx> body) {
        assertThat(bed.<Boolean>write(tx -> {
                    body.accept(tx);
                    return true;
                }))
                .isTrue();
    }

    private Receipt receipt(UUID id) {
        return bed.read(tx -> receipts.find(tx, bed.actor, id));
    }

    private BigDecimal open(UUID document) {
        return new BigDecimal(value(
                "select sum(amount - settled) from receivables.open_item where document_id = '" + document + "'"));
    }

    private String value(String sql) {
        return bed.application.database().value(sql);
    }

    private void proven() {
        bed.read(tx -> {
            assertThat(proof.drift(tx)).isEmpty();
            assertThat(ledger.drift(tx)).isEmpty();
            return true;
        });
    }

    private void figures(
            UUID customer, String ordered, String receivable, String unapplied, String deposit, String waiting) {
        FreeCredit figures = bed.figures(customer);
        assertThat(figures.ordered()).as("ordered").isEqualByComparingTo(ordered);
        assertThat(figures.receivable()).as("receivable").isEqualByComparingTo(receivable);
        assertThat(figures.unapplied()).as("unapplied").isEqualByComparingTo(unapplied);
        assertThat(figures.deposit()).as("deposit").isEqualByComparingTo(deposit);
        assertThat(figures.waiting()).as("waiting").isEqualByComparingTo(waiting);
        proven();
    }

    @Test
    void aDepositSmallerThanTheDeliveryPaysItsPart() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "50");
        UUID deposit = received(customer, "200.00", order, null);
        figures(customer, "500", "0", "0", "200", "0");
        UUID delivery = deliver(bed.actor, order, "50").id();
        assertThat(open(delivery)).isEqualByComparingTo("300");
        figures(customer, "0", "300", "0", "0", "0");
        assertThat(receipt(deposit).allocated()).isEqualByComparingTo("200");
        assertThat(receipt(deposit).assigned()).isEqualByComparingTo("0");
        assertThat(value("select count(*) from document.relation where from_id = '" + delivery + "' and to_id = '"
                        + deposit + "'"))
                .isEqualTo("1");
        assertThat(value(
                        "select action || ' ' || (changes ->> 'amount')::numeric(19,2) from organization.audit_entry where subject_id = '"
                                + deposit + "' order by recorded_at desc, id desc limit 1"))
                .isEqualTo("allocate 200.00");
    }

    @Test
    void aLargerOnePaysSeveralDeliveriesAndTheRestStaysKept() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "50");
        UUID deposit = received(customer, "420.00", order, null);
        UUID first = deliver(bed.actor, order, "20").id();
        assertThat(open(first)).isEqualByComparingTo("0");
        figures(customer, "300", "0", "0", "220", "0");
        UUID second = deliver(bed.actor, order, "20").id();
        assertThat(open(second)).isEqualByComparingTo("0");
        figures(customer, "100", "0", "0", "20", "0");
        UUID third = deliver(bed.actor, order, "10").id();
        assertThat(open(third)).isEqualByComparingTo("80");
        figures(customer, "0", "80", "0", "0", "0");
        List<AllocationView> paid = bed.read(tx -> allocations.ofReceipt(tx, deposit));
        assertThat(paid).extracting(a -> a.amount().intValue()).containsExactly(200, 200, 20);
    }

    @Test
    void moreThanTheOrderCostsWaitsUntilItIsFreed() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "10");
        UUID deposit = received(customer, "150.00", order, null);
        deliver(bed.actor, order, "10");
        figures(customer, "0", "0", "0", "0", "50");
        write(tx -> receipts.unassign(tx, cashier, deposit, order, null));
        figures(customer, "0", "0", "50", "0", "0");
    }

    @Test
    void onlyTheOrderItIsMeantForAndTheOldestDepositFirst() {
        UUID customer = bed.customer("1000");
        UUID meant = order(customer, "10");
        UUID other = order(customer, "10");
        UUID older = received(customer, "60.00", meant, "60.00");
        UUID younger = received(customer, "100.00", meant, "70.00");
        UUID unpaid = deliver(bed.actor, other, "10").id();
        assertThat(open(unpaid)).isEqualByComparingTo("100");
        UUID paid = deliver(bed.actor, meant, "10").id();
        assertThat(open(paid)).isEqualByComparingTo("0");
        assertThat(receipt(older).allocated()).isEqualByComparingTo("60");
        assertThat(receipt(younger).allocated()).isEqualByComparingTo("40");
        assertThat(receipt(younger).assigned()).isEqualByComparingTo("30");
        figures(customer, "0", "100", "30", "0", "30");
    }

    @Test
    void takenBackReturnedReversedAndCancelled() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "10");
        UUID deposit = received(customer, "100.00", order, null);
        UUID delivery = deliver(bed.actor, order, "4").id();
        figures(customer, "60", "0", "0", "60", "0");

        AllocationView allocation =
                bed.read(tx -> allocations.ofReceipt(tx, deposit)).getFirst();
        write(tx -> allocations.takeBack(tx, cashier, allocation.id()));
        figures(customer, "60", "40", "40", "60", "0");

        write(tx -> returns.postNew(
                tx,
                bed.actor,
                List.of(NewReturn.of(
                        customer, TODAY, List.of(NewReturn.Line.of(delivery, 1, BigDecimal.ONE, bed.warehouse))))));
        figures(customer, "60", "30", "40", "60", "0");

        write(tx -> receipts.reverse(tx, cashier, deposit, null, "bounced", null));
        figures(customer, "60", "30", "0", "0", "0");

        UUID cancelled = order(customer, "10");
        UUID kept = received(customer, "80.00", cancelled, null);
        write(tx -> bed.orders.cancel(tx, bed.actor, cancelled, null, ""));
        figures(customer, "60", "30", "0", "0", "80");
        write(tx -> receipts.unassign(tx, cashier, kept, cancelled, null));
        figures(customer, "60", "30", "80", "0", "0");
    }

    @Test
    void whoShipsNeedNotSeeReceiptsAndWhoHoldsADraftIsToldThatTheReceiptMoved() {
        UUID customer = bed.customer("1000");
        UUID order = order(customer, "10");
        UUID deposit = received(customer, "100.00", order, null);
        int seen = receipt(deposit).header().version();
        Actor keeper = bed.stranger();
        bed.sql("update document.header set owner_id = '" + keeper.user() + "' where id = '" + order + "'");
        assertThatThrownBy(() -> bed.read(tx -> receipts.find(tx, keeper, deposit)))
                .isInstanceOf(Problem.class);
        deliver(keeper, order, "10");
        assertThat(receipt(deposit).allocated()).isEqualByComparingTo("100");
        assertThatThrownBy(() -> write(tx -> receipts.unassign(tx, cashier, deposit, order, seen)))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.status()).isEqualTo(412));
    }

    /** Whatever is done in whatever order: a delivery is paid by what was kept, exposure doesn't move by it, and the books agree. */
    @Test
    void randomLivesOfOrdersWithDeposits() {
        Chance.tries(12, random -> {
            UUID customer = bed.customer("null");
            List<UUID> orders = new ArrayList<>();
            List<UUID> shipped = new ArrayList<>();
            List<UUID> money = new ArrayList<>();
            for (int step = 0; step < 14; step++) {
                try {
                    step(random, customer, orders, shipped, money);
                } catch (Problem e) {
                    assertThat(e.status()).isLessThan(500);
                }
                proven();
            }
        });
    }

    private void step(Random random, UUID customer, List<UUID> orders, List<UUID> shipped, List<UUID> money) {
        int what = orders.isEmpty() ? 0 : random.nextInt(12);
        switch (what) {
            case 0, 1 -> orders.add(order(customer, "" + (1 + random.nextInt(40))));
            case 2, 3, 4 -> {
                String amount =
                        BigDecimal.valueOf(1 + random.nextInt(30_000), 2).toPlainString();
                money.add(received(customer, amount, Chance.any(random, orders), random.nextBoolean() ? null : amount));
            }
            case 5, 6, 7, 8 -> {
                UUID order = Chance.any(random, orders);
                BigDecimal kept = new BigDecimal(
                        value("select coalesce(sum(assigned), 0) from receivables.receipt_purpose where order_id = '"
                                + order + "'"));
                BigDecimal exposure = bed.figures(customer).exposure();
                Deliveries.Placed delivery = deliver(bed.actor, order, "" + (1 + random.nextInt(15)));
                shipped.add(delivery.id());
                assertThat(open(delivery.id()))
                        .isEqualByComparingTo(delivery.total().subtract(kept.min(delivery.total())));
                boolean credited = !value("select count(*) from receivables.open_item where order_id = '" + order
                                + "' and amount < 0 and settled <> amount")
                        .equals("0");
                if (credited) { // which lessens what the order owes, and with it what of its deposit counted
                    assertThat(bed.figures(customer).exposure()).isLessThanOrEqualTo(exposure);
                } else {
                    assertThat(bed.figures(customer).exposure()).isEqualByComparingTo(exposure);
                }
            }
            case 9 -> {
                if (!shipped.isEmpty()) {
                    NewReturn.Line back =
                            NewReturn.Line.of(Chance.any(random, shipped), 1, BigDecimal.ONE, bed.warehouse);
                    write(tx -> returns.postNew(tx, bed.actor, List.of(NewReturn.of(customer, TODAY, List.of(back)))));
                }
            }
            case 10 -> {
                if (!money.isEmpty()) {
                    UUID receipt = Chance.any(random, money);
                    if (random.nextBoolean()) {
                        write(tx -> receipts.reverse(tx, cashier, receipt, null, "bounced", null));
                    } else {
                        bed.read(tx -> allocations.ofReceipt(tx, receipt)).stream()
                                .filter(AllocationView::standing)
                                .findFirst()
                                .ifPresent(a -> write(tx -> allocations.takeBack(tx, cashier, a.id())));
                    }
                }
            }
            default -> {
                UUID order = Chance.any(random, orders);
                if (random.nextBoolean() && !money.isEmpty()) {
                    UUID receipt = Chance.any(random, money);
                    write(tx -> receipts.unassign(tx, cashier, receipt, order, null));
                } else {
                    write(tx -> bed.orders.close(tx, bed.actor, order, null, ""));
                }
            }
        }
    }

    /** The goods leave while the money bounces, is freed or comes: whoever is second sees what the first did. */
    @Test
    void deliveryAndReceiptAtOnce() throws Exception {
        for (int i = 0; i < 15; i++) {
            UUID customer = bed.customer("1000");
            UUID order = order(customer, "10");
            UUID deposit = received(customer, "30.00", order, null);
            int what = i % 3;
            Load.atOnce(3, caller -> {
                try {
                    switch (caller) {
                        case 0 ->
                            assertThat(deliver(bed.actor, order, "5").state()).isEqualTo("POSTED");
                        case 1 ->
                            assertThat(deliver(bed.actor, order, "5").state()).isEqualTo("POSTED");
                        default -> {
                            if (what == 0) {
                                write(tx -> receipts.reverse(tx, cashier, deposit, null, "bounced", null));
                            } else if (what == 1) {
                                write(tx -> receipts.unassign(tx, cashier, deposit, order, null));
                            } else {
                                assertThat(received(customer, "40.00", order, null))
                                        .isNotNull();
                            }
                        }
                    }
                } catch (Problem e) {
                    assertThat(e.status()).isIn(409, 412);
                }
                return caller;
            });
            proven();
        }
    }
}
