package io.onaccount.demo;

import io.onaccount.approval.ApprovalFlows;
import io.onaccount.approval.Approvals;
import io.onaccount.approval.FlowDefinition;
import io.onaccount.approval.FlowDefinition.Approver;
import io.onaccount.approval.FlowDefinition.Deadline;
import io.onaccount.approval.FlowDefinition.Mode;
import io.onaccount.approval.FlowDefinition.Rule;
import io.onaccount.approval.FlowDefinition.Stage;
import io.onaccount.approval.FlowDefinition.Step;
import io.onaccount.approval.FlowDefinition.Unit;
import io.onaccount.approval.FlowDefinition.Who;
import io.onaccount.credit.CreditAccounts;
import io.onaccount.credit.CreditApplications;
import io.onaccount.credit.CreditProposal;
import io.onaccount.credit.CreditProposal.Financials;
import io.onaccount.credit.CreditProposal.Paper;
import io.onaccount.credit.CreditProposal.Purpose;
import io.onaccount.credit.CreditProposal.Reference;
import io.onaccount.credit.CreditSettings;
import io.onaccount.organization.Actor;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.db.Database;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The demo company's approval flow for credit applications and a few applications: drafts, waiting ones, one granted, one refused. */
@Component
@Order(30)
final class DemoApplications implements DemoChapter {
    private static final int FIRST = 32;

    private final ApprovalFlows flows;
    private final Approvals approvals;
    private final CreditAccounts accounts;
    private final CreditApplications applications;
    private final CreditSettings settings;
    private final PaymentTerms terms;
    private final Database database;

    DemoApplications(
            ApprovalFlows flows,
            Approvals approvals,
            CreditAccounts accounts,
            CreditApplications applications,
            CreditSettings settings,
            PaymentTerms terms,
            Database database) {
        this.flows = flows;
        this.approvals = approvals;
        this.accounts = accounts;
        this.applications = applications;
        this.settings = settings;
        this.terms = terms;
        this.database = database;
    }

    private record Wish(Purpose purpose, int percent, String reason, String answer) {}

