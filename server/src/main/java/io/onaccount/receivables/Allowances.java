package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.document.StateTable;
import io.onaccount.document.StateTable.Tone;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.organization.Numbering;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What may be lost of all receivables (坏账准备, RCV-06): so many percent of each age, by rates the company keeps, or by the loss to be expected from
 * its own history (预期信用损失). Applied by a second person, the difference to what the allowance is by the ledger is entered on the day the ages are of.
 */
@Component
public final class Allowances {
    static final String KIND = "allowance";
    static final String NUMBERS = "BDA-{yyyyMMdd}-{0001}";

    private static final List<BigDecimal> USUAL = List.of("0", "1", "5", "10", "30", "50", "100").stream()
            .map(BigDecimal::new)
            .toList();
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Where an allowance stands. */
    public enum State {
        /** Worked out; not in the ledger yet. */
        SUBMITTED,
        APPLIED,
        CANCELLED;

        static final String APPLY = "apply";
        static final String CANCEL = "cancel";

        static final StateTable<State> TABLE = StateTable.of(State.class)
                .state(SUBMITTED, Tone.ORANGE)
                .state(APPLIED, Tone.GREEN)
                .state(CANCELLED, Tone.GREY)
                .move(APPLY, SUBMITTED, APPLIED)
                .move(CANCEL, SUBMITTED, CANCELLED);
    }

    /** How it is worked out. */
    public enum By {
        /** So many percent of each age. */
        AGE,
        /** Exposure × probability that it isn't paid × what is lost of that: from the company's own history. */
        EXPECTED_LOSS
    }

    /**
     * What is of an age.
     *
     * @param bucket of the usual ones, 0 for what is not due
     * @param rate percent of it that may be lost
     * @param history by expected loss, where there is a past of this age; null: the company's rate of age
     */
    public record Line(
            int bucket,
            BigDecimal amount,
            BigDecimal rate,
            BigDecimal needed,
            @Nullable History history) {}

    /**
     * Where a rate comes from.
     *
     * @param seen what was of this age on the days looked back to
     * @param unpaid what of that was not paid a year later
     * @param probability percent of it: unpaid of seen
     * @param loss percent of what is not paid that is lost in the end
     */
    public record History(BigDecimal seen, BigDecimal unpaid, BigDecimal probability, BigDecimal loss) {
        static History of(BigDecimal seen, BigDecimal unpaid, BigDecimal loss) {
            return new History(
                    seen,
                    unpaid,
                    unpaid.multiply(HUNDRED)
                            .divide(seen, 4, RoundingMode.HALF_UP)
                            .stripTrailingZeros(),
                    loss.stripTrailingZeros());
        }

        BigDecimal rate() {
            return probability
                    .multiply(loss)
                    .divide(HUNDRED, 4, RoundingMode.HALF_UP)
                    .stripTrailingZeros();
        }
    }

    /**
     * As worked out.
     *
     * @param before what the allowance is by the ledger on that day
     */
    public record Need(LocalDate asOf, By by, BigDecimal needed, BigDecimal before, List<Line> lines) {}

    /**
     * What the company has settled.
     *
     * @param loss percent of what is not paid that is lost in the end (违约损失率)
     */
    public record Settings(By by, BigDecimal loss) {}

    /** As read; {@code need.before} is what it was when it was applied. */
    public record Allowance(Header header, Need need) {}

    private final Headers headers;
    private final Numbering numbering;
    private final Ageing ageing;
    private final AuditTrail trail;

    Allowances(Headers headers, Numbering numbering, Ageing ageing, AuditTrail trail) {
        this.headers = headers;
        this.numbering = numbering;
        this.ageing = ageing;
        this.trail = trail;
    }

    /** Percent by age, not due first. */
    public List<BigDecimal> rates(Tx tx) {
        Map<Integer, BigDecimal> own = new TreeMap<>();
        tx.list(
                "select r.bucket, r.rate from receivables.allowance_rate r where r.company_id = ?",
                row -> own.put(row.integer("bucket"), row.decimal("rate").stripTrailingZeros()),
                tx.company());
        return IntStream.range(0, Ageing.BUCKETS)
                .mapToObj(bucket -> own.getOrDefault(bucket, USUAL.get(bucket)))
                .toList();
    }

