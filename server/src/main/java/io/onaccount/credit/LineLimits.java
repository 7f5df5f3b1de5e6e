package io.onaccount.credit;

import io.onaccount.catalog.Categories;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Limits by product line (产品线额度, CRD-23): how much of what a customer owes may be for products of one category and those below it. Each holds
 * besides the customer's own limit, and where categories lie in one another, each for itself. What is used is never stored: it is added up from the
 * customer's open documents under the lock of the account, and only for customers that have such limits.
 */
@Component
public final class LineLimits {
    private static final int MOST = 50;

    private final Parties parties;
    private final Categories categories;
    private final LineBook book;
    private final AuditTrail trail;

    LineLimits(Parties parties, Categories categories, LineBook book, AuditTrail trail) {
        this.parties = parties;
        this.categories = categories;
        this.book = book;
        this.trail = trail;
    }

    /**
     * A limit as people enter it.
     *
     * @param version of it that the caller has seen; 0: there was none; null: whatever it is
     */
    public record Entry(
            BigDecimal limit,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean stopped,
            String reason,
            @Nullable Integer version) {
        /** From now on, until somebody says otherwise. */
        public static Entry of(String limit, String reason) {
            return new Entry(new BigDecimal(limit), null, null, false, reason, null);
        }
    }

    /**
     * A limit and what is used of it.
     *
     * @param used without what money assigned to orders covers
     * @param available today; nothing when it gives no credit, negative when more is used than allowed
     */
    public record View(LineLimit limit, BigDecimal used, BigDecimal available) {}

    /**
     * What a limit was from a moment on.
     *
     * @param limit null: it ended
     */
    public record Change(
            UUID category,
            String name,
            int version,
            @Nullable BigDecimal limit,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean stopped,
            String reason,
            Instant at,
            @Nullable String by) {}

    /** A category that may be limited, named with those above it. */
    public record ProductLine(UUID id, String name) {}

    /** Every product line there is, by name. */
    public List<ProductLine> lines(Tx tx) {
        Map<UUID, Categories.Category> known = new LinkedHashMap<>();
        categories.all(tx).forEach(category -> known.put(category.id(), category));
        return known.values().stream()
                .map(category -> new ProductLine(category.id(), path(known, category)))
                .sorted(Comparator.comparing(ProductLine::name))
                .toList();
    }

    private static String path(Map<UUID, Categories.Category> known, Categories.Category category) {
        Categories.Category above = category.parent() == null ? null : known.get(category.parent());
        return above == null ? category.name() : path(known, above) + " / " + category.name();
    }

    /** The limits of a customer within the actor's scope, by the names of their lines. */
    public List<View> of(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        Lines lines = book.read(tx, List.of(CreditControl.account(tx, party)), actor.currency())
                .get(party);
        return lines == null
                ? List.of()
                : lines.limits().stream()
                        .map(line -> {
                            BigDecimal used = lines.used(line.limit());
                            BigDecimal given = line.limit().givesOn(actor.today())
                                    ? line.limit().limit()
                                    : BigDecimal.ZERO;
                            return new View(line.limit(), used, given.subtract(used));
                        })
                        .toList();
    }

    /** Every change of them, the newest first. */
    public List<Change> history(Tx tx, Actor actor, UUID party) {
        parties.require(tx, actor, party);
        return tx.list(
                """
                select v.category_id, v.name, v.version, v.currency, v.credit_limit, v.valid_from, v.valid_to, v.stopped, v.reason, v.recorded_at,
                  u.name as by_name
                from credit.line_limit_version v left join organization.app_user u on u.id = v.recorded_by
                where v.company_id = ? and v.account_id = ? order by v.recorded_at desc, v.version desc limit 200""",
                row -> new Change(
                        row.uuid("category_id"),
                        row.text("name"),
                        row.integer("version"),
                        row.decimalOrNull("credit_limit") == null
                                ? null
                                : row.money("credit_limit", row.text("currency"))
                                        .amount(),
                        row.dateOrNull("valid_from"),
                        row.dateOrNull("valid_to"),
                        row.bool("stopped"),
                        row.text("reason"),
                        row.instant("recorded_at"),
                        row.textOrNull("by_name")),
                tx.company(),
                party);
    }

