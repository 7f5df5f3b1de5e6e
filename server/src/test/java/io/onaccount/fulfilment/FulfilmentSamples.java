package io.onaccount.fulfilment;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** Deliveries and returns for the sweeps. */
final class FulfilmentSamples implements SampleRecords {

    @Override
    public int rank() {
        return 40;
    }

    @Override
    public void into(Samples samples) {
        String line = "{\"order\":\"" + samples.id("orders").orElseThrow()
                + "\",\"position\":1,\"quantity\":\"1\",\"warehouse\":\""
                + samples.id("a warehouse").orElseThrow() + "\"}";
        String delivery =
                "{\"date\":\"2026-03-03\",\"contact\":\"C\",\"address\":\"A\",\"carrier\":\"C\",\"note\":\"n\",\"lines\":["
                        + line + "]}";
        samples.record("deliveries", samples.make("/deliveries", delivery));
        String back = "{\"customer\":\"" + samples.id("a customer").orElseThrow()
                + "\",\"date\":\"2026-03-04\",\"reason\":\"R\",\"note\":\"n\",\"taxInclusive\":true,\"lines\":[{\"product\":\""
                + samples.id("a product").orElseThrow()
                + "\",\"quantity\":\"1\",\"price\":\"10\",\"taxRate\":\"0.13\",\"warehouse\":\""
                + samples.id("a warehouse").orElseThrow() + "\"}]}";
        samples.record("returns", samples.make("/returns", back));
        samples.body("POST /api/v1/deliveries", delivery);
        samples.body("POST /api/v1/deliveries/{id}/invoicing", "{\"on\":\"2026-03-04\",\"number\":\"I-1\"}");
        String gone = samples.make("/deliveries", delivery);
        samples.administrator().postOnce("/deliveries/" + gone + "/posting", "{}");
        samples.record("POST /api/v1/deliveries/{id}/signature", gone);
        samples.record("POST /api/v1/deliveries/{id}/invoicing", gone);
        samples.body("POST /api/v1/deliveries/{id}/signature", "{\"on\":\"2026-03-04\",\"by\":\"W\"}");
        samples.body("PUT /api/v1/deliveries/{id}", delivery);
        samples.body("POST /api/v1/deliveries/bulk", "{\"deliveries\":[" + delivery + "]}");
        samples.body(
                "POST /api/v1/sales-orders/{id}/deliveries",
                "{\"warehouse\":\"" + samples.id("a warehouse").orElseThrow() + "\"}");
        notices(samples);
        samples.body("POST /api/v1/returns", back);
        samples.body("PUT /api/v1/returns/{id}", back);
    }

    /** A draft of an order of their own, and for each endpoint that needs another state one of its own. */
    private static void notices(Samples samples) {
        String order = samples.make(
                "/sales-orders?confirm=true",
                "{\"customer\":\"" + samples.id("a customer").orElseThrow()
                        + "\",\"date\":\"2026-03-02\",\"lines\":[{\"product\":\""
                        + samples.id("a product").orElseThrow() + "\",\"quantity\":\"20\",\"price\":\"1\"}]}");
        String notice =
                "{\"date\":\"2026-03-03\",\"plannedOn\":\"2026-03-05\",\"contact\":\"C\",\"address\":\"A\",\"note\":\"n\",\"lines\":[{\"order\":\""
                        + order + "\",\"position\":1,\"quantity\":\"1\",\"warehouse\":\""
                        + samples.id("a warehouse").orElseThrow() + "\"}]}";
        samples.record("shipping-notices", samples.make("/shipping-notices", notice));
        samples.body("POST /api/v1/shipping-notices", notice);
        samples.body("PUT /api/v1/shipping-notices/{id}", notice);
        samples.record("POST /api/v1/shipping-notices/{id}/issue", samples.make("/shipping-notices", notice));
        String begun = issued(samples, notice.replace("\"quantity\":\"1\"", "\"quantity\":\"2\""));
        var left = samples.administrator()
                .postOnce(
                        "/deliveries/bulk",
                        "{\"deliveries\":[{\"date\":\"2026-03-04\",\"lines\":[{\"order\":\"" + order
                                + "\",\"position\":1,\"quantity\":\"1\",\"warehouse\":\""
                                + samples.id("a warehouse").orElseThrow() + "\",\"notice\":\"" + begun
                                + "\",\"noticePosition\":1}]}]}");
        if (left.status() != 201) {
            throw new AssertionError("nothing left by the sample notice: " + left);
        }
        samples.record("POST /api/v1/shipping-notices/{id}/cancellation", issued(samples, notice));
        samples.record("POST /api/v1/shipping-notices/{id}/closure", begun);
        samples.body("POST /api/v1/shipping-notices/{id}/cancellation", "{\"reason\":\"R\"}");
        samples.body("POST /api/v1/shipping-notices/{id}/closure", "{\"reason\":\"R\"}");
        samples.body("POST /api/v1/shipping-notices/deliveries", "{\"notices\":[\"" + issued(samples, notice) + "\"]}");
    }

    private static String issued(Samples samples, String notice) {
        String id = samples.make("/shipping-notices", notice);
        samples.administrator().postOnce("/shipping-notices/" + id + "/issue", "{}");
        return id;
    }
}
