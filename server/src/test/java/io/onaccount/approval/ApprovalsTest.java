package io.onaccount.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.approval.Approval.Decision;
import io.onaccount.approval.Approvals.Decided;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Deadline;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Rule;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Unit;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.testing.TestCompany;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Who must say yes, told as it happens: each test has a company of its own with a rep, their manager, a director and a controller. */
class ApprovalsTest {
    private static final Set<String> RIGHTS = Set.of("approval.view", "approval.decide");

    private final TestCompany company =
            new TestCompany("approval.view", "approval.decide", "approval.reassign", "approval.link");
    private final Approvals approvals = company.application.bean(Approvals.class);
    private final ApprovalFlows flows = company.application.bean(ApprovalFlows.class);
    private final Delegations delegations = company.application.bean(Delegations.class);
    private final ApprovalLinks links = company.application.bean(ApprovalLinks.class);
    private final TestSubject subject = company.application.bean(TestSubject.class);
    private final Actor rep = own(company.user("rep", RIGHTS));
    private final Actor manager = own(company.user("manager", RIGHTS));
    private final Actor director = own(company.user("director", RIGHTS));
    private final Actor controller = own(company.user("controller", RIGHTS));
    private final UUID directors = role("directors", director);

    ApprovalsTest() {
        under(rep, manager);
        under(manager, director);
    }

    private static Actor own(Actor actor) {
        return TestCompany.ownOnly(actor);
    }

    private void under(Actor one, Actor superior) {
        company.application
                .database()
                .sql("update organization.membership set superior_id = '" + superior.user() + "' where company_id = "
                        + company.id + " and user_id = '" + one.user() + "'");
    }

    private UUID role(String code, Actor... members) {
        UUID role = Ids.next();
        company.application
                .database()
                .sql("insert into organization.role (company_id, id, code, name) values (" + company.id + ", '" + role
                        + "', '" + code + "', '" + code + "')");
        for (Actor member : members) {
            company.application
                    .database()
                    .sql("insert into organization.membership_role (company_id, user_id, role_id) values (" + company.id
                            + ", '" + member.user() + "', '" + role + "')");
        }
        return role;
    }

    private static Approver user(Actor actor) {
        return new Approver(Who.USER, actor.user());
    }

    private static Approver ofRole(UUID role) {
        return new Approver(Who.ROLE, role);
    }

    private static Approver superior() {
        return new Approver(Who.SUPERIOR, null);
    }

    private static Step step(Mode mode, Approver... approvers) {
        return new Step("step", mode, List.of(approvers), null, null);
    }

    private static Rule rule(String condition, Step... oneAfterTheOther) {
        return new Rule(
                condition == null ? "always" : condition,
                condition,
                Arrays.stream(oneAfterTheOther)
                        .map(step -> new Stage(List.of(step)))
                        .toList());
    }

    private UUID publish(Rule... rules) {
        return company.write(tx -> {
            UUID flow = flows.create(tx, company.actor, TestSubject.KIND, new FlowDefinition(false, List.of(rules)))
                    .id();
            tx.flush();
            flows.publish(tx, company.actor, flow, "", null);
            return flow;
        });
    }

    private ApprovalAnswer ask(Actor asker, UUID wish) {
        return company.write(tx -> approvals.request(tx, asker, TestSubject.KIND, wish));
    }

    private UUID pending(Actor asker, UUID wish) {
        return ((ApprovalAnswer.Pending) ask(asker, wish)).request();
    }

    private Decided approve(Actor actor, UUID request) {
        return company.write(tx -> approvals.approve(tx, actor, request, "fine"));
    }

    private int waiting(Actor actor) {
        int listed = company.read(tx -> approvals.inbox(tx, actor)).size();
        int counted = company.read(tx -> approvals.countInbox(tx, actor));
        assertThat(counted).isEqualTo(listed);
        return listed;
    }

    private List<Decision> book(UUID request) {
        return company.read(tx -> approvals.card(tx, company.actor, request))
                .approval()
                .decisions();
    }

