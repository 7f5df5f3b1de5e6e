package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Vouchers (凭证, LED-02): hands journals over to the general ledger by the company's rules, each journal once. The same run can be written
 * again, into any layout, by whoever has the right; it is then the same journals under the same numbers.
 */
@Component
public final class Vouchers {
    /** The kind whose rights guard them. */
    public static final String KIND = "voucher-export";

    private static final int MOST_JOURNALS = 100_000;

    /** What is broken down by customer unless the company says otherwise. */
    private static final Set<LedgerAccount> BY_CUSTOMER =
            Set.of(LedgerAccount.RECEIVABLE, LedgerAccount.CUSTOMER_MONEY, LedgerAccount.NOTES, LedgerAccount.PAYABLE);

    private final AuditTrail trail;
    private final Texts texts;
    private final Clock clock;

    Vouchers(AuditTrail trail, Texts texts, Clock clock) {
        this.trail = trail;
        this.texts = texts;
        this.clock = clock;
    }

    /** What an entry's account is broken down by (辅助核算). */
    public enum Aux {
        NONE,
        CUSTOMER,
        CASH_ACCOUNT
    }

    /** How journals become vouchers. */
    public enum Grouping {
        /** Each a voucher. */
        JOURNAL,
        /** Those of a day and cause one. */
        DAY
    }

    /**
     * Where an account of this ledger goes.
     *
     * @param cashAccount null for all cash accounts that have no row of their own, and for other accounts
     */
    public record Target(LedgerAccount account, @Nullable UUID cashAccount, String code, String name, Aux aux) {}

    /** The company's rules; what it has not said has the usual code and is broken down by customer where it is theirs. */
    public List<Target> targets(Tx tx, Actor actor) {
        List<Target> own = tx.list(
                "select v.account, v.cash_account_id, v.code, v.name, v.aux from receivables.voucher_account v where v.company_id = ? order by v.account, v.code",
                row -> new Target(
                        row.choice("account", LedgerAccount.class),
                        row.uuidOrNull("cash_account_id"),
                        row.text("code"),
                        row.text("name"),
                        row.choice("aux", Aux.class)),
                tx.company());
        List<Target> all = new ArrayList<>();
        for (LedgerAccount account : LedgerAccount.values()) {
            List<Target> said =
                    own.stream().filter(target -> target.account() == account).toList();
            if (said.stream().noneMatch(target -> target.cashAccount() == null)) {
                all.add(new Target(
                        account,
                        null,
                        account.code(),
                        texts.text(actor.locale(), "ledger.account." + account),
                        BY_CUSTOMER.contains(account) ? Aux.CUSTOMER : Aux.NONE));
            }
            all.addAll(said);
        }
        return all;
    }

