package io.onaccount.credit;

import io.onaccount.approval.ApprovalAnswer;
import io.onaccount.approval.Approvals;
import io.onaccount.approval.RequestState;
import io.onaccount.credit.CreditRules.Situation;
import io.onaccount.credit.spi.AgreedTerms;
import io.onaccount.credit.spi.AgreedTerms.Agreed;
import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Documents that wait because credit said no, and what lets them pass (CRD-21, CRD-22). */
@Component
public final class CreditHolds {
    static final String KIND = "credit-hold";

    private final Headers headers;
    private final AuditTrail trail;
    private final ObjectProvider<HeldDocuments> documents;
    private final ObjectProvider<OverdueSource> overdueSource;
    private final ObjectProvider<AgreedTerms> agreedTerms;
    private final Approvals approvals;
    private final JsonMapper json;

    CreditHolds(
            Headers headers,
            AuditTrail trail,
            ObjectProvider<HeldDocuments> documents,
            ObjectProvider<OverdueSource> overdueSource,
            ObjectProvider<AgreedTerms> agreedTerms,
            Approvals approvals,
            JsonMapper json) {
        this.headers = headers;
        this.trail = trail;
        this.documents = documents;
        this.overdueSource = overdueSource;
        this.agreedTerms = agreedTerms;
        this.approvals = approvals;
        this.json = json;
    }

    /**
     * A document on hold.
     *
     * @param amount what it comes to altogether
     * @param order the order behind it where that is another one, or null
     * @param raise what it asks for on top of what was taken before; null: all of the amount
     * @param discount the cash discount it asks for; null: the order's own
     * @param shares which products it asks for
     */
    public record Hold(
            UUID id,
            UUID document,
            UUID party,
            BigDecimal amount,
            List<Objection> objections,
            List<WayOut> ways,
            HoldState state,
            Instant placedAt,
            @Nullable UUID placedBy,
            @Nullable Instant endedAt,
            @Nullable UUID endedBy,
            @Nullable String reason,
            int termDays,
            ControlPoint point,
            @Nullable UUID order,
            @Nullable BigDecimal raise,
            @Nullable DiscountOffer discount,
            List<CreditRequest.Share> shares,
            String documentKind,
            String documentNumber,
            @Nullable UUID documentOwner,
            @Nullable UUID documentCreatedBy) {

        /** Whoever asked may not answer: neither who entered the document nor who looks after it nor who placed the hold. */
        public boolean isAskedBy(Actor actor) {
            return actor.user().equals(documentOwner)
                    || actor.user().equals(documentCreatedBy)
                    || actor.user().equals(placedBy);
        }

        /** Whether its cause must go before it can pass: nobody can release it. */
        public boolean isBlocked() {
            return objections.stream().anyMatch(o -> o.effect() == Effect.BLOCK);
        }
    }

    /** Why a release no longer lets its document pass; each is reason enough (CRD-22). */
    public enum VoidBy {
        /** It needs a second person's signature. */
        UNSIGNED,
        /** Its last day is over. */
        EXPIRED,
        /** The document asks for more than the ceiling. */
        GROWN,
        /** The document asks for a longer payment term. */
        LONGER_TERM,
        /** The order is offered a better cash discount. */
        BETTER_DISCOUNT,
        /** Something stands in the way that it was not given for. */
        NEW_OBJECTION,
        /** More is overdue, or status or grade are worse, than when it was given. */
        WORSE_RISK
    }

