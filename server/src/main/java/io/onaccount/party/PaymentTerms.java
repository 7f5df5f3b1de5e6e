package io.onaccount.party;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.spi.FirstRecords;
import io.onaccount.party.PaymentTerm.Part;
import io.onaccount.party.PaymentTerm.Rule;
import io.onaccount.party.PaymentTerm.Shift;
import io.onaccount.party.PaymentTerm.Start;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The company's payment terms. */
@Component
public final class PaymentTerms implements FirstRecords {
    /** A term as one column {@code term}, to be read by {@link #of}; {@code t} is {@code party.payment_term}. */
    public static final String COLUMN = "to_jsonb(t)::text as term";

    private static final String STANDARD = """
            (select d.id from party.payment_term d where d.company_id = p.company_id and d.standard)""";

    /** Joins as {@code t} the term of the customer {@code p}: their own, or the company's standard. */
    static final String OF_CUSTOMER =
            "left join party.payment_term t on t.company_id = p.company_id and t.id = coalesce(p.payment_term_id, "
                    + STANDARD + ")";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_INSTALMENTS = 24;

    private static final String KIND = "payment-term";

    private final AuditTrail trail;

    PaymentTerms(AuditTrail trail) {
        this.trail = trail;
    }

    /** A term as it is entered; what its rule doesn't count is 0 or left out, and what it counts from is the delivery unless said. */
    public record Entry(
            @Nullable String code,
            @Nullable String name,
            @Nullable String nameEn,
            @Nullable Start from,
            @Nullable Rule rule,
            @Nullable Integer months,
            @Nullable Integer days,
            @Nullable Integer dayOfMonth,
            @Nullable Integer cutOffDay,
            @Nullable Shift shift,
            @Nullable List<InstalmentEntry> instalments,
            @Nullable Boolean standard,
            @Nullable Boolean active) {

        static Entry of(String code, String name, String nameEn, Rule rule, int months, int days, int dayOfMonth) {
            return new Entry(code, name, nameEn, null, rule, months, days, dayOfMonth, 0, null, List.of(), false, true);
        }

        Entry from(Start start) {
            return new Entry(
                    code,
                    name,
                    nameEn,
                    start,
                    rule,
                    months,
                    days,
                    dayOfMonth,
                    cutOffDay,
                    shift,
                    instalments,
                    standard,
                    active);
        }

        Entry with(InstalmentEntry... parts) {
            return new Entry(
                    code,
                    name,
                    nameEn,
                    from,
                    rule,
                    months,
                    days,
                    dayOfMonth,
                    cutOffDay,
                    shift,
                    List.of(parts),
                    standard,
                    active);
        }
    }

    /** An instalment as it is entered: a share (0.3 is 30 %) or an amount, one of them. */
    public record InstalmentEntry(
            @Nullable BigDecimal share,
            @Nullable BigDecimal amount,
            @Nullable Start from,
            @Nullable Rule rule,
            @Nullable Integer months,
            @Nullable Integer days,
            @Nullable Integer dayOfMonth,
            @Nullable Integer cutOffDay) {

        static InstalmentEntry of(String share, Start from, int days) {
            return new InstalmentEntry(new BigDecimal(share), null, from, Rule.NET_DAYS, 0, days, 0, 0);
        }
    }

    /** The terms every new company starts with. */
    static final List<Entry> READY = List.of(
            Entry.of("COD", "货到付款", "On delivery", Rule.NET_DAYS, 0, 0, 0),
            Entry.of("PREPAID", "款到发货", "Prepaid", Rule.NET_DAYS, 0, 0, 0).from(Start.BEFORE_DELIVERY),
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
            Entry.of("10TH", "次月10日", "10th of the next month", Rule.DAY_OF_MONTH_AFTER, 1, 0, 10),
            Entry.of("25TH+2", "隔月25日", "25th of the month after next", Rule.DAY_OF_MONTH_AFTER, 2, 0, 25),
            Entry.of(
                            "30-60-10",
                            "订金30%、货到30天60%、质保金10%一年",
                            "30 % deposit, 60 % net 30, 10 % retention",
                            Rule.NET_DAYS,
                            0,
                            365,
                            0)
                    .with(InstalmentEntry.of("0.3", Start.ORDER, 0), InstalmentEntry.of("0.6", Start.DELIVERY, 30)));

