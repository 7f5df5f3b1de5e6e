package io.onaccount.insight.web;

import io.onaccount.insight.CreditReport;
import io.onaccount.insight.CustomerGroup;
import io.onaccount.insight.CustomerPast;
import io.onaccount.insight.Home;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InsightEndpoints {
    private final Home home;
    private final CustomerPast past;
    private final CreditReport credit;
    private final CustomerGroup groups;

    InsightEndpoints(Home home, CustomerPast past, CreditReport credit, CustomerGroup groups) {
        this.home = home;
        this.past = past;
        this.credit = credit;
        this.groups = groups;
    }

    @GetMapping("/api/v1/home")
    @SignedIn("everybody has a home page; it shows what their rights and data scope allow")
    Home.View home(Actor actor) {
        return home.view(actor);
    }

    /** Use of limits by customer, group, grade, region or salesperson, what ends, and a year of credit decisions. */
    @GetMapping("/api/v1/credit-report")
    @Needs("credit-account.view")
    CreditReport.Report creditReport(
            Actor actor,
            @RequestParam(defaultValue = "GRADE") CreditReport.By by,
            @RequestParam(defaultValue = "30") int days) {
        return credit.report(actor, by, days);
    }

    /** The rows of the credit report as a file; who took it out is in the audit trail. */
    @GetMapping("/api/v1/credit-report/export")
    @Needs("credit-account.export")
    void exportCreditReport(
            Actor actor,
            HttpServletResponse response,
            @RequestParam(defaultValue = "GRADE") CreditReport.By by,
            @RequestParam(defaultValue = "30") int days,
            @RequestParam(defaultValue = "xlsx") String format)
            throws IOException {
        credit.export(actor, by, days, format, response);
    }

    @GetMapping("/api/v1/customers/{id}/months")
    @Needs("customer.view")
    CustomerPast.Months months(Actor actor, @PathVariable UUID id) {
        return past.months(actor, id);
    }

    @GetMapping("/api/v1/customers/{id}/open-orders")
    @Needs("sales-order.view")
    CustomerPast.OpenOrders openOrders(Actor actor, @PathVariable UUID id) {
        return past.openOrders(actor, id);
    }

    /** Those that belong together with the customer, with credit, what is owed and turnover of each and of all. */
    @GetMapping("/api/v1/customers/{id}/group")
    @Needs("customer.view")
    CustomerGroup.View group(Actor actor, @PathVariable UUID id) {
        return groups.view(actor, id);
    }

    @GetMapping("/api/v1/customers/{id}/timeline")
    @Needs("customer.view")
    CustomerPast.Timeline timeline(Actor actor, @PathVariable UUID id) {
        return past.timeline(actor, id);
    }
}
