package io.onaccount.demo;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.DiscountOverrides;
import io.onaccount.receivables.DiscountQuotes;
import io.onaccount.receivables.DiscountQuotes.ItemQuote;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.receivables.DiscountTerms.Assign;
import io.onaccount.receivables.DiscountTerms.Entry;
import io.onaccount.receivables.DiscountTerms.Reach;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Cash discounts of the demo: for ten months now some customers are offered them. Some pay early for it, some on the last day, some don't care;
 * and the receipts of one salesperson's customers are dated back a little too often.
 */
@Component
final class DemoDiscounts {
    private static final int MONTHS = 10;

    private final Database database;
    private final DiscountTerms terms;
    private final DiscountQuotes quotes;
    private final DiscountOverrides overrides;
    private final Receipts receipts;
    private final CashAccounts cash;

    DemoDiscounts(
            Database database,
            DiscountTerms terms,
            DiscountQuotes quotes,
            DiscountOverrides overrides,
            Receipts receipts,
            CashAccounts cash) {
        this.database = database;
        this.terms = terms;
        this.quotes = quotes;
        this.overrides = overrides;
        this.receipts = receipts;
        this.cash = cash;
    }

    Run of(DemoStaff staff, List<UUID> customers, LocalDate today) {
        return new Run(staff, customers, today);
    }

    private record Early(int buyer, UUID delivery, LocalDate on, int enteredAfter) {}

    /** What one demo company plans and remembers. */
    final class Run {
        private final Random random = new Random(2_10);
        private final DemoStaff staff;
        private final List<UUID> customers;
        private final LocalDate today;
        private final LocalDate from;
        private final TreeMap<LocalDate, List<Early>> planned = new TreeMap<>();
        private final Map<UUID, Integer> enteredAfter = new LinkedHashMap<>();
        private boolean offered;

        Run(DemoStaff staff, List<UUID> customers, LocalDate today) {
            this.staff = staff;
            this.customers = customers;
            this.today = today;
            this.from = today.minusMonths(MONTHS);
        }

        private boolean isOffered(int buyer) {
            return buyer % 20 < 4;
        }

        /** The terms are made once their day has come. */
        void offer(LocalDate day) {
            if (offered || day.isBefore(from)) {
                return;
            }
            offered = true;
            Actor director = staff.on("finance", day);
            database.write(staff.company(), tx -> {
                UUID steps = term(tx, director, "2/10", "两档折扣", "Two steps", "2/10, 1/20, n/60", true);
                UUID goods = term(tx, director, "1.5/15", "货款折扣（不含税）", "On goods without tax", "1.5/15, n/60", false);
                tx.flush();
                for (int buyer = 0; buyer < customers.size(); buyer++) {
                    if (isOffered(buyer)) {
                        terms.assign(
                                tx,
                                director,
                                new Assign(
                                        Reach.CUSTOMER,
                                        null,
                                        customers.get(buyer),
                                        buyer % 20 == 3 ? goods : steps,
                                        "年度框架协议"));
                    }
                }
                return steps;
            });
        }

        private UUID term(Tx tx, Actor actor, String code, String name, String nameEn, String steps, boolean withTax) {
            return terms.create(
                            tx,
                            actor,
                            new Entry(code, name, nameEn, steps, DiscountTerm.Start.DELIVERY, withTax, 2, false, true))
                    .id();
        }

        /** Whether this delivery is paid early, which is planned then. */
        boolean takes(int buyer, UUID delivery, LocalDate left) {
            if (!offered || !isOffered(buyer)) {
                return false;
            }
            int habit = buyer % 20;
            int dice = random.nextInt(100);
            if (habit == 3 ? dice < 55 : dice < 30) {
                return false;
            }
            int last = habit == 3 ? 15 : habit == 2 ? 20 : 10;
            boolean bends = buyer % staff.teams() == 2;
            int days = dice < 60 ? last : habit == 0 ? 3 + random.nextInt(5) : last - random.nextInt(6);
            int lag = random.nextInt(10) < 7 ? random.nextInt(2) : 2;
            if (bends && random.nextInt(10) < 4) {
                days = last;
                lag = 4 + random.nextInt(6);
            } else if (random.nextInt(25) == 0) {
                days = last + 1; // accepted, by grace
            }
            planned.computeIfAbsent(left.plusDays(days), d -> new ArrayList<>())
                    .add(new Early(buyer, delivery, left.plusDays(days), lag));
            return true;
        }

