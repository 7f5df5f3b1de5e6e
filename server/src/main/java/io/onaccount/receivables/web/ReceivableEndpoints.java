package io.onaccount.receivables.web;

import io.onaccount.credit.CreditControl;
import io.onaccount.credit.FreeCredit;
import io.onaccount.credit.spi.OverdueSource.Overdue;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.party.Parties;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.Ageing;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.Foreign;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.OpenItems;
import io.onaccount.receivables.OpeningBalances;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What customers owe: ageing, a customer's credit bar and card, opening balances, cash accounts, the books. */
@RestController
@RequestMapping("/api/v1")
class ReceivableEndpoints {
    private static final int MOST_ROWS = 5000;

    private final Ageing ageing;
    private final Ledger ledger;
    private final OpenItems items;
    private final OpeningBalances openings;
    private final CashAccounts cashAccounts;
    private final CreditControl credit;
    private final Parties parties;
    private final Database database;

    ReceivableEndpoints(
            Ageing ageing,
            Ledger ledger,
            OpenItems items,
            OpeningBalances openings,
            CashAccounts cashAccounts,
            CreditControl credit,
            Parties parties,
            Database database) {
        this.ageing = ageing;
        this.ledger = ledger;
        this.items = items;
        this.openings = openings;
        this.cashAccounts = cashAccounts;
        this.credit = credit;
        this.parties = parties;
        this.database = database;
    }

    @GetMapping("/ageing")
    @Needs("open-item.view")
    Ageing.Report ageing(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate asOf,
            @RequestParam(defaultValue = "DUE") Ageing.Basis basis,
            @RequestParam(defaultValue = "CUSTOMER") Ageing.By by,
            @RequestParam(required = false) @Nullable String currency,
            @RequestParam(defaultValue = "DOCUMENT") Ageing.Method method,
            @RequestParam(defaultValue = "NOW") Ageing.Knowledge knowledge,
            @RequestParam(required = false) @Nullable List<Integer> edges,
            @RequestParam(defaultValue = "200") int limit) {
        checkLimit(limit);
        String other = other(actor, currency);
        Ageing.Question asked = question(actor, asOf, basis, by, method, knowledge, edges);
        return database.report(actor.company(), tx -> ageing.report(tx, actor, asked, other, limit));
    }

    private static Ageing.Question question(
            Actor actor,
            @Nullable LocalDate asOf,
            Ageing.Basis basis,
            Ageing.By by,
            Ageing.Method method,
            Ageing.Knowledge knowledge,
            @Nullable List<Integer> edges) {
        return new Ageing.Question(
                asOf == null ? actor.today() : asOf, basis, by, method, knowledge, Ageing.edges(edges));
    }

    /** Why the ages of one customer differ by document and first in, first out. */
    @GetMapping("/ageing/comparison")
    @Needs("open-item.view")
    Ageing.Comparison compareAgeing(
            Actor actor,
            @RequestParam UUID party,
            @RequestParam(required = false) @Nullable LocalDate asOf,
            @RequestParam(defaultValue = "DUE") Ageing.Basis basis,
            @RequestParam(defaultValue = "NOW") Ageing.Knowledge knowledge,
            @RequestParam(required = false) @Nullable List<Integer> edges) {
        Ageing.Question asked =
                question(actor, asOf, basis, Ageing.By.CUSTOMER, Ageing.Method.DOCUMENT, knowledge, edges);
        return database.report(actor.company(), tx -> {
            parties.require(tx, actor, party);
            return ageing.compare(tx, actor, party, asked, MOST_ROWS);
        });
    }

