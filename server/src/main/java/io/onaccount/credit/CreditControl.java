package io.onaccount.credit;

import io.onaccount.credit.CreditRules.Situation;
import io.onaccount.credit.spi.AgreedTerms.Agreed;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.credit.spi.OverdueSource.Past;
import io.onaccount.organization.Actor;
import io.onaccount.party.CustomerClasses;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The gate: the only way to take credit (CRD-12, CRD-19). On the first attempt of a transaction nothing is read: the amount is taken by a
 * conditional update that goes out with the transaction's other writes. When its guard is closed the transaction runs again; then the accounts
 * are locked in the order of their ids and every request is judged in its turn, so that as many pass as fit. N callers at once can never take
 * more than the limit, none is refused while there was room, and the cost doesn't depend on the customer's history.
 */
@Component
public final class CreditControl {
    private final CreditHolds holds;
    private final CreditPolicies policies;
    private final Shadow shadow;
    private final RelatedCustomers relatives;
    private final CustomerClasses customerClasses;
    private final ObjectProvider<OverdueSource> overdueSource;
    private final LineBook lineBook;

    CreditControl(
            CreditHolds holds,
            CreditPolicies policies,
            Shadow shadow,
            RelatedCustomers relatives,
            CustomerClasses customerClasses,
            ObjectProvider<OverdueSource> overdueSource,
            LineBook lineBook) {
        this.lineBook = lineBook;
        this.holds = holds;
        this.policies = policies;
        this.shadow = shadow;
        this.relatives = relatives;
        this.customerClasses = customerClasses;
        this.overdueSource = overdueSource;
    }

    public CreditDecision reserve(Tx tx, Actor actor, CreditRequest request) {
        return reserve(tx, actor, List.of(request)).getFirst();
    }

    /**
     * One answer per request, in their order. What is granted is taken as {@link Bucket#ORDERED} of the document; a document that is held gets a
     * row in the controllers' worklist.
     */
    public List<CreditDecision> reserve(Tx tx, Actor actor, List<CreditRequest> requests) {
        requests.forEach(request -> checkCurrency(actor, request.amount()));
        Movements movements = Movements.of(tx, actor);
        List<UUID> closer = requests.stream()
                .filter(request -> tx.attempt() > 1
                        || request.held()
                        || (request.change() != null && (request.isJudged() || request.takesMoreOfSome())))
                .map(CreditRequest::party)
                .toList();
        if (!closer.isEmpty()) {
            movements.lock(closer);
        }
        List<CreditRequest> judged = requests.stream()
                .filter(request -> movements.isLocked(request.party()))
                .toList();
        Facts facts = judged.isEmpty() ? null : facts(tx, judged, movements::seen, documents(judged), movements::lines);
        List<CreditDecision> decisions = new ArrayList<>(requests.size());
        for (CreditRequest request : requests) {
            decisions.add(
                    facts != null && movements.isLocked(request.party())
                            ? judge(tx, actor, movements, request, facts)
                            : takeUnseen(movements, request));
        }
        return decisions;
    }

    private static CreditDecision takeUnseen(Movements movements, CreditRequest request) {
        if (request.amount().isPositive()) {
            movements.addGuarded(request);
        } else {
            movements.add(taking(request));
        }
        return new CreditDecision.Granted(request.document(), null, List.of());
    }

    private CreditDecision judge(Tx tx, Actor actor, Movements movements, CreditRequest request, Facts facts) {
        BigDecimal amount = request.amount().amount();
        BigDecimal raise = amount.subtract(movements.covered(request.order(), amount));
        Judged judged = judge(
                facts,
                request,
                movements.seen(request.party()),
                movements.poolsOf(request.party()),
                facts.uses(request),
                raise,
                isCovered(tx, request, raise));
        if (request.point() == ControlPoint.CONFIRM) { // the rules of other points don't stand in the account's row
            movements.gate(
                    request.party(),
                    judged.profile(),
                    facts.inForce.gateVersion(),
                    facts.oldestDue(request.party()),
                    facts.parents.containsKey(request.party()));
        }
        if (judged.passes()) {
            movements.add(taking(request));
            Lines lines = facts.lines.get(request.party());
            if (lines != null) {
                Lines after = lines.plus(request, facts.categories);
                facts.lines.put(request.party(), after);
                movements.keep(request.party(), after);
                if (request.givesBackOfSome()) {
                    movements.roomGrew(request.party());
                }
            }
        }
        return decided(tx, actor, request, facts, judged);
    }

