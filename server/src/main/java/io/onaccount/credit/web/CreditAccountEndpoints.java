package io.onaccount.credit.web;

import io.onaccount.credit.AccountStatus;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditDecision;
import io.onaccount.credit.CreditOutlook;
import io.onaccount.credit.CreditRequest;
import io.onaccount.credit.FreeCredit;
import io.onaccount.credit.Pool;
import io.onaccount.credit.RelatedCustomers;
import io.onaccount.credit.Terms;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accounts and their terms, and the question what a customer could take. */
@RestController
@RequestMapping("/api/v1")
class CreditAccountEndpoints {
    private final CreditAccounts accounts;
    private final CreditControl control;
    private final CreditOutlook outlook;
    private final RelatedCustomers relatives;
    private final Parties parties;
    private final Database database;
    private final Objections objections;

    CreditAccountEndpoints(
            CreditAccounts accounts,
            CreditControl control,
            CreditOutlook outlook,
            RelatedCustomers relatives,
            Parties parties,
            Database database,
            Objections objections) {
        this.accounts = accounts;
        this.control = control;
        this.outlook = outlook;
        this.relatives = relatives;
        this.parties = parties;
        this.database = database;
        this.objections = objections;
    }

    /** A customer as these answers name it. */
    record PartyName(UUID id, String code, String name) {}

    /**
     * @param unlimited when terms.limit is null
     * @param version of the terms, for If-Match; 0 while nobody has opened the account
     */
    record AccountView(
            PartyName party,
            String currency,
            boolean unlimited,
            Terms terms,
            FreeCredit figures,
            List<PoolView> pools,
            int version) {}

    /** A shared limit the customer draws on. */
    record PoolView(
            UUID id,
            String name,
            Pool.Basis basis,
            @Nullable BigDecimal limit,
            BigDecimal exposure,
            @Nullable BigDecimal free,
            Pool.Together together) {}

    /**
     * New terms, whole: what is left out is taken away.
     *
     * @param limit required unless {@code unlimited} is true
     */
    record NewTerms(
            @Nullable BigDecimal limit,
            @Nullable Boolean unlimited,
            @Nullable BigDecimal temporaryLimit,
            @Nullable LocalDate temporaryFrom,
            @Nullable LocalDate temporaryTo,
            AccountStatus status,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable Integer termDays,
            @Nullable Integer overdueDays,
            @Nullable BigDecimal overdueAmount,
            @Nullable String grade,
            @Nullable LocalDate reviewOn,
            @Nullable BigDecimal insuredAmount,
            @Nullable String insurancePolicy,
            @Nullable String guarantee,
            @Nullable String agreement,
            @Nullable LocalDate guaranteeTo,
            String reason) {

        Terms terms() {
            boolean without = Boolean.TRUE.equals(unlimited);
            if (!without && limit == null) {
                throw Problem.invalid("limit", "required");
            }
            return new Terms(
                    without ? null : limit,
                    temporaryLimit == null ? BigDecimal.ZERO : temporaryLimit,
                    temporaryFrom,
                    temporaryTo,
                    status,
                    validFrom,
                    validTo,
                    termDays,
                    overdueDays,
                    overdueAmount == null ? BigDecimal.ZERO : overdueAmount,
                    grade,
                    reviewOn,
                    insuredAmount,
                    insurancePolicy,
                    guarantee,
                    agreement,
                    guaranteeTo);
        }
    }

    record VersionView(
            int version,
            Terms terms,
            String reason,
            Instant at,
            @Nullable String by,
            @Nullable UUID application,
            @Nullable String applicationNumber) {}

    @GetMapping("/credit-accounts/{party}")
    @Needs("credit-account.view")
    ResponseEntity<AccountView> account(Actor actor, @PathVariable UUID party) {
        return tagged(database.read(actor.company(), tx -> view(tx, actor, party)));
    }

    @GetMapping("/credit-accounts/{party}/history")
    @Needs("credit-account.view")
    List<VersionView> history(Actor actor, @PathVariable UUID party) {
        return database.read(actor.company(), tx -> accounts.history(tx, actor, party)).stream()
                .map(v -> new VersionView(
                        v.version(), v.terms(), v.reason(), v.at(), v.by(), v.application(), v.applicationNumber()))
                .toList();
    }

