package io.onaccount.catalog;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** Products and categories for the sweeps. */
final class CatalogSamples implements SampleRecords {

    @Override
    public int rank() {
        return 11;
    }

    @Override
    public void into(Samples samples) {
        String own = samples.suffix();
        String category = samples.make("/product-categories", "{\"name\":\"Sample\",\"parent\":null,\"place\":1}");
        samples.companyWideRecord("product-categories", category);
        samples.companyWideRecord("products", samples.make("/products", product("Sample " + own, category)));
        samples.companyWideRecord("a product", samples.make("/products", product("Steady " + own, category)));
        samples.body(
                "POST /api/v1/product-categories",
                "{\"name\":\"Another\",\"parent\":\"" + category + "\",\"place\":2}");
        samples.body("PUT /api/v1/product-categories/{id}", "{\"name\":\"Sample\",\"parent\":null,\"place\":3}");
        samples.body("POST /api/v1/products", product("Another " + own, category));
        samples.body("PUT /api/v1/products/{id}", product("Sample " + own, category));
    }

    private static String product(String name, String category) {
        return "{\"name\":\"" + name + "\",\"specification\":\"S\",\"brand\":\"B\",\"category\":\"" + category
                + "\",\"unit\":\"pc\","
                + "\"taxRate\":\"0.13\",\"taxExempt\":false,\"listPrice\":\"10.00\",\"minimumPrice\":\"8\",\"priceIncludesTax\":true,"
                + "\"purchasePrice\":\"5\",\"stocked\":true,\"description\":\"D\"}";
    }
}