    /**
     * Goods that are to leave.
     *
     * @param request of the delivery or the shipping notice, whose document it names
     * @param orders the orders whose goods leave; a release of one of them lets them leave too
     * @param prepayments what their terms want to be there before
     * @param notices the shipping notices they leave by; a release of one of them lets them leave too
     */
    public record Leaving(
            CreditRequest request, Collection<UUID> orders, List<Prepayment> prepayments, Collection<UUID> notices) {}

    /**
     * May what these orders took still leave (CRD-20)? Takes nothing and locks nothing: only what has turned worse since the orders were confirmed
     * stops their goods, or that they are to be paid before and aren't. What is held gets a row in the controllers' worklist. One answer each, in their order.
     */
    public List<CreditDecision> leave(Tx tx, Actor actor, List<Leaving> leaving) {
        List<CreditRequest> requests = leaving.stream().map(Leaving::request).toList();
        requests.forEach(request -> checkCurrency(actor, request.amount()));
        Map<UUID, Account> accounts = accounts(
                tx, requests.stream().map(CreditRequest::party).distinct().toList());
        Function<UUID, Account> known = party -> accounts.computeIfAbsent(party, id -> account(tx, id));
        Facts facts = facts(tx, requests, known, List.of(), party -> null);
        List<CreditDecision> decisions = new ArrayList<>(leaving.size());
        for (Leaving one : leaving) {
            Account account = known.apply(one.request().party());
            List<Pool> pools = Pools.of(tx, account);
            Judged judged = judge(
                    facts,
                    one.request(),
                    account,
                    pools,
                    facts.uses(one.request()),
                    BigDecimal.ZERO,
                    false,
                    List.of(one.request().document()),
                    one.prepayments());
            decisions.add(decided(
                    tx, actor, one.request(), facts, judged.passes() ? judged : closer(tx, one, account, pools)));
        }
        return decisions;
    }

    /**
     * Would it pass, if it asked now (CRD-20)? For what binds nobody yet, such as a quote: takes nothing and locks nothing, but looks at all that
     * it would add. What a policy holds at this point gets a row in the controllers' worklist.
     */
    public CreditDecision consider(Tx tx, Actor actor, CreditRequest request) {
        checkCurrency(actor, request.amount());
        Account account = account(tx, request.party());
        Facts facts = facts(tx, List.of(request), party -> account);
        BigDecimal raise = request.amount().amount();
        Judged judged =
                judge(facts, request, account, Pools.of(tx, account), facts.uses(request), raise, raise.signum() <= 0);
        return decided(tx, actor, request, facts, judged);
    }

    /** Once more with what may help it: money assigned to its orders, and releases. */
    private Judged closer(Tx tx, Leaving one, Account account, List<Pool> pools) {
        List<UUID> documents = new ArrayList<>(one.orders());
        documents.addAll(one.notices());
        documents.add(one.request().document());
        Facts facts = facts(tx, List.of(one.request()), party -> account, documents, party -> null);
        return judge(
                facts,
                one.request(),
                account,
                pools,
                facts.uses(one.request()),
                BigDecimal.ZERO,
                covers(tx, one.orders()),
                documents,
                one.prepayments());
    }

    /** Whether money assigned to the order pays for it: for what is added, or where nothing is, for all it owes. */
    private static boolean isCovered(Tx tx, CreditRequest request, BigDecimal raise) {
        return request.amount().isPositive()
                ? raise.signum() <= 0
                : request.change() == null || covers(tx, List.of(request.order()));
    }

    private CreditDecision decided(Tx tx, Actor actor, CreditRequest request, Facts facts, Judged judged) {
        shadow.record(tx, actor, request, judged, facts.inForce.shadow(), facts.classes.get(request.party()));
        if (!judged.passes()) {
            holds.place(tx, actor, request, judged.objections(), judged.ways());
            return new CreditDecision.Held(request.document(), judged.objections(), judged.ways());
        }
        if (request.held()) {
            holds.passed(tx, actor, request.document());
        }
        return new CreditDecision.Granted(request.document(), judged.releasedBy(), judged.warnings());
    }