    @PutMapping("/credit-accounts/{party}")
    @Needs("credit-account.grant")
    ResponseEntity<AccountView> grant(
            Actor actor,
            Once once,
            @PathVariable UUID party,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody NewTerms body) {
        Terms terms = body.terms();
        Integer version = Versions.parse(ifMatch);
        return tagged(once.run(actor.company(), AccountView.class, tx -> {
            accounts.grantWithin(tx, actor, new CreditAccounts.Grant(party, terms, body.reason(), version));
            tx.flush();
            return view(tx, actor, party);
        }));
    }

    /** Exposure at the end of a day; today's when left out. */
    @GetMapping("/credit-accounts/{party}/standing")
    @Needs("credit-account.view")
    CreditOutlook.Standing standing(
            Actor actor, @PathVariable UUID party, @RequestParam(required = false) @Nullable LocalDate on) {
        LocalDate day = on == null ? actor.today() : on;
        return database.read(actor.company(), tx -> outlook.asOf(tx, actor, party, day));
    }

    /** What will be free, day by day, when what falls due is paid. */
    @GetMapping("/credit-accounts/{party}/calendar")
    @Needs("credit-account.view")
    CreditOutlook.Calendar calendar(
            Actor actor, @PathVariable UUID party, @RequestParam(defaultValue = "90") int days) {
        return database.read(actor.company(), tx -> outlook.calendar(tx, actor, party, days));
    }

    record RelativesView(String currency, List<RelatedCustomers.Relative> relatives) {}

    /** Customers that seem to belong to this one's owner, and what they have overdue. */
    @GetMapping("/credit-accounts/{party}/related")
    @Needs("credit-account.view")
    RelativesView related(Actor actor, @PathVariable UUID party) {
        return new RelativesView(
                actor.currency(), database.read(actor.company(), tx -> relatives.of(tx, actor, party)));
    }

    private AccountView view(Tx tx, Actor actor, UUID party) {
        CreditAccounts.View view = accounts.view(tx, actor, party);
        return new AccountView(
                new PartyName(party, view.party().code(), view.party().name()),
                actor.currency(),
                view.terms().limit() == null,
                view.terms(),
                view.figures(),
                view.pools().stream()
                        .map(p -> new PoolView(
                                p.id(), p.name(), p.basis(), p.limit(), p.exposure(), p.free(), p.together()))
                        .toList(),
                view.version());
    }

    private static ResponseEntity<AccountView> tagged(AccountView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }

    /**
     * A question without a document.
     *
     * @param termDays the payment term asked for, in days from today; or {@code due}
     * @param category the product line it would be for; left out: of no line that is limited
     */
    record Question(
            UUID party,
            BigDecimal amount,
            @Nullable Integer termDays,
            @Nullable LocalDate due,
            @Nullable UUID category) {}

    /** @param outcome {@code granted} or {@code held} */
    record Answer(
            String outcome,
            List<Objections.ObjectionView> objections,
            List<Objections.WayView> ways,
            FreeCredit figures) {}

    @PostMapping("/credit/simulation")
    @Needs("credit-account.view")
    Answer simulate(Actor actor, @RequestBody Question question) {
        Problem.Collector problems = new Problem.Collector();
        BigDecimal amount = Input.amount(problems, "amount", question.amount(), actor.currency());
        problems.check(amount.signum() > 0, "amount", "credit-not-positive");
        Integer days = question.termDays();
        problems.check(days == null || (days >= 0 && days <= 3650), "termDays", "out-of-range");
        problems.throwIfAny();
        LocalDate due = days == null ? question.due() : actor.today().plusDays(days);
        return database.read(actor.company(), tx -> {
            parties.require(tx, actor, question.party());
            Money asked = new Money(amount, actor.currency());
            UUID category = question.category();
            CreditDecision decision = control.simulate(
                    tx,
                    actor,
                    CreditRequest.of(Ids.next(), question.party(), asked, actor.today(), due)
                            .of(category == null ? List.of() : List.of(CreditRequest.Share.ofLine(category, asked))));
            FreeCredit figures = control.freeCredit(tx, question.party(), actor.today());
            return switch (decision) {
                case CreditDecision.Granted granted ->
                    new Answer("granted", objections.views(actor, granted.warnings()), List.of(), figures);
                case CreditDecision.Held held ->
                    new Answer(
                            "held",
                            objections.views(actor, held.objections()),
                            objections.wayViews(actor, held.ways()),
                            figures);
            };
        });
    }
}
