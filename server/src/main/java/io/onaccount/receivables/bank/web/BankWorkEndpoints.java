package io.onaccount.receivables.bank.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.LedgerAccount;
import io.onaccount.receivables.bank.BankBalances;
import io.onaccount.receivables.bank.BankRules;
import io.onaccount.receivables.bank.BankSettings;
import io.onaccount.receivables.bank.BankWork;
import io.onaccount.receivables.bank.LineState;
import io.onaccount.receivables.bank.OpenLine;
import io.onaccount.receivables.bank.Proposal;
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

/** The bank's lines that wait, what they may be, and what is decided on them; rules, settings, balances. */
@RestController
@RequestMapping("/api/v1")
class BankWorkEndpoints {
    private static final int MOST_LINES = 1000;

    private final BankWork work;
    private final BankRules rules;
    private final BankSettings settings;
    private final BankBalances balances;
    private final Database database;
    private final Texts texts;

    BankWorkEndpoints(
            BankWork work,
            BankRules rules,
            BankSettings settings,
            BankBalances balances,
            Database database,
            Texts texts) {
        this.work = work;
        this.rules = rules;
        this.settings = settings;
        this.balances = balances;
        this.database = database;
        this.texts = texts;
    }

    /**
     * What a line may be.
     *
     * @param reasons in the user's language
     */
    record BankProposalView(
            Proposal.Kind kind,
            Proposal.@Nullable BankNamed party,
            List<Proposal.ItemShare> items,
            List<Proposal.OrderShare> orders,
            Proposal.@Nullable BankNamed receipt,
            @Nullable LedgerAccount account,
            int confidence,
            List<String> reasons) {}

    record BankLineView(
            UUID id,
            UUID cashAccount,
            String cashName,
            LocalDate booked,
            LocalDate valued,
            BigDecimal amount,
            String currency,
            String name,
            String account,
            String bank,
            String reference,
            String text,
            String endToEnd,
            String code,
            @Nullable BigDecimal fee,
            LineState state,
            @Nullable UUID receipt,
            @Nullable UUID entry,
            @Nullable UUID party,
            String reason,
            @Nullable Integer confidence,
            String raw,
            List<BankProposalView> proposals) {}

    record BankWorkView(List<BankLineView> lines, BankSettings.BankBooking settings) {}

    @GetMapping("/bank-work")
    @Needs("bank-line.view")
    BankWorkView work(
            Actor actor,
            @RequestParam(required = false) @Nullable UUID account,
            @RequestParam(defaultValue = "500") int limit) {
        if (limit < 1 || limit > MOST_LINES) {
            throw Problem.invalid("limit", "list-limit", limit, MOST_LINES);
        }
        return database.read(
                actor.company(),
                tx -> new BankWorkView(
                        work.queue(tx, actor, account, limit).stream()
                                .map(one -> view(actor, one))
                                .toList(),
                        settings.of(tx)));
    }