    /**
     * Behind a figure of the ageing: of a bucket, or of the balance.
     *
     * @param party of one customer
     * @param by as in the report, with the {@code key} of the row; without a party and this, of the total
     */
    @GetMapping("/ageing/items")
    @Needs("open-item.view")
    Ageing.Cell agedItems(
            Actor actor,
            @RequestParam(required = false) @Nullable UUID party,
            @RequestParam(required = false) Ageing.@Nullable By by,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String currency,
            @RequestParam(required = false) @Nullable LocalDate asOf,
            @RequestParam(defaultValue = "DUE") Ageing.Basis basis,
            @RequestParam(required = false) @Nullable Integer bucket,
            @RequestParam(defaultValue = "DOCUMENT") Ageing.Method method,
            @RequestParam(defaultValue = "NOW") Ageing.Knowledge knowledge,
            @RequestParam(required = false) @Nullable List<Integer> edges,
            @RequestParam(defaultValue = "500") int limit) {
        checkLimit(limit);
        Ageing.By group = party != null || by == null ? Ageing.By.CUSTOMER : by;
        Ageing.Question asked = question(actor, asOf, basis, group, method, knowledge, edges);
        return database.report(actor.company(), tx -> {
            if (party != null) {
                parties.require(tx, actor, party);
            }
            return ageing.cell(
                    tx,
                    actor,
                    asked,
                    other(actor, currency),
                    party == null && by == null,
                    party == null ? key : party.toString(),
                    bucket,
                    limit);
        });
    }

    /** A currency other than the company's; null for that. */
    private static @Nullable String other(Actor actor, @Nullable String currency) {
        if (currency != null && !Money.isCurrency(currency)) {
            throw Problem.invalid("currency", "currency-unknown");
        }
        return currency == null || currency.equals(actor.currency()) ? null : currency;
    }

    /**
     * What the credit bar shows.
     *
     * @param overdue past its due date, and for how many days the oldest
     * @param age open items by age, less unapplied money
     */
    record CustomerCredit(String currency, FreeCredit credit, BigDecimal overdue, int overdueDays, Ageing.Line age) {}

