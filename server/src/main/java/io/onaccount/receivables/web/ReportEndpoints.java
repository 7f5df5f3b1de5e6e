package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.ReceivableReports;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports on receipts and receivables. */
@RestController
@RequestMapping("/api/v1/reports")
class ReportEndpoints {
    private static final int MOST_ROWS = 5000;

    private final ReceivableReports reports;
    private final Database database;

    ReportEndpoints(ReceivableReports reports, Database database) {
        this.reports = reports;
        this.database = database;
    }

    @GetMapping("/receipts")
    @Needs("receipt.view")
    ReceivableReports.Receipts receipts(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "MONTH") ReceivableReports.By by,
            @RequestParam(defaultValue = "500") int limit) {
        checkLimit(limit);
        LocalDate last = to == null ? actor.today() : to;
        LocalDate first = from == null ? last.minusMonths(11).withDayOfMonth(1) : from;
        if (first.isAfter(last)) {
            throw Problem.invalid("from", "statement-period");
        }
        return database.report(actor.company(), tx -> reports.receipts(tx, actor, first, last, by, limit));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw Problem.invalid("limit", "list-limit", limit, MOST_ROWS);
        }
    }

    /** How customers paid in the last twelve months: days late, weighed by amount. */
    record Behaviours(List<ReceivableReports.Behaviour> slowest, List<ReceivableReports.Behaviour> fastest) {}

    @GetMapping("/payment-behaviour")
    @Needs("receipt.view")
    Behaviours behaviour(Actor actor, @RequestParam(defaultValue = "20") int limit) {
        checkLimit(limit);
        return database.report(
                actor.company(),
                tx -> new Behaviours(
                        reports.behaviour(tx, actor, true, limit), reports.behaviour(tx, actor, false, limit)));
    }

    /** The last twelve months of receivables: ageing and how it moved, DSO, collection effectiveness. */
    @GetMapping("/receivables")
    @Needs("open-item.view")
    ReceivableReports.Receivables receivables(Actor actor) {
        return database.report(actor.company(), tx -> reports.receivables(tx, actor));
    }
}