    private static void refused(int status, String code, Callable<?> call) {
        assertThatThrownBy(call::call).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).as("%s", problem).isEqualTo(status);
            assertThat(
                            problem.errors().isEmpty()
                                    ? problem.code()
                                    : problem.errors().getFirst().code())
                    .isEqualTo(code);
        });
    }

    @Test
    void aCompanyWithoutFlowsAsksNobodyAndAFlowAsksOnlyWhatItsRulesName() {
        UUID wish = subject.make(rep, "500");
        assertThat(ask(rep, wish)).isInstanceOf(ApprovalAnswer.NotNeeded.class);
        publish(
                rule("[\"codes\",\"in\",[\"cold\"]]"),
                rule("{\"or\":[[\"amount\",\">\",\"1000\"],[\"codes\",\"=\",\"hot\"]]}", step(Mode.ANY, superior())));
        assertThat(ask(rep, wish)).isInstanceOf(ApprovalAnswer.NotNeeded.class);
        assertThat(ask(rep, subject.make(rep, "1000.01"))).isInstanceOf(ApprovalAnswer.Pending.class);
        assertThat(ask(rep, subject.make(rep, "1", "hot"))).isInstanceOf(ApprovalAnswer.Pending.class);
        assertThat(ask(rep, subject.make(rep, "9999", "hot", "cold"))).isInstanceOf(ApprovalAnswer.NotNeeded.class);
        assertThat(waiting(manager)).isEqualTo(2);
    }

    @Test
    void aChainIsWalkedStepByStepAndWhatWasAskedIsDoneOnceAtItsEnd() {
        publish(rule(null, step(Mode.ANY, superior()), step(Mode.ALL, ofRole(directors), user(controller))));
        UUID wish = subject.make(rep, "500");
        UUID request = pending(rep, wish);
        assertThat(pending(rep, wish)).as("asking again asks nothing new").isEqualTo(request);
        assertThat(waiting(manager)).isEqualTo(1);
        assertThat(waiting(director)).isZero();
        refused(404, "not-found", () -> approve(director, request));
        assertThat(approve(manager, request).state()).isEqualTo(RequestState.PENDING);
        assertThat(approve(director, request).state()).isEqualTo(RequestState.PENDING);
        assertThat(waiting(director)).isZero();
        refused(403, "approval-not-yours", () -> approve(director, request));
        assertThat(subject.done.get(wish)).isEmpty();
        assertThat(approve(controller, request)).isEqualTo(new Decided(request, RequestState.APPROVED, "granted"));
        assertThat(subject.done.get(wish)).containsExactly("granted to rep");
        assertThat(ask(rep, wish)).isEqualTo(new ApprovalAnswer.AlreadyApproved(request));
        assertThat(book(request).stream().map(Decision::act))
                .containsExactly(Act.ASK, Act.APPROVE, Act.APPROVE, Act.APPROVE);
        assertThat(book(request)).allSatisfy(one -> {
            Picture picture = company.application.bean(JsonMapper.class).readValue(one.picture(), Picture.class);
            assertThat(picture.facts()).containsEntry("amount", "500");
            assertThat(picture.rows()).containsExactly(List.of("500", ""));
        });
        refused(409, "approval-over", () -> approve(controller, request));
    }

    @Test
    void nobodyDecidesOnWhatTheyAskedForOrLookAfter() {
        publish(rule(null, step(Mode.ANY, user(rep), user(manager))));
        UUID byManagerForRep = pending(manager, subject.make(rep, "1"));
        refused(403, "approval-own", () -> approve(manager, byManagerForRep));
        assertThat(waiting(rep)).isZero();
        assertThat(waiting(manager)).isZero();
        assertThat(waiting(director)).as("their superior stands in").isEqualTo(1);
        assertThat(approve(director, byManagerForRep).state()).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void aStepThatFindsNobodyIsToldToWhoeverAsks() {
        publish(rule(null, step(Mode.ANY, superior())));
        refused(409, "approval-nobody", () -> ask(director, subject.make(director, "1")));
    }

    @Test
    void twoApproversAtOnceDecideAnAnyOfStepOnce() throws Exception {
        publish(rule(null, step(Mode.ANY, user(manager), user(director), user(controller))));
        for (int round = 0; round < 5; round++) {
            UUID wish = subject.make(rep, "1");
            UUID request = pending(rep, wish);
            List<String> answers = together(manager, director, controller, request);
            assertThat(answers).containsExactlyInAnyOrder("APPROVED", "approval-over", "approval-over");
            assertThat(subject.done.get(wish)).containsExactly("granted to rep");
            assertThat(book(request)).hasSize(2);
        }
    }

    private List<String> together(Actor one, Actor two, Actor three, UUID request) throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (Actor actor : List.of(one, two, three)) {
            calls.add(() -> {
                try {
                    return approve(actor, request).state().name();
                } catch (Problem problem) {
                    return problem.code();
                }
            });
        }
        List<String> answers = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : pool.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @Test
    void allOfNeedsEachAndManyAtOnceAllCount() throws Exception {
        publish(rule(null, step(Mode.ALL, user(manager), user(director), user(controller))));
        UUID wish = subject.make(rep, "1");
        UUID request = pending(rep, wish);
        assertThat(together(manager, director, controller, request))
                .containsExactlyInAnyOrder("PENDING", "PENDING", "APPROVED");
        assertThat(subject.done.get(wish)).containsExactly("granted to rep");
    }

    @Test
    void stepsSideBySideWaitForEachOther() {
        publish(new Rule(
                "both",
                null,
                List.of(
                        new Stage(List.of(step(Mode.ANY, user(manager)), step(Mode.ANY, user(controller)))),
                        new Stage(List.of(step(Mode.ANY, user(director)))))));
        UUID request = pending(rep, subject.make(rep, "1"));
        assertThat(waiting(manager) + waiting(controller)).isEqualTo(2);
        approve(controller, request);
        assertThat(waiting(director)).isZero();
        approve(manager, request);
        assertThat(waiting(director)).isEqualTo(1);
        assertThat(approve(director, request).state()).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void aChangeMakesTheApprovalVoidAndAsksAgain() {
        publish(rule("[\"amount\",\">\",\"100\"]", step(Mode.ANY, superior())));
        UUID wish = subject.make(rep, "500");
        UUID first = pending(rep, wish);
        subject.change(wish, "900");
        Approvals.Card card = company.read(tx -> approvals.card(tx, manager, first));
        assertThat(card.changed()).isTrue();
        assertThat(approve(manager, first).state()).isEqualTo(RequestState.VOID);
        assertThat(subject.done.get(wish)).isEmpty();
        UUID second = pending(rep, wish);
        assertThat(second).isNotEqualTo(first);
        assertThat(approve(manager, second).state()).isEqualTo(RequestState.APPROVED);
        assertThat(isApproved(wish)).isTrue();
        subject.change(wish, "901");
        assertThat(isApproved(wish)).isFalse();
        UUID third = pending(rep, wish);
        subject.change(wish, "900");
        assertThat(ask(rep, wish))
                .as("back to the old figures is a change too")
                .isInstanceOf(ApprovalAnswer.Pending.class);
        subject.change(wish, "50");
        assertThat(ask(rep, wish)).isInstanceOf(ApprovalAnswer.NotNeeded.class);
        assertThat(book(third).getLast().act()).isEqualTo(Act.VOID);
        assertThat(waiting(manager)).isZero();
    }

    private boolean isApproved(UUID wish) {
        return company.read(tx -> approvals.isApproved(tx, rep, TestSubject.KIND, wish));
    }

    @Test
    void figuresThatReadAlikeHaveDifferentFingerprints() {
        assertThat(ApprovalSubjects.fingerprint("k", java.util.Map.of("a", "1b2")))
                .isNotEqualTo(ApprovalSubjects.fingerprint("k", java.util.Map.of("a1", "b2")))
                .isNotEqualTo(ApprovalSubjects.fingerprint("ka", java.util.Map.of("a", "1b2")))
                .isEqualTo(ApprovalSubjects.fingerprint("k", new java.util.TreeMap<>(java.util.Map.of("a", "1b2"))));
    }

    @Test
    void aDelegateDecidesForTheAbsentButNotForTheAskers() {
        publish(rule(null, step(Mode.ANY, user(manager), ofRole(role("leaders", manager, company.actor)))));
        UUID request = pending(rep, subject.make(rep, "1"));
        LocalDate today = manager.today();
        company.write(tx -> delegations.make(tx, manager, rep.user(), today, today.plusDays(3)));
        company.write(tx -> delegations.make(tx, manager, controller.user(), today, today.plusDays(3)));
        company.write(tx -> delegations.make(tx, manager, director.user(), today.plusDays(1), today.plusDays(3)));
        assertThat(waiting(rep)).as("whoever asked").isZero();
        assertThat(waiting(director)).as("not yet").isZero();
        assertThat(waiting(director.on(today.plusDays(1)))).isEqualTo(1);
        assertThat(waiting(controller.on(today.plusDays(4)))).as("back again").isZero();
        assertThat(approve(controller, request).state()).isEqualTo(RequestState.APPROVED);
        Decision last = book(request).getLast();
        assertThat(last.by()).isEqualTo(controller.user());
        assertThat(last.onBehalfOf()).isEqualTo(manager.user());
        // What the absent one asked for is not decided in their place either.
        UUID own = pending(manager, subject.make(director, "1"));
        assertThat(waiting(controller)).isZero();
        refused(404, "not-found", () -> approve(controller, own));
        UUID delegation =
                company.read(tx -> delegations.list(tx, controller)).getFirst().id();
        refused(
                404,
                "not-found",
                () -> company.write(tx -> {
                    delegations.end(tx, controller, delegation);
                    return 0;
                }));
        refused(
                400,
                "approval-delegate-oneself",
                () -> company.write(tx -> delegations.make(tx, manager, manager.user(), today, today)));
    }

    @Test
    void whenTheDeadlinePassesTheSuperiorOrTheNamedRoleIsCalledIn() {
        Step twoDays =
                new Step("s", Mode.ALL, List.of(user(manager), user(controller)), new Deadline(2, Unit.DAYS), null);
        publish(
                rule("[\"amount\",\"=\",\"1\"]", twoDays),
                rule(
                        null,
                        new Step(
                                "s",
                                Mode.ANY,
                                List.of(user(manager)),
                                new Deadline(3, Unit.HOURS),
                                ofRole(directors))));
        UUID days = pending(rep, subject.make(rep, "1"));
        UUID hours = pending(rep, subject.make(rep, "2"));
        Instant now = Instant.now(company.application.bean(java.time.Clock.class));
        assertThat(escalated(now.plus(Duration.ofHours(2)))).isZero();
        assertThat(waiting(director)).isZero();
        assertThat(escalated(now.plus(Duration.ofHours(4)))).isEqualTo(1);
        assertThat(escalated(now.plus(Duration.ofHours(4)))).as("once").isZero();
        assertThat(waiting(director)).isEqualTo(1);
        assertThat(approve(director, hours).state()).isEqualTo(RequestState.APPROVED);
        assertThat(escalated(now.plus(Duration.ofHours(47)))).isZero();
        assertThat(escalated(now.plus(Duration.ofDays(6))))
                .as("two working days are over")
                .isEqualTo(1);
        assertThat(waiting(manager)).as("those asked before may still").isEqualTo(1);
        assertThat(approve(director, days).state()).as("alone enough").isEqualTo(RequestState.APPROVED);
        assertThat(book(days).stream().map(Decision::act)).containsExactly(Act.ASK, Act.ESCALATE, Act.APPROVE);
    }

    private int escalated(Instant now) {
        return company.write(tx -> approvals.escalate(tx, now));
    }

    @Test
    void aFurtherApproverMustSayYesToo() {
        publish(rule(null, step(Mode.ANY, user(manager), user(director))));
        UUID request = pending(rep, subject.make(rep, "1"));
        refused(404, "not-found", () -> add(controller, request, controller));
        refused(400, "approval-own", () -> add(manager, request, rep));
        refused(400, "duplicate", () -> add(manager, request, director));
        add(manager, request, controller);
        assertThat(approve(manager, request).state()).isEqualTo(RequestState.PENDING);
        assertThat(waiting(controller)).isEqualTo(1);
        assertThat(approve(controller, request).state()).isEqualTo(RequestState.APPROVED);
        assertThat(book(request).get(1).named()).isEqualTo(controller.user());
        // By right, where a step is stuck.
        UUID stuck = pending(rep, subject.make(rep, "2"));
        add(company.actor, stuck, controller);
        assertThat(waiting(controller)).isEqualTo(1);
    }

    private Decided add(Actor actor, UUID request, Actor further) {
        return company.write(tx -> approvals.addApprover(tx, actor, request, further.user(), ""));
    }

    @Test
    void rejectedReturnedAndWithdrawnGoBackToTheAuthor() {
        publish(rule(null, step(Mode.ALL, user(manager), user(director))));
        UUID wish = subject.make(rep, "1");
        UUID first = pending(rep, wish);
        refused(400, "required", () -> company.write(tx -> approvals.reject(tx, manager, first, " ")));
        company.write(tx -> approvals.reject(tx, manager, first, "too much"));
        assertThat(waiting(director)).isZero();
        UUID second = pending(rep, wish);
        company.write(tx -> approvals.sendBack(tx, director, second, "say why"));
        UUID third = pending(rep, wish);
        refused(403, "approval-not-asker", () -> company.write(tx -> approvals.withdraw(tx, manager, third, "")));
        company.write(tx -> approvals.withdraw(tx, rep, third, "never mind"));
        refused(409, "approval-over", () -> company.write(tx -> approvals.withdraw(tx, rep, third, "")));
        assertThat(subject.done.get(wish)).containsExactly("back: too much", "back: say why", "back: never mind");
        assertThat(company.read(tx -> approvals.history(tx, wish)).stream()
                        .map(a -> a.request().state()))
                .containsExactly(RequestState.WITHDRAWN, RequestState.RETURNED, RequestState.REJECTED);
    }

    @Test
    void runningRequestsKeepTheVersionTheyBeganWith() {
        UUID flow = publish(rule(null, step(Mode.ANY, user(manager))));
        UUID running = pending(rep, subject.make(rep, "1"));
        company.write(tx -> {
            flows.change(
                    tx,
                    company.actor,
                    flow,
                    new FlowDefinition(false, List.of(rule(null, step(Mode.ANY, user(controller))))),
                    null);
            tx.flush();
            return flows.publish(tx, company.actor, flow, "controllers now", null);
        });
        pending(rep, subject.make(rep, "2"));
        assertThat(waiting(manager)).isEqualTo(1);
        assertThat(waiting(controller)).isEqualTo(1);
        company.write(tx -> flows.stop(tx, company.actor, flow, null));
        assertThat(ask(rep, subject.make(rep, "3"))).isInstanceOf(ApprovalAnswer.NotNeeded.class);
        assertThat(approve(manager, running).state()).isEqualTo(RequestState.APPROVED);
        assertThat(company.read(tx -> flows.versions(tx, flow)).stream().map(ApprovalFlows.Version::number))
                .containsExactly(2, 1);
    }

    @Test
    void aDraftIsTriedOutOnThePastBeforeItGoesLive() {
        for (int i = 1; i <= 10; i++) {
            subject.make(rep, i + "00");
        }
        FlowDefinition draft = new FlowDefinition(
                false,
                List.of(
                        rule("[\"amount\",\">=\",\"900\"]", step(Mode.ANY, ofRole(directors))),
                        rule("[\"amount\",\">=\",\"500\"]", step(Mode.ANY, superior()))));
        ApprovalFlows.Trial trial = company.read(tx -> flows.tryOut(
                tx, company.actor, TestSubject.KIND, draft, rep.today().minusDays(30), rep.today()));
        assertThat(trial.subjects()).isEqualTo(10);
        assertThat(trial.needed()).isEqualTo(6);
        assertThat(trial.rules().stream().map(ApprovalFlows.Caught::count)).containsExactly(2, 4);
        assertThat(trial.approvers())
                .contains(new ApprovalFlows.Asked(ofRole(directors), 2), new ApprovalFlows.Asked(superior(), 4));
        assertThat(ask(rep, subject.make(rep, "1000"))).isInstanceOf(ApprovalAnswer.NotNeeded.class);
    }

    @Test
    void whatMakesNoSenseInAFlowIsToldFieldByField() {
        FlowDefinition bad = new FlowDefinition(
                false,
                List.of(new Rule(
                        " ",
                        "[\"nothing\",\"=\",\"1\"]",
                        List.of(new Stage(List.of(new Step(
                                "s",
                                Mode.ANY,
                                List.of(new Approver(Who.USER, Ids.next()), new Approver(Who.SUPERIOR, Ids.next())),
                                new Deadline(0, Unit.DAYS),
                                new Approver(Who.ROLE, null))))))));
        assertThatThrownBy(() -> company.write(tx -> flows.create(tx, company.actor, TestSubject.KIND, bad)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors().stream().map(Problem.FieldError::field))
                                .containsExactlyInAnyOrder(
                                        "rules[0].name",
                                        "rules[0].condition",
                                        "rules[0].stages[0].steps[0].approvers[0].id",
                                        "rules[0].stages[0].steps[0].approvers[1].id",
                                        "rules[0].stages[0].steps[0].deadline.amount",
                                        "rules[0].stages[0].steps[0].escalation.id"));
    }

    @Test
    void aLinkDecidesOnceForItsPersonAndIsWorthNothingElse() {
        publish(rule(null, step(Mode.ALL, user(manager), user(director))));
        UUID wish = subject.make(rep, "1");
        UUID request = pending(rep, wish);
        refused(403, "forbidden", () -> link(rep, request, manager));
        refused(400, "approval-link-not-asked", () -> link(company.actor, request, controller));
        String token = link(company.actor, request, manager);
        UUID person = links.open(token, (tx, opened) -> opened.person().user());
        assertThat(person).isEqualTo(manager.user());
        assertThat(book(request)).as("opening decides nothing").hasSize(1);
        String forged = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");
        refused(404, "approval-link-void", () -> links.open(forged, (tx, o) -> 0));
        refused(404, "approval-link-void", () -> links.open("1.2.3", (tx, o) -> 0));
        String other = link(company.actor, request, director);
        String swapped = token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        refused(404, "approval-link-void", () -> links.open(swapped, (tx, o) -> 0));
        Instant later =
                Instant.now(company.application.bean(java.time.Clock.class)).plus(Duration.ofHours(73));
        refused(409, "approval-link-over", () -> links.open(token, later, (tx, o) -> 0));
        Decided decided = links.decide(token, Act.APPROVE, "", (tx, p, d) -> d);
        assertThat(decided.state()).isEqualTo(RequestState.PENDING);
        refused(409, "approval-link-over", () -> links.decide(token, Act.APPROVE, "", (tx, p, d) -> d));
        Decision last = book(request).getLast();
        assertThat(last.by()).isEqualTo(manager.user());
        assertThat(last.byLink()).isTrue();
        approve(director, request);
        refused(409, "approval-over", () -> links.decide(other, Act.REJECT, "no", (tx, p, d) -> d));
    }

    private String link(Actor actor, UUID request, Actor person) {
        return company.write(tx -> links.make(tx, actor, request, person.user()))
                .token();
    }
}