    /** Sets the rates; one for each age. */
    public void setRates(Tx tx, Actor actor, List<BigDecimal> rates) {
        Problem.Collector problems = new Problem.Collector();
        problems.check(rates.size() == Ageing.BUCKETS, "rates", "allowance-rates", Ageing.BUCKETS);
        for (int i = 0; i < Math.min(rates.size(), Ageing.BUCKETS); i++) {
            BigDecimal rate = rates.get(i);
            problems.check(
                    rate.signum() >= 0
                            && rate.compareTo(HUNDRED) <= 0
                            && rate.stripTrailingZeros().scale() <= 4,
                    "rates[" + i + "]",
                    "out-of-range",
                    0,
                    100);
        }
        problems.throwIfAny();
        List<BigDecimal> old = rates(tx);
        List<Integer> buckets = IntStream.range(0, Ageing.BUCKETS).boxed().toList();
        tx.add(Rank.DETAIL, """
                insert into receivables.allowance_rate (company_id, bucket, rate)
                select ?, n.* from unnest(?::smallint[], ?::numeric[]) as n (bucket, rate)
                on conflict (company_id, bucket) do update set rate = excluded.rate""", tx.company(), SqlArray.of("smallint", buckets), SqlArray.of("numeric", rates));
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change", KIND, null, "rates", Map.of("old", old.toString(), "new", rates.toString())));
    }

    /** How the company works it out; by age while it has settled nothing. */
    public Settings settings(Tx tx) {
        return tx.first(
                        "select s.method, s.loss from receivables.allowance_setting s where s.company_id = ?",
                        row -> new Settings(
                                row.choice("method", By.class),
                                row.decimal("loss").stripTrailingZeros()),
                        tx.company())
                .orElse(new Settings(By.AGE, HUNDRED));
    }

    /** Settles it; what was worked out stays. */
    public void settle(Tx tx, Actor actor, Settings wanted) {
        if (wanted.loss().signum() < 0
                || wanted.loss().compareTo(HUNDRED) > 0
                || wanted.loss().stripTrailingZeros().scale() > 4) {
            throw Problem.invalid("loss", "out-of-range", 0, 100);
        }
        Settings old = settings(tx);
        tx.add(Rank.DETAIL, """
                insert into receivables.allowance_setting (company_id, method, loss) values (?, ?, ?)
                on conflict (company_id) do update set method = excluded.method, loss = excluded.loss""", tx.company(), wanted.by(), wanted.loss());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change", KIND, null, "settings", Map.of("old", old.toString(), "new", wanted.toString())));
    }

    /** What would be needed as of a day, of all customers together. */
    public Need need(Tx tx, Actor actor, LocalDate asOf) {
        Problem.Collector problems = new Problem.Collector();
        problems.check(!asOf.isAfter(actor.today()) && asOf.getYear() >= 1990, "asOf", "allowance-day");
        problems.throwIfAny();
        List<BigDecimal> amounts = ageing.report(tx, actor.companyWide(), asOf, Ageing.Basis.DUE, Ageing.By.CUSTOMER, 1)
                .total()
                .buckets();
        Settings settings = settings(tx);
        List<BigDecimal> rates = rates(tx);
        List<LossHistory.Seen> past =
                settings.by() == By.AGE ? List.of() : LossHistory.before(tx, actor.currency(), asOf);
        List<Line> lines = new ArrayList<>();
        BigDecimal needed = BigDecimal.ZERO;
        for (int bucket = 0; bucket < amounts.size(); bucket++) {
            History history = past.isEmpty() || past.get(bucket).seen().signum() <= 0
                    ? null
                    : History.of(
                            past.get(bucket).seen(), past.get(bucket).unpaid().max(BigDecimal.ZERO), settings.loss());
            BigDecimal rate = history == null ? rates.get(bucket) : history.rate();
            BigDecimal part = new Money(amounts.get(bucket).max(BigDecimal.ZERO), actor.currency())
                    .share(rate, HUNDRED)
                    .amount();
            lines.add(new Line(bucket, amounts.get(bucket), rate, part, history));
            needed = needed.add(part);
        }
        return new Need(asOf, settings.by(), needed, before(tx, actor, asOf), lines);
    }

    private static BigDecimal before(Tx tx, Actor actor, LocalDate asOf) {
        return tx.one(
                "select coalesce(-sum(l.base_amount), 0) as before from receivables.journal_line l"
                        + " where l.company_id = ? and l.account = 'ALLOWANCE' and l.happened_on <= ?",
                row -> row.money("before", actor.currency()).amount(),
                tx.company(),
                asOf);
    }

