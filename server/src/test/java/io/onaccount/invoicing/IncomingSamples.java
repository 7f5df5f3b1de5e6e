package io.onaccount.invoicing;

import io.onaccount.testing.Http;
import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import tools.jackson.databind.JsonNode;

/** Files of invoices for the sweeps: one that waits, one that fits a draft; and an issued invoice to give out. */
final class IncomingSamples implements SampleRecords {
    private static int numbers = 500_000;

    @Override
    public int rank() {
        return 46;
    }

    @Override
    public void into(Samples samples) {
        String letterhead = "{\"address\":\"A\",\"phone\":\"1\",\"taxNumber\":\"91310110666007217T\",\"seal\":\"S\"}";
        samples.lookUp("with done as (update organization.company set settings = jsonb_set(settings, '{letterhead}', '"
                + letterhead + "'::jsonb) where id = $company returning id) select id::text from done");
        String entry = samples.body("POST /api/v1/sales-invoices").orElseThrow();
        samples.record("invoice-files", uploaded(samples, samples.make("/sales-invoices", entry)));
        String draft = samples.make("/sales-invoices", entry);
        samples.record("POST /api/v1/invoice-files/{id}/filing", uploaded(samples, draft));
        samples.body("POST /api/v1/invoice-files/{id}/filing", "{\"target\":\"" + draft + "\"}");
        String issued = samples.id("POST /api/v1/sales-invoices/{id}/hand-over").orElseThrow();
        for (String form : new String[] {"ubl", "cii", "factur-x"}) {
            samples.record("GET /api/v1/sales-invoices/{id}/" + form, issued);
        }
    }

    private static synchronized String number() {
        return "%020d".formatted(++numbers);
    }

    private static String uploaded(Samples samples, String draft) {
        JsonNode invoice =
                samples.administrator().get("/sales-invoices/" + draft).json().path("invoice");
        String xml =
                "<?xml version=\"1.0\"?><EInvoice><Header><EIid>%s</EIid></Header><EInvoiceData><BuyerInformation><BuyerName>T</BuyerName><BuyerIdNum>91330100</BuyerIdNum></BuyerInformation><BasicInformation><TotalAmWithoutTax>%s</TotalAmWithoutTax><TotalTaxAm>%s</TotalTaxAm><TotalTax-includedAmount>%s</TotalTax-includedAmount><RequestTime>%s</RequestTime></BasicInformation></EInvoiceData></EInvoice>"
                        .formatted(
                                number(),
                                invoice.path("net").asString(),
                                invoice.path("tax").asString(),
                                invoice.path("total").asString(),
                                LocalDate.now(ZoneId.of("Asia/Shanghai")));
        Http.Answer answer = samples.administrator()
                .call(
                        "POST",
                        "/invoice-files",
                        ("--sample\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xml\"\r\nContent-Type: text/xml\r\n\r\n"
                                        + xml + "\r\n--sample--\r\n")
                                .getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=sample");
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
        return answer.json().path("id").asString();
    }
}
