package io.onaccount.credit;

import io.onaccount.credit.CreditRules.Situation;
import io.onaccount.credit.spi.OverdueSource;
import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private final ObjectProvider<OverdueSource> overdueSource;

    CreditControl(CreditHolds holds, ObjectProvider<OverdueSource> overdueSource) {
        this.holds = holds;
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
                .filter(request -> tx.attempt() > 1 || request.held())
                .map(CreditRequest::party)
                .toList();
        if (!closer.isEmpty()) {
            movements.lock(closer);
        }
        List<CreditRequest> judged = requests.stream()
                .filter(request -> movements.isLocked(request.party()))
                .toList();
        Map<UUID, Overdue> overdue = judged.isEmpty() ? Map.of() : overdue(tx, movements, judged);
        Map<UUID, CreditHolds.Release> releases = judged.isEmpty()
                ? Map.of()
                : holds.releases(
                        tx, judged.stream().map(CreditRequest::document).toList());

        List<CreditDecision> decisions = new ArrayList<>(requests.size());
        for (CreditRequest request : requests) {
            decisions.add(
                    movements.isLocked(request.party())
                            ? judge(tx, actor, movements, request, overdue, releases)
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
        return new CreditDecision.Granted(request.document(), null);
    }

    private CreditDecision judge(
            Tx tx,
            Actor actor,
            Movements movements,
            CreditRequest request,
            Map<UUID, Overdue> overdue,
            Map<UUID, CreditHolds.Release> releases) {
        Situation situation = situation(movements, request, overdue);
        List<Objection> objections = request.amount().isPositive() ? CreditRules.judge(situation) : List.of();
        CreditHolds.Release release = releases.get(request.document());
        boolean released = release != null && release.covers(request, objections);
        if (!objections.isEmpty() && !released) {
            List<WayOut> ways = CreditRules.ways(situation, objections);
            holds.place(tx, actor, request, objections, ways);
            return new CreditDecision.Held(request.document(), objections, ways);
        }
        movements.add(taking(request));
        if (request.held()) {
            holds.passed(tx, actor, request.document());
        }
        return new CreditDecision.Granted(
                request.document(), objections.isEmpty() || release == null ? null : release.id());
    }

    private static Situation situation(Movements movements, CreditRequest request, Map<UUID, Overdue> overdue) {
        BigDecimal amount = request.amount().amount();
        BigDecimal raise = amount.subtract(movements.covered(request.document(), amount));
        return new Situation(
                movements.seen(request.party()), request, raise, overdue.getOrDefault(request.party(), Overdue.NONE));
    }

    private static Movement taking(CreditRequest request) {
        return Movement.of(
                request.party(), request.document(), request.on(), Bucket.ORDERED, request.amount(), "confirm");
    }

    /** What is overdue, asked only for accounts whose terms look at it. */
    private Map<UUID, Overdue> overdue(Tx tx, Movements movements, List<CreditRequest> requests) {
        Map<LocalDate, List<UUID>> byDay = new LinkedHashMap<>();
        for (CreditRequest request : requests) {
            if (movements.seen(request.party()).terms().overdueDays() != null) {
                byDay.computeIfAbsent(request.on(), day -> new ArrayList<>()).add(request.party());
            }
        }
        Map<UUID, Overdue> found = new HashMap<>();
        byDay.forEach((day, parties) -> found.putAll(overdue(tx, parties, day)));
        return found;
    }

    private Map<UUID, Overdue> overdue(Tx tx, Collection<UUID> parties, LocalDate on) {
        Map<UUID, Overdue> found = new HashMap<>();
        overdueSource.orderedStream().forEach(source -> found.putAll(source.overdue(tx, parties, on)));
        return found;
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

    /** A held document is withdrawn, cancelled or deleted: it no longer waits. */
    public void withdraw(Tx tx, Actor actor, UUID document) {
        holds.withdrawn(tx, actor, document);
    }

    /** Could this customer take it? The same rules, nothing written and nothing locked; the document may be one that does not exist. */
    public CreditDecision simulate(Tx tx, Actor actor, CreditRequest request) {
        checkCurrency(actor, request.amount());
        Account account = account(tx, request.party());
        Map<UUID, Overdue> overdue =
                account.terms().overdueDays() == null ? Map.of() : overdue(tx, List.of(request.party()), request.on());
        BigDecimal amount = request.amount().amount();
        BigDecimal raise =
                account.waiting().signum() == 0 ? amount : amount.subtract(covered(tx, request.document(), amount));
        Situation situation =
                new Situation(account, request, raise, overdue.getOrDefault(request.party(), Overdue.NONE));
        List<Objection> objections = request.amount().isPositive() ? CreditRules.judge(situation) : List.of();
        return objections.isEmpty()
                ? new CreditDecision.Granted(request.document(), null)
                : new CreditDecision.Held(request.document(), objections, CreditRules.ways(situation, objections));
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