        /** Money for deliveries that are paid early: exactly what was quoted for its day. */
        void receive(LocalDate day) {
            Map<LocalDate, List<Early>> arrived = planned.headMap(day, true);
            if (arrived.isEmpty()) {
                return;
            }
            Actor cashier = staff.on("cashier", day);
            Actor accountant = staff.on("accountant", day);
            database.write(staff.company(), tx -> {
                UUID bank = cash.all(tx).getFirst().id();
                List<NewReceipt> paid = new ArrayList<>();
                List<Integer> lags = new ArrayList<>();
                arrived.values()
                        .forEach(list -> list.forEach(early -> {
                            NewReceipt receipt = receipt(tx, accountant, bank, early);
                            if (receipt != null) {
                                paid.add(receipt);
                                lags.add(early.enteredAfter());
                            }
                        }));
                arrived.clear();
                List<UUID> ids = receipts.create(tx, cashier, paid);
                tx.flush();
                for (int i = 0; i < ids.size(); i++) {
                    receipts.confirm(tx, accountant, ids.get(i), null, true);
                    tx.flush();
                    enteredAfter.put(ids.get(i), lags.get(i));
                }
                return true;
            });
        }

        private @Nullable NewReceipt receipt(Tx tx, Actor actor, UUID bank, Early early) {
            UUID customer = customers.get(early.buyer());
            List<ItemQuote> items = quotes.quote(tx, actor, customer, null, early.on()).items().stream()
                    .filter(item -> item.document().equals(early.delivery()))
                    .toList();
            BigDecimal payable = items.stream().map(ItemQuote::payable).reduce(BigDecimal.ZERO, BigDecimal::add);
            return payable.signum() <= 0
                    ? null
                    : new NewReceipt(
                            customer,
                            early.on(),
                            payable,
                            null,
                            bank,
                            ReceiptMethod.TRANSFER,
                            null,
                            "货款",
                            null,
                            items.stream()
                                    .map(item -> new NewReceipt.Purpose(item.item(), null, null))
                                    .toList());
        }

        /** Receipts were entered on the days they would have been, and two wishes wait for a second person. */
        void finish() {
            List<UUID> ids = List.copyOf(enteredAfter.keySet());
            database.write(staff.company(), tx -> {
                tx.execute("""
                        update document.header h set created_at = (h.date + 1) + time '02:00'
                        where h.company_id = ? and h.kind = 'receipt' and h.date < ?""", tx.company(), today.minusDays(1));
                return tx.execute(
                        """
                        update document.header h set created_at = least(h.date + l.lag, ?::date) + time '08:00' from unnest(?::uuid[], ?::integer[]) as l (id, lag)
                        where h.company_id = ? and h.id = l.id""",
                        today,
                        SqlArray.of("uuid", ids),
                        SqlArray.of("integer", ids, enteredAfter::get),
                        tx.company());
            });
            Actor director = staff.on("director", today);
            for (int buyer = 1, asked = 0; buyer < customers.size() && asked < 2; buyer += 20) {
                UUID customer = Objects.requireNonNull(customers.get(buyer));
                List<ItemQuote> open = database.read(
                                staff.company(), tx -> quotes.quote(tx, director, customer, null, today))
                        .items();
                if (!open.isEmpty()) {
                    ItemQuote item = open.getFirst();
                    database.write(
                            staff.company(),
                            tx -> overrides.ask(
                                    tx,
                                    director,
                                    new DiscountOverrides.Entry(
                                            DiscountOverrides.What.STEP,
                                            item.item(),
                                            new BigDecimal("1"),
                                            today.plusDays(5),
                                            null,
                                            null,
                                            null,
                                            "客户付款系统故障，申请顺延")));
                    asked++;
                }
            }
        }
    }
}
