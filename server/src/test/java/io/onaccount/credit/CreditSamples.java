package io.onaccount.credit;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.time.LocalDate;
import java.time.ZoneId;

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
        samples.companyWideRecord("shared-limits", samples.make("/shared-limits", shared("S1", "[]")));
        samples.body("POST /api/v1/shared-limits", shared("S2", "[\"" + customer + "\"]"));
        samples.body("PUT /api/v1/shared-limits/{id}", shared("S1", "[]"));
        warnings(samples, customer);
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
                + "\",\"creditCode\":null,\"topic\":\"LAWSUIT\",\"message\":\"sued\",\"source\":\"court\",\"reference\":\"" + reference
                + "\",\"date\":\"" + day + "\"}";
    }

    private static String shared(String code, String members) {
        return "{\"code\":\"" + code
                + "\",\"name\":\"Shared\",\"basis\":\"GROUP\",\"limit\":\"1000\",\"validFrom\":null,\"validTo\":\"2030-12-31\","
                + "\"note\":\"n\",\"members\":" + members + "}";
    }
}
