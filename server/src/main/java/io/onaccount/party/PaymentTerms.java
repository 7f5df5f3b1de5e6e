package io.onaccount.party;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.spi.FirstRecords;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The company's payment terms. */
@Component
public final class PaymentTerms implements FirstRecords {
    static final String COLUMNS =
            "t.id as term_id, t.code as term_code, t.name as term_name, t.name_en as term_name_en, t.rule as term_rule,"
                    + " t.months as term_months, t.days as term_days, t.day_of_month as term_day_of_month, t.active as term_active";

    private static final String KIND = "payment-term";

    private final AuditTrail trail;

    PaymentTerms(AuditTrail trail) {
        this.trail = trail;
    }

    /** A term as it is entered; the numbers that its rule doesn't count are 0 or left out. */
    public record Entry(
            @Nullable String code,
            @Nullable String name,
            @Nullable String nameEn,
            @Nullable Rule rule,
            @Nullable Integer months,
            @Nullable Integer days,
            @Nullable Integer dayOfMonth,
            @Nullable Boolean active) {

        static Entry of(String code, String name, String nameEn, Rule rule, int months, int days, int dayOfMonth) {
            return new Entry(code, name, nameEn, rule, months, days, dayOfMonth, true);
        }
    }

    /** The terms every new company starts with. */
    static final List<Entry> READY = List.of(
            Entry.of("COD", "货到付款", "On delivery", Rule.NET_DAYS, 0, 0, 0),
            Entry.of("NET7", "净7天", "Net 7 days", Rule.NET_DAYS, 0, 7, 0),
            Entry.of("NET15", "净15天", "Net 15 days", Rule.NET_DAYS, 0, 15, 0),
            Entry.of("NET30", "净30天", "Net 30 days", Rule.NET_DAYS, 0, 30, 0),
            Entry.of("NET60", "净60天", "Net 60 days", Rule.NET_DAYS, 0, 60, 0),
            Entry.of("NET90", "净90天", "Net 90 days", Rule.NET_DAYS, 0, 90, 0),
            Entry.of("EOM0", "当月月底", "End of the month", Rule.MONTH_END_PLUS, 0, 0, 0),
            Entry.of("EOM1", "月结（次月月底）", "End of the next month", Rule.MONTH_END_PLUS, 1, 0, 0),
            Entry.of("EOM+30", "月结30天（月底加30天）", "Month-end plus 30 days", Rule.MONTH_END_PLUS, 0, 30, 0),
            Entry.of("EOM+60", "月结60天（月底加60天）", "Month-end plus 60 days", Rule.MONTH_END_PLUS, 0, 60, 0),
            Entry.of("EOM+90", "月结90天（月底加90天）", "Month-end plus 90 days", Rule.MONTH_END_PLUS, 0, 90, 0),
            Entry.of("MONTH1", "月结1个月", "One calendar month", Rule.CALENDAR_MONTHS, 1, 0, 0),
            Entry.of("25TH", "次月25日", "25th of the next month", Rule.DAY_OF_MONTH_AFTER, 1, 0, 25),
            Entry.of("10TH", "次月10日", "10th of the next month", Rule.DAY_OF_MONTH_AFTER, 1, 0, 10));

    /** All terms, by code. */
    public List<PaymentTerm> all(Tx tx) {
        return tx.list(
                "select " + COLUMNS + " from party.payment_term t where t.company_id = ? order by t.code",
                PaymentTerms::read,
                tx.company());
    }

