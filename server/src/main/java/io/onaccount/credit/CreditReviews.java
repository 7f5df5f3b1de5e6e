package io.onaccount.credit;

import io.onaccount.credit.CreditProposal.Purpose;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Problem.FieldError;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Periodic review (授信复审, CRD-04): the accounts somebody should look at, why, and what the rules propose; many decided in one call. What gives
 * less or the same is done at once; what gives more becomes an application.
 */
@Component
public final class CreditReviews {
    /** How many accounts are shown and decided at once. */
    public static final int MOST = 500;

    /** After a review everything but the next review date is quiet for so long. */
    private static final int QUIET_DAYS = 30;

    private final Parties parties;
    private final CreditAccounts accounts;
    private final CreditApplications applications;
    private final CustomerFigures figures;

    CreditReviews(Parties parties, CreditAccounts accounts, CreditApplications applications, CustomerFigures figures) {
        this.parties = parties;
        this.accounts = accounts;
        this.applications = applications;
        this.figures = figures;
    }

    /**
     * An account to be looked at.
     *
     * @param version of its terms
     * @param use the share of the limit that is used, as a fraction; null without a limit
     * @param gradeBefore when it was last reviewed; null: never
     * @param proposedLimit where the proposal is another limit
     * @param application an application about it that is not decided yet
     */
    public record Candidate(
            UUID party,
            String code,
            String name,
            int version,
            @Nullable LocalDate reviewOn,
            @Nullable LocalDate reviewedOn,
            @Nullable String gradeBefore,
            @Nullable BigDecimal use,
            CreditFigures figures,
            ReviewRules.Proposal proposal,
            @Nullable BigDecimal proposedLimit,
            List<ReviewRules.Finding> findings,
            @Nullable UUID application,
            @Nullable String applicationNumber) {}

    /** @param more whether there are more than are shown */
    public record Due(List<Candidate> accounts, boolean more) {}

    private record Found(
            Account account,
            String code,
            String name,
            boolean quiet,
            LocalDate termsSince,
            @Nullable LocalDate reviewedOn,
            @Nullable String gradeBefore,
            @Nullable UUID application,
            @Nullable String applicationNumber) {

        static Found read(Row row, LocalDate today) {
            LocalDate reviewed = row.dateOrNull("reviewed_on");
            return new Found(
                    Account.read(row),
                    row.text("code"),
                    row.text("name"),
                    reviewed != null && reviewed.isAfter(today.minusDays(QUIET_DAYS)),
                    row.date("terms_since"),
                    reviewed,
                    row.textOrNull("grade_before"),
                    row.uuidOrNull("application_id"),
                    row.textOrNull("application_number"));
        }
    }

    /**
     * The accounts within the actor's scope whose review is due by then, or that give reason to look at them: overdue, used up, hardly used, paying
     * late, another grade. The most urgent first.
     */
    public Due due(Tx tx, Actor actor, int within) {
        if (within < 0 || within > 3650) {
            throw Problem.invalid("within", "out-of-range", 0, 3650);
        }
        LocalDate until = actor.today().plusDays(within);
        List<Found> found = tx.list(
                Sql.of(
                                "select " + Account.COLUMNS + """
                                , h.number as code, h.title as name, r.happened_on as reviewed_on, r.grade as grade_before,
                                    (coalesce(t.recorded_at, '2000-01-01') at time zone ?)::date as terms_since, p.id as application_id, p.number as application_number
                                from credit.account a
                                join document.header h on h.company_id = a.company_id and h.id = a.party_id
                                left join credit.account_terms t on t.company_id = a.company_id and t.account_id = a.id and t.version = a.version
                                left join lateral (select v.happened_on, v.grade from credit.review v
                                    where v.company_id = a.company_id and v.account_id = a.id order by v.recorded_at desc limit 1) r on true
                                left join lateral (select o.id, o.number from document.header o
                                    where o.company_id = a.company_id and o.party_id = a.party_id and o.kind = 'credit-application'
                                      and o.state in ('DRAFT', 'SUBMITTED') order by o.created_at desc limit 1) p on true
                                where a.company_id = ? and (a.review_on <= ?
                                  or (coalesce(r.happened_on, '2000-01-01') <= ?
                                    and (a.oldest_due < ? or a.grade is distinct from coalesce(r.grade, a.grade)
                                      or (a.credit_limit > 0 and not $exposure between a.credit_limit * 0.1 and a.credit_limit * 0.9)))) and""".replace("$exposure", Account.EXPOSURE),
                                actor.zone().getId(),
                                tx.company(),
                                until,
                                actor.today().minusDays(QUIET_DAYS),
                                actor.today())
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by a.review_on nulls last, a.receivable desc, a.id limit " + (MOST + 1)),
                row -> Found.read(row, actor.today()));
        Map<UUID, Account> shown = new LinkedHashMap<>();
        found.stream().limit(MOST).map(Found::account).forEach(account -> shown.put(account.id(), account));
        Map<UUID, CreditFigures> now = figures.of(tx, shown, actor.today());
        List<Candidate> candidates = found.stream()
                .limit(MOST)
                .map(f ->
                        candidate(f, Objects.requireNonNull(now.get(f.account().id())), actor.today(), until))
                .filter(c -> !c.findings().isEmpty())
                .toList();
        return new Due(candidates, found.size() > MOST);
    }

