package io.onaccount.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.approval.ApprovalFlows;
import io.onaccount.approval.Approvals;
import io.onaccount.approval.FlowDefinition;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Rule;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.credit.CreditProposal.Paper;
import io.onaccount.credit.CreditProposal.Purpose;
import io.onaccount.credit.CreditProposal.Reference;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.testing.TestCompany;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is asked for a customer's credit, who may grant it, and that it stands in the account when it is granted (CRD-04, ACC-05). */
class CreditApplicationsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

    private final TestCompany company = new TestCompany();
    private final CreditApplications applications = company.application.bean(CreditApplications.class);
    private final CreditAccounts accounts = company.application.bean(CreditAccounts.class);
    private final CreditSettings settings = company.application.bean(CreditSettings.class);
    private final CreditControl credit = company.application.bean(CreditControl.class);
    private final Approvals approvals = company.application.bean(Approvals.class);
    private final Actor rep = company.user("rep", rights("create", "edit", "submit", "return-to-draft", "cancel"));
    private final Actor director = company.user("director", with("approval.decide", rights("approve", "reject")));
    private final Actor controller =
            company.user("controller", with("credit-account.grant", rights("approve", "submit")));

    private static Set<String> rights(String... actions) {
        return new HashSet<>(Stream.concat(Stream.of("view"), Arrays.stream(actions))
                .map(action -> CreditApplications.KIND + "." + action)
                .toList());
    }

    private static Set<String> with(String right, Set<String> others) {
        Set<String> all = new HashSet<>(others);
        all.add(right);
        return all;
    }

    private UUID customer(String limit) {
        UUID id = Ids.next();
        String key = "(" + company.id + ", '" + id + "'";
        company.application
                .database()
                .sql(
                        "insert into document.header (company_id, id, kind, number, title, state, owner_id, date) values "
                                + key + ", 'customer', '" + id + "', 'Kunde', 'ACTIVE', '" + rep.user()
                                + "', '2025-01-01')",
                        "insert into party.party (company_id, id) values " + key + ")");
        if (limit != null) {
            company.write(tx -> {
                accounts.grant(
                        tx,
                        controller,
                        new CreditAccounts.Grant(id, Terms.ofLimit(new BigDecimal(limit)), "first", null));
                return id;
            });
        }
        return id;
    }

    private UUID term(int days) {
        UUID id = Ids.next();
        company.application
                .database()
                .sql("insert into party.payment_term (company_id, id, code, name, name_en, rule, days) values ("
                        + company.id + ", '" + id + "', 'N" + id + "', '净', 'Net', 'NET_DAYS', " + days + ")");
        return id;
    }

    private static CreditProposal limit(UUID customer, Purpose purpose, String limit) {
        return CreditProposal.of(customer, purpose, limit == null ? null : new BigDecimal(limit), null, "they grow");
    }

    private UUID draft(CreditProposal proposal) {
        return company.write(tx -> applications.create(tx, rep, proposal));
    }

    private UUID submitted(CreditProposal proposal) {
        UUID id = draft(proposal);
        submit(rep, id);
        return id;
    }

    private void submit(Actor who, UUID id) {
        company.write(tx -> {
            applications.submit(tx, who, id, null);
            return id;
        });
    }

    private void approve(Actor who, UUID id) {
        company.write(tx -> {
            applications.approve(tx, who, id, null, "good customer");
            return id;
        });
    }

    private CreditApplication find(UUID id) {
        return company.read(tx -> applications.find(tx, rep, id));
    }

    private CreditAccounts.View account(UUID customer) {
        return company.read(tx -> accounts.view(tx, rep, customer));
    }

    private void authority(Actor who, String amount, Integer termDays) {
        company.write(tx -> {
            settings.change(
                    tx,
                    director,
                    null,
                    CreditSettings.Settings.DEFAULTS,
                    List.of(new CreditSettings.Authority(who.user(), new BigDecimal(amount), termDays, null)));
            return true;
        });
    }

    private static void refused(String code, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    private static void wrong(String field, String code, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        Problem.class,
                        p -> assertThat(p.errors())
                                .anyMatch(
                                        e -> e.field().equals(field) && e.code().equals(code)));
    }

    @Test
    void whatIsApprovedStandsInTheAccountWithTheApplicationAsItsCause() {
        UUID customer = customer("100000");
        UUID net45 = term(45);
        CreditProposal proposal = limit(customer, Purpose.RAISE, "150000")
                .with(
                        net45,
                        List.of(Paper.CONTRACT, Paper.BUSINESS_LICENCE),
                        List.of(new Reference("A", "1", null)),
                        null);
        UUID id = submitted(proposal);
        assertThat(find(id).state()).isEqualTo(ApplicationState.SUBMITTED);
        assertThat(find(id).askedWith()).isNotNull();
        assertThat(account(customer).terms().limit()).isEqualByComparingTo("100000");

        refused("credit-application-own", () -> approve(rep, id));
        approve(director, id);

        CreditApplication approved = find(id);
        assertThat(approved.state()).isEqualTo(ApplicationState.APPROVED);
        assertThat(approved.decidedBy()).isEqualTo(director.user());
        assertThat(approved.proposal().papers()).containsExactlyInAnyOrder(Paper.CONTRACT, Paper.BUSINESS_LICENCE);
        Terms terms = account(customer).terms();
        assertThat(terms.limit()).isEqualByComparingTo("150000");
        assertThat(terms.termDays()).isEqualTo(45);
        assertThat(Objects.requireNonNull(company.read(tx -> company.application
                                .bean(Parties.class)
                                .require(tx, rep, customer)
                                .paymentTerm()))
                        .id())
                .isEqualTo(net45);
        CreditAccounts.TermsVersion newest =
                company.read(tx -> accounts.history(tx, rep, customer)).getFirst();
        assertThat(newest.application()).isEqualTo(id);
        assertThat(newest.applicationNumber()).isEqualTo(approved.number());
        assertThat(company.history(customer).toString()).contains(id.toString());
        refused("wrong-state", () -> approve(director, id));
        CreditLetters.Letter letter =
                company.read(tx -> company.application.bean(CreditLetters.class).letter(tx, rep, id, Locale.CHINA));
        assertThat(letter.lines()).extracting(CreditLetters.Line::value).contains("150000.00", "净");
        assertThat(letter.paragraphs().getFirst()).contains(approved.number());
    }

    @Test
    void anAuthorityIsInMoneyAndDays() {
        UUID customer = customer("100000");
        authority(director, "120000", 30);
        UUID large = submitted(limit(customer, Purpose.RAISE, "120001"));
        refused("credit-authority-limit", () -> approve(director, large));
        refused("credit-authority-limit", () -> approve(controller, large));
        UUID fitting = submitted(limit(customer, Purpose.RAISE, "120000"));
        approve(director, fitting);
        assertThat(account(customer).terms().limit()).isEqualByComparingTo("120000");
        UUID lower = submitted(limit(customer, Purpose.LOWER, "5000"));
        approve(controller, lower);
        assertThat(account(customer).terms().limit())
                .as("less is for everybody who may approve")
                .isEqualByComparingTo("5000");
        UUID first = submitted(limit(customer, Purpose.REVIEW, null)
                .with(term(30), List.of(), List.of(), null)
                .reviewed(TODAY.plusYears(1)));
        approve(director, first);
        UUID longer = submitted(limit(customer, Purpose.REVIEW, null)
                .with(term(31), List.of(), List.of(), null)
                .reviewed(TODAY.plusYears(1)));
        refused("credit-authority-term", () -> approve(director, longer));
    }

    /** Who may set limits anyway needs nobody within their own authority; beyond it their application waits like any other. */
    @Test
    void whereNobodyIsAskedOnesOwnAuthorityDecides() {
        UUID customer = customer("100000");
        authority(controller, "120000", null);
        UUID within = draft(limit(customer, Purpose.RAISE, "110000"));
        submit(controller, within);
        assertThat(find(within).state()).isEqualTo(ApplicationState.APPROVED);
        UUID beyond = draft(limit(customer, Purpose.RAISE, "130000"));
        submit(controller, beyond);
        assertThat(find(beyond).state()).isEqualTo(ApplicationState.SUBMITTED);
        refused("credit-application-own", () -> approve(controller, beyond));
        assertThat(account(customer).terms().limit()).isEqualByComparingTo("110000");
        refused(
                "credit-grant-authority",
                () -> company.write(tx -> {
                    accounts.grantWithin(
                            tx,
                            controller,
                            new CreditAccounts.Grant(
                                    customer, Terms.ofLimit(new BigDecimal("130000")), "directly", null));
                    return true;
                }));
    }

    @Test
    void aTemporaryLimitEndsByItself() {
        UUID customer = customer("1000");
        UUID id = submitted(
                limit(customer, Purpose.NEW, null).temporary(new BigDecimal("500"), TODAY, TODAY.plusDays(10)));
        approve(director, id);
        assertThat(free(customer, TODAY)).isEqualByComparingTo("1500");
        assertThat(free(customer, TODAY.plusDays(10))).isEqualByComparingTo("1500");
        assertThat(free(customer, TODAY.plusDays(11))).isEqualByComparingTo("1000");
        UUID late = submitted(
                limit(customer, Purpose.NEW, null).temporary(new BigDecimal("500"), TODAY, TODAY.plusDays(10)));
        wrong("temporaryTo", "credit-in-the-past", () -> approve(director.on(TODAY.plusDays(11)), late));
    }

    private BigDecimal free(UUID customer, LocalDate on) {
        return company.read(tx -> credit.freeCredit(tx, customer, on)).free();
    }

    @Test
    void itsLife() {
        UUID customer = customer("1000");
        UUID id = submitted(limit(customer, Purpose.RAISE, "2000"));
        company.write(tx -> {
            applications.returnToDraft(tx, rep, id, null);
            return id;
        });
        company.write(tx -> {
            applications.change(tx, rep, id, null, limit(customer, Purpose.RAISE, "1800"));
            return id;
        });
        submit(rep, id);
        company.write(tx -> {
            applications.reject(tx, director, id, null, "too early");
            return id;
        });
        assertThat(find(id).state()).isEqualTo(ApplicationState.REJECTED);
        assertThat(find(id).decisionReason()).isEqualTo("too early");
        assertThat(company.read(tx ->
                                company.application.bean(CreditLetters.class).letter(tx, rep, id, Locale.ENGLISH))
                        .lines())
                .isEmpty();
        company.write(tx -> {
            applications.returnToDraft(tx, rep, id, null);
            applications.find(tx, rep, id);
            return id;
        });
        company.write(tx -> {
            applications.cancel(tx, rep, id, null, null);
            return id;
        });
        assertThat(find(id).state()).isEqualTo(ApplicationState.CANCELLED);
        assertThat(account(customer).terms().limit()).isEqualByComparingTo("1000");
        refused("wrong-state", () -> submit(rep, id));
    }

    @Test
    void eachPurposeSaysWhatItMust() {
        UUID customer = customer("1000");
        wrong("limit", "required", () -> draft(limit(customer, Purpose.RAISE, null)));
        wrong("limit", "credit-no-raise", () -> draft(limit(customer, Purpose.RAISE, "1000")));
        wrong("limit", "credit-not-lower", () -> draft(limit(customer, Purpose.LOWER, "1000")));
        wrong("temporaryLimit", "required", () -> draft(limit(customer, Purpose.TEMPORARY, null)));
        wrong("reviewOn", "required", () -> draft(limit(customer, Purpose.REVIEW, null)));
        UUID raise = draft(limit(customer, Purpose.RAISE, "2000"));
        company.write(tx -> {
            accounts.grant(
                    tx,
                    controller,
                    new CreditAccounts.Grant(customer, Terms.ofLimit(new BigDecimal("3000")), "meanwhile", null));
            return true;
        });
        wrong("limit", "credit-no-raise", () -> submit(rep, raise));
    }

    @Test
    void anUnopenedAccountIsOpenedByItsFirstApplication() {
        UUID customer = customer(null);
        UUID id = submitted(limit(customer, Purpose.NEW, "5000"));
        approve(director, id);
        assertThat(account(customer).terms().limit()).isEqualByComparingTo("5000");
    }

    @Test
    void whomTheFlowNamesDecidesAndOtherTermsMeanwhileAskAnew() {
        flow(director);
        UUID customer = customer("1000");
        UUID small = submitted(limit(customer, Purpose.RAISE, "1400"));
        assertThat(inbox(director)).isEmpty();
        approve(controller, small);
        UUID id = submitted(limit(customer, Purpose.RAISE, "3000"));
        refused("credit-application-in-flow", () -> approve(controller, id));
        UUID request = inbox(director).getFirst();
        company.write(tx -> {
            accounts.grant(
                    tx,
                    controller,
                    new CreditAccounts.Grant(customer, Terms.ofLimit(new BigDecimal("2000")), "meanwhile", null));
            return true;
        });
        assertThat(company.write(tx -> approvals.approve(tx, director, request, "yes"))
                        .state())
                .as("the raise is another one now")
                .isEqualTo(io.onaccount.approval.RequestState.VOID);
        UUID anew = inbox(director).getFirst();
        assertThat(company.write(tx -> approvals.approve(tx, director, anew, "yes"))
                        .outcome())
                .isEqualTo("granted");
        assertThat(account(customer).terms().limit()).isEqualByComparingTo("3000");
        assertThat(find(id).decidedBy()).isEqualTo(director.user());
        // A no ends it, a return gives it back to be mended.
        UUID refusedOne = submitted(limit(customer, Purpose.RAISE, "9000"));
        company.write(tx -> approvals.reject(tx, director, inbox(director).getFirst(), "no"));
        assertThat(find(refusedOne).state()).isEqualTo(ApplicationState.REJECTED);
        UUID returned = submitted(limit(customer, Purpose.RAISE, "9000"));
        company.write(tx -> approvals.sendBack(tx, director, inbox(director).getFirst(), "papers?"));
        assertThat(find(returned).state()).isEqualTo(ApplicationState.DRAFT);
    }

    @Test
    void anAuthorityThatWasSetBindsItsHolderInAFlowToo() {
        flow(director);
        authority(director, "2500", null);
        UUID customer = customer("1000");
        submitted(limit(customer, Purpose.RAISE, "3000"));
        UUID request = inbox(director).getFirst();
        refused("credit-authority-limit", () -> company.write(tx -> approvals.approve(tx, director, request, "yes")));
        assertThat(account(customer).terms().limit()).isEqualByComparingTo("1000");
    }

    /** Raises of more than half of the limit are for this person. */
    private void flow(Actor who) {
        Step step = new Step("director", Mode.ANY, List.of(new Approver(Who.USER, who.user())), null, null);
        FlowDefinition definition = new FlowDefinition(
                false,
                List.of(new Rule("large", "[\"raisePercent\",\">\",\"45\"]", List.of(new Stage(List.of(step))))));
        ApprovalFlows flows = company.application.bean(ApprovalFlows.class);
        company.write(tx -> {
            UUID id = flows.create(tx, company.actor, CreditApplications.KIND, definition)
                    .id();
            tx.flush();
            flows.publish(tx, company.actor, id, "", null);
            return id;
        });
    }

    private List<UUID> inbox(Actor who) {
        return company.read(tx -> approvals.inbox(tx, who)).stream()
                .map(w -> w.request().id())
                .toList();
    }
}
