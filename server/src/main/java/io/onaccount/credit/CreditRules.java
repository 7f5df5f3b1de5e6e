package io.onaccount.credit;

import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.credit.spi.OverdueSource.Past;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of the decision: each is one named method, all of them stand in one list. */
final class CreditRules {
    private static final BigDecimal NONE = BigDecimal.ZERO;

    /** What money that comes in can cure. */
    private static final Set<String> CURED_BY_MONEY =
            Set.of(Objection.OVER_LIMIT, Objection.POOL_OVER_LIMIT, Objection.CASH_ONLY);

    /** What a smaller order can cure. */
    private static final Set<String> CURED_BY_LESS = Set.of(
            Objection.OVER_LIMIT,
            Objection.POOL_OVER_LIMIT,
            Objection.CASH_ONLY,
            Objection.ORDER_TOO_LARGE,
            Objection.LINE_OVER_LIMIT);

    /** What money kept for the order can cure. */
    private static final Set<String> CURED_BY_DEPOSIT =
            Set.of(Objection.OVER_LIMIT, Objection.POOL_OVER_LIMIT, Objection.CASH_ONLY, Objection.LINE_OVER_LIMIT);

    /** Shares of deposits are rounded: so much is left over where one is kept for the order. */
    private static final int MINOR_UNITS_LEFT = 2;

