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
        mails(samples);
        samples.body("POST /api/v1/records/{id}/comments", "{\"text\":\"hello\"}");
        samples.body("PUT /api/v1/records/{id}/tags", "{\"tags\":[\"one\"]}");
        samples.body("POST /api/v1/saved-views", view.replace("Sample", "Another"));
        samples.body("PUT /api/v1/saved-views/{id}", view);
    }
    /** A mail server where nobody listens, a mail that was taken back, and an address that is known to be wrong. */
    private static void mails(Samples samples) {
        long company = samples.company().company();
        samples.application()
                .database()
                .sql(
                        "update organization.app_user set email = 'admin@company.example' where login in ('admin-"
                                + samples.suffix() + "', 'second-" + samples.suffix() + "')",
                        "insert into document.mail_bad_address (company_id, address, answer, since) values (" + company
                                + ", 'gone@customer.example', '550', now())");
        String server = "{\"host\":\"127.0.0.1\",\"port\":9,\"security\":\"NONE\",\"user\":\"u\",\"password\":\"p\","
                + "\"fromAddress\":\"post@company.example\",\"fromName\":\"C\",\"replyTo\":\"reply@company.example\","
                + "\"perMinute\":30,\"site\":\"https://erp.example\",\"customerLanguage\":\"en\",\"active\":true}";
        var set = samples.administrator().put("/mail-server", server);
        String order = samples.id("orders").orElseThrow();
        String mail =
                "{\"to\":[{\"address\":\"wang@customer.example\",\"name\":\"Wang\"}],\"language\":\"en\",\"subject\":\"s\","
                        + "\"text\":\"t\",\"pdf\":true,\"excel\":false}";
        var sent = samples.administrator().postOnce("/records/" + order + "/mails", mail);
        if (set.status() != 200 || sent.status() != 200) {
            throw new AssertionError(set + " " + sent);
        }
        String id = samples.lookUp("select id from document.mail where company_id = $company limit 1");
        String ids = "{\"ids\":[\"" + id + "\"]}";
        samples.administrator().post("/mails/cancelling", ids);
        samples.record("mails", id);
        samples.body("POST /api/v1/mails/resending", ids);
        samples.body("POST /api/v1/mails/cancelling", ids);
        samples.record("GET /api/v1/records/{id}/mail-draft", order);
        samples.record("POST /api/v1/records/{id}/mails", order);
        samples.body("POST /api/v1/records/{id}/mails", mail);
        // As if it had gone out; that it is late may be told of it any number of times.
        String messageId = "<" + samples.suffix() + "@company.example>";
        samples.application()
                .database()
                .sql("update document.mail set message_id = '" + messageId + "' where id = '" + id + "'");
        String late = String.join(
                "\\n",
                "Content-Type: multipart/report; boundary=b",
                "",
                "--b",
                "Content-Type: message/delivery-status",
                "",
                "Reporting-MTA: dns; mx.customer.example",
                "",
                "Final-Recipient: rfc822; wang@customer.example",
                "Action: delayed",
                "Status: 4.4.1",
                "",
                "--b",
                "Content-Type: message/rfc822",
                "",
                "Message-ID: " + messageId,
                "",
                "--b--");
        samples.body("POST /api/v1/mails/bounces", "{\"message\":\"" + late + "\"}");
        samples.body("POST /api/v1/bad-mail-addresses/release", "{\"address\":\"gone@customer.example\"}");
        samples.body("PUT /api/v1/mail-server", server);
        String mailbox =
                "{\"host\":\"127.0.0.1\",\"port\":9,\"security\":\"NONE\",\"user\":\"bounces\",\"password\":\"p\","
                        + "\"folder\":\"INBOX\",\"handledFolder\":null,\"active\":false}";
        var watched = samples.administrator().put("/bounce-mailbox", mailbox);
        if (watched.status() != 200) {
            throw new AssertionError(watched.toString());
        }
        samples.body("PUT /api/v1/bounce-mailbox", mailbox);
        String gateway =
                "{\"provider\":\"HTTP\",\"method\":\"POST\",\"format\":\"JSON\",\"url\":\"http://127.0.0.1:9/sms\","
                        + "\"headers\":\"X-Key: {{secret}}\",\"body\":\"{\\\"to\\\":\\\"{{phone}}\\\",\\\"text\\\":\\\"{{text}}\\\"}\","
                        + "\"secret\":\"s\",\"success\":\"OK\",\"badNumber\":\"\",\"perMinute\":30,\"site\":null,\"active\":true}";
        var texting = samples.administrator().put("/sms-gateway", gateway);
        if (texting.status() != 200) {
            throw new AssertionError(texting.toString());
        }
        samples.body("PUT /api/v1/sms-gateway", gateway);
        samples.body("POST /api/v1/sms-gateway/test", "{\"phone\":\"13800138000\"}");
        samples.body("PUT /api/v1/message-hours", "{\"from\":null,\"until\":null,\"workingDays\":false}");
        String words = "{\"body\":\"Subject\\nBody {{company}}\"}";
        samples.body("PUT /api/v1/mail-templates/{occasion}", words);
        samples.body("POST /api/v1/mail-templates/{occasion}/preview", words);
        samples.body("PUT /api/v1/me/mail-wishes", "{\"wishes\":[{\"event\":\"approval\",\"mode\":\"OFF\"}]}");
    }
}
