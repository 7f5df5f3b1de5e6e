package io.onaccount.credit;

import io.onaccount.credit.scoring.BackTest;
import io.onaccount.credit.scoring.Factor;
import io.onaccount.credit.scoring.Grade;
import io.onaccount.credit.scoring.Scorecard;
import io.onaccount.credit.scoring.Scores;
import io.onaccount.credit.scoring.Strategy;
import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Credit accounts for the sweeps; the hold comes with the orders. */
final class CreditSamples implements SampleRecords {

    private static void scoring(Samples samples, String customer) {
        long company = samples.company().company();
        Scores scores = samples.application().bean(Scores.class);
        samples.record("credit-scores", customer);
        String fact =
                "{\"factor\":\"COURT_LISTED\",\"value\":\"1\",\"validOn\":\"2025-12-31\",\"provider\":\"court\",\"note\":\"case 7\"}";
        samples.body("POST /api/v1/credit-scores/{party}/facts", fact);
        var entered = samples.administrator().postOnce("/credit-scores/" + customer + "/facts", fact);
        if (entered.status() / 100 != 2) {
            throw new AssertionError(entered.toString());
        }
        scores.run(company, null, Scores.Progress.NONE);
        String proposal = samples.lookUp(
                "select id::text from credit.proposal where company_id = $company and state = 'OPEN' limit 1");
        samples.body(
                "POST /api/v1/credit-proposals/acceptance", "{\"ids\":[\"" + proposal + "\"],\"reason\":\"well\"}");
        samples.body("POST /api/v1/credit-proposals/rejection", "{\"ids\":[\"" + proposal + "\"],\"reason\":\"no\"}");
        BackTest.Question question = new BackTest.Question(1, 30, 30, 10, false);
        samples.companyWideRecord(
                "credit-trials",
                samples.application()
                        .bean(BackTest.class)
                        .run(company, null, question, Scores.Progress.NONE)
                        .toString());
        JsonMapper json = samples.application().bean(JsonMapper.class);
        samples.body("POST /api/v1/credit-trials/back-test", json.writeValueAsString(question));
        samples.body(
                "POST /api/v1/credit-trials/simulation",
                "{\"from\":\"2025-11-01\",\"to\":\"2025-12-31\",\"lossDays\":60,\"draft\":false}");
        String card = json.writeValueAsString(small());
        samples.body("PUT /api/v1/credit/scorecard/draft", "{\"content\":" + card + ",\"note\":\"try\"}");
        samples.body("POST /api/v1/credit/scorecard/preview", card);
        samples.body(
                "PUT /api/v1/credit/strategy/draft",
                "{\"content\":" + json.writeValueAsString(Strategy.standard()) + ",\"note\":\"try\"}");
    }