    /**
     * What a request is judged by.
     *
     * @param account as it is at the request's turn
     * @param pools the shared limits it draws on, as they are at the request's turn
     * @param lines the limits by product line it draws on, as they are at the request's turn
     * @param raise what the request adds, less what money assigned to its order covers; zero at the door, where it was added before
     * @param covered whether money assigned to the order pays for it in full, whatever else is owed (CRD-16)
     * @param relative the related customer that is overdue for longest; null: none is, or nobody looked
     * @param parent the code of the customer above it that is stopped; empty: none is, or nobody looked
     * @param profile the rules that hold for this account here
     * @param prepayments what must be there before these goods leave
     */
    record Situation(
            Account account,
            List<Pool> pools,
            List<LineUse> lines,
            CreditRequest request,
            BigDecimal raise,
            boolean covered,
            Overdue overdue,
            Past past,
            RelatedCustomers.@Nullable Worst relative,
            String parent,
            Policy.Profile profile,
            List<Prepayment> prepayments) {

        /** Of a document of which only the amount is known, and which is paid for by its term. */
        Situation(
                Account account,
                List<Pool> pools,
                CreditRequest request,
                BigDecimal raise,
                boolean covered,
                Overdue overdue,
                Past past,
                RelatedCustomers.@Nullable Worst relative,
                Policy.Profile profile) {
            this(account, pools, List.of(), request, raise, covered, overdue, past, relative, "", profile, List.of());
        }

        /** Those for which too little is there, if that is looked at. */
        List<Prepayment> unpaid() {
            return profile.isOn(Check.PREPAYMENT_MISSING)
                    ? prepayments.stream().filter(p -> p.missing().signum() > 0).toList()
                    : List.of();
        }

        private static BigDecimal sum(List<Prepayment> prepayments, Function<Prepayment, BigDecimal> figure) {
            return prepayments.stream().map(figure).reduce(NONE, BigDecimal::add);
        }

        LocalDate on() {
            return request.on();
        }

        Terms terms() {
            return account.terms();
        }

        /** By how much the account would exceed limit and tolerance; negative when there is room left, null when unlimited. */
        @Nullable
        BigDecimal beyond() {
            BigDecimal free = account.free(on());
            BigDecimal limit = terms().limit();
            return free == null || limit == null
                    ? null
                    : raise.subtract(free).subtract(profile.tolerance(Check.OVER_LIMIT, limit));
        }

        /** As {@link #beyond()}, of a shared limit. */
        @Nullable
        BigDecimal beyond(Pool pool) {
            BigDecimal free = pool.free();
            BigDecimal limit = pool.limit();
            return free == null || limit == null
                    ? null
                    : raise.subtract(free).subtract(profile.tolerance(Check.POOL_OVER_LIMIT, limit));
        }

        /**
         * The shared limits that are judged one by one: all of them; where one is enough, none as long as one holds, and otherwise those in force
         * (money helps them), or all where none is.
         */
        List<Pool> standing() {
            boolean any = pools.size() > 1 && pools.getFirst().together() == Pool.Together.ANY;
            if (!any) {
                return pools;
            }
            if (pools.stream().anyMatch(this::holds)) {
                return List.of();
            }
            List<Pool> inForce = pools.stream().filter(this::gives).toList();
            return inForce.isEmpty() ? pools : inForce;
        }

        private boolean gives(Pool pool) {
            return !profile.isOn(Check.POOL_STOPPED) || pool.givesOn(on());
        }

        private boolean holds(Pool pool) {
            BigDecimal beyond = beyond(pool);
            return gives(pool)
                    && (covered || !profile.isOn(Check.POOL_OVER_LIMIT) || beyond == null || beyond.signum() <= 0);
        }

        /** What is short of the shared limits: of all together the most, where one is enough the least. */
        private @Nullable BigDecimal shortOfPools() {
            List<BigDecimal> beyond = standing().stream()
                    .map(this::beyond)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            boolean any = !pools.isEmpty() && pools.getFirst().together() == Pool.Together.ANY;
            return beyond.isEmpty() ? null : any ? beyond.getFirst() : beyond.getLast();
        }

        /** What a product line may still take of this request: what is free of its limit, and the tolerance. */
        BigDecimal allowed(LineUse line) {
            BigDecimal limit = line.limit().limit();
            return line.free().add(profile.tolerance(Check.LINE_OVER_LIMIT, limit));
        }

        /** The product lines whose limit the request would exceed. */
        List<LineUse> linesBeyond() {
            return covered
                    ? List.of()
                    : lines.stream()
                            .filter(line -> line.raise().compareTo(allowed(line)) > 0)
                            .toList();
        }

        /**
         * What would have to be kept for the order so that every limit holds: it counts for each of its lines in proportion, so a line of which
         * little fits needs as large a part of the whole order paid.
         */
        BigDecimal deposit() {
            BigDecimal whole = request.amount().amount();
            BigDecimal there = whole.subtract(raise);
            BigDecimal needed = short_() == null ? NONE : short_().max(NONE);
            for (LineUse line : linesBeyond()) {
                BigDecimal unpaid = allowed(line).max(NONE);
                BigDecimal paid = whole.multiply(line.share().subtract(unpaid))
                        .divide(line.share(), Money.digits(request.amount().currency()), RoundingMode.UP);
                needed = needed.max(paid.subtract(there));
            }
            return needed.min(raise);
        }

        /** How much of a line may be ordered: what is kept for the order covers its part of it. */
        BigDecimal fitting(LineUse line) {
            BigDecimal allowed = allowed(line);
            int digits = Money.digits(request.amount().currency());
            boolean kept = line.raise().compareTo(line.share()) != 0;
            return allowed.signum() <= 0
                    ? NONE
                    : allowed.multiply(line.share())
                            .divide(line.raise(), digits, RoundingMode.DOWN)
                            .subtract(kept ? BigDecimal.valueOf(MINOR_UNITS_LEFT, digits) : NONE)
                            .max(NONE);
        }

        /** What would have to come in, or be ordered less, for all limits to hold; null when that doesn't help or isn't needed. */
        @Nullable
        BigDecimal short_() {
            BigDecimal most = null;
            if (!covered && profile.isOn(Check.OVER_LIMIT)) {
                most = larger(most, beyond());
            }
            if (!covered && profile.isOn(Check.POOL_OVER_LIMIT)) {
                most = larger(most, shortOfPools());
            }
            if (!covered && profile.isOn(Check.CASH_ONLY) && terms().status() == AccountStatus.CASH_ONLY) {
                most = larger(most, account.exposure().add(raise));
            }
            return most;
        }

        private static @Nullable BigDecimal larger(@Nullable BigDecimal a, @Nullable BigDecimal b) {
            return a == null ? b : b == null ? a : a.max(b);
        }
    }

    @FunctionalInterface
    private interface Rule {
        Stream<Objection> judge(Situation situation);
    }

