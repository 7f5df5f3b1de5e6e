package io.onaccount.demo;

import io.onaccount.credit.CreditProof;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Periods;
import io.onaccount.party.CalendarDays;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.CashTransfers;
import io.onaccount.receivables.ExchangeRates;
import io.onaccount.receivables.LedgerAccount;
import io.onaccount.receivables.OpeningBalances;
import io.onaccount.receivables.Payables;
import io.onaccount.receivables.PaymentAuthorities;
import io.onaccount.receivables.PaymentPlans;
import io.onaccount.receivables.Refunds;
import io.onaccount.receivables.Revaluations;
import io.onaccount.receivables.Statements;
import io.onaccount.receivables.Vouchers;
import io.onaccount.receivables.WriteOffs;
import io.onaccount.receivables.bank.BankRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What becomes of debts and money that don't go the usual way: put off, written off, sent back, offset, in another currency; what customers
 * answer to their statements; and what accountants do at the end of a month.
 */
@Component
@Order(80)
final class DemoClearing implements DemoChapter {
    private static final int LONG_OVERDUE = 60;
    /** Of 100 statements so many were sent, and of those so many answered. */
    private static final int SENT = 70;

    private static final int ANSWERED = 45;

    private final Database database;
    private final PaymentPlans plans;
    private final WriteOffs writeOffs;
    private final Refunds refunds;
    private final Payables payables;
    private final PaymentAuthorities authorities;
    private final CashAccounts cash;
    private final ExchangeRates rates;
    private final OpeningBalances openings;
    private final Revaluations revaluations;
    private final CashTransfers transfers;
    private final BankRules rules;
    private final Statements statements;
    private final CalendarDays calendar;
    private final Periods periods;
    private final Vouchers vouchers;
    private final CreditProof proof;

    DemoClearing(
            Database database,
            PaymentPlans plans,
            WriteOffs writeOffs,
            Refunds refunds,
            Payables payables,
            PaymentAuthorities authorities,
            CashAccounts cash,
            ExchangeRates rates,
            OpeningBalances openings,
            Revaluations revaluations,
            CashTransfers transfers,
            BankRules rules,
            Statements statements,
            CalendarDays calendar,
            Periods periods,
            Vouchers vouchers,
            CreditProof proof) {
        this.database = database;
        this.plans = plans;
        this.writeOffs = writeOffs;
        this.refunds = refunds;
        this.payables = payables;
        this.authorities = authorities;
        this.cash = cash;
        this.rates = rates;
        this.openings = openings;
        this.revaluations = revaluations;
        this.transfers = transfers;
        this.rules = rules;
        this.statements = statements;
        this.calendar = calendar;
        this.periods = periods;
        this.vouchers = vouchers;
        this.proof = proof;
    }

