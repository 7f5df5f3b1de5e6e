package io.onaccount.credit.scoring;

import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CurrentTerms;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Other terms that scores suggest. They only wait: whoever may grant credit accepts them, and the account gets them by {@link CreditAccounts}, or
 * rejects them, and they stay quiet until the suggestion changes (CRD-04, CRD-32).
 */
@Component
public final class Proposals {
    static final String KIND = "credit-proposal";
    private static final int MOST = 1000;

    /** A limit that differs by less than this share is the same limit: customers are not to be bothered with small change. */
    private static final BigDecimal SMALL = new BigDecimal("0.1");

    private final CreditAccounts accounts;
    private final Parties parties;
    private final AuditTrail trail;
    private final Texts texts;

    Proposals(CreditAccounts accounts, Parties parties, AuditTrail trail, Texts texts) {
        this.accounts = accounts;
        this.parties = parties;
        this.trail = trail;
        this.texts = texts;
    }

    /** Which way the terms would go. */
    public enum Direction {
        UP,
        DOWN,
        /** The limit up and the term down, or the other way round. */
        MIXED,
        /** Only the grade or the tolerance. */
        GRADE
    }

    /** Where a proposal stands. */
    public enum State {
        OPEN,
        ACCEPTED,
        REJECTED,
        /** The terms were changed otherwise, or another score suggests something else. */
        OUTDATED
    }

    /** What a score suggests for a customer, beside what is agreed. */
    record Wish(
            UUID party,
            UUID score,
            Grade grade,
            BigDecimal limit,
            int termDays,
            @Nullable Integer overdueDays,
            CurrentTerms.Agreed agreed) {

        boolean isNews() {
            Terms terms = agreed.terms();
            return !grade.name().equals(terms.grade())
                    || !Objects.equals(termDays, terms.termDays())
                    || !Objects.equals(overdueDays, terms.overdueDays())
                    || !isClose(limit, terms.limit());
        }

        Direction direction() {
            Terms terms = agreed.terms();
            int byLimit =
                    isClose(limit, terms.limit()) ? 0 : terms.limit() == null ? -1 : limit.compareTo(terms.limit());
            int byTerm = terms.termDays() == null ? -1 : Integer.compare(termDays, terms.termDays());
            if (byLimit == 0 && byTerm == 0) {
                return Direction.GRADE;
            }
            return byLimit >= 0 && byTerm >= 0
                    ? Direction.UP
                    : byLimit <= 0 && byTerm <= 0 ? Direction.DOWN : Direction.MIXED;
        }
    }

    /** Whether two limits are the same but for small change; null is unlimited. */
    static boolean isClose(BigDecimal limit, @Nullable BigDecimal other) {
        return other != null
                && limit.subtract(other).abs().compareTo(limit.max(other).multiply(SMALL)) <= 0
                && (limit.signum() == 0) == (other.signum() == 0);
    }

    /** The last proposal for a customer. */
    private record Last(
            UUID id,
            State state,
            String grade,
            BigDecimal limit,
            int term,
            @Nullable Integer overdueDays,
            int version) {
        boolean says(Wish wish) {
            return grade.equals(wish.grade().name())
                    && term == wish.termDays()
                    && Objects.equals(overdueDays, wish.overdueDays())
                    && isClose(wish.limit(), limit);
        }
    }

