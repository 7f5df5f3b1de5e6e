package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.platform.Money;
import io.onaccount.receivables.AllocationPlan.Named;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the money (RCP-02). The cases are facts: amounts open, amount paid, what must come of it. */
class AllocationPlanTest {

    /** items and paid are amounts; expected: what each item got, in their order. Oldest first is the order given. */
    @ParameterizedTest(name = "{0}: {1} paid with {2}")
    @CsvSource({
        "AL-MF-01 exactly, 5.95, 5.95, 5.95, 0.00",
        "AL-MF-02 more than all, 5.95 5.95, 14.00, 5.95 5.95, 2.10",
        "less than all, 5.95 5.95, 9.00, 5.95 3.05, 0.00",
        "AL-TR-12 in full of one, 42, 42, 42, 0",
        "AL-ERP-01 a part, 5000, 100, 100, 0",
        "two of the same age, 50.00 50.00, 50.00, 50.00 0, 0",
        "the one of exactly the amount before the oldest, 80 30 70, 30, 0 30 0, 0",
        "those that come to it together before the oldest, 80 30 70, 100, 0 30 70, 0",
        "of several combinations the one with the oldest, 50 30 20 30 50, 80, 50 30 0 0 0, 0",
        "the oldest of those that are, 50 50 50, 100, 50 50 0, 0",
        "three of five, 11.10 22.20 33.30 44.40 55.55, 99.95, 11.10 0 33.30 0 55.55, 0",
        "a credit note among them, 100 50 -30 200, 120, 70 50 0 0, 0",
        "oldest first when none is exact, 80 30 75, 100, 80 20 0, 0",
        "nothing open, 0, 10, 0, 10",
    })
    void money(String why, String items, String paid, String expected, String left) {
        List<OpenItem> open = items(items);
        AllocationPlan plan = AllocationPlan.automatic(new BigDecimal(paid), List.of(), open);
        assertThat(got(plan, open))
                .as(why)
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(amounts(expected));
        assertThat(plan.left()).isEqualByComparingTo(left);
    }

    @Test
    void whatIsNamedComesBeforeWhatIsOlder() {
        List<OpenItem> open = items("100 200 300");
        AllocationPlan plan = AllocationPlan.automatic(
                new BigDecimal("250"), List.of(new Named(open.get(2), new BigDecimal("120"))), open);
        assertThat(got(plan, open))
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(amounts("100 30 120"));
    }

    @Test
    void withoutRulesOnlyTheNamedGetMoney() {
        List<OpenItem> open = items("100 200");
        AllocationPlan plan = AllocationPlan.namedOnly(
                new BigDecimal("250"), List.of(new Named(open.get(1), null)), DiscountOffers.NONE);
        assertThat(got(plan, open))
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(amounts("0 200"));
        assertThat(plan.left()).isEqualByComparingTo("50");
    }

    /** Three items of 100 at 2 %, and with 186 a credit note of 10, which leaves less to take a discount of. */
    @ParameterizedTest(name = "{0} paid: {1} settled, {2} left")
    @CsvSource({
        "196, 100 100 0 0, 0",
        "98, 100 0 0 0, 0",
        "200, 100 100 4.08 0, 0",
        "186.20, 90 100 0 0, 0",
        "186, 90 99.80 0 0, 0"
    })
    void whatItemsCostInTheirDiscountIsWhatIsLookedFor(String paid, String settled, String left) {
        List<OpenItem> open = items("100 100 100 -10");
        Map<UUID, CashDiscount> byItem = new LinkedHashMap<>();
        for (OpenItem item : open.subList(0, 3)) {
            Money amount = Money.of("100", "CNY");
            LocalDate until = item.date().plusDays(10);
            byItem.put(
                    item.id(),
                    new CashDiscount(
                            new CashDiscount.Step(item.date(), 10, new BigDecimal("2"), until, until, false),
                            amount,
                            amount,
                            Money.zero("CNY")));
        }
        List<OpenItem> some = paid.startsWith("186") ? open : open.subList(0, 3);
        AllocationPlan plan = AllocationPlan.automatic(
                new BigDecimal(paid), List.of(), some, new DiscountOffers(byItem, false, false));
        assertThat(got(plan, open))
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(amounts(settled));
        assertThat(plan.left()).isEqualByComparingTo(left);
    }

    @Test
    void aCreditNoteSettlesTheOldestAndGetsNoMoney() {
        List<OpenItem> open = items("100 -30 50");
        AllocationPlan plan = AllocationPlan.automatic(new BigDecimal("120"), List.of(), open);
        assertThat(plan.nettings()).singleElement().satisfies(netting -> {
            assertThat(netting.item()).isEqualTo(open.get(0));
            assertThat(netting.credit()).isEqualTo(open.get(1));
            assertThat(netting.amount()).isEqualByComparingTo("30");
        });
        assertThat(got(plan, open))
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(amounts("70 0 50"));
        assertThat(plan.left()).isEqualByComparingTo("0");
    }