    private static final List<Wish> WISHES = List.of(
            new Wish(Purpose.RAISE, 130, "旺季订单增加，付款一直准时", "waits"),
            new Wish(Purpose.TEMPORARY, 40, "中标工程项目集中采购，工期三个月", "waits"),
            new Wish(Purpose.RAISE, 180, "新开两家门店，采购量翻倍", "waits"),
            new Wish(Purpose.RAISE, 110, "合作三年，从未逾期", "granted"),
            new Wish(Purpose.RAISE, 300, "希望延长账期并提高额度", "refused"),
            new Wish(Purpose.REVIEW, 100, "年度复审", "draft"));

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        publish(staff, today);
        Actor controller = staff.on("controller", today);
        for (int i = 0; i < WISHES.size(); i++) {
            Wish wish = WISHES.get(i);
            UUID customer = customers.get(FIRST + i);
            Actor rep = staff.salespersonOf(FIRST + i, today);
            UUID id = database.write(
                    staff.company(),
                    tx -> applications.create(
                            tx,
                            rep,
                            proposal(
                                    wish,
                                    customer,
                                    Objects.requireNonNull(accounts.view(tx, rep, customer)
                                            .terms()
                                            .limit()),
                                    Objects.requireNonNull(terms.byCode(tx, List.of("NET30"))
                                                    .get("NET30"))
                                            .id(),
                                    today)));
            if (wish.answer().equals("draft")) {
                continue;
            }
            database.write(staff.company(), tx -> {
                applications.submit(tx, rep, id, null);
                return id;
            });
            if (wish.answer().equals("refused")) {
                decide(controller, id, false, "提供的财务报表尚未审计");
            } else if (wish.answer().equals("granted")) {
                for (String login : List.of("controller", "director", "finance")) {
                    decide(staff.on(login, today), id, true, "付款记录良好");
                }
            }
        }
        bind(staff, today);
    }

    /** Only whoever is asked decides. */
    private void decide(Actor who, UUID application, boolean yes, String reason) {
        database.write(who.company(), tx -> {
            approvals.inbox(tx, who).stream()
                    .map(Approvals.Waiting::request)
                    .filter(request -> request.subject().equals(application))
                    .forEach(request -> {
                        if (yes) {
                            approvals.approve(tx, who, request.id(), reason);
                        } else {
                            approvals.reject(tx, who, request.id(), reason);
                        }
                    });
            return application;
        });
    }

    private static CreditProposal proposal(Wish wish, UUID customer, BigDecimal limit, UUID term, LocalDate today) {
        BigDecimal asked = limit.multiply(BigDecimal.valueOf(wish.percent())).movePointLeft(2);
        BigDecimal tenThousands = asked.divideToIntegralValue(BigDecimal.valueOf(10_000))
                .multiply(BigDecimal.valueOf(10_000))
                .max(BigDecimal.valueOf(10_000));
        if (wish.purpose() == Purpose.TEMPORARY) {
            return CreditProposal.of(customer, Purpose.TEMPORARY, null, null, wish.reason())
                    .temporary(tenThousands, today, today.plusMonths(3));
        }
        boolean raise = wish.purpose() == Purpose.RAISE;
        return CreditProposal.of(
                        customer,
                        wish.purpose(),
                        raise ? tenThousands.max(limit.add(BigDecimal.valueOf(10_000))) : null,
                        today.plusYears(1),
                        wish.reason())
                .with(
                        raise ? term : null,
                        List.of(Paper.BUSINESS_LICENCE, Paper.FINANCIAL_STATEMENTS, Paper.CONTRACT, Paper.SITE_VISIT),
                        List.of(
                                new Reference("江苏金陵水泥有限公司", "025-5550 1188", "合作五年，月结准时"),
                                new Reference("无锡太湖管业有限公司", "0510-5550 2299", "偶有延迟，不超过十天")),
                        new Financials(
                                today.getYear() - 1,
                                new BigDecimal("5000000"),
                                tenThousands.multiply(BigDecimal.valueOf(24)),
                                tenThousands,
                                tenThousands.multiply(BigDecimal.valueOf(14)),
                                tenThousands.multiply(BigDecimal.valueOf(6)),
                                42));
    }

    private void publish(DemoStaff staff, LocalDate today) {
        Actor admin = staff.on("admin", today);
        Approver controller = new Approver(Who.ROLE, staff.role("credit-controller"));
        Approver director = new Approver(Who.ROLE, staff.role("sales-director"));
        Approver finance = new Approver(Who.ROLE, staff.role("finance-director"));
        Step first = new Step("信控审核", Mode.ANY, List.of(controller), new Deadline(1, Unit.DAYS), finance);
        Step both = new Step("销售总监、财务总监会签", Mode.ALL, List.of(director, finance), null, null);
        FlowDefinition definition = new FlowDefinition(
                false,
                List.of(
                        new Rule(
                                "三十万元以上、增加十万元以上、增幅过半或长期逾期",
                                "{\"and\":[[\"raise\",\">\",\"0\"],{\"or\":[[\"raise\",\">=\",\"100000\"],[\"raisePercent\",\">\",\"50\"],[\"overdueDays\",\">\",\"30\"],[\"limit\",\">\",\"300000\"]]}]}",
                                List.of(new Stage(List.of(first)), new Stage(List.of(both)))),
                        new Rule(
                                "提高额度或延长账期",
                                "{\"or\":[[\"raise\",\">\",\"0\"],[\"termDays\",\">\",\"30\"]]}",
                                List.of(new Stage(List.of(first))))));
        publish(staff, admin, "credit-application", definition);
        // What goes beyond the controller's authority is put to the finance director.
        Step alone = new Step("财务总监", Mode.ANY, List.of(finance), new Deadline(1, Unit.DAYS), null);
        publish(
                staff,
                admin,
                "credit-release",
                new FlowDefinition(false, List.of(new Rule("超出放行权限", null, List.of(new Stage(List.of(alone)))))));
    }

    /** How far the controller decides alone; the finance director is not bound. */
    private void bind(DemoStaff staff, LocalDate today) {
        Actor admin = staff.on("admin", today);
        database.write(staff.company(), tx -> {
            settings.change(
                    tx,
                    admin,
                    null,
                    new CreditSettings.Settings(true, null, 7, 0),
                    List.of(
                            new CreditSettings.Authority(
                                    staff.on("controller", today).user(), new BigDecimal("300000"), 90, 30),
                            new CreditSettings.Authority(
                                    staff.on("finance", today).user(), null, null, null)));
            return admin;
        });
    }

    private void publish(DemoStaff staff, Actor admin, String kind, FlowDefinition definition) {
        database.write(staff.company(), tx -> {
            UUID flow = flows.create(tx, admin, kind, definition).id();
            tx.flush();
            return flows.publish(tx, admin, flow, "首次启用", null);
        });
    }
}
