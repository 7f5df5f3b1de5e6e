package io.onaccount.document;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** What hangs on records, for the sweeps. */
final class DocumentSamples implements SampleRecords {

    @Override
    public int rank() {
        return 60;
    }

    @Override
    public void into(Samples samples) {
        String own = samples.suffix();
        String record = samples.id("a customer").orElseThrow();
        samples.record("records", record);
        String boundary = "sample";
        var file = samples.administrator()
                .call(
                        "POST",
                        "/records/" + record + "/attachments",
                        ("--" + boundary
                                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello "
                                        + own + "\r\n--" + boundary + "--\r\n")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=" + boundary);
        if (file.status() / 100 != 2) {
            throw new AssertionError(file.toString());
        }
        samples.record("attachments", file.json().path("id").asString());
        String view =
                "{\"list\":\"customers\",\"name\":\"Sample\",\"shared\":false,\"filter\":[\"name\",\"contains\",\"a\"],\"sort\":\"name\",\"fields\":[\"name\"]}";
        samples.record("saved-views", samples.make("/saved-views", view));
        var upload = samples.administrator()
                .call(
                        "POST",
                        "/imports/customers",
                        ("--sample\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\nname\r\nImported "
                                        + own + "\r\n--sample--\r\n")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=sample");
        if (upload.status() / 100 == 2) { // else AccessSweepTest says what is missing
            samples.record("imports", upload.json().path("id").asString());
        }
        samples.body("POST /api/v1/imports/{id}/check", "{\"mapping\":{\"name\":\"name\"}}");
        samples.body("POST /api/v1/imports/{id}/start", "{\"mapping\":{\"name\":\"name\"}}");
        String template = "{\"body\":\"<p>{{number}}</p>\",\"paper\":\"A4\"}";
        samples.body("PUT /api/v1/print-templates/{printed}", template);
        samples.body(
                "POST /api/v1/print-templates/{printed}/preview",
                "{\"body\":\"<p>{{number}}</p>\",\"paper\":\"A4\",\"record\":null}");
        samples.body("POST /api/v1/print-templates/{printed}/preview/pdf", template);
        samples.body("POST /api/v1/records/{id}/comments", "{\"text\":\"hello\"}");
        samples.body("PUT /api/v1/records/{id}/tags", "{\"tags\":[\"one\"]}");
        samples.body("POST /api/v1/saved-views", view.replace("Sample", "Another"));
        samples.body("PUT /api/v1/saved-views/{id}", view);
    }
}