    /** Makes proposals of what is news, and closes open ones that no longer say what the score says; answers how many are new. */
    int propose(Tx tx, List<Wish> wishes) {
        Map<UUID, Last> lasts = new HashMap<>();
        tx.list(
                """
                select distinct on (p.party_id) p.* from credit.proposal p where p.company_id = ? and p.state <> 'OUTDATED'
                order by p.party_id, p.id desc""",
                row -> lasts.put(
                        row.uuid("party_id"),
                        new Last(
                                row.uuid("id"),
                                row.choice("state", State.class),
                                row.text("grade"),
                                row.decimal("new_limit"),
                                row.integer("new_term"),
                                row.integerOrNull("overdue_days"),
                                row.integer("account_version"))),
                tx.company());
        List<UUID> outdated = new ArrayList<>();
        List<Wish> made = new ArrayList<>();
        for (Wish wish : wishes) {
            Last last = lasts.remove(wish.party());
            boolean same = last != null && last.says(wish);
            if (last != null && last.state() == State.OPEN) {
                if (same && wish.isNews() && last.version() == wish.agreed().version()) {
                    continue;
                }
                outdated.add(last.id());
            }
            boolean quiet = last != null && same && last.state() == State.REJECTED;
            if (wish.isNews() && !quiet) {
                made.add(wish);
            }
        }
        // Whoever has no grade any more has no suggestion either.
        lasts.values().stream().filter(last -> last.state() == State.OPEN).forEach(last -> outdated.add(last.id()));
        close(tx, outdated, State.OUTDATED, null, "");
        tx.execute(
                """
                insert into credit.proposal (company_id, id, score_id, party_id, direction, state, account_version, old_grade, grade, old_limit, new_limit,
                    old_term, new_term, old_overdue_days, overdue_days)
                select ?, n.id, n.score, n.party, n.direction, 'OPEN', n.version, n.old_grade, n.grade, n.old_limit, n.new_limit,
                    n.old_term, n.new_term, n.old_days, n.days
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::integer[],
                    ?::integer[], ?::integer[], ?::integer[])
                  as n (id, score, party, direction, version, old_grade, grade, old_limit, new_limit, old_term, new_term, old_days, days)""",
                tx.company(),
                SqlArray.of("uuid", made, w -> Ids.next()),
                SqlArray.of("uuid", made, Wish::score),
                SqlArray.of("uuid", made, Wish::party),
                SqlArray.of("text", made, Wish::direction),
                SqlArray.of("integer", made, w -> w.agreed().version()),
                SqlArray.of("text", made, w -> w.agreed().terms().grade()),
                SqlArray.of("text", made, Wish::grade),
                SqlArray.of("numeric", made, w -> w.agreed().terms().limit()),
                SqlArray.of("numeric", made, Wish::limit),
                SqlArray.of("integer", made, w -> w.agreed().terms().termDays()),
                SqlArray.of("integer", made, Wish::termDays),
                SqlArray.of("integer", made, w -> w.agreed().terms().overdueDays()),
                SqlArray.of("integer", made, Wish::overdueDays));
        return made.size();
    }

    private static void close(Tx tx, List<UUID> ids, State state, @Nullable UUID by, String reason) {
        if (!ids.isEmpty()) {
            tx.execute("""
                    update credit.proposal p set state = ?, decided_at = now(), decided_by = ?, reason = ?
                    where p.company_id = ? and p.id = any(?) and p.state = 'OPEN'""", state, by, reason, tx.company(), SqlArray.of("uuid", ids));
        }
    }

    private record Open(
            UUID id,
            UUID party,
            LocalDate asOf,
            int version,
            @Nullable String oldGrade,
            String grade,
            BigDecimal limit,
            int term,
            @Nullable Integer overdueDays) {
        static Open read(Row row) {
            return new Open(
                    row.uuid("id"),
                    row.uuid("party_id"),
                    row.date("as_of"),
                    row.integer("account_version"),
                    row.textOrNull("old_grade"),
                    row.text("grade"),
                    row.decimal("new_limit"),
                    row.integer("new_term"),
                    row.integerOrNull("overdue_days"));
        }
    }

    /**
     * What became of proposals.
     *
     * @param decided how many were accepted or rejected
     * @param outdated how many were not, because the terms had been changed meanwhile; they are closed
     */
    public record Decided(int decided, int outdated) {}