    /** A scorecard with one of everything, so that the sweep spoils each sort of field once and not every band of the standard one. */
    private static Scorecard small() {
        return new Scorecard(
                List.of(new Scorecard.Weighted(
                        Factor.LATE_SHARE,
                        10,
                        List.of(new Scorecard.Band(BigDecimal.TEN, 100, null), new Scorecard.Band(null, 0, Grade.D)),
                        50)),
                Scorecard.standard().grades(),
                40);
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public void into(Samples samples) {
        String customer = samples.id("a customer").orElseThrow();
        String terms =
                "{\"limit\":\"100000\",\"unlimited\":false,\"temporaryLimit\":null,\"status\":\"NORMAL\",\"termDays\":30,\"overdueDays\":3650,"
                        + "\"overdueAmount\":null,\"grade\":\"A\",\"reason\":\"sample\"}";
        var granted = samples.administrator().put("/credit-accounts/" + customer, terms);
        if (granted.status() / 100 != 2) {
            throw new AssertionError(granted.toString());
        }
        samples.record("credit-accounts", customer);
        samples.body("PUT /api/v1/credit-accounts/{party}", terms);
        samples.body(
                "POST /api/v1/credit/simulation",
                "{\"party\":\"" + customer
                        + "\",\"amount\":\"10\",\"termDays\":30,\"due\":\"2026-12-31\",\"category\":null}");
        String category = samples.id("product-categories").orElseThrow();
        samples.companyWideRecord("line-limits", category);
        var limited = samples.administrator()
                .put(
                        "/credit-accounts/" + customer + "/line-limits/" + category,
                        "{\"limit\":\"90000000\",\"reason\":\"sample\"}");
        if (limited.status() / 100 != 2) {
            throw new AssertionError(limited.toString());
        }
        samples.body(
                "PUT /api/v1/credit-accounts/{party}/line-limits/{category}",
                "{\"limit\":\"1000000\",\"validFrom\":\"2025-01-01\",\"validTo\":null,\"stopped\":false,\"reason\":\"sample\",\"version\":null}");
        samples.body(
                "POST /api/v1/credit-accounts/{party}/line-limits/{category}/end",
                "{\"reason\":\"sample\",\"version\":null}");
        samples.body(
                "POST /api/v1/credit-holds/{id}/release",
                "{\"reason\":\"known well\",\"ceiling\":null,\"until\":null}");
        samples.bySecond("POST /api/v1/credit-holds/{id}/release");
        samples.bySecond("POST /api/v1/credit-holds/{id}/rejection");
        samples.bySecond("POST /api/v1/credit-holds/{id}/partial-release");
        samples.body(
                "POST /api/v1/credit-holds/{id}/partial-release",
                "{\"lines\":[{\"position\":1,\"quantity\":\"2\"}],\"waits\":true,\"reason\":\"the urgent part\"}");
        samples.body("POST /api/v1/credit-holds/{id}/rejection", "{\"reason\":\"no\"}");
        String rules =
                "{\"rules\":[{\"point\":\"CONFIRM\",\"check\":\"OVER_LIMIT\",\"reach\":\"GRADE\",\"key\":\"A\",\"effect\":\"APPROVE\","
                        + "\"amount\":\"5\",\"percent\":\"1\",\"number\":null}],\"note\":\"sample\"}";
        samples.body("POST /api/v1/credit/policies", rules);
        samples.body("POST /api/v1/credit/policies/{version}/activation", "{\"reason\":\"sample\"}");
        samples.body("PUT /api/v1/credit/policy-on-trial", "{\"version\":null,\"reason\":\"sample\"}");
        samples.body(
                "PUT /api/v1/credit/settings",
                "{\"autoRelease\":true,\"twoPersonAbove\":\"1000\",\"releaseDays\":7,\"disputedOverdue\":true,\"sharedLimits\":\"ALL\",\"authorities\":[]}");
        applications(samples, customer);
        samples.companyWideRecord("shared-limits", samples.make("/shared-limits", shared("S1", "[]")));
        samples.body("POST /api/v1/shared-limits", shared("S2", "[\"" + customer + "\"]"));
        samples.body("PUT /api/v1/shared-limits/{id}", shared("S1", "[]"));
        scoring(samples, customer);
        warnings(samples, customer);
    }

    /** A draft to look at, one that waits for the second person, one decided; no flow is asked here. */
    private static void applications(Samples samples, String customer) {
        String asked = "{\"customer\":\"" + customer
                + "\",\"purpose\":\"NEW\",\"limit\":\"90000\",\"score\":\"71.5\",\"papers\":[\"CONTRACT\"],"
                + "\"references\":[{\"name\":\"n\",\"phone\":\"1\",\"remark\":null}],\"financials\":{\"year\":2025,\"turnover\":\"1\","
                + "\"netProfit\":\"-1\",\"employees\":5},\"reviewOn\":\"2099-01-01\",\"reason\":\"sample\"}";
        String draft = samples.make("/credit-applications", asked);
        samples.record("credit-applications", draft);
        samples.body("POST /api/v1/credit-applications", asked);
        samples.body("PUT /api/v1/credit-applications/{id}", asked);
        for (String move : new String[] {"approval", "rejection", "cancellation", "return", "letter"}) {
            String endpoint = switch (move) {
                case "return" -> "DELETE /api/v1/credit-applications/{id}/submission";
                case "letter" -> "GET /api/v1/credit-applications/{id}/letter";
                default -> "POST /api/v1/credit-applications/{id}/" + move;
            };
            String id = samples.make("/credit-applications", asked);
            if (move.equals("letter")) {
                submit(samples, id);
            } else if (!move.equals("cancellation")) {
                samples.application()
                        .database()
                        .sql("update document.header set state = 'SUBMITTED' where company_id = "
                                + samples.company().company() + " and id = '" + id + "'");
            }
            samples.record(endpoint, id);
            if (!move.equals("return") && !move.equals("letter")) {
                samples.body(endpoint, "{\"reason\":\"sample\"}");
            }
        }
        samples.body(
                "POST /api/v1/credit-reviews/decisions",
                "{\"decisions\":[{\"party\":\"" + customer
                        + "\",\"version\":null,\"choice\":\"KEEP\",\"limit\":null,\"reviewOn\":\"2099-01-01\","
                        + "\"findings\":[\"DUE\"],\"reason\":\"sample\"}]}");
        samples.bySecond("POST /api/v1/credit-applications/{id}/approval");
        samples.bySecond("POST /api/v1/credit-applications/{id}/rejection");
    }

    private static void submit(Samples samples, String id) {
        var submitted = samples.administrator().postOnce("/credit-applications/" + id + "/submission", "{}");
        if (submitted.status() != 200) {
            throw new AssertionError(submitted.toString());
        }
    }

    /** An alert from outside, and the warning that follows from it by the built-in rules. */
    private static void warnings(Samples samples, String customer) {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        samples.record("external-alerts", samples.make("/external-alerts", alert(customer, "1", today)));
        samples.body("POST /api/v1/external-alerts", alert(customer, "2", today));
        samples.body("POST /api/v1/external-alerts/{id}/withdrawal", "{\"reason\":\"another company\"}");
        String warning = samples.administrator()
                .get("/credit-accounts/" + customer + "/warnings")
                .json()
                .path("warnings")
                .path(0)
                .path("id")
                .asString();
        String ids = "{\"ids\":[\"" + warning + "\"],\"reason\":\"talked to them\"";
        samples.body("POST /api/v1/credit-warnings/acknowledgement", ids + "}");
        samples.body("POST /api/v1/credit-warnings/snooze", ids + ",\"until\":\"" + today.plusDays(7) + "\"}");
        samples.body(
                "PUT /api/v1/credit/warning-rules",
                "{\"rules\":[{\"id\":null,\"signal\":\"ORDER_SURGE\",\"percent\":\"150\",\"amount\":\"1000\",\"days\":null,\"times\":null,"
                        + "\"roles\":[],\"tellOwner\":true,\"tellSuperior\":false,\"action\":\"TASK\",\"taskDays\":3,\"active\":true},"
                        + "{\"id\":null,\"signal\":\"EXTERNAL\",\"percent\":null,\"amount\":null,\"days\":90,\"times\":null,"
                        + "\"roles\":[],\"tellOwner\":true,\"tellSuperior\":false,\"action\":\"NONE\",\"taskDays\":null,\"active\":true}]}");
    }

    private static String alert(String customer, String reference, LocalDate day) {
        return "{\"customer\":\"" + customer
                + "\",\"creditCode\":null,\"topic\":\"LAWSUIT\",\"message\":\"sued\",\"source\":\"court\",\"reference\":\""
                + reference
                + "\",\"date\":\"" + day + "\"}";
    }

    private static String shared(String code, String members) {
        return "{\"code\":\"" + code
                + "\",\"name\":\"Shared\",\"basis\":\"GROUP\",\"whose\":null,\"limit\":\"1000\",\"validFrom\":null,\"validTo\":\"2030-12-31\","
                + "\"note\":\"n\",\"members\":" + members + "}";
    }
}
