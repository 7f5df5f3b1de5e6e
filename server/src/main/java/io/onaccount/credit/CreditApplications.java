package io.onaccount.credit;

import static io.onaccount.credit.ApplicationState.APPROVE;
import static io.onaccount.credit.ApplicationState.APPROVED;
import static io.onaccount.credit.ApplicationState.CANCEL;
import static io.onaccount.credit.ApplicationState.CANCELLED;
import static io.onaccount.credit.ApplicationState.DRAFT;
import static io.onaccount.credit.ApplicationState.LIFE;
import static io.onaccount.credit.ApplicationState.REJECT;
import static io.onaccount.credit.ApplicationState.REJECTED;
import static io.onaccount.credit.ApplicationState.RETURN;
import static io.onaccount.credit.ApplicationState.SUBMIT;
import static io.onaccount.credit.ApplicationState.SUBMITTED;

import io.onaccount.approval.Act;
import io.onaccount.approval.Approval;
import io.onaccount.approval.ApprovalAnswer;
import io.onaccount.approval.Approvals;
import io.onaccount.approval.RequestState;
import io.onaccount.credit.ApplicationTables.Stored;
import io.onaccount.credit.CreditProposal.Financials;
import io.onaccount.credit.CreditProposal.Paper;
import io.onaccount.credit.CreditProposal.Purpose;
import io.onaccount.credit.CreditProposal.Reference;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Numbering;
import io.onaccount.party.Customers;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Credit applications (授信申请, CRD-04): what is asked for a customer, on which papers and figures, and what was decided. What is approved stands
 * in the account at once, with the application as its cause. Whom a flow names decides; where none is asked, somebody whose authority reaches
 * so far and who has not asked.
 */
@Component
public final class CreditApplications {
    static final String KIND = "credit-application";
    static final String NUMBER_PATTERN = "CA-{yyyyMMdd}-{0001}";

    private static final int MOST_REFERENCES = 20;
    private static final String MAY_GRANT = CreditAccounts.KIND + ".grant";

    private final Headers headers;
    private final Numbering numbering;
    private final Parties parties;
    private final Customers customers;
    private final PaymentTerms terms;
    private final CreditAccounts accounts;
    private final CustomerFigures figures;
    private final ApplicationTables tables;
    private final Approvals approvals;

    CreditApplications(
            Headers headers,
            Numbering numbering,
            Parties parties,
            Customers customers,
            PaymentTerms terms,
            CreditAccounts accounts,
            CustomerFigures figures,
            ApplicationTables tables,
            Approvals approvals) {
        this.headers = headers;
        this.numbering = numbering;
        this.parties = parties;
        this.customers = customers;
        this.terms = terms;
        this.accounts = accounts;
        this.figures = figures;
        this.tables = tables;
        this.approvals = approvals;
    }

    /** The application, if within the actor's scope; otherwise 404. */
    public CreditApplication find(Tx tx, Actor actor, UUID id) {
        headers.find(tx, actor, KIND, id);
        return stored(tx, id).application();
    }

    private Stored stored(Tx tx, UUID id) {
        return tables.find(tx, id).orElseThrow(() -> Problem.notFound(KIND, id));
    }

    /** The customer's figures as they are today. */
    public CreditFigures figures(Tx tx, Actor actor, CreditApplication application) {
        return figures.of(tx, account(tx, application), actor.today());
    }

    private static Account account(Tx tx, CreditApplication application) {
        return CreditControl.account(tx, application.proposal().customer());
    }

    public UUID create(Tx tx, Actor actor, CreditProposal entry) {
        return create(tx, actor, List.of(entry)).getFirst();
    }

