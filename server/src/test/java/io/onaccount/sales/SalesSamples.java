package io.onaccount.sales;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.util.List;

/** Orders in several states for the sweeps, one of them held under credit. */
final class SalesSamples implements SampleRecords {

    @Override
    public int rank() {
        return 30;
    }

    @Override
    public void into(Samples samples) {
        String order = order(samples, "a customer");
        samples.record("sales-orders", samples.make("/sales-orders", order));
        String confirmed = samples.make("/sales-orders?confirm=true", order);
        samples.record("orders", confirmed);
        samples.record("POST /api/v1/sales-orders/{id}/closure", confirmed);
        samples.record("POST /api/v1/sales-orders/{id}/deliveries", confirmed);
        var held = samples.administrator().postOnce("/sales-orders?confirm=true", order(samples, "customers"));
        if (!held.json().path("outcome").asString().equals("held")) {
            throw new AssertionError("the sample order without credit is not held: " + held);
        }
        samples.record(
                "credit-holds",
                samples.lookUp("select id from credit.hold where company_id = $company order by id desc limit 1"));
        for (String endpoint :
                List.of("POST /api/v1/sales-orders/{id}/splits", "GET /api/v1/sales-orders/{id}/split-proposal")) {
            samples.record(endpoint, samples.make("/sales-orders", order));
        }
        samples.body(
                "POST /api/v1/sales-orders/{id}/splits",
                "{\"lines\":[{\"position\":1,\"quantity\":\"2\"}],\"rest\":\"DRAFT\"}");
        samples.administrator().postOnce("/sales-orders?confirm=true", order(samples, "customers"));
        samples.record(
                "POST /api/v1/credit-holds/{id}/partial-release",
                samples.lookUp("select id from credit.hold where company_id = $company order by id desc limit 1"));
        changes(samples, order);
        samples.body("POST /api/v1/sales-orders", order);
        samples.body("PUT /api/v1/sales-orders/{id}", order);
        samples.body("POST /api/v1/sales-orders/bulk", "{\"orders\":[" + order + "]}");
        samples.body("POST /api/v1/sales-orders/{id}/cancellation", "{\"reason\":\"because\"}");
        samples.body("POST /api/v1/sales-orders/{id}/closure", "{\"reason\":\"because\"}");
    }

    /** Changes of orders of their own, each in the state its endpoint wants. */
    private static void changes(Samples samples, String order) {
        String change =
                "{\"reason\":\"because\",\"deliveryDate\":\"2026-12-31\",\"discountAmount\":\"1\",\"contact\":\"C\",\"deliveryAddress\":\"D\",\"invoiceAddress\":\"I\",\"reference\":\"R\",\"note\":\"n\","
                        + "\"noDiscountTerm\":false,\"lines\":[{\"position\":1,\"quantity\":\"6\",\"price\":\"10\",\"discount\":\"0\","
                        + "\"taxRate\":\"0.13\",\"deliveryDate\":\"2026-12-31\",\"note\":\"n\"},{\"product\":\""
                        + samples.id("a product").orElseThrow() + "\",\"quantity\":\"1\",\"price\":\"10\"}],"
                        + "\"charges\":[{\"position\":1,\"name\":\"Freight\",\"amount\":\"2\",\"taxRate\":\"0.09\"}]}";
        samples.record("order-changes", changed(samples, order, change));
        for (String endpoint : List.of(
                "PUT /api/v1/order-changes/{id}",
                "POST /api/v1/order-changes/{id}/submission",
                "POST /api/v1/order-changes/{id}/application",
                "POST /api/v1/order-changes/{id}/withdrawal")) {
            samples.record(endpoint, changed(samples, order, change));
        }
        String submitted = changed(samples, order, change);
        samples.administrator().postOnce("/order-changes/" + submitted + "/submission", "{}");
        samples.record("DELETE /api/v1/order-changes/{id}/submission", submitted);
        samples.record("POST /api/v1/sales-orders/{id}/changes", samples.make("/sales-orders?confirm=true", order));
        samples.body("POST /api/v1/sales-orders/{id}/changes", change);
        samples.body("PUT /api/v1/order-changes/{id}", change);
        samples.body("POST /api/v1/order-changes/{id}/withdrawal", "{\"reason\":\"because\"}");
    }

    private static String changed(Samples samples, String order, String change) {
        return samples.make("/sales-orders/" + samples.make("/sales-orders?confirm=true", order) + "/changes", change);
    }

    private static String order(Samples samples, String customer) {
        return "{\"customer\":\"" + samples.id(customer).orElseThrow()
                + "\",\"date\":\"2026-03-02\",\"contact\":\"C\",\"note\":\"n\",\"taxInclusive\":true,"
                + "\"discountAmount\":\"0\",\"lines\":[{\"product\":\""
                + samples.id("a product").orElseThrow()
                + "\",\"quantity\":\"5\",\"price\":\"10\",\"discount\":\"0\",\"taxRate\":\"0.13\",\"note\":\"n\"}],"
                + "\"charges\":[{\"name\":\"Freight\",\"amount\":\"1\",\"taxRate\":\"0.09\"}]}";
    }
}
