package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where money arrives: bank accounts, cash boxes, payment providers (多账户). */
@Component
public final class CashAccounts {
    static final String KIND = "cash-account";

    private static final String COLUMNS =
            "c.*, (select coalesce(sum(l.amount), 0) from receivables.journal_line l where l.company_id = c.company_id and l.cash_account_id = c.id) as balance,"
                    + " (select coalesce(sum(l.base_amount), 0) from receivables.journal_line l where l.company_id = c.company_id and l.cash_account_id = c.id) as base_balance";

    private final AuditTrail trail;

    CashAccounts(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * As entered.
     *
     * @param currency ISO 4217; the company's when left out
     */
    public record NewCashAccount(
            String code,
            String name,
            @Nullable String bank,
            @Nullable String accountNumber,
            @Nullable String currency,
            boolean active) {

        public NewCashAccount(
                String code, String name, @Nullable String bank, @Nullable String accountNumber, boolean active) {
            this(code, name, bank, accountNumber, null, active);
        }
    }

    /**
     * As read.
     *
     * @param balance by the books, in its currency
     * @param baseBalance the same in the company's
     */
    public record CashAccount(
            UUID id,
            String code,
            String name,
            @Nullable String bank,
            @Nullable String accountNumber,
            String currency,
            BigDecimal balance,
            BigDecimal baseBalance,
            boolean active,
            int version) {}

    public UUID create(Tx tx, Actor actor, NewCashAccount account) {
        check(account);
        String currency = currency(account, actor.currency());
        UUID id = Ids.next();
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.invalid("code", "taken"),
                """
                insert into receivables.cash_account (company_id, id, code, name, bank, account_number, currency, active)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
                tx.company(),
                id,
                account.code().strip(),
                account.name().strip(),
                account.bank(),
                account.accountNumber(),
                currency,
                account.active());
        trail.record(
                tx, actor, new AuditTrail.Fact("create", KIND, id, account.code(), Map.of("name", account.name())));
        return id;
    }

    /** Changes it; the version is the one the caller has seen, or null. */
    public void change(Tx tx, Actor actor, UUID id, NewCashAccount account, @Nullable Integer version) {
        check(account);
        CashAccount old = find(tx, id);
        String currency = currency(account, old.currency());
        boolean used = !currency.equals(old.currency())
                && tx.first(
                                "select 1 as one from receivables.receipt r where r.company_id = ? and r.cash_account_id = ? limit 1",
                                row -> true,
                                tx.company(),
                                id)
                        .orElse(false);
        if (used) {
            throw Problem.invalid("currency", "cash-currency-used");
        }
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                """
                update receivables.cash_account set code = ?, name = ?, bank = ?, account_number = ?, currency = ?, active = ?, version = version + 1
                where company_id = ? and id = ? and version = ?""",
                account.code().strip(),
                account.name().strip(),
                account.bank(),
                account.accountNumber(),
                currency,
                account.active(),
                tx.company(),
                id,
                version == null ? old.version() : version);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        KIND,
                        id,
                        account.code(),
                        Map.of(
                                "name",
                                List.of(old.name(), account.name()),
                                "active",
                                List.of(old.active(), account.active()))));
    }

    public CashAccount find(Tx tx, UUID id) {
        return tx.first(
                        "select " + COLUMNS + " from receivables.cash_account c where c.company_id = ? and c.id = ?",
                        CashAccounts::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** All of them by code, to choose from. */
    public List<CashAccount> all(Tx tx) {
        return tx.list(
                "select " + COLUMNS + " from receivables.cash_account c where c.company_id = ? order by c.code",
                CashAccounts::read,
                tx.company());
    }

    /** Whether money of this currency can arrive on the account. */
    public static boolean takesMoneyOf(Tx tx, UUID id, String currency) {
        CashAccount account = active(tx, List.of(id)).get(id);
        return account != null && account.currency().equals(currency);
    }

    /** Whether money of other currencies than the company's, each of which must be among those taken, can arrive on these accounts, on one each. */
    public static boolean takeOtherMoney(Tx tx, List<UUID> ids, String base, Predicate<String> taken) {
        Set<String> currencies = new HashSet<>();
        active(tx, ids).values().forEach(account -> currencies.add(account.currency()));
        return currencies.size() == ids.size()
                && !currencies.contains(base)
                && currencies.stream().allMatch(taken);
    }

    /** Those that money can still arrive at, by id. */
    static Map<UUID, CashAccount> active(Tx tx, Collection<UUID> ids) {
        Map<UUID, CashAccount> active = new HashMap<>();
        tx.list(
                        "select c.*, 0 as balance, 0 as base_balance from receivables.cash_account c where c.company_id = ? and c.id = any(?) and c.active",
                        CashAccounts::read,
                        tx.company(),
                        SqlArray.of("uuid", ids))
                .forEach(account -> active.put(account.id(), account));
        return active;
    }

    /** Those that are there, with their balances, by id. */
    static Map<UUID, CashAccount> withBalances(Tx tx, Collection<UUID> ids) {
        Map<UUID, CashAccount> found = new HashMap<>();
        tx.list(
                        "select " + COLUMNS
                                + " from receivables.cash_account c where c.company_id = ? and c.id = any(?)",
                        CashAccounts::read,
                        tx.company(),
                        SqlArray.of("uuid", ids))
                .forEach(account -> found.put(account.id(), account));
        return found;
    }

    private static CashAccount read(Row row) {
        return new CashAccount(
                row.uuid("id"),
                row.text("code"),
                row.text("name"),
                row.textOrNull("bank"),
                row.textOrNull("account_number"),
                row.text("currency"),
                row.money("balance", row.text("currency")).amount(),
                row.decimal("base_balance").stripTrailingZeros(),
                row.bool("active"),
                row.integer("version"));
    }

    private static String currency(NewCashAccount account, String otherwise) {
        String currency = account.currency() == null || account.currency().isBlank()
                ? otherwise
                : account.currency().strip().toUpperCase(Locale.ROOT);
        if (!Money.isCurrency(currency)) {
            throw Problem.invalid("currency", "currency-unknown");
        }
        return currency;
    }

    private static void check(NewCashAccount account) {
        Problem.Collector problems = new Problem.Collector();
        Input.required(problems, "code", account.code(), 30);
        Input.required(problems, "name", account.name(), 100);
        Input.text(problems, "bank", account.bank(), 100);
        Input.text(problems, "accountNumber", account.accountNumber(), 60);
        problems.throwIfAny();
    }
}