    /** Works it out as of a day and keeps it, for a second person to apply. */
    public UUID create(Tx tx, Actor actor, LocalDate asOf) {
        Need need = need(tx, actor, asOf);
        UUID id = Ids.next();
        String number = numbering.take(tx.company(), KIND, NUMBERS, asOf, 1).getFirst();
        Header header = Header.born(
                id,
                KIND,
                number,
                number,
                State.SUBMITTED,
                null,
                actor.user(),
                null,
                asOf,
                actor.currency(),
                need.needed(),
                actor.user(),
                headers.now());
        headers.insert(tx, actor, header, Map.of());
        tx.add(
                Rank.DOCUMENT,
                "insert into receivables.allowance (company_id, id, needed, method) values (?, ?, ?, ?)",
                tx.company(),
                id,
                need.needed(),
                need.by());
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.allowance_line (company_id, allowance_id, bucket, amount, rate, needed, seen, unpaid, loss)
                select ?, ?, n.* from unnest(?::smallint[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[]) as n""",
                tx.company(),
                id,
                SqlArray.of("smallint", need.lines(), Line::bucket),
                SqlArray.of("numeric", need.lines(), Line::amount),
                SqlArray.of("numeric", need.lines(), Line::rate),
                SqlArray.of("numeric", need.lines(), Line::needed),
                SqlArray.of(
                        "numeric",
                        need.lines(),
                        l -> l.history() == null ? null : l.history().seen()),
                SqlArray.of(
                        "numeric",
                        need.lines(),
                        l -> l.history() == null ? null : l.history().unpaid()),
                SqlArray.of(
                        "numeric",
                        need.lines(),
                        l -> l.history() == null ? null : l.history().loss()));
        return id;
    }

    /** The allowance, if within the actor's scope; otherwise 404. */
    public Allowance find(Tx tx, Actor actor, UUID id) {
        Header header = headers.find(tx, actor, KIND, id);
        String currency = Objects.requireNonNull(header.currency());
        List<Line> lines = tx.list(
                "select l.* from receivables.allowance_line l where l.company_id = ? and l.allowance_id = ? order by l.bucket",
                row -> new Line(
                        row.integer("bucket"),
                        row.money("amount", currency).amount(),
                        row.decimal("rate").stripTrailingZeros(),
                        row.money("needed", currency).amount(),
                        history(row, currency)),
                tx.company(),
                id);
        By by = tx.one(
                "select a.method from receivables.allowance a where a.company_id = ? and a.id = ?",
                row -> row.choice("method", By.class),
                tx.company(),
                id);
        List<BigDecimal> kept = tx.list(
                "select a.before from receivables.allowance a where a.company_id = ? and a.id = ? and a.before is not null",
                row -> row.money("before", currency).amount(),
                tx.company(),
                id);
        BigDecimal before = kept.isEmpty() ? before(tx, actor, header.date()) : kept.getFirst();
        return new Allowance(
                header, new Need(header.date(), by, Objects.requireNonNull(header.total()), before, lines));
    }

    private static @Nullable History history(Row row, String currency) {
        BigDecimal loss = row.decimalOrNull("loss");
        return loss == null
                ? null
                : History.of(
                        row.money("seen", currency).amount(),
                        row.money("unpaid", currency).amount(),
                        loss);
    }

    /** The moves a page may offer, each with the reason when it can't be made. */
    public List<MoveOption> moves(Texts texts, Actor actor, Allowance allowance) {
        return MoveOption.of(
                texts,
                actor,
                KIND,
                State.TABLE,
                State.valueOf(allowance.header().state()));
    }

    /** Enters the difference in the ledger: a second person's word; 409 {@code write-off-own} for one's own. */
    public void apply(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        State.TABLE.check(State.valueOf(header.state()), State.APPLY, State.APPLIED);
        if (actor.user().equals(header.createdBy())) {
            throw Problem.conflict("write-off-own", header.number());
        }
        // One after the other, so that each sees what the last one entered.
        tx.list(
                "select a.id from receivables.allowance a where a.company_id = ? order by a.id for no key update",
                row -> row.uuid("id"),
                tx.company());
        BigDecimal before = before(tx, actor, header.date());
        BigDecimal more = Objects.requireNonNull(header.total()).subtract(before);
        if (more.signum() != 0) {
            Books.of(tx, actor)
                    .enter(
                            KIND,
                            id,
                            header.date(),
                            null,
                            Books.Line.of(LedgerAccount.IMPAIRMENT, null, more),
                            Books.Line.of(LedgerAccount.ALLOWANCE, null, more.negate()));
        }
        tx.add(
                Rank.DETAIL,
                "update receivables.allowance set before = ? where company_id = ? and id = ?",
                before,
                tx.company(),
                id);
        headers.move(tx, actor, header, State.APPLY, State.APPLIED, Map.of("entered", more));
    }

    /** Gives up one that is not in the ledger. */
    public void cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        State.TABLE.check(State.valueOf(header.state()), State.CANCEL, State.CANCELLED);
        headers.move(tx, actor, header, State.CANCEL, State.CANCELLED, Collections.emptyMap());
    }
}
