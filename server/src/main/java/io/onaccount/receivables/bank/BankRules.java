package io.onaccount.receivables.bank;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.CashEntries;
import io.onaccount.receivables.LedgerAccount;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What lines with certain words are (fees, interest, taxes), and transfers between our own accounts. The company's rules; the rest is known. */
@Component
public final class BankRules {
    static final String KIND = "bank-rule";
    private static final int BY_RULE = 96;
    private static final int BY_ACCOUNT = 97;
    private static final int BY_WORDS = 80;

    /** What most banks call their fees and interest, where the company has said nothing. */
    private static final Map<String, LedgerAccount> USUAL = Map.of(
            "手续费", LedgerAccount.FEES,
            "工本费", LedgerAccount.FEES,
            "账户管理费", LedgerAccount.FEES,
            "bank charge", LedgerAccount.FEES,
            "service charge", LedgerAccount.FEES,
            "结息", LedgerAccount.INTEREST,
            "利息", LedgerAccount.INTEREST,
            "interest", LedgerAccount.INTEREST,
            "代发工资", LedgerAccount.PAYROLL,
            "税款", LedgerAccount.TAXES);

    private final CashAccounts cashAccounts;
    private final AuditTrail trail;

    BankRules(CashAccounts cashAccounts, AuditTrail trail) {
        this.cashAccounts = cashAccounts;
        this.trail = trail;
    }

    /** Which lines a rule is for. */
    public enum Direction {
        IN,
        OUT,
        BOTH
    }

    /**
     * As entered.
     *
     * @param words what stands in the name, text or code of such lines; several ways are separated by a bar
     * @param account the other side in the books
     */
    public record NewBankRule(String name, String words, Direction direction, LedgerAccount account, boolean active) {}

    /** As read. */
    public record BankRule(
            UUID id,
            String name,
            String words,
            Direction direction,
            LedgerAccount account,
            boolean active,
            int version) {

        boolean fits(OpenLine line, String said) {
            boolean way = direction == Direction.BOTH
                    || (direction == Direction.IN) == (line.amount().signum() > 0);
            return active
                    && way
                    && Stream.of(words.split("\\|"))
                            .map(BankRules::plain)
                            .anyMatch(word -> !word.isEmpty() && said.contains(word));
        }
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** What each line is by rules; lines no rule is for are missing from the answer. */
    Map<UUID, List<Proposal>> propose(Tx tx, List<OpenLine> lines) {
        List<BankRule> rules = all(tx);
        List<CashAccounts.CashAccount> own = cashAccounts.all(tx);
        Map<UUID, List<Proposal>> found = new LinkedHashMap<>();
        for (OpenLine line : lines) {
            String said = plain(String.join(" ", line.name(), line.text(), line.code()));
            rules.stream()
                    .filter(rule -> rule.fits(line, said))
                    .findFirst()
                    .map(rule -> BankMatching.entry(rule.account(), BY_RULE, Reason.of("rule", rule.name())))
                    .or(() -> own.stream()
                            .filter(account ->
                                    !account.id().equals(line.cashAccount()) && isOf(account, line.account()))
                            .findFirst()
                            .map(account -> BankMatching.entry(
                                    LedgerAccount.IN_TRANSIT, BY_ACCOUNT, Reason.of("own-account", account.name()))))
                    .or(() -> USUAL.entrySet().stream()
                            .filter(usual -> said.contains(usual.getKey()))
                            .findFirst()
                            .map(usual ->
                                    BankMatching.entry(usual.getValue(), BY_WORDS, Reason.of("words", usual.getKey()))))
                    .ifPresent(proposal -> found.put(line.id(), List.of(proposal)));
        }
        return found;
    }

    private static boolean isOf(CashAccounts.CashAccount account, String number) {
        String ours = OwnAccounts.key(account.accountNumber() == null ? "" : account.accountNumber());
        return ours.length() >= 6 && ours.equals(OwnAccounts.key(number));
    }

    private static List<BankRule> all(Tx tx) {
        return tx.list(
                "select r.* from receivables.bank_rule r where r.company_id = ? and r.active order by r.name",
                BankRules::read,
                tx.company());
    }

    public BankRule find(Tx tx, UUID id) {
        return tx.first(
                        "select r.* from receivables.bank_rule r where r.company_id = ? and r.id = ?",
                        BankRules::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    public UUID create(Tx tx, Actor actor, NewBankRule rule) {
        check(rule);
        UUID id = Ids.next();
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.invalid("name", "taken"),
                """
                insert into receivables.bank_rule (company_id, id, name, words, direction, account, active) values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""",
                tx.company(),
                id,
                rule.name().strip(),
                rule.words().strip(),
                rule.direction(),
                rule.account(),
                rule.active());
        trail.record(tx, actor, new AuditTrail.Fact("create", KIND, id, rule.name(), facts(rule)));
        return id;
    }

    /** Changes it; the version is the one the caller has seen, or null. */
    public void change(Tx tx, Actor actor, UUID id, NewBankRule rule, @Nullable Integer version) {
        check(rule);
        BankRule old = find(tx, id);
        if (tx.first(
                        "select r.id from receivables.bank_rule r where r.company_id = ? and r.name = ? and r.id <> ?",
                        row -> row.uuid("id"),
                        tx.company(),
                        rule.name().strip(),
                        id)
                .isPresent()) {
            throw Problem.invalid("name", "taken");
        }
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                """
                update receivables.bank_rule set name = ?, words = ?, direction = ?, account = ?, active = ?, version = version + 1
                where company_id = ? and id = ? and version = ?""",
                rule.name().strip(),
                rule.words().strip(),
                rule.direction(),
                rule.account(),
                rule.active(),
                tx.company(),
                id,
                version == null ? old.version() : version);
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, id, rule.name(), facts(rule)));
    }

    private static Map<String, String> facts(NewBankRule rule) {
        return Map.of(
                "words",
                rule.words(),
                "direction",
                rule.direction().name(),
                "account",
                rule.account().name());
    }

    private static void check(NewBankRule rule) {
        Problem.Collector problems = new Problem.Collector();
        Input.required(problems, "name", rule.name(), 100);
        String words = Input.required(problems, "words", rule.words(), 200);
        problems.check(
                Stream.of(words.split("\\|")).allMatch(word -> word.strip().length() >= 2), "words", "bank-rule-words");
        problems.check(CashEntries.isOpen(rule.account()), "account", "cash-entry-account");
        problems.throwIfAny();
    }

    private static BankRule read(Row row) {
        return new BankRule(
                row.uuid("id"),
                row.text("name"),
                row.text("words"),
                row.choice("direction", Direction.class),
                row.choice("account", LedgerAccount.class),
                row.bool("active"),
                row.integer("version"));
    }
}