    /** Sets the rules anew. */
    public void setTargets(Tx tx, Actor actor, List<Target> targets) {
        Problem.Collector problems = new Problem.Collector();
        Set<String> keys = new HashSet<>();
        List<Target> sound = new ArrayList<>();
        problems.check(targets.size() <= 500, "accounts", "too-many-lines", 500);
        for (int i = 0; i < Math.min(500, targets.size()); i++) {
            Target target = targets.get(i);
            String at = "accounts[" + i + "].";
            String code = Input.required(problems, at + "code", target.code(), 40);
            String name = Input.required(problems, at + "name", target.name(), 100);
            problems.check(
                    target.cashAccount() == null || target.account() == LedgerAccount.CASH,
                    at + "cashAccount",
                    "voucher-cash-only");
            problems.check(
                    keys.add(target.account() + " " + target.cashAccount()), at + "account", "voucher-account-twice");
            sound.add(new Target(target.account(), target.cashAccount(), code, name, target.aux()));
        }
        Set<UUID> cash = new HashSet<>();
        sound.stream()
                .map(Target::cashAccount)
                .filter(java.util.Objects::nonNull)
                .forEach(cash::add);
        Set<UUID> known = new HashSet<>(tx.list(
                "select c.id from receivables.cash_account c where c.company_id = ? and c.id = any(?)",
                row -> row.uuid("id"),
                tx.company(),
                SqlArray.of("uuid", cash)));
        for (int i = 0; i < sound.size(); i++) {
            UUID account = sound.get(i).cashAccount();
            problems.check(
                    account == null || known.contains(account), "accounts[" + i + "].cashAccount", "unknown-record");
        }
        problems.throwIfAny();
        tx.add(Rank.DOCUMENT, "delete from receivables.voucher_account where company_id = ?", tx.company());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.voucher_account (company_id, id, account, cash_account_id, code, name, aux)
                select ?, n.* from unnest(?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[]) as n""",
                tx.company(),
                SqlArray.of("uuid", sound, t -> Ids.next()),
                SqlArray.of("text", sound, Target::account),
                SqlArray.of("uuid", sound, Target::cashAccount),
                SqlArray.of("text", sound, Target::code),
                SqlArray.of("text", sound, Target::name),
                SqlArray.of("text", sound, Target::aux));
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, null, null, Map.of("accounts", sound.size())));
    }

    /** What waits to be handed over up to a day; the first day is null when nothing does. */
    public record Pending(
            long journals, BigDecimal debit, @Nullable LocalDate first) {}

    public Pending pending(Tx tx, Actor actor, LocalDate to) {
        return tx.one(
                """
                select count(distinct j.id) as journals, coalesce(sum(l.base_amount) filter (where l.base_amount > 0), 0) as debit, min(j.happened_on) as first
                from receivables.journal j join receivables.journal_line l on l.company_id = j.company_id and l.journal_id = j.id
                where j.company_id = ? and j.happened_on <= ?
                  and not exists (select 1 from receivables.exported_journal e where e.company_id = j.company_id and e.journal_id = j.id)""",
                row -> new Pending(
                        row.number("journals"),
                        row.money("debit", actor.currency()).amount(),
                        row.dateOrNull("first")),
                tx.company(),
                to);
    }

    /** A run. */
    public record Export(
            UUID id,
            LocalDate from,
            LocalDate to,
            Grouping grouping,
            String word,
            int firstNumber,
            int vouchers,
            int journals,
            BigDecimal debit,
            UUID by,
            Instant at,
            int downloads) {}

    /**
     * Hands over the journals of a period that were not handed over before.
     *
     * @param word the kind of voucher, 记
     * @throws Problem 409 when there is nothing to hand over
     */
    public UUID export(
            Tx tx,
            Actor actor,
            LocalDate from,
            LocalDate to,
            Grouping grouping,
            @Nullable String word,
            int firstNumber) {
        Problem.Collector problems = new Problem.Collector();
        String kind = Input.required(problems, "word", word, 10);
        problems.check(!from.isAfter(to), "from", "statement-period");
        problems.check(from.getYear() >= 1970 && to.getYear() < 3000, "to", "statement-period");
        problems.check(firstNumber >= 1 && firstNumber <= 1_000_000, "firstNumber", "not-between", 1, 1_000_000);
        problems.throwIfAny();
        tx.one(
                "select pg_advisory_xact_lock(hashtext('receivables.voucher'), ?::integer)::text as locked",
                row -> 1,
                (int) tx.company());
        UUID id = Ids.next();
        record Found(int journals, int vouchers, BigDecimal debit) {}
        String fresh = """
                from receivables.journal j where j.company_id = ? and j.happened_on between ? and ?
                  and exists (select 1 from receivables.journal_line l where l.company_id = j.company_id and l.journal_id = j.id)
                  and not exists (select 1 from receivables.exported_journal e where e.company_id = j.company_id and e.journal_id = j.id)""";
        String key = grouping == Grouping.DAY ? "j.cause" : "j.id::text";
        Found found = tx.one(
                "select count(*)::integer as journals, count(distinct (j.happened_on, " + key
                        + "))::integer as vouchers, coalesce(sum((select sum(l.base_amount) from receivables.journal_line l"
                        + " where l.company_id = j.company_id and l.journal_id = j.id and l.base_amount > 0)), 0) as debit "
                        + fresh,
                row -> new Found(row.integer("journals"), row.integer("vouchers"), row.decimal("debit")),
                tx.company(),
                from,
                to);
        if (found.journals() == 0) {
            throw Problem.conflict("voucher-nothing", from, to);
        }
        if (found.journals() > MOST_JOURNALS) {
            throw Problem.conflict("voucher-too-many", found.journals(), MOST_JOURNALS);
        }
        tx.add(
                Rank.DOCUMENT,
                """
                insert into receivables.voucher_export (company_id, id, from_day, to_day, grouping, word, first_number, vouchers, journals, debit, exported_by, exported_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                from,
                to,
                grouping,
                kind,
                firstNumber,
                found.vouchers(),
                found.journals(),
                found.debit(),
                actor.user(),
                clock.instant());
        tx.add(
                Rank.DETAIL,
                "insert into receivables.exported_journal (company_id, journal_id, export_id, voucher) select ?, j.id, ?, (? - 1 + dense_rank() over (order by j.happened_on, "
                        + key + "))::integer " + fresh,
                tx.company(),
                id,
                firstNumber,
                tx.company(),
                from,
                to);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "export",
                        KIND,
                        id,
                        null,
                        Map.of("from", from, "to", to, "journals", found.journals(), "vouchers", found.vouchers())));
        return id;
    }

    /** A run of the company; 404 for another. */
    public Export find(Tx tx, UUID id) {
        return tx.first(
                        "select v.* from receivables.voucher_export v where v.company_id = ? and v.id = ?",
                        row -> new Export(
                                row.uuid("id"),
                                row.date("from_day"),
                                row.date("to_day"),
                                row.choice("grouping", Grouping.class),
                                row.text("word"),
                                row.integer("first_number"),
                                row.integer("vouchers"),
                                row.integer("journals"),
                                row.decimal("debit"),
                                row.uuid("exported_by"),
                                row.instant("exported_at"),
                                row.integer("downloads")),
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /**
     * An entry of a voucher.
     *
     * @param document the number of the document behind it; empty in a voucher of several
     */
    record Entry(
            int voucher,
            LocalDate on,
            String cause,
            String document,
            LedgerAccount account,
            @Nullable UUID cashAccount,
            @Nullable String cashCode,
            @Nullable String customer,
            @Nullable String customerName,
            BigDecimal amount) {}

    /** A run to be written: its entries in order, and where each goes. */
    public record Written(Export export, List<Entry> entries, List<Target> targets, String preparer, String currency) {
        Target target(Entry entry) {
            Optional<Target> own = targets.stream()
                    .filter(target -> target.account() == entry.account()
                            && target.cashAccount() != null
                            && target.cashAccount().equals(entry.cashAccount()))
                    .findFirst();
            return own.orElseGet(() -> targets.stream()
                    .filter(target -> target.account() == entry.account() && target.cashAccount() == null)
                    .findFirst()
                    .orElseThrow());
        }
    }

    /** The run's entries, for a file; after the first time it takes the right to write it again. */
    public Written write(Tx tx, Actor actor, UUID id, String layout) {
        Export export = find(tx, id);
        if (export.downloads() > 0) {
            actor.require(KIND + ".reexport");
        }
        tx.add(
                Rank.DETAIL,
                "update receivables.voucher_export set downloads = downloads + 1 where company_id = ? and id = ?",
                tx.company(),
                id);
        trail.record(tx, actor, new AuditTrail.Fact("write", KIND, id, null, Map.of("layout", layout)));
        List<Target> targets = targets(tx, actor);
        Set<LedgerAccount> byCustomer = new HashSet<>();
        targets.stream()
                .filter(target -> target.aux() == Aux.CUSTOMER)
                .forEach(target -> byCustomer.add(target.account()));
        boolean day = export.grouping() == Grouping.DAY;
        List<Entry> entries = tx.list(
                """
                select e.voucher, j.happened_on, j.cause, %s as document, l.account, l.cash_account_id, c.code as cash_code,
                  case when l.account = any(?) then p.number end as customer, case when l.account = any(?) then p.title end as customer_name,
                  sum(l.base_amount) as amount
                from receivables.exported_journal e
                join receivables.journal j on j.company_id = e.company_id and j.id = e.journal_id
                join receivables.journal_line l on l.company_id = e.company_id and l.journal_id = e.journal_id
                join document.header h on h.company_id = j.company_id and h.id = j.document_id
                left join document.header p on p.company_id = l.company_id and p.id = l.party_id
                left join receivables.cash_account c on c.company_id = l.company_id and c.id = l.cash_account_id
                where e.company_id = ? and e.export_id = ?
                group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(l.base_amount) <> 0
                order by e.voucher, sum(l.base_amount) < 0, l.account, 8""".formatted(day ? "''" : "h.number"),
                row -> new Entry(
                        row.integer("voucher"),
                        row.date("happened_on"),
                        row.text("cause"),
                        row.text("document"),
                        row.choice("account", LedgerAccount.class),
                        row.uuidOrNull("cash_account_id"),
                        row.textOrNull("cash_code"),
                        row.textOrNull("customer"),
                        row.textOrNull("customer_name"),
                        row.money("amount", actor.currency()).amount()),
                SqlArray.of("text", byCustomer),
                SqlArray.of("text", byCustomer),
                tx.company(),
                id);
        return new Written(export, entries, targets, actor.name(), actor.currency());
    }
}