    /**
     * A controller's leave for one document. An order's carries over to its deliveries.
     *
     * @param ceiling the largest amount it covers
     * @param until the last day it holds
     * @param termDays the longest payment term it covers
     * @param codes the objections it was given for
     * @param overdueAmount what was overdue when it was given
     * @param status of the account when it was given
     * @param secondBy who signed it besides, where two had to
     * @param order the order it is for: the one behind the document, or the document itself
     * @param on the business day it was given
     * @param discount the cash discount the order was offered then; null: not known
     */
    public record Release(
            UUID id,
            UUID document,
            UUID hold,
            BigDecimal ceiling,
            LocalDate until,
            int termDays,
            Set<String> codes,
            BigDecimal overdueAmount,
            AccountStatus status,
            @Nullable String grade,
            boolean needsSecond,
            @Nullable UUID secondBy,
            String reason,
            Instant at,
            UUID by,
            UUID order,
            LocalDate on,
            @Nullable DiscountOffer discount) {

        boolean covers(Situation situation, List<Objection> holding, @Nullable Agreed agreed) {
            return voidFor(situation, holding, agreed).isEmpty();
        }

        /**
         * Everything that makes it void for this request; nothing: it lets it pass.
         *
         * @param agreed what its order stands at; null where it is for none
         */
        Set<VoidBy> voidFor(Situation s, List<Objection> holding, @Nullable Agreed agreed) {
            // Goods that leave ask for themselves; what their order has grown to since counts too.
            Agreed stands = s.request().point().adds() ? null : agreed;
            Set<VoidBy> found = EnumSet.noneOf(VoidBy.class);
            note(found, VoidBy.UNSIGNED, needsSecond && secondBy == null);
            note(found, VoidBy.EXPIRED, s.on().isAfter(until));
            note(
                    found,
                    VoidBy.GROWN,
                    s.request().whole().amount().compareTo(ceiling) > 0
                            || (stands != null && stands.total().compareTo(ceiling) > 0));
            note(
                    found,
                    VoidBy.LONGER_TERM,
                    s.request().termDays() > termDays
                            || (stands != null && stands.termDays().applyAsInt(on) > termDays));
            note(
                    found,
                    VoidBy.BETTER_DISCOUNT,
                    discount != null && offered(s, agreed).isBetterThan(discount));
            note(
                    found,
                    VoidBy.NEW_OBJECTION,
                    !codes.containsAll(CreditRules.codes(holding))
                            || holding.stream().anyMatch(o -> o.effect() == Effect.BLOCK));
            note(
                    found,
                    VoidBy.WORSE_RISK,
                    s.overdue().amount().compareTo(overdueAmount) > 0
                            || s.terms().status().compareTo(status) > 0
                            || isWorse(grade, s.terms().grade()));
            return found;
        }

        private static DiscountOffer offered(Situation s, @Nullable Agreed agreed) {
            CreditRequest.Change change = s.request().change();
            return change != null && change.discount() != null
                    ? change.discount()
                    : agreed == null ? DiscountOffer.NONE : agreed.discount();
        }

        private static void note(Set<VoidBy> found, VoidBy what, boolean holds) {
            if (holds) {
                found.add(what);
            }
        }

        /** Grades are letters, A the best. */
        private static boolean isWorse(@Nullable String then, @Nullable String now) {
            return then != null && now != null && now.compareTo(then) > 0;
        }

        private static Release read(Row row, JsonMapper json) {
            String currency = row.text("currency");
            UUID order = row.uuidOrNull("order_id");
            return new Release(
                    row.uuid("id"),
                    row.uuid("document_id"),
                    row.uuid("hold_id"),
                    row.money("ceiling", currency).amount(),
                    row.date("valid_until"),
                    row.integer("term_days"),
                    Set.copyOf(row.list("codes", String.class)),
                    row.money("overdue_amount", currency).amount(),
                    row.choice("account_status", AccountStatus.class),
                    row.textOrNull("grade"),
                    row.bool("needs_second"),
                    row.uuidOrNull("signed_by"),
                    row.text("reason"),
                    row.instant("released_at"),
                    row.uuid("released_by"),
                    order == null ? row.uuid("document_id") : order,
                    row.date("released_on"),
                    offer(row, json));
        }
    }

    /** What came of a release. */
    public enum Outcome {
        /** The document passed. */
        PASSED,
        /** Something new stands in its way; the release stays in force. */
        STILL_HELD,
        /** A second person has to sign it. */
        NEEDS_SECOND,
        /** Those whom the approval flow names have to say yes. */
        NEEDS_APPROVAL
    }

    /** The releases of each document, and of each order those of its changes, the latest first. */
    Map<UUID, List<Release>> releases(Tx tx, Collection<UUID> documents) {
        Map<UUID, List<Release>> found = new HashMap<>();
        allReleases(tx, documents).forEach(release -> {
            found.computeIfAbsent(release.document(), id -> new ArrayList<>()).addFirst(release);
            if (!release.order().equals(release.document())) {
                found.computeIfAbsent(release.order(), id -> new ArrayList<>()).addFirst(release);
            }
        });
        return found;
    }

