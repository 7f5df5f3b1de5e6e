package io.onaccount.approval;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Organization;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;
import java.util.UUID;

/** A flow, a request of the second administrator's that waits for the first, a delegation and a link, for the sweeps. */
final class ApprovalSamples implements SampleRecords {

    @Override
    public int rank() {
        return 90;
    }

    @Override
    public void into(Samples samples) {
        UUID second = samples.company().users().get("second-" + samples.suffix());
        UUID nothing = samples.company().users().get("nothing-" + samples.suffix());
        UUID admin = samples.company().users().get("admin-" + samples.suffix());
        String definition =
                "{\"ownerMayDecide\":false,\"rules\":[{\"name\":\"all\",\"condition\":\"[\\\"amount\\\",\\\">\\\",\\\"1\\\"]\","
                        + "\"stages\":[{\"steps\":[{\"name\":\"one\",\"mode\":\"ANY\",\"approvers\":[{\"who\":\"USER\",\"id\":\""
                        + admin
                        + "\"}],\"deadline\":{\"amount\":2,\"unit\":\"DAYS\"},\"escalation\":{\"who\":\"SUPERIOR\",\"id\":null}}]}]}]}";
        String flow = samples.make("/approval-flows", "{\"kind\":\"test-subject\",\"definition\":" + definition + "}");
        if (samples.administrator()
                        .postOnce("/approval-flows/" + flow + "/publication", "{\"note\":\"n\"}")
                        .status()
                != 200) {
            throw new AssertionError("the sample flow is not published");
        }
        samples.companyWideRecord("approval-flows", flow);
        samples.body(
                "POST /api/v1/approval-flows",
                "{\"kind\":\"sales-order\",\"definition\":" + definition.replace("[\\\"amount", "[\\\"total") + "}");
        samples.body("PUT /api/v1/approval-flows/{id}", definition);
        samples.body("POST /api/v1/approval-flows/{id}/publication", "{\"note\":\"n\"}");
        samples.body(
                "POST /api/v1/approval-trials",
                "{\"kind\":\"test-subject\",\"definition\":" + definition
                        + ",\"from\":\"2026-01-01\",\"until\":\"2026-01-31\"}");
        long company = samples.company().company();
        Actor asker = samples.application().bean(Organization.class).actor(company, second);
        UUID wish = samples.application().bean(TestSubject.class).make(asker, "100");
        ApprovalAnswer answer = samples.application()
                .bean(Database.class)
                .write(
                        company,
                        tx -> samples.application().bean(Approvals.class).request(tx, asker, TestSubject.KIND, wish));
        String request = ((ApprovalAnswer.Pending) answer).request().toString();
        samples.record("approvals", request);
        samples.body("POST /api/v1/approvals/{id}/approval", "{\"reason\":\"well\"}");
        samples.body("POST /api/v1/approvals/{id}/rejection", "{\"reason\":\"no\"}");
        samples.body("POST /api/v1/approvals/{id}/return", "{\"reason\":\"mend\"}");
        samples.body("POST /api/v1/approvals/{id}/withdrawal", "{\"reason\":\"mine\"}");
        samples.body("POST /api/v1/approvals/{id}/approvers", "{\"user\":\"" + nothing + "\",\"reason\":\"too\"}");
        samples.body("POST /api/v1/approvals/{id}/links", "{\"user\":\"" + admin + "\"}");
        String path = samples.administrator()
                .post("/approvals/" + request + "/links", "{\"user\":\"" + admin + "\"}")
                .json()
                .path("path")
                .asString();
        String token = path.substring(path.indexOf('#') + 1);
        samples.body("POST /api/v1/approval-links/card", "{\"token\":\"" + token + "\"}");
        samples.body(
                "POST /api/v1/approval-links/decision",
                "{\"token\":\"" + token + "\",\"decision\":\"approve\",\"reason\":\"yes\"}");
        String delegation = "{\"to\":\"" + second + "\",\"from\":\"2026-01-01\",\"until\":\"2099-01-01\"}";
        samples.record(
                "approval-delegations",
                samples.make(
                        "/approval-delegations",
                        "{\"to\":\"" + second + "\",\"from\":\"2098-06-01\",\"until\":\"2099-01-01\"}"));
        samples.body("POST /api/v1/approval-delegations", delegation.replace("2026-01-01", "2098-06-01"));
    }
}
