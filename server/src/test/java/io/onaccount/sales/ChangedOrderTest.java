package io.onaccount.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.CompanySettings.ReceivableBasis;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.Money;
import io.onaccount.testing.Chance;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change makes of an order: what has left stays as it left, to the cent. */
class ChangedOrderTest {
    private static final UUID PRODUCT = UUID.randomUUID();
    private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

    private static SalesOrder order(boolean inclusive, BigDecimal discount, List<SalesOrder.Line> lines) {
        return order(inclusive, discount, lines, List.of());
    }

    /** Its charges have left as soon as anything has. */
    private static SalesOrder order(
            boolean inclusive, BigDecimal discount, List<SalesOrder.Line> lines, List<SalesOrder.Charge> charges) {
        BigDecimal net = sum(lines.stream().map(SalesOrder.Line::net).toList())
                .add(sum(charges.stream().map(SalesOrder.Charge::net).toList()));
        BigDecimal tax = sum(lines.stream().map(SalesOrder.Line::tax).toList())
                .add(sum(charges.stream().map(SalesOrder.Charge::tax).toList()));
        return new SalesOrder(
                UUID.randomUUID(),
                "SO-1",
                "CONFIRMED",
                1,
                UUID.randomUUID(),
                "Customer",
                null,
                null,
                DAY,
                null,
                null,
                ReceivableBasis.DELIVERY,
                "",
                "",
                "",
                "",
                "",
                inclusive,
                "CNY",
                discount,
                net,
                tax,
                net.add(tax),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                lines.stream().anyMatch(line -> line.deliveredQuantity().signum() > 0),
                lines,
                charges,
                null,
                null);
    }

    private static SalesOrder.Charge charge(int position, String amount, String rate, boolean inclusive) {
        LineAmounts amounts = OrderPricing.charge(new BigDecimal(amount), new BigDecimal(rate), inclusive, "CNY");
        return new SalesOrder.Charge(
                position,
                "Freight",
                new BigDecimal(rate),
                amounts.net().amount(),
                amounts.tax().amount(),
                amounts.total().amount());
    }