    /** All terms, by code. */
    public List<PaymentTerm> all(Tx tx) {
        return tx.list(
                "select " + COLUMN + " from party.payment_term t where t.company_id = ? order by t.code",
                PaymentTerms::read,
                tx.company());
    }

    /** The term; 404 when unknown. */
    public PaymentTerm require(Tx tx, UUID id) {
        return tx.first(
                        "select " + COLUMN + " from party.payment_term t where t.company_id = ? and t.id = ?",
                        PaymentTerms::read,
                        tx.company(),
                        id)
                .orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** The terms with these codes, by code; unknown codes are missing from the answer. */
    public Map<String, PaymentTerm> byCode(Tx tx, Collection<String> codes) {
        Map<String, PaymentTerm> found = new LinkedHashMap<>();
        tx.list(
                        "select " + COLUMN + " from party.payment_term t where t.company_id = ? and t.code = any(?)",
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
        onlyStandard(tx, term);
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
        Headers.difference(changes, "from", old.from(), term.from());
        Headers.difference(changes, "rule", old.rule(), term.rule());
        Headers.difference(changes, "months", old.months(), term.months());
        Headers.difference(changes, "days", old.days(), term.days());
        Headers.difference(changes, "dayOfMonth", old.dayOfMonth(), term.dayOfMonth());
        Headers.difference(changes, "cutOffDay", old.cutOffDay(), term.cutOffDay());
        Headers.difference(changes, "shift", old.shift(), term.shift());
        Headers.difference(changes, "instalments", json(old.instalments()), json(term.instalments()));
        Headers.difference(changes, "standard", old.standard(), term.standard());
        Headers.difference(changes, "active", old.active(), term.active());
        onlyStandard(tx, term);
        tx.add(
                Rank.DOCUMENT,
                """
                update party.payment_term set code = ?, name = ?, name_en = ?, counted_from = ?, rule = ?, months = ?, days = ?, day_of_month = ?,
                    cut_off_day = ?, shift = ?, instalments = ?, standard = ?, active = ?
                where company_id = ? and id = ?""",
                term.code(),
                term.name(),
                term.nameEn(),
                term.from(),
                term.rule(),
                term.months(),
                term.days(),
                term.dayOfMonth(),
                term.cutOffDay(),
                term.shift(),
                json(term.instalments()),
                term.standard(),
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
                insert into party.payment_term (company_id, id, code, name, name_en, counted_from, rule, months, days, day_of_month, cut_off_day,
                    shift, instalments, standard, active)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                term.id(),
                term.code(),
                term.name(),
                term.nameEn(),
                term.from(),
                term.rule(),
                term.months(),
                term.days(),
                term.dayOfMonth(),
                term.cutOffDay(),
                term.shift(),
                json(term.instalments()),
                term.standard(),
                term.active());
    }

    /** There is one standard; who becomes it takes the place of the one before. */
    private static void onlyStandard(Tx tx, PaymentTerm term) {
        if (term.standard()) {
            tx.add(
                    Rank.DOCUMENT,
                    "update party.payment_term set standard = false where company_id = ? and standard and id <> ?",
                    tx.company(),
                    term.id());
        }
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
        InstalmentEntry own = new InstalmentEntry(
                null,
                null,
                entry.from(),
                entry.rule(),
                entry.months(),
                entry.days(),
                entry.dayOfMonth(),
                entry.cutOffDay());
        Part rest = part(problems, "", own);
        List<InstalmentEntry> entered = entry.instalments() == null ? List.of() : entry.instalments();
        problems.check(entered.size() <= MOST_INSTALMENTS, "instalments", "too-many-entries", MOST_INSTALMENTS);
        List<Part> parts = new ArrayList<>();
        BigDecimal shares = BigDecimal.ZERO;
        for (int i = 0; i < Math.min(entered.size(), MOST_INSTALMENTS); i++) {
            InstalmentEntry instalment = entered.get(i);
            String at = "instalments[" + i + "].";
            problems.check(
                    (instalment.share() == null) != (instalment.amount() == null), at + "share", "share-or-amount");
            BigDecimal share = instalment.share();
            problems.check(
                    share == null || (share.signum() > 0 && share.compareTo(BigDecimal.ONE) < 0 && share.scale() <= 8),
                    at + "share",
                    "share-of-whole");
            if (instalment.amount() != null) {
                Input.fitting(problems, at + "amount", instalment.amount());
                problems.check(instalment.amount().signum() > 0, at + "amount", "must-be-positive");
            }
            shares = shares.add(share == null ? BigDecimal.ZERO : share);
            parts.add(part(problems, at, instalment));
        }
        problems.check(shares.compareTo(BigDecimal.ONE) < 0, "instalments", "shares-leave-nothing");
        boolean active = !Boolean.FALSE.equals(entry.active());
        boolean standard = Boolean.TRUE.equals(entry.standard());
        problems.check(active || !standard, "standard", "standard-is-active");
        return new PaymentTerm(
                id,
                code,
                name,
                nameEn == null ? name : nameEn,
                rest.from(),
                rest.rule(),
                rest.months(),
                rest.days(),
                rest.dayOfMonth(),
                rest.cutOffDay(),
                entry.shift() == null ? Shift.NONE : entry.shift(),
                parts,
                standard,
                active);
    }

    private static Part part(Problem.Collector problems, String at, InstalmentEntry entry) {
        problems.check(entry.rule() != null, at + "rule", "required");
        Rule rule = entry.rule() == null ? Rule.NET_DAYS : entry.rule();
        int months = inRange(problems, at + "months", entry.months(), 0, 60);
        int days = inRange(problems, at + "days", entry.days(), 0, 3650);
        boolean fixedDay = rule == Rule.DAY_OF_MONTH_AFTER;
        int day = inRange(problems, at + "dayOfMonth", entry.dayOfMonth(), fixedDay ? 1 : 0, fixedDay ? 31 : 0);
        boolean cut = fixedDay || rule == Rule.MONTH_END_PLUS;
        int cutOff = inRange(problems, at + "cutOffDay", entry.cutOffDay(), 0, cut ? 31 : 0);
        problems.check(months == 0 || rule != Rule.NET_DAYS, at + "months", "not-counted-by-rule");
        return new Part(
                entry.share(),
                entry.amount(),
                entry.from() == null ? Start.DELIVERY : entry.from(),
                rule,
                months,
                days,
                day,
                cutOff);
    }

    private static int inRange(Problem.Collector problems, String field, @Nullable Integer value, int least, int most) {
        int number = value == null ? 0 : value;
        problems.check(number >= least && number <= most, field, "out-of-range", least, most);
        return number;
    }

    private static Json json(List<Part> parts) {
        return new Json(JSON.writeValueAsString(parts));
    }

    /** What will move a due date, to be kept with it; see {@link #awaited}. */
    public static @Nullable Json json(PaymentTerm.@Nullable Awaited awaited) {
        return awaited == null ? null : new Json(JSON.writeValueAsString(awaited));
    }

    /** As {@link #json} kept it. */
    public static PaymentTerm.Awaited awaited(String json) {
        return JSON.readValue(json, PaymentTerm.Awaited.class);
    }

    /** The term in the column {@code term}, or null where there is none. */
    public static @Nullable PaymentTerm of(Row row) {
        String json = row.textOrNull("term");
        return json == null ? null : of(json);
    }

    private static PaymentTerm read(Row row) {
        return of(row.text("term"));
    }

    /** The term in a text read as {@link #COLUMN}. */
    public static PaymentTerm of(String json) {
        JsonNode term = JSON.readTree(json);
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : term.path("instalments")) {
            parts.add(JSON.treeToValue(part, Part.class));
        }
        return new PaymentTerm(
                UUID.fromString(term.path("id").asString()),
                term.path("code").asString(),
                term.path("name").asString(),
                term.path("name_en").asString(),
                Start.valueOf(term.path("counted_from").asString()),
                Rule.valueOf(term.path("rule").asString()),
                term.path("months").asInt(),
                term.path("days").asInt(),
                term.path("day_of_month").asInt(),
                term.path("cut_off_day").asInt(),
                Shift.valueOf(term.path("shift").asString()),
                parts,
                term.path("standard").asBoolean(),
                term.path("active").asBoolean());
    }
}
