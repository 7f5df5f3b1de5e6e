package io.onaccount.receivables.bank;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.nio.charset.StandardCharsets;

/** A bank's file and its lines for the sweeps. */
final class BankSamples implements SampleRecords {

    @Override
    public int rank() {
        return 55;
    }

    @Override
    public void into(Samples samples) {
        String account = samples.id("cash-accounts").orElseThrow();
        samples.companyWideRecord(
                "bank-files", uploaded(samples, "交易日期,金额,摘要,对方户名\n2026-03-01,30,R,P\n2026-03-02,-5,fee,\n"));
        String imports = "{\"accounts\":[{\"statement\":0,\"cashAccount\":\"" + account + "\"}]}";
        samples.companyWideRecord(
                "bank-statements",
                samples.administrator()
                        .postOnce("/bank-files/" + samples.id("bank-files").orElseThrow() + "/statements", imports)
                        .json()
                        .path("statements")
                        .path(0)
                        .path("id")
                        .asString());
        samples.body("POST /api/v1/bank-files/{id}/statements", imports);
        samples.body("PUT /api/v1/bank-files/{id}/columns", "{\"columns\":{\"DATE\":\"交易日期\",\"AMOUNT\":\"金额\"}}");
        work(samples, account);
    }

    /** A line for each decision, as each uses one up. */
    private static void work(Samples samples, String account) {
        String file = uploaded(
                samples,
                "交易日期,金额,摘要,对方户名\n2026-03-03,30,one,P\n2026-03-03,30,two,P\n2026-03-03,30,three,P\n2026-03-03,30,four,P\n2026-03-03,30,five,P\n2026-03-03,30,six,P\n");
        samples.make(
                "/bank-files/" + file + "/statements",
                "{\"accounts\":[{\"statement\":0,\"cashAccount\":\"" + account + "\"}]}");
        samples.companyWideRecord("bank-lines", line(samples, "one"));
        samples.companyWideRecord("POST /api/v1/bank-lines/{id}/booking", line(samples, "two"));
        samples.companyWideRecord("POST /api/v1/bank-lines/{id}/match", line(samples, "three"));
        samples.companyWideRecord("POST /api/v1/bank-lines/{id}/explanation", line(samples, "four"));
        samples.companyWideRecord("POST /api/v1/bank-lines/{id}/dismissal", line(samples, "five"));
        String undone = line(samples, "six");
        samples.administrator().postOnce("/bank-lines/" + undone + "/dismissal", "{\"reason\":\"twice\"}");
        samples.companyWideRecord("POST /api/v1/bank-lines/{id}/undoing", undone);
        String item = samples.id("an item").orElseThrow();
        samples.body(
                "POST /api/v1/bank-lines/{id}/booking",
                "{\"party\":\"" + samples.id("a customer").orElseThrow() + "\",\"items\":[{\"item\":\"" + item
                        + "\",\"amount\":\"1\"}],\"orders\":[],\"confidence\":90}");
        samples.body(
                "POST /api/v1/bank-lines/{id}/match",
                "{\"receipt\":\"" + samples.id("receipts").orElseThrow() + "\"}");
        samples.body("POST /api/v1/bank-lines/{id}/explanation", "{\"account\":\"FEES\",\"note\":\"n\"}");
        samples.body("POST /api/v1/bank-lines/{id}/dismissal", "{\"reason\":\"twice\"}");
        samples.body("POST /api/v1/bank-lines/{id}/undoing", "{\"reason\":\"wrong\"}");
        samples.body(
                "POST /api/v1/bank-work/acceptances",
                "{\"lines\":[\"" + samples.id("bank-lines").orElseThrow() + "\"],\"least\":95}");
        String rule =
                "{\"name\":\"Fees\",\"words\":\"fee|charge\",\"direction\":\"OUT\",\"account\":\"FEES\",\"active\":true}";
        samples.companyWideRecord("bank-rules", samples.make("/bank-rules", rule));
        samples.body("POST /api/v1/bank-rules", rule.replace("Fees", "More fees"));
        samples.body("PUT /api/v1/bank-rules/{id}", rule);
        samples.body("PUT /api/v1/bank-settings", "{\"atOnce\":true,\"automatic\":false,\"threshold\":90}");
        String entry = "{\"cashAccount\":\"" + account
                + "\",\"date\":\"2026-03-01\",\"amount\":\"-5\",\"account\":\"FEES\",\"note\":\"n\"}";
        samples.record("cash-entries", samples.make("/cash-entries", entry));
        samples.body("POST /api/v1/cash-entries", entry);
        samples.body("POST /api/v1/cash-entries/{id}/reversal", "{\"reason\":\"wrong\"}");
    }

    private static String line(Samples samples, String text) {
        return samples.lookUp(
                "select id from receivables.bank_line where company_id = $company and text = '" + text + "'");
    }

    static String uploaded(Samples samples, String content) {
        var answer = samples.administrator()
                .call(
                        "POST",
                        "/bank-files",
                        ("--sample\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                                        + content + "\r\n--sample--\r\n")
                                .getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=sample");
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
        return answer.json().path("id").asString();
    }
}