    private record Late(UUID party, UUID item, BigDecimal open) {}

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor collector = staff.on("collector", today);
        Actor accountant = staff.on("accountant", today);
        Actor finance = staff.on("finance", today);
        lateItemsAreSettledOtherwise(collector, finance);
        somethingGoesBack(staff, today);
        otherCurrencies(accountant, customers, today);
        write(accountant, tx -> {
            offsets(tx, accountant, customers);
            return transferred(tx, accountant, today);
        });
        write(finance, tx -> {
            rules.create(
                    tx,
                    finance,
                    new BankRules.NewBankRule(
                            "水电费", "电费|水费|国网", BankRules.Direction.OUT, LedgerAccount.OTHER_EXPENSE, true));
            return calendar.addOfficial(tx, finance);
        });
        statementsAreAnswered(accountant);
        monthsAreClosed(accountant, finance, today);
        proof.run(staff.company(), finance.user());
    }

    private <T> T write(Actor actor, Function<Tx, T> work) {
        return database.write(actor.company(), work);
    }

    /** The customers that are latest: one gets a plan that counts, one a plan that waits, and two lose us money. */
    private void lateItemsAreSettledOtherwise(Actor collector, Actor finance) {
        List<List<Late>> late = database.read(collector.company(), tx -> late(tx, collector));
        for (int i = 0; i < Math.min(4, late.size()); i++) {
            List<Late> items = late.get(i);
            UUID party = items.getFirst().party();
            boolean counts = i % 2 == 0;
            if (i < 2) {
                BigDecimal open = items.stream().map(Late::open).reduce(BigDecimal.ZERO, BigDecimal::add);
                UUID plan = write(
                        collector,
                        tx -> plans.create(
                                tx,
                                collector,
                                new PaymentPlans.NewPlan(
                                        party,
                                        items.stream().map(Late::item).toList(),
                                        PaymentPlans.into(
                                                new Money(open, collector.currency()),
                                                3,
                                                1,
                                                collector.today().plusMonths(1)),
                                        "工程款未到账，承诺分三个月还清")));
                if (counts) {
                    write(finance, tx -> {
                        plans.apply(tx, finance, plan, null);
                        return plan;
                    });
                }
            } else {
                Late least = items.getFirst();
                UUID lost = write(
                        collector,
                        tx -> writeOffs.create(
                                tx,
                                collector,
                                new WriteOffs.NewWriteOff(
                                        party, List.of(new WriteOffs.Part(least.item(), least.open())), "客户已停业，催收无果")));
                if (counts) {
                    write(finance, tx -> {
                        writeOffs.apply(tx, finance, lost, null);
                        return lost;
                    });
                }
            }
        }
    }

    /** Items long overdue, by customer, the latest customers first. */
    private static List<List<Late>> late(Tx tx, Actor actor) {
        List<List<Late>> all = new ArrayList<>();
        UUID[] last = new UUID[1];
        tx.list(
                """
                select i.party_id, i.id, i.amount - i.settled as open, min(i.due) over (partition by i.party_id) as since
                from receivables.open_item i
                where i.company_id = ? and i.amount > i.settled and i.currency = ? and i.fx_currency is null and i.due < ?
                order by since, i.party_id, i.due, i.id""",
                row -> {
                    UUID party = row.uuid("party_id");
                    if (!party.equals(last[0])) {
                        last[0] = party;
                        all.add(new ArrayList<>());
                    }
                    return all.getLast()
                            .add(new Late(
                                    party,
                                    row.uuid("id"),
                                    row.money("open", actor.currency()).amount()));
                },
                tx.company(),
                actor.currency(),
                actor.today().minusDays(LONG_OVERDUE));
        return all;
    }

    private record Free(UUID receipt, BigDecimal unapplied, UUID cashAccount) {}

    /** Of money nobody owes us anything for, some went back and some waits for the second person. */
    private void somethingGoesBack(DemoStaff staff, LocalDate today) {
        Actor cashier = staff.on("cashier", today);
        Actor accountant = staff.on("accountant", today);
        List<Free> free = database.read(
                cashier.company(),
                tx -> tx.list(
                        """
                        select r.id, r.amount - r.allocated as unapplied, r.cash_account_id from receivables.receipt r
                        where r.company_id = ? and r.posted and r.cash_account_id is not null and r.currency = ? and r.amount > r.allocated
                        order by r.id limit 3""",
                        row -> new Free(
                                row.uuid("id"),
                                row.money("unapplied", cashier.currency()).amount(),
                                row.uuid("cash_account_id")),
                        tx.company(),
                        cashier.currency()));
        for (int i = 0; i < free.size(); i++) {
            Free money = free.get(i);
            boolean confirmed = i < 2;
            try {
                UUID refund = write(
                        cashier,
                        tx -> refunds.create(
                                tx,
                                cashier,
                                new Refunds.NewRefund(
                                        money.receipt(),
                                        today,
                                        money.unapplied().min(new BigDecimal("500.00")),
                                        money.cashAccount(),
                                        null,
                                        null,
                                        "客户多付，要求退回")));
                if (confirmed) {
                    write(accountant, tx -> {
                        refunds.confirm(tx, accountant, refund, null);
                        return refund;
                    });
                }
            } catch (Problem refused) {
                // Credit may not allow it to go back; then it waits, as it would in life.
            }
        }
    }

    /** A customer abroad, rates of the last half year, and what they make of the debt at the end of the month. */
    private void otherCurrencies(Actor accountant, List<UUID> customers, LocalDate today) {
        List<ExchangeRates.NewRate> all = new ArrayList<>();
        LocalDate month = today.withDayOfMonth(1);
        for (int back = 6; back >= 0; back--) {
            LocalDate day = month.minusMonths(back);
            all.add(rate("USD", day, "7.08", 4 * back));
            all.add(rate("EUR", day, "8.21", -3 * back));
            all.add(rate("HKD", day, "0.909", back));
        }
        write(accountant, tx -> {
            rates.create(tx, accountant, all);
            cash.create(
                    tx,
                    accountant,
                    new CashAccounts.NewCashAccount("BOC-USD", "中行美元户", "中国银行", "4567 8901 2345", "USD", true));
            return openings.create(
                    tx,
                    accountant,
                    new OpeningBalances.NewOpeningBalance(
                            customers.getLast(),
                            null,
                            new BigDecimal("5200.00"),
                            today.minusDays(50),
                            today.plusDays(40),
                            "出口订单",
                            "USD",
                            new BigDecimal("7.19")));
        });
        write(accountant, tx -> revaluations.post(tx, accountant, month.minusDays(1)));
    }

    private static ExchangeRates.NewRate rate(String currency, LocalDate day, String now, int thousandths) {
        return new ExchangeRates.NewRate(
                currency, day, new BigDecimal(now).add(BigDecimal.valueOf(thousandths, 3)), null, null, "中国外汇交易中心");
    }

    private void offsets(Tx tx, Actor accountant, List<UUID> customers) {
        payables.create(
                tx,
                accountant,
                new Payables.NewPayable(
                        customers.get(5),
                        "AP-2026-018",
                        accountant.today().minusDays(12),
                        null,
                        new BigDecimal("6800.00"),
                        "采购其五金配件"));
        authorities.create(
                tx,
                accountant,
                new PaymentAuthorities.NewAuthority(
                        customers.get(6),
                        customers.get(7),
                        "委托付款函 2026-03",
                        accountant.today().minusMonths(8),
                        null,
                        "同一老板的两家公司",
                        true));
    }

    private UUID transferred(Tx tx, Actor accountant, LocalDate today) {
        return transfers.create(
                tx,
                accountant,
                new CashTransfers.NewTransfer(
                        account(tx, "WECHAT"),
                        account(tx, "ICBC"),
                        today.minusDays(6),
                        new BigDecimal("200000.00"),
                        null,
                        new BigDecimal("200.00"),
                        "微信余额转入基本户"));
    }

    private static UUID account(Tx tx, String code) {
        return tx.one(
                "select c.id from receivables.cash_account c where c.company_id = ? and c.code = ?",
                row -> row.uuid("id"),
                tx.company(),
                code);
    }

    /** Most statements went out, many came back agreed, and two customers see a line otherwise. */
    private void statementsAreAnswered(Actor accountant) {
        write(accountant, tx -> {
            List<UUID> made = tx.list(
                    "select s.id from receivables.statement s where s.company_id = ? order by s.id",
                    row -> row.uuid("id"),
                    tx.company());
            for (int i = 0; i < made.size(); i++) {
                if (i % 100 < SENT) {
                    statements.sent(tx, accountant, made.get(i), null, "财务部");
                }
            }
            tx.flush();
            int otherwise = 0;
            for (int i = 0; i < made.size(); i++) {
                if (i % 100 >= ANSWERED) {
                    continue;
                }
                boolean differs = otherwise < 2
                        && i % 20 == 7
                        && statements.find(tx, accountant, made.get(i)).lines().size() > 0;
                otherwise += differs ? 1 : 0;
                statements.answer(
                        tx,
                        accountant,
                        made.get(i),
                        null,
                        "李会计",
                        differs
                                ? List.of(new Statements.Otherwise(1, new BigDecimal("1000.00"), "与我方记录不符，少收一箱"))
                                : List.of(),
                        null);
            }
            return made;
        });
    }

    /** The months before the last two are closed, and one of them was handed over to the general ledger. */
    private void monthsAreClosed(Actor accountant, Actor finance, LocalDate today) {
        YearMonth handedOver = YearMonth.from(today).minusMonths(4);
        write(
                accountant,
                tx -> vouchers.export(
                        tx, accountant, handedOver.atDay(1), handedOver.atEndOfMonth(), Vouchers.Grouping.DAY, "记", 1));
        for (YearMonth month : List.of(handedOver, handedOver.plusMonths(1))) {
            write(finance, tx -> {
                periods.close(tx, finance, month, null);
                return month;
            });
        }
    }
}
