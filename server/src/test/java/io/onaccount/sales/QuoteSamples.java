package io.onaccount.sales;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.util.List;

/** Quotes in the states that the endpoints ask for, one for each. */
final class QuoteSamples implements SampleRecords {

    @Override
    public int rank() {
        return 31;
    }

    @Override
    public void into(Samples samples) {
        String body = "{\"customer\":\"" + samples.id("a customer").orElseThrow()
                + "\",\"contact\":\"C\",\"reference\":\"r\",\"deliveryAddress\":\"a\",\"note\":\"n\",\"taxInclusive\":true,\"discountAmount\":\"0\","
                + "\"lines\":[" + line(samples, false) + "," + line(samples, true)
                + "],\"charges\":[{\"name\":\"Freight\",\"amount\":\"1\",\"taxRate\":\"0.09\"}]}";
        samples.record("quotes", samples.make("/quotes", body));
        samples.body("POST /api/v1/quotes", body);
        samples.body("PUT /api/v1/quotes/{id}", body);
        for (String move : List.of("versions", "acceptance", "loss", "link")) {
            samples.record("POST /api/v1/quotes/{id}/" + move, sent(samples, body));
        }
        samples.record("DELETE /api/v1/quotes/{id}/link", sent(samples, body));
        samples.record("POST /api/v1/quotes/{id}/sending", samples.make("/quotes", body));
        samples.record("DELETE /api/v1/quotes/{id}", samples.make("/quotes", body));
        String accepted = sent(samples, body);
        samples.administrator().postOnce("/quotes/" + accepted + "/acceptance", "{\"by\":\"Li\"}");
        samples.record("POST /api/v1/quotes/{id}/orders", accepted);
        samples.body("POST /api/v1/quotes/{id}/acceptance", "{\"by\":\"Li\",\"options\":[2],\"remark\":\"r\"}");
        samples.body("POST /api/v1/quotes/{id}/loss", "{\"reason\":\"OTHER\",\"by\":\"Li\",\"remark\":\"r\"}");
        samples.body(
                "POST /api/v1/quotes/{id}/orders",
                "{\"lines\":[{\"position\":1,\"quantity\":\"1\"}],\"reference\":\"r\",\"deliveryDate\":\"2099-01-01\"}");
        String token = samples.administrator()
                .postOnce("/quotes/" + sent(samples, body) + "/link", "{}")
                .json()
                .path("token")
                .asString();
        samples.body("POST /api/v1/quote-links/quote", "{\"token\":\"" + token + "\",\"options\":[2]}");
        samples.body("POST /api/v1/quote-links/pdf", "{\"token\":\"" + token + "\"}");
        samples.body(
                "POST /api/v1/quote-links/acceptance",
                "{\"token\":\"" + token + "\",\"by\":\"Li\",\"options\":[2],\"remark\":\"r\"}");
        samples.body(
                "POST /api/v1/quote-links/refusal",
                "{\"token\":\"" + token + "\",\"by\":\"Li\",\"reason\":\"OTHER\",\"remark\":\"r\"}");
    }

    private static String sent(Samples samples, String body) {
        String id = samples.make("/quotes", body);
        var answer = samples.administrator().postOnce("/quotes/" + id + "/sending", "{}");
        if (!answer.json().path("outcome").asString().equals("confirmed")) {
            throw new AssertionError("the sample quote is not sent: " + answer);
        }
        return id;
    }

    private static String line(Samples samples, boolean optional) {
        return "{\"product\":\"" + samples.id("a product").orElseThrow()
                + "\",\"quantity\":\"5\",\"price\":\"10\",\"discount\":\"0\",\"taxRate\":\"0.13\",\"note\":\"n\",\"optional\":"
                + optional
                + "}";
    }
}