    private static final List<Rule> RULES = List.of(
            CreditRules::stopped,
            CreditRules::parentStopped,
            CreditRules::poolStopped,
            CreditRules::cashOnly,
            CreditRules::notValid,
            CreditRules::reviewMissed,
            CreditRules::termTooLong,
            CreditRules::dishonoured,
            CreditRules::prepaymentMissing,
            CreditRules::overdueDays,
            CreditRules::overdueAmount,
            CreditRules::lateInRow,
            CreditRules::disputedShare,
            CreditRules::brokenPromises,
            CreditRules::relatedOverdue,
            CreditRules::orderTooLarge,
            CreditRules::overLimit,
            CreditRules::poolOverLimit,
            CreditRules::lineStopped,
            CreditRules::lineOverLimit);

    /** What is judged of a change that asks for no more altogether, but for more of some product. */
    private static final List<Rule> RULES_OF_LINES = List.of(CreditRules::lineStopped, CreditRules::lineOverLimit);

    private CreditRules() {}

    /** All objections and warnings at once. */
    static List<Objection> judge(Situation situation) {
        List<Objection> objections = new ArrayList<>();
        for (Rule rule : situation.request().isJudged() ? RULES : RULES_OF_LINES) {
            rule.judge(situation).forEach(objections::add);
        }
        return objections;
    }

    private static Stream<Objection> stopped(Situation s) {
        return when(s, s.terms().status() == AccountStatus.STOPPED, Check.STOPPED);
    }

    /** A shared limit that is stopped, or not in force on the day. */
    private static Stream<Objection> poolStopped(Situation s) {
        return s.standing().stream()
                .filter(pool -> !pool.givesOn(s.on()))
                .flatMap(pool -> when(s, true, Check.POOL_STOPPED, "pool", pool.name(), "basis", pool.basis()));
    }

    /** Cash only: the customer's money must cover all they owe, this order included. */
    private static Stream<Objection> cashOnly(Situation s) {
        BigDecimal short_ = s.account().exposure().add(s.raise());
        return when(
                s,
                s.terms().status() == AccountStatus.CASH_ONLY && short_.signum() > 0 && !s.covered(),
                Check.CASH_ONLY,
                "short",
                short_);
    }

    private static Stream<Objection> notValid(Situation s) {
        return when(
                s,
                !s.terms().validOn(s.on()),
                Check.NOT_VALID,
                "from",
                s.terms().validFrom(),
                "to",
                s.terms().validTo());
    }

    private static Stream<Objection> reviewMissed(Situation s) {
        LocalDate due = s.terms().reviewOn();
        Integer grace = s.profile().number(Check.REVIEW_MISSED);
        return when(
                s,
                due != null && s.on().isAfter(due.plusDays(grace == null ? 0 : grace)),
                Check.REVIEW_MISSED,
                "due",
                due);
    }

    private static Stream<Objection> termTooLong(Situation s) {
        Integer agreed = s.terms().termDays();
        return when(
                s,
                agreed != null && s.request().termDays() > agreed,
                Check.TERM_TOO_LONG,
                "days",
                s.request().termDays(),
                "agreed",
                agreed);
    }

    /** Prepaid goods leave when the money is there, whatever the limit: other orders' money doesn't count, nor does money kept for none. */
    private static Stream<Objection> prepaymentMissing(Situation s) {
        List<Prepayment> unpaid = s.unpaid();
        return when(
                s,
                !unpaid.isEmpty(),
                Check.PREPAYMENT_MISSING,
                "orders",
                unpaid.stream().map(Prepayment::order).collect(Collectors.joining(", ")),
                "needed",
                Situation.sum(unpaid, Prepayment::needed),
                "there",
                Situation.sum(unpaid, Prepayment::there),
                "missing",
                Situation.sum(unpaid, Prepayment::missing));
    }

    private static Stream<Objection> dishonoured(Situation s) {
        LocalDate bounced = s.past().dishonouredOn();
        Integer days = s.profile().number(Check.DISHONOURED);
        return when(
                s,
                bounced != null && !s.on().isAfter(bounced.plusDays(days == null ? 0 : days)),
                Check.DISHONOURED,
                "on",
                bounced);
    }