    @GetMapping("/customers/{id}/credit")
    @Needs("credit-account.view")
    CustomerCredit credit(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> {
            parties.require(tx, actor, id);
            Overdue overdue = items.overdue(tx, id, actor.today());
            return new CustomerCredit(
                    actor.currency(),
                    credit.freeCredit(tx, id, actor.today()),
                    overdue.amount(),
                    overdue.days(),
                    ageing.customer(tx, actor, id, actor.today(), Ageing.Basis.DUE));
        });
    }

    @GetMapping("/customers/{id}/movements")
    @Needs("open-item.view")
    Ledger.Card movements(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "500") int limit) {
        checkLimit(limit);
        LocalDate last = to == null ? actor.today() : to;
        LocalDate first = from == null ? last.minusMonths(3) : from;
        return database.read(actor.company(), tx -> {
            parties.require(tx, actor, id);
            return ledger.card(tx, actor, id, first, last, limit);
        });
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw Problem.invalid("limit", "list-limit", limit, MOST_ROWS);
        }
    }

    /**
     * @param amount in its currency
     * @param due what the customer's payment term says when left out
     * @param currency the company's when left out
     * @param rate what a unit of it was worth on the date; the rate entered for that day when left out
     */
    record OpeningBody(
            UUID party,
            @Nullable String number,
            BigDecimal amount,
            LocalDate date,
            @Nullable LocalDate due,
            @Nullable String note,
            @Nullable String currency,
            @Nullable BigDecimal rate) {}

    record OpeningView(
            UUID id,
            String number,
            String state,
            int version,
            @Nullable UUID party,
            String name,
            LocalDate date,
            LocalDate due,
            BigDecimal amount,
            BigDecimal open,
            String note,
            UUID item,
            @Nullable Foreign foreign) {}

    @PostMapping("/opening-balances")
    @Needs("opening-balance.create")
    @ResponseStatus(HttpStatus.CREATED)
    OpeningView open(Actor actor, Once once, @RequestBody OpeningBody body) {
        return once.run(actor.company(), OpeningView.class, tx -> {
            UUID id = openings.create(
                    tx,
                    actor,
                    new OpeningBalances.NewOpeningBalance(
                            body.party(),
                            body.number(),
                            body.amount(),
                            body.date(),
                            body.due(),
                            body.note(),
                            body.currency(),
                            body.rate()));
            tx.flush();
            return view(openings.find(tx, actor, id));
        });
    }

    @GetMapping("/opening-balances/{id}")
    @Needs("opening-balance.view")
    OpeningView opening(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> view(openings.find(tx, actor, id)));
    }

    record ReasonBody(String reason) {}

    @PostMapping("/opening-balances/{id}/reversal")
    @Needs("opening-balance.reverse")
    OpeningView reverseOpening(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody ReasonBody body) {
        return once.run(actor.company(), OpeningView.class, tx -> {
            openings.reverse(tx, actor, id, seen.version(), body.reason());
            tx.flush();
            return view(openings.find(tx, actor, id));
        });
    }

    private static OpeningView view(OpeningBalances.OpeningBalance balance) {
        return new OpeningView(
                balance.header().id(),
                balance.header().number(),
                balance.header().state(),
                balance.header().version(),
                balance.header().party(),
                balance.header().title(),
                balance.header().date(),
                balance.due(),
                balance.amount(),
                balance.open(),
                balance.note(),
                balance.item(),
                balance.foreign());
    }

    record CashAccountBody(
            String code,
            String name,
            @Nullable String bank,
            @Nullable String accountNumber,
            @Nullable String currency,
            @Nullable Boolean active) {

        CashAccounts.NewCashAccount account() {
            return new CashAccounts.NewCashAccount(
                    code, name, bank, accountNumber, currency, !Boolean.FALSE.equals(active));
        }
    }

    @PostMapping("/cash-accounts")
    @Needs("cash-account.create")
    @ResponseStatus(HttpStatus.CREATED)
    CashAccounts.CashAccount createCashAccount(Actor actor, Once once, @RequestBody CashAccountBody body) {
        return once.run(actor.company(), CashAccounts.CashAccount.class, tx -> {
            UUID id = cashAccounts.create(tx, actor, body.account());
            tx.flush();
            return cashAccounts.find(tx, id);
        });
    }

    @GetMapping("/cash-accounts/{id}")
    @Needs("cash-account.view")
    CashAccounts.CashAccount cashAccount(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> cashAccounts.find(tx, id));
    }

    @PutMapping("/cash-accounts/{id}")
    @Needs("cash-account.edit")
    CashAccounts.CashAccount changeCashAccount(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody CashAccountBody body) {
        return once.run(actor.company(), CashAccounts.CashAccount.class, tx -> {
            cashAccounts.change(tx, actor, id, body.account(), seen.version());
            tx.flush();
            return cashAccounts.find(tx, id);
        });
    }

    @GetMapping("/journals/{id}")
    @Needs("journal.view")
    Ledger.Journal journal(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> ledger.journal(tx, actor, id))
                .orElseThrow(() -> Problem.notFound("journal", id));
    }

    /** @param sum zero, always */
    record Balances(LocalDate asOf, List<Ledger.AccountBalance> accounts, BigDecimal sum) {}

    @GetMapping("/ledger/balances")
    @Needs("journal.view")
    Balances balances(Actor actor, @RequestParam(required = false) @Nullable LocalDate asOf) {
        LocalDate day = asOf == null ? actor.today() : asOf;
        List<Ledger.AccountBalance> accounts = database.report(actor.company(), tx -> ledger.balances(tx, actor, day));
        return new Balances(
                day,
                accounts,
                accounts.stream().map(Ledger.AccountBalance::balance).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** @param last null before the first run */
    record LastProof(Ledger.@Nullable Proof last) {}

    @GetMapping("/ledger/proof")
    @Needs("journal.view")
    LastProof lastProof(Actor actor) {
        return new LastProof(database.read(actor.company(), ledger::lastProof).orElse(null));
    }

    @PostMapping("/ledger/proof")
    @Needs("journal.prove")
    LastProof prove(Actor actor) {
        return new LastProof(ledger.prove(actor.company(), actor.user()));
    }
}
