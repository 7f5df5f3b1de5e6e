package io.onaccount.stock;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** Warehouses and stock for the sweeps. */
final class StockSamples implements SampleRecords {

    @Override
    public int rank() {
        return 12;
    }

    @Override
    public void into(Samples samples) {
        samples.companyWideRecord(
                "warehouses", samples.make("/warehouses", "{\"code\":\"W1\",\"name\":\"One\",\"address\":\"A\"}"));
        String warehouse = samples.make("/warehouses", "{\"code\":\"W2\",\"name\":\"Two\",\"address\":\"A\"}");
        samples.companyWideRecord("a warehouse", warehouse);
        String product = samples.id("a product").orElseThrow();
        String adjustment = "{\"title\":\"Count\",\"date\":\"2026-03-01\",\"lines\":[{\"warehouse\":\"" + warehouse
                + "\",\"product\":\"" + product + "\",\"quantity\":\"1000\",\"note\":\"n\"}]}";
        String posted = samples.make("/stock-adjustments", adjustment);
        var answer = samples.administrator().postOnce("/stock-adjustments/" + posted + "/posting", "{}");
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
        samples.companyWideRecord("stock-adjustments", samples.make("/stock-adjustments", adjustment));
        samples.body(
                "POST /api/v1/warehouses",
                "{\"code\":\"W3\",\"name\":\"Three\",\"address\":\"A\",\"keeper\":\"K\",\"phone\":\"1\"}");
        samples.body(
                "PUT /api/v1/warehouses/{id}",
                "{\"code\":\"W1\",\"name\":\"One\",\"address\":\"A\",\"keeper\":\"K\",\"phone\":\"1\"}");
        samples.body("POST /api/v1/stock-adjustments", adjustment);
        samples.body("PUT /api/v1/stock-adjustments/{id}", adjustment);
    }
}