    /**
     * Sets the limit of a product line; below what is used it refuses nothing backwards, new credit waits.
     *
     * @throws Problem 400 with every wrong field, 403 when it is raised beyond one's own authority, 404 for a customer out of scope, 412 when it
     *     was changed meanwhile
     */
    public void set(Tx tx, Actor actor, UUID party, UUID category, Entry entry) {
        Party customer = parties.require(tx, actor, party);
        Problem.Collector problems = new Problem.Collector();
        String reason = Input.required(problems, "reason", entry.reason(), 1000);
        if (problems.check(entry.limit() != null, "limit", "required")
                && problems.check(entry.limit().signum() >= 0, "limit", "negative")) {
            Input.amount(problems, "limit", entry.limit(), actor.currency());
        }
        problems.check(
                entry.validFrom() == null
                        || entry.validTo() == null
                        || !entry.validTo().isBefore(entry.validFrom()),
                "validTo",
                "credit-before-start");
        String name = categories.all(tx).stream()
                .filter(known -> known.id().equals(category))
                .map(Categories.Category::name)
                .findFirst()
                .orElse("");
        problems.check(!name.isEmpty(), "category", "unknown-category");
        problems.throwIfAny();
        lock(tx, actor, party);
        Optional<LineLimit> old = find(tx, party, category);
        check(tx, old, party, category, entry.version());
        if (old.isEmpty()) {
            long many = tx.one(
                    "select count(*) as many from credit.line_limit l where l.company_id = ? and l.account_id = ?",
                    row -> row.number("many"),
                    tx.company(),
                    party);
            if (many >= MOST) {
                throw Problem.invalid("category", "too-many-entries", MOST);
            }
        }
        LineLimit changed = new LineLimit(
                category,
                name,
                entry.limit(),
                entry.validFrom(),
                entry.validTo(),
                entry.stopped(),
                next(tx, party, category));
        if (old.isPresent() && changed.givesMoreThan(old.get(), actor.today())) {
            within(tx, actor, entry.limit());
        }
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.line_limit (company_id, account_id, category_id, currency, credit_limit, valid_from, valid_to, stopped, version)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (company_id, account_id, category_id) do update set credit_limit = excluded.credit_limit, valid_from = excluded.valid_from,
                  valid_to = excluded.valid_to, stopped = excluded.stopped, version = excluded.version""",
                tx.company(),
                party,
                category,
                actor.currency(),
                entry.limit(),
                entry.validFrom(),
                entry.validTo(),
                entry.stopped(),
                changed.version());
        note(tx, actor, customer, old.orElse(null), changed, name, changed.version(), reason);
    }

    /** The product line has no limit of its own any more. 404 when it had none. */
    public void end(Tx tx, Actor actor, UUID party, UUID category, String why, @Nullable Integer version) {
        Party customer = parties.require(tx, actor, party);
        Problem.Collector problems = new Problem.Collector();
        String reason = Input.required(problems, "reason", why, 1000);
        problems.throwIfAny();
        lock(tx, actor, party);
        Optional<LineLimit> old = find(tx, party, category);
        check(tx, old, party, category, version);
        LineLimit limit = old.orElseThrow(() -> Problem.notFound("line-limit", category));
        within(tx, actor, CreditControl.account(tx, party).terms().mostAllowed(actor.today()));
        tx.add(
                Rank.CREDIT,
                "delete from credit.line_limit where company_id = ? and account_id = ? and category_id = ?",
                tx.company(),
                party,
                category);
        note(tx, actor, customer, limit, null, limit.name(), next(tx, party, category), reason);
    }

    /** Nobody takes credit while the limits change; who asked before is judged by the old ones, who asks later by the new. */
    private static void lock(Tx tx, Actor actor, UUID party) {
        Movements.of(tx, actor).lock(List.of(party));
    }

    private static Optional<LineLimit> find(Tx tx, UUID party, UUID category) {
        return tx.first("""
                select l.category_id, k.name, l.credit_limit, l.currency, l.valid_from, l.valid_to, l.stopped, l.version
                from credit.line_limit l join catalog.category k on k.company_id = l.company_id and k.id = l.category_id
                where l.company_id = ? and l.account_id = ? and l.category_id = ?""", LineLimit::read, tx.company(), party, category);
    }

    private static void check(Tx tx, Optional<LineLimit> now, UUID party, UUID category, @Nullable Integer seen) {
        if (seen != null && !seen.equals(now.map(LineLimit::version).orElse(0))) {
            throw tx.first(
                            """
                            select v.recorded_at, coalesce(u.name, '') as name from credit.line_limit_version v
                            left join organization.app_user u on u.id = v.recorded_by
                            where v.company_id = ? and v.account_id = ? and v.category_id = ? order by v.version desc limit 1""",
                            row -> Problem.stale(row.text("name"), row.instant("recorded_at")),
                            tx.company(),
                            party,
                            category)
                    .orElseGet(() -> Problem.notFound("line-limit", category));
        }
    }

    /** Versions go on counting after a limit ended. */
    private static int next(Tx tx, UUID party, UUID category) {
        return tx.one(
                "select coalesce(max(v.version), 0) + 1 as next from credit.line_limit_version v where v.company_id = ? and v.account_id = ? and v.category_id = ?",
                row -> row.integer("next"),
                tx.company(),
                party,
                category);
    }

    /** Whoever lets a customer owe more does so within their own authority, as with the customer's limit. */
    private static void within(Tx tx, Actor actor, @Nullable BigDecimal limit) {
        BigDecimal most = CreditAccounts.ownMost(tx, actor);
        if (most != null && (limit == null || limit.compareTo(most) > 0)) {
            throw Problem.of(403, "credit-grant-authority", most);
        }
    }

    private void note(
            Tx tx,
            Actor actor,
            Party customer,
            @Nullable LineLimit old,
            @Nullable LineLimit changed,
            String name,
            int version,
            String reason) {
        UUID category = changed == null ? Objects.requireNonNull(old).category() : changed.category();
        tx.add(
                Rank.CREDIT,
                """
                insert into credit.line_limit_version (company_id, account_id, category_id, version, name, currency, credit_limit, valid_from, valid_to,
                  stopped, reason, recorded_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                customer.id(),
                category,
                version,
                name,
                actor.currency(),
                changed == null ? null : changed.limit(),
                changed == null ? null : changed.validFrom(),
                changed == null ? null : changed.validTo(),
                changed != null && changed.stopped(),
                reason,
                actor.user());
        tx.add(Rank.CREDIT, """
                update credit.account a set gate_version = -1, lined = exists (select 1 from credit.line_limit l
                  where l.company_id = a.company_id and l.account_id = a.id)
                where a.company_id = ? and a.id = ?""", tx.company(), customer.id());
        Movements.of(tx, actor).relined(customer.id());
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("line", name);
        Headers.difference(changes, "lineLimit", plain(old), plain(changed));
        Headers.difference(
                changes,
                "validFrom",
                old == null ? null : old.validFrom(),
                changed == null ? null : changed.validFrom());
        Headers.difference(
                changes, "validTo", old == null ? null : old.validTo(), changed == null ? null : changed.validTo());
        Headers.difference(changes, "stopped", old != null && old.stopped(), changed != null && changed.stopped());
        changes.put("reason", reason);
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact("limit-line", CreditAccounts.KIND, customer.id(), customer.code(), changes));
    }

    private static @Nullable String plain(@Nullable LineLimit limit) {
        return limit == null ? null : limit.limit().stripTrailingZeros().toPlainString();
    }
}