    /** Whether money assigned to these orders pays for all they owe. */
    private static boolean covers(Tx tx, Collection<UUID> orders) {
        return orders.size()
                == tx.list(
                                "select d.order_id from credit.deposit d where d.company_id = ? and d.order_id = any(?) and d.assigned >= d.exposure",
                                row -> row.uuid("order_id"),
                                tx.company(),
                                SqlArray.of("uuid", orders))
                        .size();
    }

    /** Everything a closer look has read. */
    private record Facts(
            CreditPolicies.InForce inForce,
            Map<UUID, UUID> classes,
            Map<UUID, Account> accounts,
            Map<UUID, Overdue> overdue,
            Map<UUID, Past> past,
            Map<UUID, RelatedCustomers.Worst> relatives,
            Map<UUID, String> parents,
            Map<UUID, List<CreditHolds.Release>> releases,
            Map<UUID, Agreed> agreed,
            Map<UUID, Lines> lines,
            Map<UUID, UUID> categories) {

        /** The limits by product line that it draws on at its turn. */
        List<LineUse> uses(CreditRequest request) {
            Lines known = lines.get(request.party());
            return known == null ? List.of() : known.uses(request, categories);
        }

        /** What the account's row is to say: as read where it was read, otherwise as it says. */
        @Nullable
        LocalDate oldestDue(UUID party) {
            Overdue read = overdue.get(party);
            Account account = accounts.get(party);
            return read != null ? read.oldestDue() : account == null ? null : account.oldestDue();
        }
    }

    /**
     * What came of one request.
     *
     * @param objections everything that was found, warnings too
     * @param releasedBy the release that lets it pass beyond them
     */
    record Judged(
            Situation situation,
            List<Objection> objections,
            List<WayOut> ways,
            @Nullable UUID releasedBy) {
        Policy.Profile profile() {
            return situation.profile();
        }

        boolean passes() {
            return releasedBy != null || Objection.holding(objections).isEmpty();
        }

        /** What was remarked and let pass; beyond a release that is all of it. */
        List<Objection> warnings() {
            return Objection.warnings(objections);
        }
    }

    private static Judged judge(
            Facts facts,
            CreditRequest request,
            Account account,
            List<Pool> pools,
            List<LineUse> lines,
            BigDecimal raise,
            boolean covered) {
        return judge(facts, request, account, pools, lines, raise, covered, request.documents(), List.of());
    }

    private static Judged judge(
            Facts facts,
            CreditRequest request,
            Account account,
            List<Pool> pools,
            List<LineUse> lines,
            BigDecimal raise,
            boolean covered,
            List<UUID> documents,
            List<Prepayment> prepayments) {
        Situation situation = new Situation(
                account,
                pools,
                lines,
                request,
                raise,
                covered,
                facts.overdue.getOrDefault(request.party(), Overdue.NONE),
                facts.past.getOrDefault(request.party(), Past.NONE),
                facts.relatives.get(request.party()),
                facts.parents.getOrDefault(request.party(), ""),
                facts.inForce
                        .live()
                        .profile(
                                request.point(),
                                request.party(),
                                facts.classes.get(request.party()),
                                account.terms().grade()),
                prepayments);
        List<Objection> objections = CreditRules.judge(situation);
        List<Objection> holding = Objection.holding(objections);
        if (holding.isEmpty()) {
            return new Judged(situation, objections, List.of(), null);
        }
        UUID releasedBy = documents.stream()
                .flatMap(document -> facts.releases.getOrDefault(document, List.of()).stream())
                .filter(release -> release.covers(situation, holding, facts.agreed.get(release.order())))
                .map(CreditHolds.Release::id)
                .findFirst()
                .orElse(null);
        return new Judged(situation, objections, CreditRules.ways(situation, holding), releasedBy);
    }

    private Facts facts(Tx tx, List<CreditRequest> requests, Function<UUID, Account> accounts) {
        return facts(tx, requests, accounts, documents(requests), party -> null);
    }

