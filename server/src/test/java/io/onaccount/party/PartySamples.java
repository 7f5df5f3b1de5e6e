package io.onaccount.party;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** Customers and payment terms for the sweeps. */
final class PartySamples implements SampleRecords {

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public void into(Samples samples) {
        String own = samples.suffix();
        String term = samples.make(
                "/payment-terms", "{\"code\":\"N30\",\"name\":\"30 days\",\"rule\":\"NET_DAYS\",\"days\":30}");
        samples.companyWideRecord("payment-terms", term);
        samples.record("customers", samples.make("/customers", customer("Sample One " + own, term)));
        // What other modules' bodies refer to is never stopped by the sweep itself.
        samples.record("a customer", samples.make("/customers", customer("Steady " + own, term)));
        samples.record(
                "POST /api/v1/customers/{id}/activation",
                samples.make(
                        "/customers",
                        customer("Prospect " + own, term).replaceFirst("\\{", "{\"state\":\"PROSPECT\",")));
        String owner = samples.company().users().get("admin-" + own).toString();
        samples.record("an owner", owner);
        samples.body("POST /api/v1/customers", customer("Sample Two " + own, term));
        samples.body("PUT /api/v1/customers/{id}", customer("Sample One " + own, term));
        for (String move : new String[] {"activation", "stop", "blacklisting", "reactivation"}) {
            samples.body("POST /api/v1/customers/{id}/" + move, "{\"reason\":\"because\"}");
        }
        samples.body(
                "POST /api/v1/customers/transfers",
                "{\"customers\":[\"" + samples.id("customers").orElseThrow() + "\"],\"owner\":\"" + owner + "\"}");
        samples.body("PUT /api/v1/customers/{id}/shares", "{\"users\":[\"" + owner + "\"]}");
        String rule =
                "\"name\":\"Some days\",\"nameEn\":\"Some days\",\"from\":\"DELIVERY\",\"rule\":\"NET_DAYS\",\"months\":0,\"days\":10,\"shift\":\"NEXT\","
                        + "\"instalments\":[{\"share\":\"0.3\",\"from\":\"ORDER\",\"rule\":\"NET_DAYS\",\"days\":0}],\"standard\":false,\"active\":true}";
        samples.body("POST /api/v1/payment-terms", "{\"code\":\"N10\"," + rule);
        samples.body("POST /api/v1/payment-terms/examples", "{\"code\":\"N10\"," + rule);
        samples.body("PUT /api/v1/payment-terms/{id}", "{\"code\":\"N30\"," + rule);
        String sorted = "{\"code\":\"K1\",\"name\":\"Dealers\",\"active\":true}";
        samples.companyWideRecord("customer-classes", samples.make("/customer-classes", sorted));
        samples.body("POST /api/v1/customer-classes", sorted.replace("K1", "K2"));
        samples.body("PUT /api/v1/customer-classes/{id}", sorted);
        String day = "{\"day\":\"2026-03-02\",\"kind\":\"HOLIDAY\",\"name\":\"H\"}";
        samples.companyWideRecord("calendar-days", samples.make("/calendar-days", day));
        samples.body("POST /api/v1/calendar-days", day.replace("03-02", "03-03"));
        samples.body("PUT /api/v1/calendar-days/{id}", day);
    }

    private static String customer(String name, String term) {
        return "{\"name\":\"" + name + "\",\"shortName\":\"S\",\"paymentTerm\":\"" + term
                + "\",\"industry\":\"Trade\",\"phone\":\"1\",\"notes\":\"n\","
                + "\"taxTitle\":{\"title\":\"T\",\"bank\":\"B\",\"account\":\"1\"},"
                + "\"addresses\":[{\"purpose\":\"SHIPPING\",\"receiver\":\"R\",\"city\":\"C\",\"street\":\"S\"}],"
                + "\"contacts\":[{\"name\":\"N\",\"role\":\"FINANCE\",\"mobile\":\"1\",\"email\":\"a@b.cn\",\"primary\":true,\"receivesStatements\":false}],"
                + "\"confirmDuplicate\":true}";
    }
}