    /** Draft applications, as many as are handed over, in their order. 400 with every wrong field, 404 for a customer out of scope. */
    public List<UUID> create(Tx tx, Actor actor, List<CreditProposal> entries) {
        List<UUID> asked =
                entries.stream().map(CreditProposal::customer).distinct().toList();
        Map<UUID, Party> known = parties.require(tx, actor, asked);
        List<CreditProposal> sound = checked(tx, actor, entries);
        List<String> numbers = numbering.take(
                actor.company(),
                KIND,
                NUMBER_PATTERN,
                sound.stream().map(p -> Objects.requireNonNull(p.date())).toList());
        List<Header> born = new ArrayList<>();
        for (int i = 0; i < sound.size(); i++) {
            CreditProposal proposal = sound.get(i);
            Party party = Objects.requireNonNull(known.get(proposal.customer()));
            born.add(Header.born(
                    Ids.next(),
                    KIND,
                    numbers.get(i),
                    party.name(),
                    DRAFT,
                    party.id(),
                    party.owner() == null ? actor.user() : party.owner(),
                    party.owner() == null ? actor.department() : party.department(),
                    Objects.requireNonNull(proposal.date()),
                    actor.currency(),
                    total(proposal),
                    actor.user(),
                    headers.now()));
        }
        headers.insert(tx, actor, born, Map.of());
        for (int i = 0; i < sound.size(); i++) {
            tables.insert(tx, born.get(i).id(), sound.get(i));
        }
        return born.stream().map(Header::id).toList();
    }

    private static @Nullable BigDecimal total(CreditProposal proposal) {
        return proposal.limit() == null ? proposal.temporaryLimit() : proposal.limit();
    }

    /** Writes a draft anew; the history gets what differs. The customer stays. */
    public void change(Tx tx, Actor actor, UUID id, @Nullable Integer version, CreditProposal entry) {
        Header header = draft(tx, actor, id, version, "edit");
        CreditProposal old = stored(tx, id).application().proposal();
        if (!old.customer().equals(entry.customer())) {
            throw Problem.invalid("customer", "credit-application-customer-stays");
        }
        CreditProposal sound = checked(tx, actor, List.of(entry)).getFirst();
        headers.change(
                tx,
                actor,
                header,
                header.on(Objects.requireNonNull(sound.date())).withTotal(total(sound)),
                differences(old, sound));
        tables.update(tx, id, sound);
    }

    private static Map<String, Object> differences(CreditProposal old, CreditProposal changed) {
        Map<String, Object> changes = new LinkedHashMap<>();
        Map<String, @Nullable String> before = plain(old);
        plain(changed).forEach((field, value) -> Headers.difference(changes, field, before.get(field), value));
        return changes;
    }

    private static Map<String, @Nullable String> plain(CreditProposal p) {
        Map<String, @Nullable String> plain = new LinkedHashMap<>();
        plain.put("purpose", p.purpose().name());
        plain.put("limit", text(p.limit()));
        plain.put("temporaryLimit", text(p.temporaryLimit()));
        plain.put("temporaryFrom", text(p.temporaryFrom()));
        plain.put("temporaryTo", text(p.temporaryTo()));
        plain.put("status", text(p.status()));
        plain.put("paymentTerm", text(p.paymentTerm()));
        plain.put("overdueDaysAllowed", text(p.overdueDays()));
        plain.put("overdueAmountAllowed", text(p.overdueAmount()));
        plain.put("grade", p.grade());
        plain.put("score", text(p.score()));
        plain.put("validTo", text(p.validTo()));
        plain.put("reviewOn", text(p.reviewOn()));
        plain.put("insuredAmount", text(p.insuredAmount()));
        plain.put("papers", text(p.papers()));
        plain.put("references", text(p.references()));
        plain.put("financials", text(p.financials()));
        plain.put("reason", p.reason());
        return plain;
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }

    /** Removes a draft; its history stays. */
    public void delete(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = draft(tx, actor, id, version, "delete");
        tables.delete(tx, id);
        headers.delete(tx, actor, header);
    }