    @Test
    void noItemGetsMoreThanIsOpenAndNoMoneyIsLostWhateverTheAmounts() {
        Random random = new Random(20_260_331);
        for (int round = 0; round < 2000; round++) {
            List<OpenItem> open = new ArrayList<>();
            for (int i = 0; i < random.nextInt(8); i++) {
                BigDecimal amount = BigDecimal.valueOf(random.nextInt(20_000) - 5_000, 2);
                if (amount.signum() != 0) {
                    open.add(item(i, amount));
                }
            }
            BigDecimal money = BigDecimal.valueOf(1 + random.nextInt(30_000), 2);
            List<Named> named = open.isEmpty() || random.nextBoolean()
                    ? List.of()
                    : List.of(new Named(
                            open.get(random.nextInt(open.size())),
                            random.nextBoolean() ? null : BigDecimal.valueOf(1 + random.nextInt(9_000), 2)));
            AllocationPlan plan = AllocationPlan.automatic(money, named, open);
            BigDecimal paid = BigDecimal.ZERO;
            for (OpenItem item : open) {
                BigDecimal share = got(plan, item);
                paid = paid.add(share);
                BigDecimal netted = plan.nettings().stream()
                        .map(n -> n.item().equals(item)
                                ? n.amount()
                                : n.credit().equals(item) ? n.amount().negate() : BigDecimal.ZERO)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(share.signum()).isNotNegative();
                BigDecimal rest = item.open().subtract(share).subtract(netted);
                assertThat(rest.signum() * item.open().signum()).isNotNegative();
            }
            assertThat(paid.add(plan.left())).isEqualByComparingTo(money);
            assertThat(plan.left().signum()).isNotNegative();
        }
    }

    @Test
    void aCombinationIsFoundWhereverThereIsOne() {
        Random random = new Random(20_260_401);
        for (int round = 0; round < 300; round++) {
            List<OpenItem> open = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(24); i++) {
                open.add(item(i, BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2)));
            }
            BigDecimal money = open.stream()
                    .filter(item -> random.nextBoolean())
                    .map(OpenItem::open)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            List<OpenItem> found = Combination.of(money, open, OpenItem::open);
            assertThat(found.stream().map(OpenItem::open).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(money);
            assertThat(Combination.of(money, open, OpenItem::open)).isEqualTo(found);
        }
        // Of one due day the fewest documents: 60 and 40 are as old as 100, but nobody means the two.
        List<OpenItem> sameDay =
                List.of(due(0, "60"), due(1, "40"), due(2, "25"), due(3, "100"), item(40, new BigDecimal("7")));
        assertThat(Combination.of(new BigDecimal("100"), sameDay, OpenItem::open))
                .extracting(OpenItem::number)
                .containsExactly("D-3");
        assertThat(Combination.of(new BigDecimal("132"), sameDay, OpenItem::open))
                .extracting(OpenItem::number)
                .containsExactly("D-2", "D-3", "D-40");
        List<OpenItem> even = items("2 4 6 8 10 12");
        assertThat(Combination.of(new BigDecimal("7"), even, OpenItem::open)).isEmpty();
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "'货款 SO-20260101-0001 及 D-17', SO-20260101-0001",
        "'payment for INV/2026/07.', INV/2026/07",
        "'ab', none",
    })
    void numbersAreFoundInThePayersWords(String text, String number) {
        if (number.equals("none")) {
            assertThat(CandidateItems.words(text)).isEmpty();
        } else {
            assertThat(CandidateItems.words(text)).contains(number);
        }
    }

    @ParameterizedTest(name = "{0} days → bucket {1}")
    @CsvSource({"-1,0", "0,0", "1,1", "30,1", "31,2", "60,2", "61,3", "90,3", "91,4", "180,4", "181,5", "365,5", "366,6"
    })
    void edgesOfAgeing(int days, int bucket) {
        assertThat(Ageing.bucket(days)).isEqualTo(bucket);
    }

    private static List<BigDecimal> got(AllocationPlan plan, List<OpenItem> items) {
        return items.stream().map(item -> got(plan, item)).toList();
    }

    private static BigDecimal got(AllocationPlan plan, OpenItem item) {
        return plan.shares().stream()
                .filter(share -> share.item().id().equals(item.id()))
                .map(AllocationPlan.Share::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<OpenItem> items(String text) {
        List<OpenItem> items = new ArrayList<>();
        for (BigDecimal amount : amounts(text)) {
            items.add(item(items.size(), amount));
        }
        return items;
    }

    private static OpenItem due(int place, String amount) {
        return new OpenItem(
                new UUID(place, place),
                new UUID(9, 9),
                new UUID(8, place),
                null,
                ItemKind.DELIVERY,
                "D-" + place,
                new BigDecimal(amount),
                BigDecimal.ZERO,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 1, 31),
                "");
    }

    private static OpenItem item(int place, BigDecimal amount) {
        LocalDate date = LocalDate.of(2026, 1, 1).plusDays(place);
        return new OpenItem(
                new UUID(place, place),
                new UUID(9, 9),
                new UUID(8, place),
                null,
                amount.signum() < 0 ? ItemKind.RETURN : ItemKind.DELIVERY,
                "D-" + place,
                amount,
                BigDecimal.ZERO,
                date,
                date.plusDays(30),
                "");
    }

    private static List<BigDecimal> amounts(String text) {
        return List.of(text.split(" ")).stream().map(BigDecimal::new).toList();
    }
}
