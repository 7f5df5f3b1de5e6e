package io.onaccount.credit;

import io.onaccount.credit.spi.OverdueSource.Overdue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the decision: each is one named method, all of them stand in one list. */
final class CreditRules {
    private static final BigDecimal NONE = BigDecimal.ZERO;

    /**
     * What a request is judged by.
     *
     * @param account as it is at the request's turn
     * @param raise what the request adds, less what money assigned to its order covers
     */
    record Situation(Account account, CreditRequest request, BigDecimal raise, Overdue overdue) {
        /** Money assigned to the order pays for it in full, whatever else is owed (CRD-16). */
        boolean isCovered() {
            return raise.signum() <= 0;
        }

        /** By how much the request would exceed what is allowed; negative when there is room left, null when unlimited. */
        @Nullable
        BigDecimal beyond() {
            BigDecimal free = account.free(request.on());
            return free == null ? null : raise.subtract(free);
        }
    }

    @FunctionalInterface
    private interface Rule {
        Optional<Objection> judge(Situation situation);
    }

    private static final List<Rule> RULES = List.of(
            CreditRules::stopped,
            CreditRules::cashOnly,
            CreditRules::notValid,
            CreditRules::termTooLong,
            CreditRules::overdue,
            CreditRules::overLimit);

    private CreditRules() {}

    /** All objections at once; none means granted. */
    static List<Objection> judge(Situation situation) {
        List<Objection> objections = new ArrayList<>();
        for (Rule rule : RULES) {
            rule.judge(situation).ifPresent(objections::add);
        }
        return objections;
    }

    private static Optional<Objection> stopped(Situation s) {
        return when(s.account().terms().status() == AccountStatus.STOPPED, Objection.STOPPED);
    }

    /** Cash only: the customer's money must cover all they owe, this order included. */
    private static Optional<Objection> cashOnly(Situation s) {
        BigDecimal short_ = s.account().exposure().add(s.raise());
        return when(
                s.account().terms().status() == AccountStatus.CASH_ONLY && short_.signum() > 0 && !s.isCovered(),
                Objection.CASH_ONLY,
                "short",
                short_);
    }

    private static Optional<Objection> notValid(Situation s) {
        Terms terms = s.account().terms();
        return when(
                !terms.validOn(s.request().on()),
                Objection.NOT_VALID,
                "from",
                terms.validFrom() == null ? "" : terms.validFrom(),
                "to",
                terms.validTo() == null ? "" : terms.validTo());
    }

    private static Optional<Objection> termTooLong(Situation s) {
        Integer agreed = s.account().terms().termDays();
        return when(
                agreed != null && s.request().termDays() > agreed,
                Objection.TERM_TOO_LONG,
                "days",
                s.request().termDays(),
                "agreed",
                agreed == null ? 0 : agreed);
    }

    /** An item overdue for longer than tolerated; small overdue amounts don't stop a customer. */
    private static Optional<Objection> overdue(Situation s) {
        Integer tolerated = s.account().terms().overdueDays();
        return when(
                tolerated != null
                        && s.overdue().days() > tolerated
                        && s.overdue().amount().compareTo(s.account().terms().overdueAmount()) > 0,
                Objection.OVERDUE,
                "amount",
                s.overdue().amount(),
                "days",
                s.overdue().days(),
                "tolerated",
                tolerated == null ? 0 : tolerated);
    }

    private static Optional<Objection> overLimit(Situation s) {
        BigDecimal beyond = s.beyond();
        if (beyond == null || beyond.signum() <= 0 || s.isCovered()) {
            return Optional.empty();
        }
        BigDecimal free = s.raise().subtract(beyond);
        BigDecimal allowed = free.add(s.account().exposure());
        return Optional.of(Objection.of(
                Objection.OVER_LIMIT,
                "limit",
                allowed,
                "used",
                s.account().exposure(),
                "free",
                free,
                "wanted",
                s.raise(),
                "beyond",
                beyond));
    }

    private static Optional<Objection> when(boolean holds, String code, Object... figures) {
        return holds ? Optional.of(Objection.of(code, figures)) : Optional.empty();
    }

    /** What would help, given the objections. The proposals pass the gate when nothing else happens meanwhile. */
    static List<WayOut> ways(Situation situation, List<Objection> objections) {
        Set<String> codes = codes(objections);
        List<WayOut> ways = new ArrayList<>();
        BigDecimal beyond = situation.beyond();
        boolean moneyHelps =
                codes.stream().allMatch(code -> code.equals(Objection.OVER_LIMIT) || code.equals(Objection.CASH_ONLY));
        BigDecimal short_ = codes.contains(Objection.CASH_ONLY)
                ? situation.account().exposure().add(situation.raise()).max(beyond == null ? NONE : beyond)
                : beyond;
        if (moneyHelps && short_ != null) {
            ways.add(new WayOut(WayOut.Kind.PAY, short_));
            BigDecimal fits = situation.request().amount().amount().subtract(short_);
            if (fits.signum() > 0) {
                ways.add(new WayOut(WayOut.Kind.REDUCE, fits));
            }
        }
        ways.add(new WayOut(WayOut.Kind.RELEASE, null));
        if (codes.equals(Set.of(Objection.OVER_LIMIT))) {
            ways.add(new WayOut(WayOut.Kind.TEMPORARY_LIMIT, beyond));
        }
        return ways;
    }

    static Set<String> codes(List<Objection> objections) {
        return Set.copyOf(objections.stream().map(Objection::code).toList());
    }
}