    private Header draft(Tx tx, Actor actor, UUID id, @Nullable Integer version, String what) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        if (LIFE.parse(header.state()) != DRAFT) {
            throw Problem.conflict("wrong-state", what, header.state());
        }
        return header;
    }

    // ---- its life ----

    /**
     * Puts it to whoever decides. Where no flow asks anybody it is granted at once if whoever submits it may set limits and their own authority
     * reaches so far; otherwise it waits for somebody with that authority.
     */
    public void submit(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        LIFE.check(LIFE.parse(header.state()), SUBMIT);
        CreditApplication application = stored(tx, id).application();
        Account account = account(tx, application);
        CreditFigures now = figures.of(tx, account, actor.today());
        checkAgain(actor, application.proposal(), account.terms());
        tables.submitted(tx, actor, id, headers.now(), now);
        ApprovalAnswer answer =
                approvals.govern(tx, KIND) ? approvals.request(tx, actor, KIND, id) : new ApprovalAnswer.NotNeeded();
        boolean granted = switch (answer) {
            case ApprovalAnswer.Pending p -> false;
            case ApprovalAnswer.AlreadyApproved a -> true;
            case ApprovalAnswer.NotNeeded n -> actor.may(MAY_GRANT) && beyond(tx, actor, application, now) == null;
        };
        LIFE.check(DRAFT, SUBMIT, granted ? APPROVED : SUBMITTED);
        headers.move(tx, actor, header, SUBMIT, granted ? APPROVED : SUBMITTED, Map.of());
        if (granted) {
            grant(tx, actor, application, account, now, null);
        }
    }

    /**
     * Approves what no flow asks about.
     *
     * @throws Problem 403 when one's authority doesn't reach so far or one has asked oneself, 409 when those whom the flow names decide
     */
    public void approve(Tx tx, Actor actor, UUID id, @Nullable Integer version, @Nullable String reason) {
        String why = optional(reason);
        Header header = decidable(tx, actor, id, version, APPROVE);
        CreditApplication application = stored(tx, id).application();
        checkNotOwn(actor, application);
        Account account = account(tx, application);
        CreditFigures now = figures.of(tx, account, actor.today());
        checkAgain(actor, application.proposal(), account.terms());
        // The figures may have changed so that a flow asks by now.
        if (approvals.govern(tx, KIND)
                && approvals.request(tx, asker(actor, application), KIND, id) instanceof ApprovalAnswer.Pending) {
            return;
        }
        Problem beyond = beyond(tx, actor, application, now);
        if (beyond != null) {
            throw beyond;
        }
        headers.move(tx, actor, header, APPROVE, APPROVED, reasoned(why));
        grant(tx, actor, application, account, now, why);
    }

    /** Whoever submitted it asks, whoever found that a flow is needed by now. */
    private static Actor asker(Actor actor, CreditApplication application) {
        UUID by = application.submittedBy();
        return by == null
                ? actor
                : new Actor(
                        actor.company(),
                        by,
                        actor.name(),
                        actor.locale(),
                        actor.rights(),
                        actor.scope(),
                        actor.department(),
                        actor.currency(),
                        actor.zone(),
                        actor.today());
    }

    /** Says no; it may be taken back to draft and asked again. */
    public void reject(Tx tx, Actor actor, UUID id, @Nullable Integer version, String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.required(problems, "reason", reason, 1000);
        problems.throwIfAny();
        Header header = decidable(tx, actor, id, version, REJECT);
        CreditApplication application = stored(tx, id).application();
        checkNotOwn(actor, application);
        headers.move(tx, actor, header, REJECT, REJECTED, reasoned(why));
        tables.decided(tx, actor, id, headers.now(), figures(tx, actor, application), why);
    }

    private Header decidable(Tx tx, Actor actor, UUID id, @Nullable Integer version, String move) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        LIFE.check(LIFE.parse(header.state()), move);
        if (waitsForFlow(tx, id)) {
            throw Problem.conflict("credit-application-in-flow", header.number());
        }
        return header;
    }

    private boolean waitsForFlow(Tx tx, UUID id) {
        return approvals.history(tx, id).stream()
                .anyMatch(approval -> approval.request().state() == RequestState.PENDING);
    }

    private static void checkNotOwn(Actor actor, CreditApplication application) {
        if (application.isAskedBy(actor)) {
            throw Problem.of(403, "credit-application-own", application.number());
        }
    }

    /** Takes it back to be mended. */
    public void returnToDraft(Tx tx, Actor actor, UUID id, @Nullable Integer version) {
        Header header = headers.lock(tx, actor, KIND, id, version);
        LIFE.check(LIFE.parse(header.state()), RETURN, DRAFT);
        approvals.withdraw(tx, actor, KIND, id, "");
        headers.move(tx, actor, header, RETURN, DRAFT, Map.of());
    }

    /** Gives it up. */
    public void cancel(Tx tx, Actor actor, UUID id, @Nullable Integer version, @Nullable String reason) {
        String why = optional(reason);
        Header header = headers.lock(tx, actor, KIND, id, version);
        LIFE.check(LIFE.parse(header.state()), CANCEL, CANCELLED);
        approvals.withdraw(tx, actor, KIND, id, why == null ? "" : why);
        headers.move(tx, actor, header, CANCEL, CANCELLED, reasoned(why));
    }

    private static @Nullable String optional(@Nullable String reason) {
        Problem.Collector problems = new Problem.Collector();
        String why = Input.text(problems, "reason", reason, 1000);
        problems.throwIfAny();
        return why;
    }

    private static Map<String, ?> reasoned(@Nullable String reason) {
        return reason == null ? Map.of() : Map.of("reason", reason);
    }

    // ---- what the approval engine asks ----

    /** Everybody whom the flow names has said yes. One of them must be free to give so much: an authority that was set binds its holder here too. */
    void approvedByFlow(Tx tx, Actor approver, UUID id) {
        Header header = headers.lock(tx, approver.companyWide(), KIND, id, null);
        LIFE.check(LIFE.parse(header.state()), APPROVE, APPROVED);
        CreditApplication application = stored(tx, id).application();
        checkNotOwn(approver, application);
        Account account = account(tx, application);
        CreditFigures now = figures.of(tx, account, approver.today());
        checkAgain(approver, application.proposal(), account.terms());
        checkAuthorities(tx, approver, application, now);
        headers.move(tx, approver, header, APPROVE, APPROVED, Map.of());
        grant(tx, approver, application, account, now, null);
    }

    private void checkAuthorities(Tx tx, Actor last, CreditApplication application, CreditFigures now) {
        Map<UUID, CreditSettings.Authority> set = CreditSettings.authoritiesByUser(tx);
        Set<UUID> approvers = approvals.history(tx, application.id()).stream()
                .filter(a -> a.request().state() == RequestState.PENDING)
                .flatMap(a -> a.decisions().stream())
                .filter(d -> d.act() == Act.APPROVE)
                .map(Approval.Decision::by)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        approvers.add(last.user());
        boolean reached = approvers.stream().anyMatch(user -> {
            CreditSettings.Authority authority = set.get(user);
            return authority == null || beyond(authority, application, now) == null;
        });
        if (!reached) {
            throw Objects.requireNonNull(beyond(Objects.requireNonNull(set.get(last.user())), application, now));
        }
    }

    /** It goes back to its author to be mended. */
    void sentBack(Tx tx, Actor by, UUID id, String reason) {
        Header header = headers.lock(tx, by.companyWide(), KIND, id, null);
        LIFE.check(LIFE.parse(header.state()), RETURN, DRAFT);
        headers.move(tx, by, header, RETURN, DRAFT, reasoned(reason.isEmpty() ? null : reason));
    }

    void rejectedByFlow(Tx tx, Actor by, UUID id, String reason) {
        Header header = headers.lock(tx, by.companyWide(), KIND, id, null);
        LIFE.check(LIFE.parse(header.state()), REJECT, REJECTED);
        headers.move(tx, by, header, REJECT, REJECTED, reasoned(reason));
        tables.decided(tx, by, id, headers.now(), figures(tx, by, stored(tx, id).application()), reason);
    }

    // ---- granting ----

    /** What stands against this person's deciding alone; null: nothing. */
    private static @Nullable Problem beyond(Tx tx, Actor actor, CreditApplication application, CreditFigures now) {
        return beyond(CreditSettings.authorityOf(tx, actor.user()), application, now);
    }

    private static @Nullable Problem beyond(
            CreditSettings.Authority authority, CreditApplication application, CreditFigures now) {
        BigDecimal most = authority.amount();
        if (most != null && application.givesMoreMoney(now)) {
            BigDecimal allowed = application.allowed(now);
            if (allowed == null || allowed.compareTo(most) > 0) {
                return Problem.of(403, "credit-authority-limit", most, allowed == null ? "∞" : allowed.toPlainString());
            }
        }
        Integer days = authority.termDays();
        Integer asked = application.termDays();
        if (days != null && asked != null && application.givesMoreDays(now) && asked > days) {
            return Problem.of(403, "credit-authority-term", days, asked);
        }
        return null;
    }

    /** The account's terms become what was asked for, and the customer's payment term too. */
    private void grant(
            Tx tx,
            Actor by,
            CreditApplication application,
            Account account,
            CreditFigures now,
            @Nullable String reason) {
        CreditProposal proposal = application.proposal();
        accounts.grant(
                tx,
                by.companyWide(),
                List.of(new CreditAccounts.Grant(
                        proposal.customer(),
                        proposal.over(account.terms(), application.termDays()),
                        proposal.reason(),
                        account.version(),
                        application.id())));
        if (proposal.paymentTerm() != null) {
            customers.agree(tx, by, proposal.customer(), proposal.paymentTerm());
        }
        tables.decided(tx, by, application.id(), headers.now(), now, reason);
    }

    // ---- what may be entered ----

    private List<CreditProposal> checked(Tx tx, Actor actor, List<CreditProposal> entries) {
        Map<UUID, PaymentTerm> known =
                terms.all(tx).stream().collect(Collectors.toMap(PaymentTerm::id, Function.identity()));
        Map<UUID, Account> opened = new HashMap<>(CreditControl.accounts(
                tx, entries.stream().map(CreditProposal::customer).distinct().toList()));
        Terms fresh = CreditSettings.defaultTerms(tx);
        Problem.Collector problems = new Problem.Collector();
        List<CreditProposal> sound = new ArrayList<>();
        for (CreditProposal entry : entries) {
            Account account = opened.get(entry.customer());
            check(problems, actor, entry, account == null ? fresh : account.terms());
            PaymentTerm term = entry.paymentTerm() == null ? null : known.get(entry.paymentTerm());
            problems.check(entry.paymentTerm() == null || term != null, "paymentTerm", "unknown-record");
            sound.add(entry(problems, actor, entry));
        }
        problems.throwIfAny();
        return sound;
    }

    /** The account may have changed since it was entered: a raise that is none any more is not put to anybody. */
    private static void checkAgain(Actor actor, CreditProposal proposal, Terms now) {
        Problem.Collector problems = new Problem.Collector();
        check(problems, actor, proposal, now);
        problems.throwIfAny();
    }

    /** What each purpose must say, against the account as it stands. */
    static void check(Problem.Collector problems, Actor actor, CreditProposal entry, Terms now) {
        BigDecimal limit = entry.limit();
        BigDecimal before = now.limit();
        Purpose purpose = entry.purpose();
        if (purpose == Purpose.NEW || purpose == Purpose.RAISE || purpose == Purpose.LOWER) {
            problems.check(limit != null, "limit", "required");
        }
        if (limit != null && purpose == Purpose.RAISE) {
            problems.check(before != null && limit.compareTo(before) > 0, "limit", "credit-no-raise");
        }
        if (limit != null && purpose == Purpose.LOWER) {
            problems.check(before == null || limit.compareTo(before) < 0, "limit", "credit-not-lower");
        }
        if (purpose == Purpose.TEMPORARY) {
            problems.check(limit == null, "limit", "credit-only-temporary");
            problems.check(entry.temporaryLimit() != null, "temporaryLimit", "required");
            problems.check(entry.temporaryFrom() != null, "temporaryFrom", "required");
            problems.check(entry.temporaryTo() != null, "temporaryTo", "required");
            notPast(problems, actor, "temporaryTo", entry.temporaryTo());
        } else {
            problems.check(entry.temporaryLimit() == null, "temporaryLimit", "credit-not-temporary");
        }
        if (purpose == Purpose.REVIEW) {
            problems.check(entry.reviewOn() != null, "reviewOn", "required");
        }
        notPast(problems, actor, "reviewOn", entry.reviewOn());
        notPast(problems, actor, "validTo", entry.validTo());
    }

    private static void notPast(Problem.Collector problems, Actor actor, String field, @Nullable LocalDate day) {
        problems.check(day == null || !day.isBefore(actor.today()), field, "credit-in-the-past");
    }

    /** What is entered, as it will be stored. */
    static CreditProposal entry(Problem.Collector problems, Actor actor, CreditProposal entry) {
        LocalDate from = entry.temporaryFrom();
        LocalDate to = entry.temporaryTo();
        problems.check(from == null || to == null || !to.isBefore(from), "temporaryTo", "credit-before-start");
        BigDecimal temporary = amount(problems, actor, "temporaryLimit", entry.temporaryLimit());
        problems.check(temporary == null || temporary.signum() > 0, "temporaryLimit", "credit-not-positive");
        Integer days = entry.overdueDays();
        problems.check(days == null || (days >= 0 && days <= 3650), "overdueDays", "out-of-range", 0, 3650);
        List<Reference> references = entry.references() == null ? List.of() : entry.references();
        problems.check(references.size() <= MOST_REFERENCES, "references", "too-many-entries", MOST_REFERENCES);
        List<Reference> named = new ArrayList<>();
        for (int i = 0; i < Math.min(references.size(), MOST_REFERENCES); i++) {
            Reference one = references.get(i);
            String at = "references[" + i + "].";
            named.add(new Reference(
                    Input.required(problems, at + "name", one.name(), 100),
                    Input.text(problems, at + "phone", one.phone(), 50),
                    Input.text(problems, at + "remark", one.remark(), 500)));
        }
        Set<Paper> papers = EnumSet.noneOf(Paper.class);
        papers.addAll(entry.papers() == null ? List.of() : entry.papers());
        boolean temporaryAsked = entry.purpose() == Purpose.TEMPORARY;
        return new CreditProposal(
                entry.customer(),
                entry.purpose(),
                entry.date() == null ? actor.today() : entry.date(),
                amount(problems, actor, "limit", entry.limit()),
                temporary,
                temporaryAsked ? from : null,
                temporaryAsked ? to : null,
                entry.status(),
                entry.paymentTerm(),
                days,
                amount(problems, actor, "overdueAmount", entry.overdueAmount()),
                Input.text(problems, "grade", entry.grade(), 20),
                score(problems, entry.score()),
                entry.validTo(),
                entry.reviewOn(),
                amount(problems, actor, "insuredAmount", entry.insuredAmount()),
                List.copyOf(papers),
                named,
                financials(problems, actor, entry.financials()),
                Input.required(problems, "reason", entry.reason(), 1000));
    }

    private static @Nullable BigDecimal score(Problem.Collector problems, @Nullable BigDecimal score) {
        if (score == null) {
            return null;
        }
        boolean fits = problems.check(score.abs().compareTo(BigDecimal.valueOf(1_000_000)) < 0, "score", "too-large")
                && problems.check(score.stripTrailingZeros().scale() <= 2, "score", "too-many-decimals", 2);
        return fits ? score.setScale(2) : score;
    }

    private static Financials financials(Problem.Collector problems, Actor actor, @Nullable Financials f) {
        if (f == null) {
            return Financials.NONE;
        }
        Integer year = f.year();
        problems.check(year == null || (year >= 1900 && year <= 2200), "financials.year", "out-of-range", 1900, 2200);
        Integer employees = f.employees();
        problems.check(
                employees == null || (employees >= 0 && employees <= 10_000_000),
                "financials.employees",
                "out-of-range",
                0,
                10_000_000);
        return new Financials(
                year,
                amount(problems, actor, "financials.registeredCapital", f.registeredCapital()),
                amount(problems, actor, "financials.turnover", f.turnover()),
                signed(problems, actor, "financials.netProfit", f.netProfit()),
                amount(problems, actor, "financials.totalAssets", f.totalAssets()),
                signed(problems, actor, "financials.netAssets", f.netAssets()),
                employees);
    }

    private static @Nullable BigDecimal signed(
            Problem.Collector problems, Actor actor, String field, @Nullable BigDecimal amount) {
        return amount == null ? null : Input.amount(problems, field, amount, actor.currency());
    }

    private static @Nullable BigDecimal amount(
            Problem.Collector problems, Actor actor, String field, @Nullable BigDecimal amount) {
        if (amount == null) {
            return null;
        }
        return problems.check(amount.signum() >= 0, field, "negative")
                ? Input.amount(problems, field, amount, actor.currency())
                : amount;
    }

    // ---- for the page ----

    /**
     * The moves a page offers from where the application stands, with what stands against each; while those whom a flow names decide, that is
     * done where they are asked.
     */
    public List<MoveOption> moves(Tx tx, Texts texts, Actor actor, CreditApplication application) {
        boolean inFlow = application.state() == SUBMITTED && waitsForFlow(tx, application.id());
        return LIFE.moves(application.state()).stream()
                .filter(move -> !inFlow || !(move.equals(APPROVE) || move.equals(REJECT)))
                .map(move -> {
                    boolean decides = move.equals(APPROVE) || move.equals(REJECT);
                    String right = KIND + "." + move;
                    if (!actor.may(right)) {
                        return no(texts, actor, move, "forbidden", right);
                    }
                    if (decides && application.isAskedBy(actor)) {
                        return no(texts, actor, move, "credit-application-own", application.number());
                    }
                    return new MoveOption(move, true, null);
                })
                .toList();
    }

    private static MoveOption no(Texts texts, Actor actor, String move, String code, String about) {
        return new MoveOption(move, false, texts.text(actor.locale(), "problem." + code, about));
    }
}
