package io.onaccount.receivables;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** Opening balances, receipts and allocations for the sweeps. */
final class ReceivablesSamples implements SampleRecords {

    @Override
    public int rank() {
        return 50;
    }

    @Override
    public void into(Samples samples) {
        String customer = samples.id("a customer").orElseThrow();
        samples.companyWideRecord(
                "cash-accounts",
                samples.make("/cash-accounts", "{\"code\":\"B1\",\"name\":\"Bank\",\"bank\":\"ICBC\"}"));
        String opening = "{\"party\":\"" + customer
                + "\",\"amount\":\"100\",\"date\":\"2026-01-01\",\"due\":\"2026-02-01\",\"note\":\"n\"}";
        samples.record("opening-balances", samples.make("/opening-balances", opening));
        String receipt = "{\"party\":\"" + customer
                + "\",\"date\":\"2026-03-05\",\"amount\":\"30\",\"fee\":\"0\",\"cashAccount\":\""
                + samples.id("cash-accounts").orElseThrow()
                + "\",\"method\":\"TRANSFER\",\"feeBy\":\"US\",\"withheld\":\"0\",\"payer\":\"P\",\"payerAccount\":\"1\",\"reference\":\"R\",\"note\":\"n\"}";
        String allocated = confirmed(samples, receipt, true);
        String free = confirmed(samples, receipt, false);
        samples.record("POST /api/v1/receipts/{id}/reversal", allocated);
        samples.record("POST /api/v1/receipts/{id}/allocations", free);
        samples.bySecond("POST /api/v1/receipts/{id}/confirmation");
        samples.record("POST /api/v1/opening-balances/{id}/reversal", samples.make("/opening-balances", opening));
        String owedToThem = samples.make("/opening-balances", opening.replace("\"100\"", "\"-100\""));
        String credit =
                samples.lookUp("select id from receivables.open_item where company_id = $company and document_id = '"
                        + owedToThem + "'");
        samples.record("receipts", samples.make("/receipts", receipt));
        String refund = "{\"receipt\":\"" + free
                + "\",\"date\":\"2026-03-06\",\"amount\":\"1\",\"cashAccount\":\""
                + samples.id("cash-accounts").orElseThrow()
                + "\",\"payee\":\"P\",\"reference\":\"R\",\"reason\":\"paid twice\"}";
        samples.body("POST /api/v1/refunds", refund);
        samples.body("PUT /api/v1/refunds/{id}", refund);
        samples.body("POST /api/v1/refunds/{id}/reversal", "{\"reason\":\"came back\"}");
        samples.bySecond("POST /api/v1/refunds/{id}/confirmation");
        String sent = samples.make("/refunds", refund);
        var answer = samples.second().postOnce("/refunds/" + sent + "/confirmation", "{}");
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
        samples.record("POST /api/v1/refunds/{id}/reversal", sent);
        samples.record("refunds", samples.make("/refunds", refund));
        String payable = "{\"party\":\"" + customer
                + "\",\"number\":\"PI-1\",\"date\":\"2026-03-01\",\"due\":\"2026-04-01\",\"amount\":\"50\",\"note\":\"n\"}";
        samples.record("payables", samples.make("/payables", payable));
        samples.body("POST /api/v1/payables", payable.replace("PI-1", "PI-2"));
        samples.body("PUT /api/v1/payables/{id}", payable);
        String other = samples.id("customers").orElseThrow();
        String authority = "{\"payer\":\"" + other + "\",\"customer\":\"" + customer
                + "\",\"document\":\"Letter\",\"from\":\"2026-01-01\",\"until\":\"2026-12-31\",\"note\":\"n\",\"active\":true}";
        samples.record("payment-authorities", samples.make("/payment-authorities", authority));
        samples.body("POST /api/v1/payment-authorities", authority);
        samples.body("PUT /api/v1/payment-authorities/{id}", authority);
        String second = samples.make("/cash-accounts", "{\"code\":\"B9\",\"name\":\"Second\"}");
        String transfer = "{\"from\":\"" + samples.id("cash-accounts").orElseThrow() + "\",\"to\":\"" + second
                + "\",\"date\":\"2026-03-06\",\"out\":\"2\",\"in\":\"1\",\"fee\":\"1\",\"note\":\"n\"}";
        samples.record("cash-transfers", samples.make("/cash-transfers", transfer));
        samples.record("POST /api/v1/cash-transfers/{id}/reversal", samples.make("/cash-transfers", transfer));
        samples.body("POST /api/v1/cash-transfers", transfer);
        samples.body("POST /api/v1/cash-transfers/{id}/reversal", "{\"reason\":\"wrong\"}");
        String rate = "{\"currency\":\"USD\",\"day\":\"2026-03-01\",\"rate\":\"7.2\",\"units\":1,\"inverse\":false,\"source\":\"s\"}";
        samples.companyWideRecord("exchange-rates", samples.make("/exchange-rates", rate));
        samples.body("POST /api/v1/exchange-rates", rate.replace("03-01", "03-02"));
        samples.body("PUT /api/v1/exchange-rates/{id}", rate);
        samples.make(
                "/opening-balances",
                opening.replace("\"note\":\"n\"", "\"note\":\"n\",\"currency\":\"USD\",\"rate\":\"7\""));
        samples.record("revaluations", samples.make("/revaluations", "{\"date\":\"2026-03-01\"}"));
        samples.body("POST /api/v1/revaluations", "{\"date\":\"2026-03-03\"}");
        for (String move : new String[] {"endorsement", "discounting", "maturity", "dishonour"}) {
            String bill = billOf(samples, customer, move);
            samples.record("POST /api/v1/bills/{id}/" + move, bill);
            if (move.equals("endorsement")) {
                samples.record("bills", billOf(samples, customer, "bill"));
            }
        }
        String account = samples.id("cash-accounts").orElseThrow();
        samples.body("POST /api/v1/bills/{id}/endorsement", "{\"to\":\"S\",\"date\":\"2026-03-06\"}");
        samples.body(
                "POST /api/v1/bills/{id}/discounting",
                "{\"to\":\"B\",\"interest\":\"1\",\"cashAccount\":\"" + account + "\",\"date\":\"2026-03-06\"}");
        samples.body(
                "POST /api/v1/bills/{id}/maturity",
                "{\"cashAccount\":\"" + account + "\",\"date\":\"2026-03-20\"}");
        samples.body(
                "POST /api/v1/bills/{id}/dishonour",
                "{\"reason\":\"r\",\"cashAccount\":\"" + account + "\",\"date\":\"2026-03-20\"}");
        samples.body(
                "PUT /api/v1/receipt-settings",
                "{\"toleranceAmount\":\"1\",\"tolerancePercent\":\"0.5\",\"offsets\":true}");
        samples.record(
                "allocations",
                samples.lookUp(
                        "select id from receivables.allocation where company_id = $company order by id limit 1"));
        samples.companyWideRecord(
                "journals",
                samples.lookUp("select id from receivables.journal where company_id = $company order by id limit 1"));
        String item = samples.lookUp("select id from receivables.open_item where company_id = $company and party_id = '"
                + customer + "' order by id limit 1");
        samples.record("an item", item);
        samples.body(
                "POST /api/v1/cash-accounts",
                "{\"code\":\"B2\",\"name\":\"Bank\",\"bank\":\"ICBC\",\"accountNumber\":\"1\",\"currency\":\"CNY\",\"active\":true}");
        samples.body(
                "PUT /api/v1/cash-accounts/{id}",
                "{\"code\":\"B1\",\"name\":\"Bank\",\"bank\":\"ICBC\",\"accountNumber\":\"1\",\"currency\":\"CNY\",\"active\":true}");
        samples.body("POST /api/v1/opening-balances", opening);
        samples.body("POST /api/v1/opening-balances/{id}/reversal", "{\"reason\":\"wrong\"}");
        samples.body("POST /api/v1/receipts", receipt);
        samples.body("PUT /api/v1/receipts/{id}", receipt);
        samples.body("POST /api/v1/receipts/{id}/confirmation", "{\"allocate\":true}");
        samples.body("POST /api/v1/receipts/{id}/reversal", "{\"reason\":\"bounced\",\"date\":\"2026-03-06\"}");
        samples.body(
                "POST /api/v1/receipts/{id}/allocations", "{\"items\":[{\"item\":\"" + item + "\",\"amount\":\"1\"}]}");
        samples.body(
                "POST /api/v1/allocations",
                "{\"item\":\"" + item + "\",\"credit\":\"" + credit + "\",\"amount\":\"1\"}");
    }

    private static String billOf(Samples samples, String customer, String number) {
        String receipt = confirmed(
                samples,
                "{\"party\":\"" + customer
                        + "\",\"date\":\"2026-03-05\",\"amount\":\"10\",\"method\":\"BILL\",\"bill\":{\"kind\":\"BANK\",\"number\":\"B-" + number
                        + "\",\"due\":\"2026-03-20\"}}",
                false);
        return samples.lookUp("select id from receivables.bill where company_id = $company and receipt_id = '" + receipt + "'");
    }

    private static String confirmed(Samples samples, String receipt, boolean allocate) {
        String id = samples.make("/receipts", receipt);
        var answer = samples.second().postOnce("/receipts/" + id + "/confirmation", "{\"allocate\":" + allocate + "}");
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
        return id;
    }
}