    /** An item overdue for longer than tolerated; small overdue amounts don't stop a customer. */
    private static Stream<Objection> overdueDays(Situation s) {
        Integer tolerated = s.profile().overdueDays(s.terms());
        return when(
                s,
                tolerated != null
                        && s.overdue().days() > tolerated
                        && s.overdue().amount().compareTo(s.terms().overdueAmount()) > 0,
                Check.OVERDUE_DAYS,
                "amount",
                s.overdue().amount(),
                "days",
                s.overdue().days(),
                "tolerated",
                tolerated);
    }

    private static Stream<Objection> overdueAmount(Situation s) {
        BigDecimal tolerated = s.profile().amount(Check.OVERDUE_AMOUNT);
        BigDecimal most = (tolerated == null ? NONE : tolerated).max(s.terms().overdueAmount());
        return when(
                s,
                s.overdue().amount().compareTo(most) > 0,
                Check.OVERDUE_AMOUNT,
                "amount",
                s.overdue().amount(),
                "tolerated",
                most);
    }

    private static Stream<Objection> lateInRow(Situation s) {
        Integer allowed = s.profile().number(Check.LATE_IN_ROW);
        int least = allowed == null ? 1 : Math.max(1, allowed);
        return when(
                s,
                s.past().lateInRow() >= least,
                Check.LATE_IN_ROW,
                "times",
                s.past().lateInRow());
    }

    /** Who disputes most of what they owe is about to pay none of it. */
    private static Stream<Objection> disputedShare(Situation s) {
        BigDecimal share = s.past().disputedShare();
        BigDecimal tolerated = s.profile().percent(Check.DISPUTED_SHARE);
        return when(
                s,
                share.compareTo(tolerated) > 0,
                Check.DISPUTED_SHARE,
                "amount",
                s.past().disputed(),
                "share",
                share,
                "tolerated",
                tolerated);
    }

    private static Stream<Objection> brokenPromises(Situation s) {
        Integer allowed = s.profile().number(Check.BROKEN_PROMISES);
        int least = allowed == null ? 1 : Math.max(1, allowed);
        int days = s.profile().days(Check.BROKEN_PROMISES);
        LocalDate first = s.on().minusDays(days);
        long broken = s.past().brokenOn().stream()
                .filter(due -> !due.isBefore(first) && due.isBefore(s.on()))
                .count();
        return when(s, broken >= least, Check.BROKEN_PROMISES, "times", broken, "days", days);
    }

    /** A company whose owner gets nothing any more is not a new one. */
    private static Stream<Objection> parentStopped(Situation s) {
        return when(s, !s.parent().isEmpty(), Check.PARENT_STOPPED, "customer", s.parent());
    }

    /** Whoever is late under one name doesn't begin anew under another. */
    private static Stream<Objection> relatedOverdue(Situation s) {
        RelatedCustomers.Worst relative = s.relative();
        Integer tolerated = s.profile().number(Check.RELATED_OVERDUE);
        return relative == null
                ? Stream.empty()
                : when(
                        s,
                        relative.days() > (tolerated == null ? 0 : tolerated),
                        Check.RELATED_OVERDUE,
                        "customer",
                        relative.name(),
                        "amount",
                        relative.amount(),
                        "days",
                        relative.days());
    }

    private static Stream<Objection> orderTooLarge(Situation s) {
        BigDecimal most = s.profile().amount(Check.ORDER_TOO_LARGE);
        BigDecimal wanted = s.request().whole().amount();
        return when(
                s, most != null && wanted.compareTo(most) > 0, Check.ORDER_TOO_LARGE, "wanted", wanted, "most", most);
    }

    private static Stream<Objection> overLimit(Situation s) {
        BigDecimal beyond = s.beyond();
        if (beyond == null || beyond.signum() <= 0 || s.covered()) {
            return Stream.empty();
        }
        BigDecimal allowed = s.account().allowed(s.on());
        return when(
                s,
                true,
                Check.OVER_LIMIT,
                "limit",
                allowed,
                "used",
                s.account().exposure(),
                "free",
                s.account().free(s.on()),
                "wanted",
                s.raise(),
                "beyond",
                beyond);
    }