    private static List<UUID> documents(List<CreditRequest> requests) {
        return requests.stream()
                .flatMap(request -> request.documents().stream())
                .toList();
    }

    /**
     * Reads what the rules in force, and those on trial, look at for these accounts, and nothing else.
     *
     * @param known what was read of limits by product line before in this transaction
     */
    private Facts facts(
            Tx tx,
            List<CreditRequest> requests,
            Function<UUID, Account> accounts,
            Collection<UUID> documents,
            Function<UUID, @Nullable Lines> known) {
        CreditPolicies.InForce inForce = policies.inForce(tx);
        Map<UUID, List<CreditHolds.Release>> releases = documents.isEmpty() ? Map.of() : holds.releases(tx, documents);
        Map<UUID, UUID> classes = inForce.asksForClass()
                ? customerClasses.of(
                        tx,
                        requests.stream().map(CreditRequest::party).distinct().toList())
                : Map.of();
        Map<UUID, Account> read = new HashMap<>();
        Map<LocalDate, Set<UUID>> lookAtOverdue = new LinkedHashMap<>();
        Map<LocalDate, Set<UUID>> lookAtPast = new LinkedHashMap<>();
        Map<LocalDate, Set<UUID>> lookAtRelatives = new LinkedHashMap<>();
        Set<UUID> lookAtParents = new LinkedHashSet<>();
        for (CreditRequest request : requests) {
            Account account = read.computeIfAbsent(request.party(), accounts);
            for (Policy policy :
                    inForce.shadow() == null ? List.of(inForce.live()) : List.of(inForce.live(), inForce.shadow())) {
                Policy.Profile profile = policy.profile(
                        request.point(),
                        request.party(),
                        classes.get(request.party()),
                        account.terms().grade());
                if (mayBeOverdue(account, profile, request.on()) || !releases.isEmpty()) {
                    lookAtOverdue
                            .computeIfAbsent(request.on(), day -> new LinkedHashSet<>())
                            .add(request.party());
                }
                if (profile.looksAtPast()) {
                    lookAtPast
                            .computeIfAbsent(request.on(), day -> new LinkedHashSet<>())
                            .add(request.party());
                }
                if (profile.isOn(Check.PARENT_STOPPED)) {
                    lookAtParents.add(request.party());
                }
                if (profile.isOn(Check.RELATED_OVERDUE)) {
                    lookAtRelatives
                            .computeIfAbsent(request.on(), day -> new LinkedHashSet<>())
                            .add(request.party());
                }
            }
        }
        Map<UUID, Overdue> overdue = new HashMap<>();
        lookAtOverdue.forEach((day, parties) -> {
            parties.forEach(party -> overdue.putIfAbsent(party, Overdue.NONE));
            overdueSource.orderedStream().forEach(source -> overdue.putAll(source.overdue(tx, parties, day)));
        });
        Map<UUID, Past> past = new HashMap<>();
        lookAtPast.forEach((day, parties) ->
                overdueSource.orderedStream().forEach(source -> past.putAll(source.past(tx, parties, day))));
        Map<UUID, RelatedCustomers.Worst> worst = new HashMap<>();
        lookAtRelatives.forEach((day, parties) -> worst.putAll(relatives.worst(tx, parties, day)));
        Map<UUID, Lines> lines = lines(tx, requests, read, known);
        return new Facts(
                inForce,
                classes,
                read,
                overdue,
                past,
                worst,
                ParentCustomers.stopped(tx, lookAtParents),
                releases,
                holds.agreed(tx, releases.values()),
                lines,
                lines.isEmpty() ? Map.of() : LineBook.categories(tx, requests));
    }

    /** What is used of limits by product line, of those accounts that have any and are asked for goods. */
    private Map<UUID, Lines> lines(
            Tx tx, List<CreditRequest> requests, Map<UUID, Account> accounts, Function<UUID, @Nullable Lines> known) {
        Map<UUID, Lines> found = new HashMap<>();
        Map<UUID, Account> unknown = new HashMap<>();
        for (CreditRequest request : requests) {
            Account account = accounts.get(request.party());
            if (account != null && account.lined() && !request.shares().isEmpty()) {
                Lines before = known.apply(account.id());
                if (before == null) {
                    unknown.put(account.id(), account);
                } else {
                    found.put(account.id(), before);
                }
            }
        }
        if (!unknown.isEmpty()) {
            found.putAll(lineBook.read(
                    tx, unknown.values(), requests.getFirst().amount().currency()));
        }
        return found;
    }

