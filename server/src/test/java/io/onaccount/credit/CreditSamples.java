package io.onaccount.credit;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** Credit accounts for the sweeps; the hold comes with the orders. */
final class CreditSamples implements SampleRecords {

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
                "{\"party\":\"" + customer + "\",\"amount\":\"10\",\"termDays\":30,\"due\":\"2026-12-31\"}");
        samples.body(
                "POST /api/v1/credit-holds/{id}/release",
                "{\"reason\":\"known well\",\"ceiling\":null,\"until\":null}");
        samples.bySecond("POST /api/v1/credit-holds/{id}/release");
        samples.bySecond("POST /api/v1/credit-holds/{id}/rejection");
        samples.body("POST /api/v1/credit-holds/{id}/rejection", "{\"reason\":\"no\"}");
        String rules =
                "{\"rules\":[{\"point\":\"CONFIRM\",\"check\":\"OVER_LIMIT\",\"reach\":\"GRADE\",\"key\":\"A\",\"effect\":\"APPROVE\","
                        + "\"amount\":\"5\",\"percent\":\"1\",\"number\":null}],\"note\":\"sample\"}";
        samples.body("POST /api/v1/credit/policies", rules);
        samples.body("POST /api/v1/credit/policies/{version}/activation", "{\"reason\":\"sample\"}");
        samples.body("PUT /api/v1/credit/policy-on-trial", "{\"version\":null,\"reason\":\"sample\"}");
        samples.body(
                "PUT /api/v1/credit/settings",
                "{\"autoRelease\":true,\"twoPersonAbove\":\"1000\",\"releaseDays\":7,\"authorities\":[]}");
        applications(samples, customer);
        samples.companyWideRecord("shared-limits", samples.make("/shared-limits", shared("S1", "[]")));
        samples.body("POST /api/v1/shared-limits", shared("S2", "[\"" + customer + "\"]"));
        samples.body("PUT /api/v1/shared-limits/{id}", shared("S1", "[]"));
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

    private static String shared(String code, String members) {
        return "{\"code\":\"" + code
                + "\",\"name\":\"Shared\",\"basis\":\"GROUP\",\"limit\":\"1000\",\"validFrom\":null,\"validTo\":\"2030-12-31\","
                + "\"note\":\"n\",\"members\":" + members + "}";
    }
}