    private static WantedOrder.Charge wantsCharge(int line, @Nullable Integer position, String name, String amount) {
        return new WantedOrder.Charge(
                line,
                position,
                amount.equals("ends"),
                name,
                new BigDecimal(amount.replace("ends", "0")),
                BigDecimal.ZERO);
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static SalesOrder.Line line(int position, BigDecimal quantity, BigDecimal price, LineAmounts amounts) {
        return new SalesOrder.Line(
                position,
                PRODUCT,
                "P",
                "Product",
                quantity,
                "pc",
                price,
                BigDecimal.ZERO,
                new BigDecimal("0.13"),
                null,
                "",
                amounts.net().amount(),
                amounts.tax().amount(),
                amounts.total().amount(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null);
    }

    /** The same with so much of a line delivered: its share, as deliveries take it. */
    private static SalesOrder.Line delivered(SalesOrder.Line line, BigDecimal quantity) {
        BigDecimal total = quantity.signum() == 0
                ? BigDecimal.ZERO
                : new Money(line.total(), "CNY")
                        .share(quantity, line.quantity())
                        .amount();
        return new SalesOrder.Line(
                line.position(),
                line.product(),
                line.productCode(),
                line.productName(),
                line.quantity(),
                line.unit(),
                line.price(),
                line.discount(),
                line.taxRate(),
                null,
                "",
                line.net(),
                line.tax(),
                line.total(),
                quantity,
                total,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null);
    }

    private static List<SalesOrder.Line> priced(
            List<BigDecimal> quantities, List<BigDecimal> prices, BigDecimal discount, boolean inclusive) {
        List<OrderPricing.Entered> entered = new ArrayList<>();
        for (int i = 0; i < quantities.size(); i++) {
            entered.add(new OrderPricing.Entered(
                    quantities.get(i), prices.get(i), BigDecimal.ZERO, new BigDecimal("0.13")));
        }
        List<LineAmounts> amounts = OrderPricing.lines(entered, new Money(discount, "CNY"), inclusive, "CNY");
        List<SalesOrder.Line> lines = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            lines.add(line(i + 1, quantities.get(i), prices.get(i), amounts.get(i)));
        }
        return lines;
    }

    private static WantedOrder wanted(BigDecimal discount, List<WantedOrder.Line> lines) {
        return wanted(discount, lines, List.of());
    }

    private static WantedOrder wanted(
            BigDecimal discount, List<WantedOrder.Line> lines, List<WantedOrder.Charge> charges) {
        return new WantedOrder(
                "", null, null, discount, new OrderParticulars("", "", "", "", ""), false, null, lines, charges);
    }

    private static WantedOrder.Line wants(int line, @Nullable Integer position, String quantity, String price) {
        return wants(line, position, new BigDecimal(quantity), new BigDecimal(price));
    }

    private static WantedOrder.Line wants(int line, @Nullable Integer position, BigDecimal quantity, BigDecimal price) {
        return new WantedOrder.Line(
                line,
                position,
                false,
                PRODUCT,
                "pc",
                quantity,
                price,
                BigDecimal.ZERO,
                new BigDecimal("0.13"),
                null,
                "");
    }

    /** Ten pieces at ten with tax, some of them delivered: what becomes of them. */
    @ParameterizedTest(name = "{0} delivered, {1} wanted at {2}: {3}")
    @CsvSource({
        "0, 12, 10, '1: 12 = 120.00'",
        "0, 7, 10, '1: 7 = 70.00'",
        "0, 10, 9.5, '1: 10 = 95.00'",
        "0, 10, 10, '1: 10 = 100.00'",
        "3, 12, 10, '1: 12 = 120.00'",
        "3, 3, 10, '1: 3 = 30.00'",
        "3, 10, 9, '1: 3 = 30.00, new: 7 = 63.00'",
        "3, 15, 11, '1: 3 = 30.00, new: 12 = 132.00'",
        "3, 3, 9, '1: 3 = 30.00'",
        "10, 10, 9, '1: 10 = 100.00'",
        "10, 14, 9, '1: 10 = 100.00, new: 4 = 36.00'",
        "10, 14, 10, '1: 14 = 140.00'",
        "3, 2, 10, order-change-below-delivered 3",
    })
    void pieces(String delivered, String quantity, String price, String expected) {
        List<SalesOrder.Line> lines = List.of(delivered(
                priced(List.of(BigDecimal.TEN), List.of(BigDecimal.TEN), BigDecimal.ZERO, true)
                        .getFirst(),
                new BigDecimal(delivered)));
        ChangedOrder after = ChangedOrder.of(
                order(true, BigDecimal.ZERO, lines),
                wanted(BigDecimal.ZERO, List.of(wants(1, 1, quantity, price))),
                ChangedOrder.SpokenFor.NOTHING);
        assertThat(after.troubles().isEmpty() ? words(after) : trouble(after)).isEqualTo(expected);
    }

    private static String words(ChangedOrder after) {
        return String.join(
                ", ",
                after.pieces().stream()
                        .map(piece -> (piece.position() == null ? "new" : piece.position()) + ": "
                                + piece.quantity().stripTrailingZeros().toPlainString() + " = "
                                + piece.amounts().total().amount())
                        .toList());
    }

    private static String trouble(ChangedOrder after) {
        ChangedOrder.Trouble trouble = after.troubles().getFirst();
        return (trouble.code() + " " + String.join(" ", trouble.figures())).strip();
    }

    @Test
    void aLineWhoseShareWouldDifferByACentGoesOnAsALineOfItsOwn() {
        // 3 of 7 at 0.335 cost 1.00 (2.345 → 2.35, of it 3/7); of 8 (2.68) they would cost 1.01.
        SalesOrder.Line seven = priced(
                        List.of(new BigDecimal("7")), List.of(new BigDecimal("0.335")), BigDecimal.ZERO, true)
                .getFirst();
        SalesOrder order = order(true, BigDecimal.ZERO, List.of(delivered(seven, new BigDecimal("2"))));
        ChangedOrder after = ChangedOrder.of(
                order, wanted(BigDecimal.ZERO, List.of(wants(1, 1, "9", "0.335"))), ChangedOrder.SpokenFor.NOTHING);
        BigDecimal left = new Money(seven.total(), "CNY")
                .share(new BigDecimal("2"), new BigDecimal("7"))
                .amount();
        ChangedOrder.Piece first = after.pieces().getFirst();
        assertThat(first.amounts()
                        .between(BigDecimal.ZERO, new BigDecimal("2"), first.quantity())
                        .total()
                        .amount())
                .isEqualByComparingTo(left);
    }

    /** Ten pieces at ten, three delivered, six invoiced: those six stay. */
    @ParameterizedTest(name = "{0} wanted at {1}: {2}")
    @CsvSource({
        "6, 10, '1: 6 = 60.00'",
        "5, 10, order-change-spoken-for 6",
        "2, 10, order-change-below-delivered 3",
        "8, 9, '1: 6 = 60.00, new: 2 = 18.00'",
        "12, 10, '1: 12 = 120.00'",
    })
    void whatIsSpokenForStays(String quantity, String price, String expected) {
        List<SalesOrder.Line> lines = List.of(delivered(
                priced(List.of(BigDecimal.TEN), List.of(BigDecimal.TEN), BigDecimal.ZERO, true)
                        .getFirst(),
                new BigDecimal("3")));
        ChangedOrder after = ChangedOrder.of(
                order(true, BigDecimal.ZERO, lines),
                wanted(BigDecimal.ZERO, List.of(wants(1, 1, quantity, price))),
                new ChangedOrder.SpokenFor(Map.of(1, new BigDecimal("6")), Set.of()));
        assertThat(after.troubles().isEmpty() ? words(after) : trouble(after)).isEqualTo(expected);
    }

    @Test
    void nothingCanBeLeft() {
        List<SalesOrder.Line> lines = priced(List.of(BigDecimal.TEN), List.of(BigDecimal.TEN), BigDecimal.ZERO, true);
        ChangedOrder after = ChangedOrder.of(
                order(true, BigDecimal.ZERO, lines),
                wanted(BigDecimal.ZERO, List.of(wants(1, 1, "0", "10"))),
                ChangedOrder.SpokenFor.NOTHING);
        assertThat(trouble(after)).isEqualTo("order-change-nothing-left");
    }

    @Test
    void theDiscountInWhatHasLeftCannotBeTakenBack() {
        List<SalesOrder.Line> lines =
                priced(List.of(BigDecimal.TEN), List.of(BigDecimal.TEN), new BigDecimal("20"), true);
        SalesOrder order = order(true, new BigDecimal("20"), List.of(delivered(lines.getFirst(), new BigDecimal("5"))));
        WantedOrder.Line same = wants(1, 1, "10", "10");
        assertThat(trouble(ChangedOrder.of(
                        order, wanted(new BigDecimal("9.99"), List.of(same)), ChangedOrder.SpokenFor.NOTHING)))
                .isEqualTo("order-change-discount-taken 10");
        assertThat(ChangedOrder.of(order, wanted(BigDecimal.TEN, List.of(same)), ChangedOrder.SpokenFor.NOTHING)
                        .total())
                .isEqualTo(Money.of("90.00", "CNY"));
        assertThat(trouble(ChangedOrder.of(
                        order, wanted(new BigDecimal("60.01"), List.of(same)), ChangedOrder.SpokenFor.NOTHING)))
                .isEqualTo("discount-above-lines 60");
        assertThat(ChangedOrder.of(order, wanted(new BigDecimal("60"), List.of(same)), ChangedOrder.SpokenFor.NOTHING)
                        .total())
                .isEqualTo(Money.of("40.00", "CNY"));
    }

    /** Freight of 50 on an order of 100: what can become of it. */
    @ParameterizedTest(name = "{0} delivered, invoiced: {1}, {2} of {3} wanted: {4}")
    @CsvSource({
        "0, false, Freight, 80, 180.00",
        "0, false, Freight, ends, 100.00",
        "0, false, Express, 50, 150.00",
        "0, true, Freight, 50, 150.00",
        "0, true, Freight, 49.99, order-change-charge-invoiced Freight",
        "0, true, Freight, 80, order-change-charge-invoiced Freight",
        "0, true, Freight, ends, order-change-charge-invoiced Freight",
        "3, false, Freight, 50, 150.00",
        "3, false, Freight, 80, order-change-charges-left",
        "3, false, Freight, ends, order-change-charges-left",
    })
    void charges(String delivered, boolean invoiced, String name, String amount, String expected) {
        List<SalesOrder.Line> lines = List.of(delivered(
                priced(List.of(BigDecimal.TEN), List.of(BigDecimal.TEN), BigDecimal.ZERO, true)
                        .getFirst(),
                new BigDecimal(delivered)));
        ChangedOrder after = ChangedOrder.of(
                order(true, BigDecimal.ZERO, lines, List.of(charge(1, "50", "0", true))),
                wanted(BigDecimal.ZERO, List.of(wants(1, 1, "10", "10")), List.of(wantsCharge(1, 1, name, amount))),
                new ChangedOrder.SpokenFor(Map.of(), invoiced ? Set.of(1) : Set.of()));
        assertThat(after.troubles().isEmpty() ? after.total().amount().toPlainString() : trouble(after))
                .isEqualTo(expected);
    }

    @Test
    void moreFreightIsAnotherChargeAsLongAsNoneHasLeft() {
        List<SalesOrder.Line> lines = priced(List.of(BigDecimal.TEN), List.of(BigDecimal.TEN), BigDecimal.ZERO, true);
        List<WantedOrder.Charge> two = List.of(wantsCharge(1, 1, "Freight", "50"), wantsCharge(2, null, "More", "7"));
        List<WantedOrder.Line> same = List.of(wants(1, 1, "10", "10"));
        SalesOrder order = order(true, BigDecimal.ZERO, lines, List.of(charge(1, "50", "0", true)));
        ChangedOrder after = ChangedOrder.of(
                order, wanted(BigDecimal.ZERO, same, two), new ChangedOrder.SpokenFor(Map.of(), Set.of(1)));
        assertThat(after.troubles()).isEmpty();
        assertThat(after.total()).isEqualTo(Money.of("157.00", "CNY"));
        SalesOrder begun =
                order(true, BigDecimal.ZERO, List.of(delivered(lines.getFirst(), BigDecimal.ONE)), order.charges());
        assertThat(trouble(ChangedOrder.of(begun, wanted(BigDecimal.ZERO, same, two), ChangedOrder.SpokenFor.NOTHING)))
                .isEqualTo("order-change-charges-left");
    }

    /** Whatever is ordered, delivered and changed: what left keeps its amounts, and all parts sum to the whole. */
    @Test
    void whatLeftKeepsItsAmountsAndThePartsSumToTheWhole() {
        Chance.tries(2_000, random -> {
            boolean inclusive = random.nextBoolean();
            int count = 1 + random.nextInt(4);
            List<BigDecimal> quantities = new ArrayList<>();
            List<BigDecimal> prices = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                quantities.add(BigDecimal.valueOf(1 + random.nextInt(40)));
                prices.add(BigDecimal.valueOf(1 + random.nextInt(5000), 3));
            }
            BigDecimal discount = discount(random, quantities, prices, inclusive);
            List<SalesOrder.Line> lines = new ArrayList<>();
            for (SalesOrder.Line line : priced(quantities, prices, discount, inclusive)) {
                int most = line.quantity().intValueExact();
                lines.add(delivered(
                        line, random.nextInt(3) == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(random.nextInt(most + 1))));
            }
            List<SalesOrder.Charge> charges = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                charges.add(charge(
                        charges.size() + 1,
                        BigDecimal.valueOf(random.nextInt(9000), 2).toPlainString(),
                        random.nextBoolean() ? "0.09" : "0",
                        inclusive));
            }
            SalesOrder order = order(inclusive, discount, lines, charges);
            Set<Integer> invoiced = new HashSet<>();
            List<WantedOrder.Charge> wantedCharges = new ArrayList<>();
            for (SalesOrder.Charge charge : charges) {
                BigDecimal before = charge.entered(inclusive).amount();
                boolean ends = random.nextInt(5) == 0;
                wantedCharges.add(new WantedOrder.Charge(
                        wantedCharges.size() + 1,
                        charge.position(),
                        ends,
                        charge.name(),
                        random.nextBoolean() ? before : BigDecimal.valueOf(random.nextInt(9000), 2),
                        charge.taxRate()));
                if (random.nextInt(4) == 0) {
                    invoiced.add(charge.position());
                }
            }
            if (random.nextInt(3) == 0) {
                wantedCharges.add(wantsCharge(wantedCharges.size() + 1, null, "More", "12.34"));
            }
            List<WantedOrder.Line> wants = new ArrayList<>();
            for (SalesOrder.Line line : lines) {
                BigDecimal quantity = switch (random.nextInt(4)) {
                    case 0 -> line.quantity();
                    case 1 -> line.deliveredQuantity();
                    default -> line.deliveredQuantity().add(BigDecimal.valueOf(random.nextInt(30)));
                };
                BigDecimal price = random.nextBoolean() ? line.price() : BigDecimal.valueOf(random.nextInt(5000), 3);
                wants.add(wants(wants.size() + 1, line.position(), quantity, price));
            }
            if (random.nextBoolean()) {
                wants.add(wants(
                        wants.size() + 1,
                        null,
                        BigDecimal.valueOf(1 + random.nextInt(9)),
                        BigDecimal.valueOf(random.nextInt(5000), 3)));
            }
            Map<Integer, BigDecimal> spokenFor = new HashMap<>();
            if (random.nextInt(4) == 0) {
                lines.forEach(line -> spokenFor.put(
                        line.position(),
                        BigDecimal.valueOf(random.nextInt(line.quantity().intValueExact() + 1))));
            }
            BigDecimal newDiscount = random.nextBoolean() ? discount : BigDecimal.valueOf(random.nextInt(3000), 2);
            ChangedOrder after = ChangedOrder.of(
                    order, wanted(newDiscount, wants, wantedCharges), new ChangedOrder.SpokenFor(spokenFor, invoiced));
            Money sum = Money.zero("CNY");
            boolean inTheWay = after.troubles().stream().anyMatch(t -> t.code().equals("order-change-spoken-for"));
            for (ChangedOrder.Piece piece : after.pieces()) {
                assertThat(piece.quantity()).isGreaterThanOrEqualTo(piece.delivered());
                assertThat(piece.amounts().total().isNegative()).isFalse();
                assertThat(piece.amounts().net().isNegative()).isFalse();
                if (piece.position() != null) {
                    assertThat(piece.quantity())
                            .isGreaterThanOrEqualTo(spokenFor
                                    .getOrDefault(piece.position(), BigDecimal.ZERO)
                                    .min(lines.get(piece.position() - 1).quantity()));
                }
                if (piece.position() != null && piece.delivered().signum() > 0 && !inTheWay) {
                    SalesOrder.Line old = lines.get(piece.position() - 1);
                    assertThat(piece.amounts()
                                    .between(BigDecimal.ZERO, piece.delivered(), piece.quantity())
                                    .total()
                                    .amount())
                            .isEqualByComparingTo(old.deliveredTotal());
                }
                sum = sum.plus(piece.amounts().total());
            }
            boolean chargesStay =
                    after.troubles().stream().anyMatch(t -> t.place().equals(ChangedOrder.CHARGES));
            for (ChangedOrder.Charge charge : after.charges()) {
                SalesOrder.Charge old = charge.old();
                boolean stays = order.chargesDelivered() || (old != null && invoiced.contains(old.position()));
                if (stays && !chargesStay) {
                    assertThat(Objects.requireNonNull(old).total())
                            .isEqualByComparingTo(charge.amounts().total().amount());
                    assertThat(old.net())
                            .isEqualByComparingTo(charge.amounts().net().amount());
                }
                sum = sum.plus(charge.amounts().total());
            }
            assertThat(sum).isEqualTo(after.total());
            for (int position = 1; position <= lines.size(); position++) {
                int at = position;
                assertThat(after.pieces().stream().filter(piece -> piece.position() != null && piece.position() == at))
                        .as("each line of the order once")
                        .hasSize(1);
            }
        });
    }

    private static BigDecimal discount(
            Random random, List<BigDecimal> quantities, List<BigDecimal> prices, boolean inclusive) {
        if (random.nextBoolean()) {
            return BigDecimal.ZERO;
        }
        List<OrderPricing.Entered> entered = new ArrayList<>();
        for (int i = 0; i < quantities.size(); i++) {
            entered.add(new OrderPricing.Entered(
                    quantities.get(i), prices.get(i), BigDecimal.ZERO, new BigDecimal("0.13")));
        }
        Money most = OrderPricing.gross(entered, inclusive, "CNY");
        return Money.round(most.amount().multiply(BigDecimal.valueOf(random.nextInt(100), 2)), "CNY")
                .amount();
    }
}