    private static Candidate candidate(Found f, CreditFigures now, LocalDate today, LocalDate until) {
        Terms terms = f.account().terms();
        ReviewRules.Case seen = new ReviewRules.Case(
                terms, now, f.gradeBefore(), f.reviewedOn(), f.quiet(), f.termsSince(), today, until);
        List<ReviewRules.Finding> findings = ReviewRules.check(seen);
        ReviewRules.Proposal proposal = ReviewRules.proposal(findings);
        return new Candidate(
                f.account().id(),
                f.code(),
                f.name(),
                f.account().version(),
                terms.reviewOn(),
                f.reviewedOn(),
                f.gradeBefore(),
                seen.use(),
                now,
                proposal,
                ReviewRules.proposedLimit(seen, proposal, findings),
                findings,
                f.application(),
                f.applicationNumber());
    }

    /** What to do with an account. */
    public enum Choice {
        KEEP(Outcome.KEPT),
        LOWER(Outcome.LOWERED),
        /** Becomes an application. */
        RAISE(Outcome.APPLIED);

        private final Outcome outcome;

        Choice(Outcome outcome) {
            this.outcome = outcome;
        }
    }

    /**
     * What was decided about one account.
     *
     * @param version of the terms that were seen; null to take them as they are
     * @param limit the new one, for LOWER and RAISE
     * @param reviewOn when to look again
     * @param findings the codes of what had drawn attention, for the record
     */
    public record Decision(
            UUID party,
            @Nullable Integer version,
            Choice choice,
            @Nullable BigDecimal limit,
            @Nullable LocalDate reviewOn,
            @Nullable List<String> findings,
            String reason) {}

    /** What came of one decision. */
    public enum Outcome {
        KEPT,
        LOWERED,
        APPLIED,
        REFUSED
    }

    /**
     * @param application the draft that was made for a raise
     * @param errors why it was refused; nothing was changed then
     */
    public record Answer(
            UUID party, Outcome outcome, @Nullable UUID application, List<FieldError> errors) {}

