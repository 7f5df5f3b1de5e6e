package io.onaccount.receivables.payment;

import io.onaccount.testing.Http;
import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** A provider, a link, and payments begun and told of, for the sweeps. */
final class PaymentSamples implements SampleRecords {

    @Override
    public int rank() {
        return 56;
    }

    @Override
    public void into(Samples samples) {
        String customer = samples.id("a customer").orElseThrow();
        String account = samples.id("cash-accounts").orElseThrow();
        String provider =
                "{\"enabled\":true,\"merchant\":\"M1\",\"secret\":\"sixteen-and-more-characters\",\"cashAccount\":\""
                        + account + "\",\"byRule\":true}";
        taken(samples.administrator().put("/payment-settings/simulated", provider));
        samples.body("PUT /api/v1/payment-settings/{provider}", provider);
        samples.body(
                "POST /api/v1/payment-callbacks/{company}/{provider}",
                "{\"order\":\"o\",\"status\":\"PAID\",\"transaction\":\"t\",\"amount\":\"1\",\"currency\":\"CNY\"}");
        samples.body("PUT /api/v1/payment-settings", "{\"address\":\"https://pay.example.com\"}");
        String ask = "{\"party\":\"" + customer + "\"}";
        samples.body("POST /api/v1/pay-links", ask);
        samples.body("POST /api/v1/pay-links/mails", ask);
        String token = taken(samples.administrator().post("/pay-links", ask))
                .json()
                .path("token")
                .asString();
        samples.body("POST /api/v1/pay-links/page", "{\"token\":\"" + token + "\"}");
        String opening = samples.make(
                "/opening-balances",
                "{\"party\":\"" + customer
                        + "\",\"amount\":\"7\",\"date\":\"2026-01-01\",\"due\":\"2026-02-01\",\"note\":\"n\"}");
        String item = samples.lookUp(
                "select id from receivables.open_item where company_id = $company and document_id = '" + opening + "'");
        String begin =
                "{\"token\":\"" + token + "\",\"provider\":\"simulated\",\"refs\":[\"" + item + "\"],\"amount\":\"7\"}";
        samples.body("POST /api/v1/pay-links/payments", begin);
        var begun = taken(samples.administrator().post("/pay-links/payments", begin))
                .json();
        String payment = begun.path("payment").asString();
        samples.body("POST /api/v1/pay-links/state", "{\"token\":\"" + token + "\",\"payment\":\"" + payment + "\"}");
        String ticket = "{\"ticket\":\"" + begun.path("address").asString().substring("/pay-desk#".length()) + "\"";
        samples.body("POST /api/v1/pay-desk/bill", ticket + "}");
        samples.body("POST /api/v1/pay-desk/decision", ticket + ",\"pays\":false}");
        samples.record("online-payments", payment);
        // As if it had just been tried: otherwise it would be booked by itself meanwhile.
        samples.record(
                "POST /api/v1/online-payments/{id}/booking",
                samples.lookUp(
                        "insert into receivables.online_payment (company_id, id, link_id, party_id, provider, amount, currency, day, started_at,"
                                + " expires_at, state, transaction, paid_at, outcome, tried_at) select company_id, gen_random_uuid(), link_id, party_id, provider,"
                                + " amount, currency, day, started_at, expires_at, 'PAID', 'T1', started_at, 'twice', now() + interval '1 day' from receivables.online_payment"
                                + " where company_id = $company and id = '" + payment + "' returning id"));
    }

    private static Http.Answer taken(Http.Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
        return answer;
    }
}