    /** What the orders of these releases stand at. */
    Map<UUID, Agreed> agreed(Tx tx, Collection<List<Release>> releases) {
        Set<UUID> orders = new TreeSet<>();
        releases.forEach(some -> some.forEach(release -> orders.add(release.order())));
        return agreedNow(tx, orders);
    }

    private Map<UUID, Agreed> agreedNow(Tx tx, Collection<UUID> orders) {
        Map<UUID, Agreed> found = new HashMap<>();
        if (!orders.isEmpty()) {
            agreedTerms.orderedStream().forEach(source -> found.putAll(source.agreed(tx, orders)));
        }
        return found;
    }

    /** Every release of these documents, and of orders those of their changes, the oldest first. */
    public List<Release> allReleases(Tx tx, Collection<UUID> documents) {
        return tx.list(
                """
                select r.id, r.document_id, r.hold_id, r.ceiling, r.currency, r.valid_until, r.term_days, r.codes, r.overdue_amount,
                    r.account_status, r.grade, r.needs_second, g.signed_by, r.reason, r.released_at, r.released_by, r.order_id,
                    coalesce(r.released_on, r.released_at::date) as released_on, r.discount::text as discount
                from credit.release r left join credit.release_signature g on g.company_id = r.company_id and g.release_id = r.id
                where r.company_id = ? and (r.document_id = any(?) or r.order_id = any(?)) order by r.released_at, r.id""",
                row -> Release.read(row, json),
                tx.company(),
                SqlArray.of("uuid", documents),
                SqlArray.of("uuid", documents));
    }

    private static @Nullable DiscountOffer offer(Row row, JsonMapper json) {
        String text = row.textOrNull("discount");
        return text == null ? null : json.readValue(text, DiscountOffer.class);
    }

    /** A hold whose document is within the actor's scope; otherwise 404. */
    public Hold find(Tx tx, Actor actor, UUID id) {
        return find(tx, actor, "d.id = ?", id).orElseThrow(() -> Problem.notFound(KIND, id));
    }

    private static final String SELECT = """
            select d.id, d.document_id, d.account_id, d.amount, d.currency, d.objections, d.ways, d.state, d.placed_at, d.placed_by,
                d.ended_at, d.ended_by, d.reason, d.term_days, d.point, d.order_id, d.raise, d.discount::text as discount,
                d.shares::text as shares, h.kind, h.number, h.owner_id, h.created_by
            from credit.hold d join document.header h on h.company_id = d.company_id and h.id = d.document_id
            where d.company_id = ? and\s""";

    private Optional<Hold> find(Tx tx, Actor actor, String condition, UUID id) {
        return tx.first(
                Sql.of(SELECT + condition + " and", tx.company(), id)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h")))),
                this::hold);
    }

    private List<Hold> select(Tx tx, String condition, UUID value) {
        return tx.list(SELECT + condition, this::hold, tx.company(), value);
    }

    private Hold hold(Row row) {
        return new Hold(
                row.uuid("id"),
                row.uuid("document_id"),
                row.uuid("account_id"),
                row.money("amount", row.text("currency")).amount(),
                json.readValue(row.text("objections"), new TypeReference<List<Objection>>() {}),
                json.readValue(row.text("ways"), new TypeReference<List<WayOut>>() {}),
                row.choice("state", HoldState.class),
                row.instant("placed_at"),
                row.uuidOrNull("placed_by"),
                row.instantOrNull("ended_at"),
                row.uuidOrNull("ended_by"),
                row.textOrNull("reason"),
                row.integer("term_days"),
                row.choice("point", ControlPoint.class),
                row.uuidOrNull("order_id"),
                row.uuidOrNull("order_id") == null
                        ? null
                        : row.money("raise", row.text("currency")).amount(),
                offer(row, json),
                json.readValue(row.text("shares"), new TypeReference<List<CreditRequest.Share>>() {}),
                row.text("kind"),
                row.text("number"),
                row.uuidOrNull("owner_id"),
                row.uuidOrNull("created_by"));
    }