    /** The term; 404 when unknown. */
    public PaymentTerm require(Tx tx, UUID id) {
        return tx.first(
                        "select " + COLUMNS + " from party.payment_term t where t.company_id = ? and t.id = ?",
                        PaymentTerms::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** The terms with these codes, by code; unknown codes are missing from the answer. */
    public Map<String, PaymentTerm> byCode(Tx tx, Collection<String> codes) {
        Map<String, PaymentTerm> found = new LinkedHashMap<>();
        tx.list(
                        "select " + COLUMNS + " from party.payment_term t where t.company_id = ? and t.code = any(?)",
                        PaymentTerms::read,
                        tx.company(),
                        SqlArray.of("text", codes))
                .forEach(term -> found.put(term.code(), term));
        return found;
    }

    /** Gives the company the ready terms it doesn't have yet. */
    @Override
    public void add(Tx tx) {
        Map<String, PaymentTerm> known =
                byCode(tx, READY.stream().map(Entry::code).toList());
        READY.stream().filter(entry -> !known.containsKey(entry.code())).forEach(entry -> insert(tx, preview(entry)));
    }

    /** The term an entry describes, storing nothing; 400 with all that is wrong. */
    public static PaymentTerm preview(Entry entry) {
        Problem.Collector problems = new Problem.Collector();
        PaymentTerm term = checked(problems, Ids.next(), entry);
        problems.throwIfAny();
        return term;
    }

    /** Adds a term; 400 for a code already in use. */
    public PaymentTerm create(Tx tx, Actor actor, Entry entry) {
        Problem.Collector problems = new Problem.Collector();
        PaymentTerm term = checked(problems, Ids.next(), entry);
        checkCode(tx, problems, term);
        problems.throwIfAny();
        insert(tx, term);
        trail.record(
                tx, actor, new AuditTrail.Fact("create", KIND, term.id(), term.code(), Map.of("name", term.name())));
        return term;
    }

    /** Changes a term. Open items keep the due dates they were born with. */
    public PaymentTerm change(Tx tx, Actor actor, UUID id, Entry entry) {
        PaymentTerm old = require(tx, id);
        Problem.Collector problems = new Problem.Collector();
        PaymentTerm term = checked(problems, id, entry);
        if (!old.code().equals(term.code())) {
            checkCode(tx, problems, term);
        }
        problems.throwIfAny();
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "code", old.code(), term.code());
        Headers.difference(changes, "name", old.name(), term.name());
        Headers.difference(changes, "nameEn", old.nameEn(), term.nameEn());
        Headers.difference(changes, "rule", old.rule(), term.rule());
        Headers.difference(changes, "months", old.months(), term.months());
        Headers.difference(changes, "days", old.days(), term.days());
        Headers.difference(changes, "dayOfMonth", old.dayOfMonth(), term.dayOfMonth());
        Headers.difference(changes, "active", old.active(), term.active());
        tx.add(
                Rank.DOCUMENT,
                """
                update party.payment_term set code = ?, name = ?, name_en = ?, rule = ?, months = ?, days = ?, day_of_month = ?, active = ?
                where company_id = ? and id = ?""",
                term.code(),
                term.name(),
                term.nameEn(),
                term.rule(),
                term.months(),
                term.days(),
                term.dayOfMonth(),
                term.active(),
                tx.company(),
                id);
        trail.record(tx, actor, new AuditTrail.Fact("change", KIND, id, term.code(), changes));
        return term;
    }

    private static void insert(Tx tx, PaymentTerm term) {
        tx.add(
                Rank.DOCUMENT,
                """
                insert into party.payment_term (company_id, id, code, name, name_en, rule, months, days, day_of_month, active)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                term.id(),
                term.code(),
                term.name(),
                term.nameEn(),
                term.rule(),
                term.months(),
                term.days(),
                term.dayOfMonth(),
                term.active());
    }

    private static void checkCode(Tx tx, Problem.Collector problems, PaymentTerm term) {
        boolean taken = tx.first(
                        "select 1 as one from party.payment_term where company_id = ? and code = ?",
                        row -> row.integer("one"),
                        tx.company(),
                        term.code())
                .isPresent();
        problems.check(!taken, "code", "taken", term.code());
    }

    private static PaymentTerm checked(Problem.Collector problems, UUID id, Entry entry) {
        String code = Input.required(problems, "code", entry.code(), 40);
        String name = Input.required(problems, "name", entry.name(), 100);
        String nameEn = Input.text(problems, "nameEn", entry.nameEn(), 100);
        problems.check(entry.rule() != null, "rule", "required");
        Rule rule = entry.rule() == null ? Rule.NET_DAYS : entry.rule();
        int months = inRange(problems, "months", entry.months(), 0, 60);
        int days = inRange(problems, "days", entry.days(), 0, 3650);
        boolean fixedDay = rule == Rule.DAY_OF_MONTH_AFTER;
        int day = inRange(problems, "dayOfMonth", entry.dayOfMonth(), fixedDay ? 1 : 0, fixedDay ? 31 : 0);
        problems.check(
                months == 0 || (rule != Rule.NET_DAYS && rule != Rule.DAYS_TO_MONTH_END),
                "months",
                "not-counted-by-rule");
        problems.check(days == 0 || (rule != Rule.CALENDAR_MONTHS && !fixedDay), "days", "not-counted-by-rule");
        return new PaymentTerm(
                id,
                code,
                name,
                nameEn == null ? name : nameEn,
                rule,
                months,
                days,
                day,
                !Boolean.FALSE.equals(entry.active()));
    }

    private static int inRange(Problem.Collector problems, String field, @Nullable Integer value, int least, int most) {
        int number = value == null ? 0 : value;
        problems.check(number >= least && number <= most, field, "out-of-range", least, most);
        return number;
    }

    static PaymentTerm read(Row row) {
        return new PaymentTerm(
                row.uuid("term_id"),
                row.text("term_code"),
                row.text("term_name"),
                row.text("term_name_en"),
                row.choice("term_rule", Rule.class),
                row.integer("term_months"),
                row.integer("term_days"),
                row.integer("term_day_of_month"),
                row.bool("term_active"));
    }
}