    /**
     * Decides many at once, each wholly or not at all; one answer for each, in order. What can't be done (terms changed meanwhile, a lower limit
     * that isn't lower) is refused by itself and leaves the others alone. 404 for all when a customer is unknown or out of the actor's scope.
     */
    public List<Answer> decide(Tx tx, Actor actor, List<Decision> decisions) {
        if (decisions.isEmpty() || decisions.size() > MOST) {
            throw Problem.invalid("decisions", "one-to", MOST);
        }
        List<UUID> asked = decisions.stream().map(Decision::party).distinct().toList();
        parties.require(tx, actor, asked);
        Movements movements = Movements.of(tx, actor);
        movements.lock(asked);
        Set<UUID> named = new HashSet<>();
        List<CreditAccounts.Grant> grants = new ArrayList<>();
        List<CreditProposal> proposals = new ArrayList<>();
        List<Decision> sound = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (Decision decision : decisions) {
            Problem.Collector own = new Problem.Collector();
            if (own.check(named.add(decision.party()), "party", "credit-named-twice")) {
                check(own, actor, decision, movements.seen(decision.party()));
            }
            if (!own.isEmpty()) {
                answers.add(new Answer(decision.party(), Outcome.REFUSED, null, own.errors()));
                continue;
            }
            sound.add(decision);
            if (decision.choice() == Choice.RAISE) {
                proposals.add(proposal(decision));
            } else {
                grants.add(grant(decision, movements.seen(decision.party())));
            }
            answers.add(new Answer(decision.party(), decision.choice().outcome, null, List.of()));
        }
        if (!grants.isEmpty()) {
            accounts.grant(tx, actor, grants);
        }
        Map<UUID, UUID> made = new HashMap<>();
        if (!proposals.isEmpty()) {
            List<UUID> ids = applications.create(tx, actor, proposals);
            for (int i = 0; i < ids.size(); i++) {
                made.put(proposals.get(i).customer(), ids.get(i));
            }
        }
        record(tx, actor, sound, movements, made);
        return answers.stream()
                .map(a -> a.outcome() == Outcome.APPLIED
                        ? new Answer(a.party(), a.outcome(), made.get(a.party()), a.errors())
                        : a)
                .toList();
    }

    private static void check(Problem.Collector own, Actor actor, Decision decision, Account account) {
        Integer version = decision.version();
        own.check(version == null || version == account.version(), "version", "credit-review-changed");
        Input.required(own, "reason", decision.reason(), 1000);
        LocalDate next = decision.reviewOn();
        own.check(next != null || decision.choice() == Choice.RAISE, "reviewOn", "required");
        own.check(next == null || next.isAfter(actor.today()), "reviewOn", "credit-in-the-past");
        BigDecimal limit = decision.limit();
        BigDecimal before = account.terms().limit();
        switch (decision.choice()) {
            case KEEP -> own.check(limit == null, "limit", "credit-review-keeps");
            case LOWER -> {
                if (own.check(limit != null, "limit", "required") && limit != null) {
                    own.check(before == null || limit.compareTo(before) < 0, "limit", "credit-not-lower");
                }
            }
            case RAISE -> {
                CreditProposal proposal = proposal(decision);
                CreditApplications.check(own, actor, proposal, account.terms());
                CreditApplications.entry(own, actor, proposal);
            }
        }
        if (decision.choice() != Choice.RAISE && own.isEmpty()) {
            CreditAccounts.check(own, actor, grant(decision, account));
        }
        List<String> findings = decision.findings();
        own.check(
                findings == null
                        || (findings.size() <= 20 && ReviewRules.Why.names().containsAll(findings)),
                "findings",
                "unknown-record");
    }

    private static CreditProposal proposal(Decision decision) {
        return CreditProposal.of(
                decision.party(), Purpose.RAISE, decision.limit(), decision.reviewOn(), decision.reason());
    }

    private static CreditAccounts.Grant grant(Decision decision, Account account) {
        return new CreditAccounts.Grant(
                decision.party(),
                account.terms().reviewed(decision.limit(), decision.reviewOn()),
                decision.reason(),
                null);
    }

    private static void record(
            Tx tx, Actor actor, List<Decision> decisions, Movements movements, Map<UUID, UUID> made) {
        for (Decision decision : decisions) {
            Terms terms = movements.seen(decision.party()).terms();
            tx.add(
                    Rank.CREDIT,
                    """
                    insert into credit.review (company_id, id, account_id, decision, grade, credit_limit, findings, next_on, application_id, reason,
                        happened_on, recorded_by)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    tx.company(),
                    Ids.next(),
                    decision.party(),
                    decision.choice(),
                    terms.grade(),
                    decision.limit() == null ? terms.limit() : decision.limit(),
                    SqlArray.of("text", decision.findings() == null ? List.of() : decision.findings()),
                    decision.reviewOn(),
                    made.get(decision.party()),
                    decision.reason().strip(),
                    actor.today(),
                    actor.user());
        }
    }
}