    /** What an open hold of the document was placed for; nothing when there is none. */
    List<Objection> openObjections(Tx tx, UUID document) {
        return select(tx, "d.document_id = ? and d.state = 'OPEN'", document).stream()
                .flatMap(hold -> hold.objections().stream())
                .toList();
    }

    /** What the latest hold of the document was placed for, whether it is over or not. */
    List<Objection> lastObjections(Tx tx, UUID document) {
        return lastOf(tx, document).stream()
                .flatMap(hold -> hold.objections().stream())
                .toList();
    }

    /** The latest hold of the document, whether it is over or not, if it ever had one. */
    private List<Hold> lastOf(Tx tx, UUID document) {
        return select(tx, "d.document_id = ? order by d.placed_at desc, d.id desc limit 1", document);
    }

    /** The open holds of an account whoever asks, the oldest first. */
    List<Hold> openOf(Tx tx, UUID account) {
        return select(tx, "d.account_id = ? and d.state = 'OPEN' order by d.placed_at, d.id", account);
    }

    /** Confirms a held document if it passes by now, without anybody's leave. */
    boolean tryAgain(Tx tx, Actor actor, Hold hold) {
        if (!waitsUnderLock(tx, actor, hold) || !documents(hold).confirmAgain(tx, actor, hold.document())) {
            return false;
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "pass-by-itself", hold.documentKind(), hold.document(), hold.documentNumber(), Map.of()));
        return true;
    }

    /** Locks the document; whether it still waits: somebody may have let it pass, rejected or changed it since the hold was read. */
    private boolean waitsUnderLock(Tx tx, Actor actor, Hold hold) {
        headers.lock(tx, actor.companyWide(), hold.documentKind(), hold.document(), null);
        return tx.first(
                        "select d.id from credit.hold d where d.company_id = ? and d.id = ? and d.state = 'OPEN'",
                        row -> row.uuid("id"),
                        tx.company(),
                        hold.id())
                .isPresent();
    }

    /**
     * Lets a held document pass and confirms it at once, if nothing new stands in its way. Beyond the company's threshold a second person signs
     * the first one's release by releasing in their turn. Where the company has a flow for releases that asks somebody, what goes beyond the
     * threshold or one's own authority is put to them instead.
     *
     * @param ceiling the largest amount covered; null for what the document asks now
     * @param until the last day; null for the company's usual days from today
     * @throws Problem 409 when the hold is over or can't be released, 403 when the asker would answer or the authority doesn't reach
     */
    public Outcome release(
            Tx tx, Actor actor, UUID id, String reason, @Nullable BigDecimal ceiling, @Nullable LocalDate until) {
        Hold hold = find(tx, actor, id);
        CreditSettings.Settings settings = CreditSettings.read(tx);
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        BigDecimal most = ceiling == null ? hold.amount() : ceiling;
        LocalDate last = until == null ? actor.today().plusDays(settings.releaseDays()) : until;
        problems.check(most.signum() > 0, "ceiling", "credit-not-positive");
        problems.check(most.compareTo(hold.amount()) >= 0, "ceiling", "credit-ceiling-too-low", hold.amount());
        problems.check(most.precision() - most.scale() <= 13, "ceiling", "too-large");
        problems.check(most.stripTrailingZeros().scale() <= 4, "ceiling", "too-many-decimals", 4);
        problems.check(!last.isBefore(actor.today()), "until", "credit-in-the-past");
        problems.throwIfAny();
        checkOpenAndNotOwn(actor, hold);
        if (hold.isBlocked()) {
            throw Problem.conflict("credit-hold-blocked", hold.documentNumber());
        }
        headers.lock(tx, actor, hold.documentKind(), hold.document(), null);
        Optional<Release> pending = unsigned(tx, hold, actor.today());
        if (pending.isPresent()) {
            sign(tx, actor, hold, pending.get());
        } else {
            Optional<Problem> beyond = beyondAuthority(tx, actor, hold, most, last);
            boolean needsSecond = settings.twoPersonAbove() != null && most.compareTo(settings.twoPersonAbove()) > 0;
            if ((beyond.isPresent() || needsSecond) && isPutToOthers(tx, actor, hold, most, last, why)) {
                return Outcome.NEEDS_APPROVAL;
            }
            if (beyond.isPresent()) {
                throw beyond.get();
            }
            write(tx, actor, hold, most, last, needsSecond, why);
            if (needsSecond) {
                return Outcome.NEEDS_SECOND;
            }
        }
        tx.flush(); // the gate is to see the release
        return documents(hold).confirmAgain(tx, actor, hold.document()) ? Outcome.PASSED : Outcome.STILL_HELD;
    }

    /** The release of this hold that waits for a second person, unless it has expired. */
    private Optional<Release> unsigned(Tx tx, Hold hold, LocalDate today) {
        return allReleases(tx, List.of(hold.document())).reversed().stream()
                .filter(r -> r.hold().equals(hold.id())
                        && r.needsSecond()
                        && r.secondBy() == null
                        && !r.until().isBefore(today)
                        && r.ceiling().compareTo(hold.amount()) >= 0)
                .findFirst();
    }

    private void sign(Tx tx, Actor actor, Hold hold, Release release) {
        if (release.by().equals(actor.user())) {
            throw Problem.of(403, "credit-release-second", hold.documentNumber());
        }
        beyondAuthority(tx, actor, hold, release.ceiling(), release.until()).ifPresent(beyond -> {
            throw beyond;
        });
        signed(tx, actor, hold, release.id(), release.ceiling(), release.until());
    }

    private void signed(Tx tx, Actor actor, Hold hold, UUID release, BigDecimal ceiling, LocalDate until) {
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("credit-hold-over", hold.documentNumber()),
                "insert into credit.release_signature (company_id, release_id, signed_by) values (?, ?, ?) on conflict (company_id, release_id) do nothing",
                tx.company(),
                release,
                actor.user());
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "sign-release",
                        hold.documentKind(),
                        hold.document(),
                        hold.documentNumber(),
                        Map.of("ceiling", ceiling.toPlainString(), "until", until.toString())));
    }

    /** An authority is in money and days: the ceiling, the document's payment term, and how far ahead the release runs. */
    private static Optional<Problem> beyondAuthority(Tx tx, Actor actor, Hold hold, BigDecimal most, LocalDate last) {
        CreditSettings.Authority authority = CreditSettings.authorityOf(tx, actor.user());
        long ahead = ChronoUnit.DAYS.between(actor.today(), last);
        if (authority.amount() != null && most.compareTo(authority.amount()) > 0) {
            return Optional.of(Problem.of(403, "credit-authority-amount", authority.amount(), most));
        }
        if (authority.termDays() != null && hold.termDays() > authority.termDays()) {
            return Optional.of(Problem.of(403, "credit-authority-term", authority.termDays(), hold.termDays()));
        }
        if (authority.validDays() != null && ahead > authority.validDays()) {
            return Optional.of(Problem.of(403, "credit-authority-days", authority.validDays(), ahead));
        }
        return Optional.empty();
    }

    // ---- releases that others have to approve ----

    /**
     * A release somebody wants but may not give alone.
     *
     * @param by who wants it
     */
    public record Wanted(UUID id, UUID hold, BigDecimal ceiling, LocalDate until, String reason, Instant at, UUID by) {}

    /** Whether a rule of the flow asks somebody; then it is put to them. 409 when a release of this hold waits for them already. */
    private boolean isPutToOthers(Tx tx, Actor actor, Hold hold, BigDecimal most, LocalDate last, String why) {
        if (!approvals.govern(tx, ReleaseApproval.KIND)) {
            return false;
        }
        if (waiting(tx, hold).isPresent()) {
            throw Problem.conflict("credit-release-asked", hold.documentNumber());
        }
        UUID id = Ids.next();
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.release_request (company_id, id, hold_id, document_id, ceiling, currency, valid_until, reason, requested_on, requested_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                hold.id(),
                hold.document(),
                most,
                actor.currency(),
                last,
                why,
                actor.today(),
                actor.user());
        tx.flush(); // approval reads what it is asked about
        return approvals.request(tx, actor, ReleaseApproval.KIND, id) instanceof ApprovalAnswer.Pending;
    }

    /** The releases wanted for this hold, the latest first. */
    private static List<Wanted> wanted(Tx tx, String condition, UUID value) {
        return tx.list(
                "select w.id, w.hold_id, w.ceiling, w.currency, w.valid_until, w.reason, w.requested_at, w.requested_by from credit.release_request w"
                        + " where w.company_id = ? and " + condition + " order by w.requested_at desc",
                row -> new Wanted(
                        row.uuid("id"),
                        row.uuid("hold_id"),
                        row.money("ceiling", row.text("currency")).amount(),
                        row.date("valid_until"),
                        row.text("reason"),
                        row.instant("requested_at"),
                        row.uuid("requested_by")),
                tx.company(),
                value);
    }

    static Optional<Wanted> wanted(Tx tx, UUID id) {
        return wanted(tx, "w.id = ?", id).stream().findFirst();
    }

    /** The release of this hold that waits for those whom the flow names. */
    public Optional<Wanted> waiting(Tx tx, Hold hold) {
        return wanted(tx, "w.hold_id = ?", hold.id()).stream()
                .filter(w -> approvals.history(tx, w.id()).stream()
                        .anyMatch(a -> a.request().state() == RequestState.PENDING))
                .findFirst();
    }

    /** A hold whoever asks, for what others approve. */
    Optional<Hold> any(Tx tx, UUID id) {
        return select(tx, "d.id = ?", id).stream().findFirst();
    }

    /** Everybody asked has said yes: the release is made in the name of whoever wanted it and signed by the last who said yes. */
    Outcome releaseApproved(Tx tx, Actor asker, Actor approver, UUID id) {
        Wanted wanted = wanted(tx, id).orElseThrow(() -> Problem.notFound(ReleaseApproval.KIND, id));
        Hold hold = any(tx, wanted.hold()).orElseThrow(() -> Problem.notFound(KIND, wanted.hold()));
        checkOpenAndNotOwn(approver, hold);
        if (hold.isBlocked()) {
            throw Problem.conflict("credit-hold-blocked", hold.documentNumber());
        }
        UUID release =
                write(tx, asker.on(approver.today()), hold, wanted.ceiling(), wanted.until(), true, wanted.reason());
        signed(tx, approver, hold, release, wanted.ceiling(), wanted.until());
        tx.flush(); // the gate is to see the release
        return documents(hold).confirmAgain(tx, approver, hold.document()) ? Outcome.PASSED : Outcome.STILL_HELD;
    }

    /** The document no longer waits: nobody is to be asked any more. */
    private void takeBack(Tx tx, Actor actor, UUID document) {
        wanted(tx, "w.document_id = ?", document)
                .forEach(w -> approvals.withdraw(tx, actor, ReleaseApproval.KIND, w.id(), ""));
    }

    private UUID write(
            Tx tx, Actor actor, Hold hold, BigDecimal most, LocalDate last, boolean needsSecond, String why) {
        UUID id = Ids.next();
        Terms terms = CreditControl.account(tx, hold.party()).terms();
        BigDecimal overdue = overdueSource
                .orderedStream()
                .map(source -> source.overdue(tx, List.of(hold.party()), actor.today())
                        .getOrDefault(hold.party(), OverdueSource.Overdue.NONE)
                        .amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.release (company_id, id, hold_id, document_id, ceiling, currency, valid_until, term_days, codes,
                    overdue_amount, account_status, grade, needs_second, reason, released_by, order_id, released_on, discount)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                id,
                hold.id(),
                hold.document(),
                most,
                actor.currency(),
                last,
                hold.termDays(),
                SqlArray.of("text", CreditRules.codes(Objection.holding(hold.objections()))),
                overdue,
                terms.status(),
                terms.grade(),
                needsSecond,
                why,
                actor.user(),
                hold.order(),
                actor.today(),
                json(discountOf(tx, hold)));
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "release",
                        hold.documentKind(),
                        hold.document(),
                        hold.documentNumber(),
                        Map.of("ceiling", most.toPlainString(), "until", last.toString(), "reason", why)));
        return id;
    }

    /** What the hold's order is to be offered, or is offered; null where there is no order. */
    private @Nullable DiscountOffer discountOf(Tx tx, Hold hold) {
        if (hold.discount() != null) {
            return hold.discount();
        }
        UUID order = hold.order() == null ? hold.document() : hold.order();
        Agreed agreed = agreedNow(tx, List.of(order)).get(order);
        return agreed == null ? null : agreed.discount();
    }

    private @Nullable Json json(@Nullable DiscountOffer discount) {
        return discount == null ? null : new Json(json.writeValueAsString(discount));
    }

    /** Sends a held document back to its author. */
    public void reject(Tx tx, Actor actor, UUID id, String reason) {
        Hold hold = find(tx, actor, id);
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        checkOpenAndNotOwn(actor, hold);
        headers.lock(tx, actor, hold.documentKind(), hold.document(), null);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.conflict("credit-hold-over", hold.documentNumber()),
                "update credit.hold set state = 'REJECTED', ended_at = now(), ended_by = ?, reason = ? where company_id = ? and id = ? and state = 'OPEN'",
                actor.user(),
                why,
                tx.company(),
                hold.id());
        takeBack(tx, actor, hold.document());
        tx.flush(); // so that the document's own withdrawal finds no open hold
        documents(hold).reject(tx, actor, hold.document(), why);
    }

    HeldDocuments documents(Hold hold) {
        return documents.stream()
                .filter(kind -> kind.kind().equals(hold.documentKind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody confirms held " + hold.documentKind()));
    }

    static void checkOpenAndNotOwn(Actor actor, Hold hold) {
        if (hold.state() != HoldState.OPEN) {
            throw Problem.conflict("credit-hold-over", hold.documentNumber());
        }
        if (hold.isAskedBy(actor)) {
            throw Problem.of(403, "credit-hold-own", hold.documentNumber());
        }
    }

    /** The document waits from now on, or still does for other reasons; whoever asks places it. */
    void place(Tx tx, Actor actor, CreditRequest request, List<Objection> objections, List<WayOut> ways) {
        place(tx, actor.user(), request, objections, ways);
    }

    private void place(
            Tx tx, @Nullable UUID placer, CreditRequest request, List<Objection> objections, List<WayOut> ways) {
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.hold (company_id, id, document_id, account_id, amount, currency, objections, ways, placed_by, term_days, point,
                    order_id, raise, discount, shares)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (company_id, document_id) where state = 'OPEN' do update
                  set amount = excluded.amount, objections = excluded.objections, ways = excluded.ways, term_days = excluded.term_days,
                    raise = excluded.raise, discount = excluded.discount, shares = excluded.shares""",
                tx.company(),
                Ids.next(),
                request.document(),
                request.party(),
                request.whole(),
                request.amount().currency(),
                new Json(json.writeValueAsString(objections)),
                new Json(json.writeValueAsString(ways)),
                placer,
                request.termDays(),
                request.point(),
                request.change() == null ? null : request.order(),
                request.change() == null ? null : request.amount(),
                request.change() == null ? null : json(request.change().discount()),
                new Json(json.writeValueAsString(request.shares())));
    }

    /** Part of the document was split off: a release given from now on covers no more than what was kept. */
    void asksLess(Tx tx, Hold hold, BigDecimal kept) {
        tx.add(
                Rank.DETAIL,
                "update credit.hold set amount = ? where company_id = ? and id = ? and state = 'OPEN'",
                kept,
                tx.company(),
                hold.id());
    }

    /** Places the hold of what was split off a document in the name of whoever placed that one's: who may not release the one may not release the other. */
    void placeBeside(
            Tx tx, Actor actor, CreditRequest request, List<Objection> objections, List<WayOut> ways, UUID of) {
        List<Hold> whole = lastOf(tx, of);
        place(tx, whole.isEmpty() ? actor.user() : whole.getFirst().placedBy(), request, objections, ways);
    }

    /** The document passed after all. */
    void passed(Tx tx, Actor actor, UUID document) {
        end(tx, actor, document, HoldState.RELEASED);
    }

    void withdrawn(Tx tx, Actor actor, UUID document) {
        end(tx, actor, document, HoldState.CLOSED);
    }

    private void end(Tx tx, Actor actor, UUID document, HoldState state) {
        takeBack(tx, actor, document);
        tx.add(
                Rank.DETAIL,
                "update credit.hold set state = ?, ended_at = now(), ended_by = ? where company_id = ? and document_id = ? and state = 'OPEN'",
                state,
                actor.user(),
                tx.company(),
                document);
    }
}