    private static Stream<Objection> poolOverLimit(Situation s) {
        return s.standing().stream().flatMap(pool -> {
            BigDecimal beyond = s.beyond(pool);
            return beyond == null || beyond.signum() <= 0 || s.covered()
                    ? Stream.empty()
                    : when(
                            s,
                            true,
                            Check.POOL_OVER_LIMIT,
                            "pool",
                            pool.name(),
                            "limit",
                            pool.limit(),
                            "used",
                            pool.exposure(),
                            "free",
                            pool.free(),
                            "wanted",
                            s.raise(),
                            "beyond",
                            beyond,
                            "basis",
                            pool.basis());
        });
    }

    /** The limit of a product line that is stopped, or not in force on the day. */
    private static Stream<Objection> lineStopped(Situation s) {
        return s.lines().stream()
                .filter(line -> !line.limit().givesOn(s.on()))
                .flatMap(line ->
                        when(s, true, Check.LINE_STOPPED, "line", line.limit().name()));
    }

    private static Stream<Objection> lineOverLimit(Situation s) {
        return s.linesBeyond().stream()
                .flatMap(line -> when(
                        s,
                        true,
                        Check.LINE_OVER_LIMIT,
                        "line",
                        line.limit().name(),
                        "limit",
                        line.limit().limit(),
                        "used",
                        line.used(),
                        "free",
                        line.free(),
                        "wanted",
                        line.raise(),
                        "beyond",
                        line.raise().subtract(s.allowed(line))));
    }

    private static Stream<Objection> when(Situation s, boolean fails, Check check, @Nullable Object... figures) {
        Effect effect = s.profile().effect(check);
        return fails && effect != Effect.IGNORE
                ? Stream.of(Objection.of(check.code(), effect, figures))
                : Stream.empty();
    }

    /** What would help, given what holds the document. The proposals pass the gate when nothing else happens meanwhile. */
    static List<WayOut> ways(Situation situation, List<Objection> holding) {
        Set<String> codes = codes(holding);
        List<WayOut> ways = new ArrayList<>();
        BigDecimal short_ = situation.short_();
        if (CURED_BY_MONEY.containsAll(codes) && short_ != null && short_.signum() > 0) {
            ways.add(new WayOut(WayOut.Kind.PAY, short_));
        }
        if (codes.contains(Objection.PREPAYMENT_MISSING)) {
            ways.add(new WayOut(WayOut.Kind.PREPAY, Situation.sum(situation.unpaid(), Prepayment::missing)));
        }
        boolean lines = codes.contains(Objection.LINE_OVER_LIMIT);
        boolean ordered = situation.request().point() == ControlPoint.CONFIRM;
        if (lines && ordered && CURED_BY_DEPOSIT.containsAll(codes)) {
            ways.add(new WayOut(WayOut.Kind.PREPAY, situation.deposit()));
        }
        boolean byLess = CURED_BY_LESS.containsAll(codes)
                && situation.request().point().adds()
                && (!lines || situation.request().change() == null);
        if (byLess && !codes.equals(Set.of(Objection.LINE_OVER_LIMIT))) {
            BigDecimal wanted = situation.request().whole().amount();
            BigDecimal fits = short_ == null ? wanted : wanted.subtract(short_.max(NONE));
            BigDecimal most = situation.profile().amount(Check.ORDER_TOO_LARGE);
            if (codes.contains(Objection.ORDER_TOO_LARGE) && most != null) {
                fits = fits.min(most);
            }
            BigDecimal before = wanted.subtract(situation.request().amount().amount());
            if (fits.compareTo(before) > 0) { // for less than there was nobody has to ask
                ways.add(new WayOut(WayOut.Kind.REDUCE, fits));
            }
        }
        if (byLess && lines) {
            situation
                    .linesBeyond()
                    .forEach(line -> ways.add(new WayOut(
                            WayOut.Kind.REDUCE_LINE,
                            situation.fitting(line),
                            line.limit().name(),
                            line.products())));
        }
        if (holding.stream().noneMatch(o -> o.effect() == Effect.BLOCK)) {
            ways.add(new WayOut(WayOut.Kind.RELEASE, null));
        }
        if (codes.equals(Set.of(Objection.OVER_LIMIT))) {
            ways.add(new WayOut(WayOut.Kind.TEMPORARY_LIMIT, situation.beyond()));
        }
        return ways;
    }

    static Set<String> codes(List<Objection> objections) {
        return Set.copyOf(objections.stream().map(Objection::code).toList());
    }
}
