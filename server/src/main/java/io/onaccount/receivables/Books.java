package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Periods;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one transaction (LED-01): journals are gathered and written together, each checked to balance, and the balances per customer
 * move with them. There is no way to change or delete what was written; a correction is another journal that points at the first.
 */
final class Books {
    /** One line: debits are positive, credits negative; the amount is in the company's currency, the original one in another if it is. */
    record Line(
            LedgerAccount account,
            @Nullable UUID party,
            @Nullable UUID cashAccount,
            BigDecimal amount,
            @Nullable Money original) {
        static Line of(LedgerAccount account, @Nullable UUID party, BigDecimal amount) {
            return new Line(account, party, null, amount, null);
        }

        static Line cash(UUID cashAccount, BigDecimal amount) {
            return cash(cashAccount, amount, null);
        }

        /** On an account kept in another currency. */
        static Line cash(UUID cashAccount, BigDecimal amount, @Nullable Money original) {
            return new Line(LedgerAccount.CASH, null, cashAccount, amount, original);
        }
    }

    private record Journal(
            UUID id,
            String cause,
            UUID document,
            LocalDate on,
            @Nullable UUID corrects) {}

    private record Placed(UUID journal, int number, LocalDate on, Line line) {}

    private static final class Balance {
        BigDecimal receivable = BigDecimal.ZERO;
        BigDecimal money = BigDecimal.ZERO;
        BigDecimal bills = BigDecimal.ZERO;
    }

    private final Tx tx;
    private final Actor actor;
    private final List<Journal> journals = new ArrayList<>();
    private final List<Placed> lines = new ArrayList<>();
    private final TreeMap<UUID, Balance> balances = new TreeMap<>();
    private final OpenDays openDays = new OpenDays();

    private Books(Tx tx, Actor actor) {
        this.tx = tx;
        this.actor = actor;
    }

    /** The books of this transaction. */
    static Books of(Tx tx, Actor actor) {
        return tx.shared(Books.class, () -> {
            Books books = new Books(tx, actor);
            tx.beforeFlush(books::write);
            return books;
        });
    }

    /** Enters a journal; lines of zero are left out. Answers its id. */
    UUID enter(String cause, UUID document, LocalDate on, @Nullable UUID corrects, Line... entered) {
        Periods.requireOpen(tx, actor, on);
        UUID id = Ids.next();
        BigDecimal sum = BigDecimal.ZERO;
        int number = 0;
        for (Line line : entered) {
            sum = sum.add(line.amount());
            if (line.amount().signum() != 0) {
                lines.add(new Placed(id, ++number, on, line));
                balance(line);
            }
        }
        if (sum.signum() != 0) {
            throw new IllegalStateException("journal does not balance: " + cause + " " + List.of(entered));
        }
        journals.add(new Journal(id, cause, document, on, corrects));
        return id;
    }

    /** What is open on an item changes; the books keep the sums by day (always before the balances, so that nobody waits in a circle). */
    void open(UUID party, LocalDate date, LocalDate due, BigDecimal amount) {
        openDays.move(party, date, due, amount);
    }

    private void balance(Line line) {
        UUID party = line.party();
        if (party == null) {
            return;
        }
        Balance balance = balances.computeIfAbsent(party, p -> new Balance());
        if (line.account() == LedgerAccount.RECEIVABLE) {
            balance.receivable = balance.receivable.add(line.amount());
        } else if (line.account() == LedgerAccount.CUSTOMER_MONEY) {
            balance.money = balance.money.subtract(line.amount());
        } else if (line.account() == LedgerAccount.NOTES) {
            balance.bills = balance.bills.add(line.amount());
        }
    }

    private static <T> @Nullable T originalOf(Placed placed, Function<Money, T> part) {
        Money original = placed.line().original();
        return original == null ? null : part.apply(original);
    }

    private void write() {
        openDays.write(tx);
        if (journals.isEmpty()) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.journal (company_id, id, cause, document_id, happened_on, recorded_by, corrects_id)
                select ?, j.id, j.cause, j.document, j.happened_on, ?, j.corrects
                from unnest(?::uuid[], ?::text[], ?::uuid[], ?::date[], ?::uuid[]) as j (id, cause, document, happened_on, corrects)""",
                tx.company(),
                actor.user(),
                SqlArray.of("uuid", journals, Journal::id),
                SqlArray.of("text", journals, Journal::cause),
                SqlArray.of("uuid", journals, Journal::document),
                SqlArray.of("date", journals, Journal::on),
                SqlArray.of("uuid", journals, Journal::corrects));
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.journal_line (company_id, journal_id, line, account, party_id, cash_account_id, amount, currency, base_amount, happened_on)
                select ?, l.journal, l.line, l.account, l.party, l.cash_account, coalesce(l.original, l.amount), coalesce(l.currency, ?), l.amount,
                  l.happened_on
                from unnest(?::uuid[], ?::integer[], ?::text[], ?::uuid[], ?::uuid[], ?::numeric[], ?::date[], ?::numeric[], ?::text[])
                  as l (journal, line, account, party, cash_account, amount, happened_on, original, currency)""",
                tx.company(),
                actor.currency(),
                SqlArray.of("uuid", lines, Placed::journal),
                SqlArray.of("integer", lines, Placed::number),
                SqlArray.of("text", lines, placed -> placed.line().account()),
                SqlArray.of("uuid", lines, placed -> placed.line().party()),
                SqlArray.of("uuid", lines, placed -> placed.line().cashAccount()),
                SqlArray.of("numeric", lines, placed -> placed.line().amount()),
                SqlArray.of("date", lines, Placed::on),
                SqlArray.of("numeric", lines, placed -> originalOf(placed, Money::amount)),
                SqlArray.of("text", lines, placed -> originalOf(placed, Money::currency)));
        List<Map.Entry<UUID, Balance>> moved = List.copyOf(balances.entrySet());
        tx.add(
                Rank.BALANCE,
                """
                insert into receivables.party_balance as b (company_id, party_id, receivable, money, bills)
                select ?, m.party, m.receivable, m.money, m.bills
                from unnest(?::uuid[], ?::numeric[], ?::numeric[], ?::numeric[]) as m (party, receivable, money, bills)
                order by m.party
                on conflict (company_id, party_id) do update set receivable = b.receivable + excluded.receivable, money = b.money + excluded.money,
                  bills = b.bills + excluded.bills""",
                tx.company(),
                SqlArray.of("uuid", moved, Map.Entry::getKey),
                SqlArray.of("numeric", moved, entry -> entry.getValue().receivable),
                SqlArray.of("numeric", moved, entry -> entry.getValue().money),
                SqlArray.of("numeric", moved, entry -> entry.getValue().bills));
        journals.clear();
        lines.clear();
        balances.clear();
    }
}