    /** No open item is due before {@link Account#oldestDue()}, so an account whose tolerance reaches that far needs no look. */
    private static boolean mayBeOverdue(Account account, Policy.Profile profile, LocalDate on) {
        LocalDate oldest = account.oldestDue();
        if (oldest == null) {
            return false;
        }
        Integer days = profile.overdueDays(account.terms());
        return (days != null && oldest.isBefore(on.minusDays(days)))
                || (profile.isOn(Check.OVERDUE_AMOUNT) && oldest.isBefore(on));
    }

    private static Movement taking(CreditRequest request) {
        return Movement.of(
                request.party(),
                request.order(),
                request.on(),
                Bucket.ORDERED,
                request.amount(),
                request.change() == null ? "confirm" : "change");
    }

    /**
     * Moves exposure that exists already, or gives it back; never refuses. All movements of one account in one transaction leave together, so
     * exposure never dips on its way from one bucket to the next.
     */
    public void move(
            Tx tx, Actor actor, UUID party, UUID document, LocalDate on, Bucket bucket, Money amount, String cause) {
        checkCurrency(actor, amount);
        move(tx, actor, Movement.of(party, document, on, bucket, amount, cause));
    }

    /** As {@link #move(Tx, Actor, UUID, UUID, LocalDate, Bucket, Money, String)}, for exposure of an order that now belongs to another document. */
    public void move(Tx tx, Actor actor, Movement movement) {
        if (movement.bucket() == Bucket.DEPOSIT) {
            throw new IllegalArgumentException("deposits follow from assign()");
        }
        Movements.of(tx, actor).add(movement);
    }

    /**
     * Assigns money to an order (定金, CRD-16), or takes it from it (negative): it offsets what that order owes and nothing else. Sends what the
     * transaction has gathered so far.
     */
    public void assign(Tx tx, Actor actor, UUID party, UUID order, LocalDate on, Money amount) {
        checkCurrency(actor, amount);
        Movements movements = Movements.of(tx, actor);
        movements.lock(List.of(party));
        tx.flush();
        movements.assign(party, order, on, amount.amount());
    }

    /**
     * Whether money assigned to orders of the customer may be at stake in this transaction. Not on a first attempt that hasn't locked the account: if
     * there is any, the unseen update is refused and the transaction runs again. So whoever settles by deposits asks the database only then.
     */
    public boolean mayHaveDeposits(Tx tx, Actor actor, UUID party) {
        return tx.attempt() > 1 || Movements.of(tx, actor).isLocked(party);
    }

    /** Why the document waits on hold; nothing: it doesn't. */
    public List<Objection> waitsFor(Tx tx, UUID document) {
        return holds.openObjections(tx, document);
    }

    /**
     * Puts a document on hold that was split off one which waits or waited (CRD-21): it takes nothing and waits for the same reasons until it is
     * let pass, even if alone it would pass now. Whoever asked for the whole asked for the rest.
     */
    public void keepWaiting(Tx tx, Actor actor, CreditRequest rest, UUID of) {
        CreditDecision now = simulate(tx, actor, rest);
        List<Objection> whole = holds.lastObjections(tx, of);
        if (now instanceof CreditDecision.Held held) {
            holds.placeBeside(tx, actor, rest, held.objections(), held.ways(), of);
        } else {
            holds.placeBeside(tx, actor, rest, whole, List.of(new WayOut(WayOut.Kind.RELEASE, null)), of);
        }
    }

    /** A held document is withdrawn, cancelled or deleted: it no longer waits. */
    public void withdraw(Tx tx, Actor actor, UUID document) {
        holds.withdrawn(tx, actor, document);
    }

