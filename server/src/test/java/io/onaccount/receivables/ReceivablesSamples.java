package io.onaccount.receivables;

import io.onaccount.testing.Http;
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
        String promise = "{\"customer\":\"" + customer
                + "\",\"amount\":\"10\",\"madeOn\":\"2026-03-05\",\"due\":\"2026-03-20\",\"items\":[],\"saidBy\":\"W\",\"note\":\"n\"}";
        samples.record("payment-promises", samples.make("/payment-promises", promise));
        samples.record("POST /api/v1/payment-promises/{id}/withdrawal", samples.make("/payment-promises", promise));
        samples.body("POST /api/v1/payment-promises", promise);
        samples.body("POST /api/v1/payment-promises/{id}/withdrawal", "{\"reason\":\"by mistake\"}");
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
        String rate =
                "{\"currency\":\"USD\",\"day\":\"2026-03-01\",\"rate\":\"7.2\",\"units\":1,\"inverse\":false,\"source\":\"s\"}";
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
        String acceptor =
                "{\"code\":\"AC-1\",\"name\":\"Bank of A\",\"otherNames\":[\"BoA\"],\"limit\":\"1000\",\"beyond\":\"WARN\",\"validTo\":null,\"note\":\"n\"}";
        samples.companyWideRecord("acceptor-limits", samples.make("/acceptor-limits", acceptor));
        samples.body(
                "POST /api/v1/acceptor-limits",
                acceptor.replace("AC-1", "AC-2")
                        .replace("Bank of A", "Bank of B")
                        .replace("BoA", "BoB"));
        samples.body("PUT /api/v1/acceptor-limits/{id}", acceptor);
        String account = samples.id("cash-accounts").orElseThrow();
        samples.body("POST /api/v1/bills/{id}/endorsement", "{\"to\":\"S\",\"date\":\"2026-03-06\"}");
        samples.body(
                "POST /api/v1/bills/{id}/discounting",
                "{\"to\":\"B\",\"interest\":\"1\",\"cashAccount\":\"" + account + "\",\"date\":\"2026-03-06\"}");
        samples.body(
                "POST /api/v1/bills/{id}/maturity", "{\"cashAccount\":\"" + account + "\",\"date\":\"2026-03-20\"}");
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
        statements(samples, customer);
        String late = samples.make("/opening-balances", opening);
        String planned = samples.lookUp(
                "select id from receivables.open_item where company_id = $company and document_id = '" + late + "'");
        samples.record("open-items", planned);
        String plan = "{\"party\":\"" + customer + "\",\"items\":[\"" + planned
                + "\"],\"parts\":[{\"due\":\"2026-04-01\",\"amount\":\"40\"},{\"due\":\"2026-05-01\",\"amount\":\"60\"}],\"reason\":\"R\"}";
        samples.record("payment-plans", samples.make("/payment-plans", plan));
        samples.record("POST /api/v1/payment-plans/{id}/cancellation", samples.make("/payment-plans", plan));
        samples.bySecond("POST /api/v1/payment-plans/{id}/application");
        samples.body("POST /api/v1/payment-plans", plan);
        samples.body("POST /api/v1/payment-plans/{id}/cancellation", "{\"reason\":\"wrong\"}");
        samples.body(
                "POST /api/v1/payment-plans/divisions",
                "{\"total\":\"100\",\"parts\":3,\"everyMonths\":1,\"start\":\"2026-04-01\"}");
        samples.body("POST /api/v1/open-items/{id}/dispute", "{\"reason\":\"short\"}");
        String argued =
                samples.lookUp("select id from receivables.open_item where company_id = $company and document_id = '"
                        + samples.make("/opening-balances", opening) + "'");
        taken(samples.administrator().postOnce("/open-items/" + argued + "/dispute", "{\"reason\":\"short\"}"));
        samples.record("POST /api/v1/open-items/{id}/agreement", argued);
        samples.body("POST /api/v1/open-items/{id}/agreement", "{\"reason\":\"credited\"}");
        discounts(samples, customer);
        badDebts(
                samples,
                customer,
                samples.lookUp("select id from receivables.open_item where company_id = $company and document_id = '"
                        + samples.make("/opening-balances", opening) + "'"));
        String run =
                "{\"from\":\"2026-01-01\",\"to\":\"2026-02-28\",\"grouping\":\"JOURNAL\",\"word\":\"J\",\"firstNumber\":1}";
        samples.companyWideRecord("voucher-exports", samples.make("/voucher-exports", run));
        samples.body("POST /api/v1/voucher-exports", run.replace("2026-02-28", "2026-12-31"));
        samples.body(
                "PUT /api/v1/voucher-accounts",
                "{\"accounts\":[{\"account\":\"CASH\",\"cashAccount\":\""
                        + samples.id("cash-accounts").orElseThrow()
                        + "\",\"code\":\"1002.01\",\"name\":\"Bank\",\"aux\":\"CASH_ACCOUNT\"}]}");
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

    private static void badDebts(Samples samples, String customer, String item) {
        String lost = "{\"party\":\"" + customer + "\",\"items\":[{\"item\":\"" + item
                + "\",\"amount\":\"1\"}],\"reason\":\"R\"}";
        samples.record("write-offs", samples.make("/write-offs", lost));
        samples.record("POST /api/v1/write-offs/{id}/cancellation", samples.make("/write-offs", lost));
        samples.bySecond("POST /api/v1/write-offs/{id}/application");
        String given = samples.make("/write-offs", lost);
        taken(samples.second().postOnce("/write-offs/" + given + "/application", "{}"));
        samples.record("POST /api/v1/write-offs/{id}/recovery", given);
        samples.body("POST /api/v1/write-offs", lost);
        samples.body("POST /api/v1/write-offs/{id}/cancellation", "{\"reason\":\"paid\"}");
        samples.body("POST /api/v1/write-offs/{id}/recovery", "{\"amount\":\"1\",\"reason\":\"paid\"}");
        String day = "{\"asOf\":\"2026-01-31\"}";
        samples.companyWideRecord("allowances", samples.make("/allowances", day));
        samples.record("POST /api/v1/allowances/{id}/cancellation", samples.make("/allowances", day));
        samples.bySecond("POST /api/v1/allowances/{id}/application");
        samples.body("POST /api/v1/allowances", day);
        samples.body("PUT /api/v1/allowance-settings", "{\"by\":\"AGE\",\"loss\":\"60\"}");
        samples.body("PUT /api/v1/allowance-rates", "{\"rates\":[\"0\",\"1\",\"5\",\"10\",\"30\",\"50\",\"100\"]}");
    }

    /** Several, as most moves use one up. */
    private static void statements(Samples samples, String customer) {
        samples.record("statements", statement(samples, customer, "2026-03-31"));
        for (String move : new String[] {"sending", "agreement", "differences", "cancellation"}) {
            samples.record(
                    "POST /api/v1/statements/{id}/" + move,
                    statement(samples, customer, "2026-03-1" + move.charAt(0) % 10));
        }
        String different = statement(samples, customer, "2026-03-20");
        String lines = "\"lines\":[{\"line\":0,\"theirs\":\"1\",\"remark\":\"r\"}],\"remark\":\"r\"}";
        samples.administrator().postOnce("/statements/" + different + "/differences", "{\"by\":\"Wang\"," + lines);
        samples.record(
                "statement-differences",
                samples.lookUp("select id from receivables.statement_difference where company_id = $company limit 1"));
        String linked = statement(samples, customer, "2026-03-21");
        String token = samples.administrator()
                .postOnce("/statements/" + linked + "/link", "{}")
                .json()
                .path("token")
                .asString();
        samples.body(
                "POST /api/v1/statements",
                "{\"party\":\"" + customer + "\",\"from\":\"2026-04-01\",\"to\":\"2026-04-30\"}");
        samples.body("PUT /api/v1/statements/every-morning", "{\"wanted\":false}");
        samples.body(
                "POST /api/v1/statements/mails",
                "{\"ids\":[\"" + samples.id("statements").orElseThrow() + "\"],\"excel\":true}");
        samples.body("POST /api/v1/statements/runs", "{\"to\":\"2025-01-15\",\"everyone\":false}");
        samples.body("POST /api/v1/statements/{id}/sending", "{\"to\":\"wang@example.com\"}");
        samples.body("POST /api/v1/statements/{id}/agreement", "{\"by\":\"Wang\",\"remark\":\"r\"}");
        samples.body("POST /api/v1/statements/{id}/differences", "{\"by\":\"Wang\"," + lines);
        samples.body("POST /api/v1/statements/{id}/cancellation", "{\"reason\":\"r\"}");
        samples.body("POST /api/v1/statement-differences/{id}/resolution", "{\"resolution\":\"booked\"}");
        samples.body("PUT /api/v1/customers/{id}/billing-day", "{\"day\":25}");
        samples.body("POST /api/v1/statement-links/statement", "{\"token\":\"" + token + "\"}");
        samples.body("POST /api/v1/statement-links/pdf", "{\"token\":\"" + token + "\"}");
        samples.body("POST /api/v1/statement-links/answer", "{\"token\":\"" + token + "\",\"by\":\"Wang\"," + lines);
    }

    private static String statement(Samples samples, String customer, String to) {
        return samples.make("/statements", "{\"party\":\"" + customer + "\",\"to\":\"" + to + "\"}");
    }

    private static void discounts(Samples samples, String customer) {
        String term =
                ",\"name\":\"D\",\"nameEn\":\"D\",\"steps\":\"2/10, n/30\",\"countedFrom\":\"DELIVERY\",\"withTax\":true,\"graceDays\":1,\"fullOnly\":false,\"active\":true}";
        String offered = samples.make("/discount-terms", "{\"code\":\"D1\"" + term);
        samples.companyWideRecord("discount-terms", offered);
        samples.body("POST /api/v1/discount-terms", "{\"code\":\"D2\"" + term);
        samples.body("PUT /api/v1/discount-terms/{id}", "{\"code\":\"D1\"" + term);
        samples.body("POST /api/v1/discount-terms/examples", "{\"code\":\"D3\"" + term);
        String offer = "{\"scope\":\"CUSTOMER\",\"customer\":\"" + customer + "\",\"term\":\"" + offered
                + "\",\"reason\":\"agreed\"}";
        samples.record("discount-assignments", samples.make("/discount-assignments", offer));
        samples.body("POST /api/v1/discount-assignments", offer);
        String item = samples.lookUp("select id from receivables.open_item where company_id = $company and party_id = '"
                + customer + "' and amount > settled order by id limit 1");
        String override = "{\"what\":\"STEP\",\"item\":\"" + item
                + "\",\"rate\":\"1\",\"until\":\"2026-03-09\",\"reason\":\"holiday\"}";
        samples.record("discount-overrides", samples.make("/discount-overrides", override));
        samples.record("POST /api/v1/discount-overrides/{id}/refusal", samples.make("/discount-overrides", override));
        samples.bySecond("POST /api/v1/discount-overrides/{id}/confirmation");
        samples.bySecond("POST /api/v1/discount-overrides/{id}/refusal");
        samples.body("POST /api/v1/discount-overrides", override);
        samples.body("POST /api/v1/discount-overrides/{id}/refusal", "{\"reason\":\"no\"}");
        samples.record("discount-lists", customer);
        samples.body("POST /api/v1/discount-lists/mails", "{\"customers\":[\"" + customer + "\"],\"daysBefore\":7}");
        samples.body(
                "PUT /api/v1/discount-lists/schedule", "{\"wanted\":true,\"daysBefore\":3,\"weekday\":\"MONDAY\"}");
        samples.body(
                "PUT /api/v1/discount-settings", "{\"bestFirst\":true,\"correctTax\":false,\"lessOnReturns\":true}");
    }

    private static String billOf(Samples samples, String customer, String number) {
        String receipt = confirmed(
                samples,
                "{\"party\":\"" + customer
                        + "\",\"date\":\"2026-03-05\",\"amount\":\"10\",\"method\":\"BILL\",\"bill\":{\"kind\":\"BANK\",\"number\":\"B-"
                        + number
                        + "\",\"due\":\"2026-03-20\"}}",
                false);
        return samples.lookUp(
                "select id from receivables.bill where company_id = $company and receipt_id = '" + receipt + "'");
    }

    private static void taken(Http.Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError(answer.toString());
        }
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