    /**
     * Gives the accounts what was proposed; the reason kept with the terms names the score.
     *
     * @param reason added to it; null for none
     * @throws Problem 404 for one that is not open or whose customer is out of scope
     */
    public Decided accept(Tx tx, Actor actor, List<UUID> ids, @Nullable String reason) {
        String why = words(reason, false);
        List<Open> open = lock(tx, actor, ids);
        Map<UUID, CurrentTerms.Agreed> agreed =
                CurrentTerms.of(tx, open.stream().map(Open::party).toList());
        List<CreditAccounts.Grant> grants = new ArrayList<>();
        List<UUID> outdated = new ArrayList<>();
        List<UUID> accepted = new ArrayList<>();
        for (Open proposal : open) {
            CurrentTerms.Agreed now = Objects.requireNonNull(agreed.get(proposal.party()));
            if (now.version() != proposal.version()) {
                outdated.add(proposal.id());
                continue;
            }
            accepted.add(proposal.id());
            String named = texts.text(
                    actor.locale(),
                    "credit.proposal.reason",
                    proposal.asOf(),
                    proposal.oldGrade() == null ? "–" : proposal.oldGrade(),
                    proposal.grade());
            grants.add(new CreditAccounts.Grant(
                    proposal.party(),
                    now.terms()
                            .withScored(
                                    proposal.grade(),
                                    Money.round(proposal.limit(), actor.currency())
                                            .amount(),
                                    proposal.term(),
                                    proposal.overdueDays()),
                    why.isEmpty() ? named : named + " " + why,
                    now.version()));
        }
        if (!grants.isEmpty()) {
            accounts.grant(tx, actor, grants);
        }
        close(tx, accepted, State.ACCEPTED, actor.user(), why);
        close(tx, outdated, State.OUTDATED, actor.user(), "");
        return new Decided(accepted.size(), outdated.size());
    }

    /**
     * Leaves the accounts as they are; the same suggestion isn't made again.
     *
     * @throws Problem 400 without a reason, 404 for one that is not open or whose customer is out of scope
     */
    public Decided reject(Tx tx, Actor actor, List<UUID> ids, String reason) {
        String why = words(reason, true);
        List<Open> open = lock(tx, actor, ids);
        close(tx, open.stream().map(Open::id).toList(), State.REJECTED, actor.user(), why);
        Map<UUID, Party> named =
                parties.named(tx, open.stream().map(Open::party).collect(Collectors.toSet()));
        trail.record(
                tx,
                actor,
                open.stream()
                        .map(p -> new AuditTrail.Fact(
                                "reject",
                                KIND,
                                p.party(),
                                named.containsKey(p.party())
                                        ? Objects.requireNonNull(named.get(p.party()))
                                                .code()
                                        : null,
                                Map.of("grade", p.grade(), "reason", why)))
                        .toList());
        return new Decided(open.size(), 0);
    }

    private static String words(@Nullable String reason, boolean required) {
        Problem.Collector problems = new Problem.Collector();
        String why = required
                ? Input.required(problems, "reason", reason, 500)
                : Input.text(problems, "reason", reason, 500);
        problems.throwIfAny();
        return why == null ? "" : why;
    }

    private List<Open> lock(Tx tx, Actor actor, List<UUID> ids) {
        if (ids.isEmpty() || ids.size() > MOST) {
            throw Problem.invalid("ids", ids.isEmpty() ? "required" : "too-many", MOST);
        }
        Set<UUID> wanted = new LinkedHashSet<>(ids);
        List<Open> open = tx.list(
                Sql.of("""
                                select p.*, n.as_of from credit.proposal p
                                join credit.score s on s.company_id = p.company_id and s.id = p.score_id
                                join credit.score_run n on n.company_id = s.company_id and n.id = s.run_id
                                join document.header h on h.company_id = p.company_id and h.id = p.party_id
                                where p.company_id = ? and p.id = any(?) and p.state = 'OPEN' and""", tx.company(), SqlArray.of("uuid", wanted))
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h", tx.company()))))
                        .then("order by p.party_id for no key update of p"),
                Open::read);
        Set<UUID> found = open.stream().map(Open::id).collect(Collectors.toSet());
        for (UUID id : wanted) {
            if (!found.contains(id)) {
                throw Problem.notFound(KIND, id);
            }
        }
        return open;
    }
}