    @GetMapping("/bank-lines/{id}")
    @Needs("bank-line.view")
    BankLineView line(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> view(actor, work.find(tx, actor, id)));
    }

    record BankItemBody(UUID item, BigDecimal amount) {}

    record BankOrderBody(UUID order, @Nullable BigDecimal amount) {}

    /**
     * A receipt to be made of the line.
     *
     * @param items what it settles; when neither items nor orders are named, what is oldest
     * @param confidence of the proposal it comes from
     */
    record BankBookingBody(
            UUID party,
            @Nullable List<BankItemBody> items,
            @Nullable List<BankOrderBody> orders,
            @Nullable Integer confidence) {}

    @PostMapping("/bank-lines/{id}/booking")
    @Needs("bank-line.decide")
    BankLineView book(Actor actor, Once once, @PathVariable UUID id, @RequestBody BankBookingBody body) {
        Integer confidence = body.confidence();
        BankWork.Booking booking = new BankWork.Booking(
                body.party(),
                body.items() == null
                        ? List.of()
                        : body.items().stream()
                                .map(item -> new BankWork.ItemAmount(item.item(), item.amount()))
                                .toList(),
                body.orders() == null
                        ? List.of()
                        : body.orders().stream()
                                .map(order -> new BankWork.OrderAmount(order.order(), order.amount()))
                                .toList(),
                confidence == null ? null : Math.clamp(confidence, 0, 100));
        return once.run(actor.company(), BankLineView.class, tx -> view(actor, work.book(tx, actor, id, booking)));
    }

    record BankMatchBody(UUID receipt) {}

    @PostMapping("/bank-lines/{id}/match")
    @Needs("bank-line.decide")
    BankLineView match(Actor actor, Once once, @PathVariable UUID id, @RequestBody BankMatchBody body) {
        return once.run(
                actor.company(), BankLineView.class, tx -> view(actor, work.match(tx, actor, id, body.receipt())));
    }

    /** @param note what it was; what the bank wrote when left out */
    record BankExplanationBody(
            LedgerAccount account, @Nullable String note) {}

    @PostMapping("/bank-lines/{id}/explanation")
    @Needs("bank-line.decide")
    BankLineView explain(Actor actor, Once once, @PathVariable UUID id, @RequestBody BankExplanationBody body) {
        return once.run(
                actor.company(),
                BankLineView.class,
                tx -> view(actor, work.explain(tx, actor, id, body.account(), body.note())));
    }

    record BankDismissalBody(String reason) {}

    @PostMapping("/bank-lines/{id}/dismissal")
    @Needs("bank-line.decide")
    BankLineView ignore(Actor actor, Once once, @PathVariable UUID id, @RequestBody BankDismissalBody body) {
        return once.run(
                actor.company(), BankLineView.class, tx -> view(actor, work.ignore(tx, actor, id, body.reason())));
    }

    record BankUndoBody(@Nullable String reason) {}

    @PostMapping("/bank-lines/{id}/undoing")
    @Needs("bank-line.decide")
    BankLineView undo(
            Actor actor, Once once, @PathVariable UUID id, @RequestBody(required = false) @Nullable BankUndoBody body) {
        return once.run(
                actor.company(),
                BankLineView.class,
                tx -> view(actor, work.undo(tx, actor, id, body == null ? null : body.reason())));
    }

    /** @param least the confidence the surest proposal must have */
    record BankAcceptanceBody(List<UUID> lines, int least) {}

    /** @param problem why a line was left alone, in the user's language */
    record BankAcceptedView(
            UUID line, @Nullable LineState state, @Nullable String problem) {}

    record BankAcceptanceView(int accepted, List<BankAcceptedView> lines) {}

    @PostMapping("/bank-work/acceptances")
    @Needs("bank-line.decide")
    BankAcceptanceView accept(Actor actor, @RequestBody BankAcceptanceBody body) {
        if (body.lines().size() > MOST_LINES) {
            throw Problem.invalid("lines", "out-of-range");
        }
        return accepted(actor, work.accept(actor, body.lines(), Math.clamp(body.least(), 0, 100)));
    }

    private BankAcceptanceView accepted(Actor actor, List<BankWork.Accepted> done) {
        return new BankAcceptanceView(
                (int) done.stream().filter(one -> one.problem() == null).count(),
                done.stream()
                        .map(one -> new BankAcceptedView(
                                one.line(),
                                one.state(),
                                one.problem() == null
                                        ? null
                                        : texts.find(actor.locale(), "problem." + one.problem())
                                                .orElse(one.problem())))
                        .toList());
    }

    record BankBalancesView(String currency, List<BankBalances.BankBalance> accounts) {}

    @GetMapping("/bank-balances")
    @Needs("bank-line.view")
    BankBalancesView balances(Actor actor, @RequestParam(required = false) @Nullable LocalDate asOf) {
        return new BankBalancesView(actor.currency(), database.report(actor.company(), tx -> balances.all(tx, asOf)));
    }

    @GetMapping("/bank-settings")
    @Needs("bank-line.view")
    BankSettings.BankBooking settings(Actor actor) {
        return database.read(actor.company(), settings::of);
    }

    record BankSettingsBody(boolean atOnce, boolean automatic, int threshold) {}

    @PutMapping("/bank-settings")
    @Needs("bank-rule.edit")
    BankSettings.BankBooking changeSettings(Actor actor, Once once, Seen seen, @RequestBody BankSettingsBody body) {
        return once.run(
                actor.company(),
                BankSettings.BankBooking.class,
                tx -> settings.change(
                        tx,
                        actor,
                        new BankSettings.BankBooking(body.atOnce(), body.automatic(), body.threshold(), 0),
                        seen.version()));
    }

    record BankRuleBody(
            String name,
            String words,
            BankRules.Direction direction,
            LedgerAccount account,
            @Nullable Boolean active) {
        BankRules.NewBankRule rule() {
            return new BankRules.NewBankRule(name, words, direction, account, !Boolean.FALSE.equals(active));
        }
    }

    @PostMapping("/bank-rules")
    @Needs("bank-rule.create")
    @ResponseStatus(HttpStatus.CREATED)
    BankRules.BankRule createRule(Actor actor, Once once, @RequestBody BankRuleBody body) {
        return once.run(actor.company(), BankRules.BankRule.class, tx -> {
            UUID id = rules.create(tx, actor, body.rule());
            tx.flush();
            return rules.find(tx, id);
        });
    }

    @GetMapping("/bank-rules/{id}")
    @Needs("bank-rule.view")
    BankRules.BankRule rule(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> rules.find(tx, id));
    }

    @PutMapping("/bank-rules/{id}")
    @Needs("bank-rule.edit")
    BankRules.BankRule changeRule(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody BankRuleBody body) {
        return once.run(actor.company(), BankRules.BankRule.class, tx -> {
            rules.change(tx, actor, id, body.rule(), seen.version());
            tx.flush();
            return rules.find(tx, id);
        });
    }

    private BankLineView view(Actor actor, OpenLine line) {
        return view(actor, new BankWork.Case(line, List.of()));
    }

    private BankLineView view(Actor actor, BankWork.Case one) {
        OpenLine line = one.line();
        return new BankLineView(
                line.id(),
                line.cashAccount(),
                line.cashName(),
                line.booked(),
                line.valued(),
                line.amount(),
                line.currency(),
                line.name(),
                line.account(),
                line.bank(),
                line.reference(),
                line.text(),
                line.endToEnd(),
                line.code(),
                line.fee(),
                line.state(),
                line.receipt(),
                line.entry(),
                line.party(),
                line.reason(),
                line.confidence(),
                line.raw(),
                one.proposals().stream()
                        .map(proposal -> new BankProposalView(
                                proposal.kind(),
                                proposal.party(),
                                proposal.items(),
                                proposal.orders(),
                                proposal.receipt(),
                                proposal.account(),
                                proposal.confidence(),
                                proposal.reasons().stream()
                                        .map(reason -> texts.text(
                                                actor.locale(),
                                                "bank.reason." + reason.code(),
                                                reason.arguments().toArray()))
                                        .toList()))
                        .toList());
    }
}