    /** Could this customer take it? The same rules, nothing written and nothing locked; the document may be one that does not exist. */
    public CreditDecision simulate(Tx tx, Actor actor, CreditRequest request) {
        checkCurrency(actor, request.amount());
        Account account = account(tx, request.party());
        BigDecimal amount = request.amount().amount();
        BigDecimal raise =
                account.waiting().signum() == 0 ? amount : amount.subtract(covered(tx, request.order(), amount));
        Facts facts = facts(tx, List.of(request), party -> account);
        Judged judged = judge(
                facts,
                request,
                account,
                Pools.of(tx, account),
                facts.uses(request),
                raise,
                isCovered(tx, request, raise));
        return judged.passes()
                ? new CreditDecision.Granted(request.document(), judged.releasedBy(), judged.warnings())
                : new CreditDecision.Held(request.document(), judged.objections(), judged.ways());
    }

    /** What makes each release of a document on hold void by now (CRD-22); a release without any cause lets it pass. Over holds: nothing. */
    public Map<UUID, Set<CreditHolds.VoidBy>> voidCauses(Tx tx, Actor actor, CreditHolds.Hold hold) {
        Map<UUID, Set<CreditHolds.VoidBy>> causes = new HashMap<>();
        if (hold.state() != HoldState.OPEN) {
            return causes;
        }
        Account account = account(tx, hold.party());
        BigDecimal adds = hold.raise() == null ? hold.amount() : hold.raise();
        CreditRequest request = new CreditRequest(
                hold.document(),
                hold.party(),
                new Money(adds, actor.currency()),
                actor.today(),
                actor.today().plusDays(hold.termDays()),
                true,
                hold.point(),
                hold.order() == null
                        ? null
                        : new CreditRequest.Change(
                                hold.order(), new Money(hold.amount(), actor.currency()), true, hold.discount()),
                hold.shares());
        Facts facts = facts(tx, List.of(request), party -> account);
        BigDecimal raise = hold.point().adds() ? adds : BigDecimal.ZERO;
        Judged judged = judge(facts, request, account, Pools.of(tx, account), facts.uses(request), raise, false);
        List<Objection> holding = Objection.holding(judged.objections());
        request.documents().stream()
                .flatMap(document -> facts.releases.getOrDefault(document, List.of()).stream())
                .forEach(release -> causes.put(
                        release.id(), release.voidFor(judged.situation(), holding, facts.agreed.get(release.order()))));
        return causes;
    }

    private static BigDecimal covered(Tx tx, UUID order, BigDecimal more) {
        return tx.first(
                        "select order_id, account_id, assigned, exposure from credit.deposit where company_id = ? and order_id = ?",
                        Movements.Assigned::read,
                        tx.company(),
                        order)
                .map(row -> row.owing(more).counted().subtract(row.counted()))
                .orElse(BigDecimal.ZERO);
    }

    /** What is free: to propose what could be ordered or shipped. Without lock; only {@link #reserve} decides. */
    public FreeCredit freeCredit(Tx tx, UUID party, LocalDate on) {
        Account account = account(tx, party);
        return figures(account, on);
    }

    static FreeCredit figures(Account account, LocalDate on) {
        return new FreeCredit(
                account.terms().status(),
                account.terms().limit(),
                account.terms().temporary(on),
                account.ordered(),
                account.shipped(),
                account.receivable(),
                account.bills(),
                account.loans(),
                account.unapplied(),
                account.deposit(),
                account.waiting(),
                account.exposure(),
                account.free(on));
    }

    static Account account(Tx tx, UUID party) {
        return tx.first(
                        "select " + Account.COLUMNS + " from credit.account a where a.company_id = ? and a.id = ?",
                        Account::read,
                        tx.company(),
                        party)
                .orElseGet(() -> Account.unopened(party, CreditSettings.defaultTerms(tx)));
    }

    /** Several accounts at once, those that were opened. */
    static Map<UUID, Account> accounts(Tx tx, Collection<UUID> parties) {
        Map<UUID, Account> found = new HashMap<>();
        tx.list(
                        "select " + Account.COLUMNS + " from credit.account a where a.company_id = ? and a.id = any(?)",
                        Account::read,
                        tx.company(),
                        SqlArray.of("uuid", parties))
                .forEach(account -> found.put(account.id(), account));
        return found;
    }

    private static void checkCurrency(Actor actor, Money amount) {
        if (!amount.currency().equals(actor.currency())) {
            throw new IllegalArgumentException("credit is kept in " + actor.currency() + ", not " + amount.currency());
        }
    }
}
