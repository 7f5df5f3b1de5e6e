package io.onaccount.invoicing;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.time.LocalDate;
import java.time.ZoneId;

/** Applications and invoices in the states that their endpoints need, for the sweeps. */
final class InvoicingSamples implements SampleRecords {
    private static int numbers;

    @Override
    public int rank() {
        return 45;
    }

    @Override
    public void into(Samples samples) {
        String customer = samples.id("a customer").orElseThrow();
        String stock = samples.make(
                "/stock-adjustments",
                "{\"title\":\"More\",\"lines\":[{\"warehouse\":\""
                        + samples.id("a warehouse").orElseThrow() + "\",\"product\":\""
                        + samples.id("a product").orElseThrow() + "\",\"quantity\":\"1\"}]}");
        taken(samples.administrator().postOnce("/stock-adjustments/" + stock + "/posting", "{}"));
        String order = samples.make(
                "/sales-orders?confirm=true",
                samples.body("POST /api/v1/sales-orders").orElseThrow());
        String delivery = samples.make(
                "/deliveries",
                "{\"date\":\"2026-03-03\",\"lines\":[{\"order\":\"" + order
                        + "\",\"position\":1,\"quantity\":\"1\",\"warehouse\":\""
                        + samples.id("a warehouse").orElseThrow() + "\"}]}");
        taken(samples.administrator().postOnce("/deliveries/" + delivery + "/posting", "{}"));
        String lines =
                "\"title\":{\"title\":\"T\",\"taxNumber\":\"91330100\",\"bank\":\"B\",\"account\":\"1\",\"address\":\"A\",\"phone\":\"1\"},"
                        + "\"email\":\"a@example.com\",\"remark\":\"R\",\"lines\":[{\"delivery\":\"" + delivery
                        + "\",\"position\":1,\"quantity\":\"0.1\"}]}";
        String entry = "{\"customer\":\"" + customer + "\",\"kind\":\"DIGITAL_ORDINARY\"," + lines;
        samples.record("invoice-applications", samples.make("/invoice-applications", entry));
        samples.body("POST /api/v1/invoice-applications", entry);
        samples.body("PUT /api/v1/invoice-applications/{id}", entry);
        samples.record("POST /api/v1/invoice-applications/{id}/return", submitted(samples, entry));
        samples.body("POST /api/v1/invoice-applications/{id}/return", "{\"reason\":\"title\"}");
        samples.record("POST /api/v1/invoice-applications/{id}/invoices", submitted(samples, entry));
        samples.body(
                "POST /api/v1/invoice-applications/{id}/invoices",
                "{\"parts\":[{\"position\":1,\"quantity\":\"0.05\"}]}");
        String exported = submitted(samples, entry);
        String exporting = "{\"applications\":[\"" + exported + "\"],\"again\":true}";
        samples.body("POST /api/v1/invoice-applications/exporting", exporting);
        samples.record(
                "exports",
                samples.administrator()
                        .postOnce("/invoice-applications/exporting", exporting)
                        .json()
                        .path("export")
                        .asString());
        samples.body(
                "PUT /api/v1/invoicing/settings",
                "{\"since\":\"2026-01-01\",\"beforeDelivery\":true,\"tolerance\":\"0.06\",\"secondAbove\":\"100\"}");
        samples.record("GET /api/v1/invoicing/orders/{id}/settings", order);
        samples.record("PUT /api/v1/invoicing/orders/{id}/settings", order);
        samples.body("PUT /api/v1/invoicing/orders/{id}/settings", "{\"beforeDelivery\":true}");
        samples.record("sales-invoices", samples.make("/sales-invoices", entry));
        samples.body("POST /api/v1/sales-invoices", entry);
        samples.body("POST /api/v1/sales-invoices/{id}/issue", official(false));
        samples.record("POST /api/v1/sales-invoices/{id}/red-invoices", issued(samples, entry, false));
        samples.body(
                "POST /api/v1/sales-invoices/{id}/red-invoices",
                "{\"reason\":\"wrong\",\"parts\":[{\"position\":1,\"quantity\":\"0.05\"}]}");
        samples.record("POST /api/v1/sales-invoices/{id}/hand-over", issued(samples, entry, false));
        samples.body(
                "POST /api/v1/sales-invoices/{id}/hand-over",
                "{\"carrier\":\"SF\",\"tracking\":\"SF1\",\"sentOn\":\"2026-03-04\",\"receivedBy\":\"W\",\"receivedOn\":\"2026-03-05\"}");
        samples.record(
                "POST /api/v1/sales-invoices/{id}/annulment", issued(samples, entry.replace("DIGITAL", "PAPER"), true));
        samples.body("POST /api/v1/sales-invoices/{id}/annulment", "{\"reason\":\"misprint\"}");
    }

    private static String submitted(Samples samples, String entry) {
        String id = samples.make("/invoice-applications", entry);
        taken(samples.administrator().postOnce("/invoice-applications/" + id + "/submission", "{}"));
        return id;
    }

    private static String issued(Samples samples, String entry, boolean paper) {
        String id = samples.make("/sales-invoices", entry);
        taken(samples.administrator().postOnce("/sales-invoices/" + id + "/issue", official(paper)));
        return id;
    }

    private static synchronized String official(boolean paper) {
        numbers++;
        return "{\"number\":\"" + (paper ? "%08d" : "%020d").formatted(numbers) + "\",\"code\":"
                + (paper ? "\"1234567890\"" : "null") + ",\"on\":\"" + LocalDate.now(ZoneId.of("Asia/Shanghai"))
                + "\",\"total\":\"1.00\"}";
    }

    private static void taken(io.onaccount.testing.Http.Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.toString());
        }
    }
}
