package io.onaccount.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.organization.AuditSeals.Verification;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit trail only grows, can be searched, and whoever alters it behind our back is found out. */
class AuditSealsTest {
    private static final String PASSWORD = "correct horse battery";

    private final TestApplication application = TestApplication.shared();
    private final Database database = application.bean(Database.class);
    private final AuditSeals seals = application.bean(AuditSeals.class);
    private final AuditTrail trail = application.bean(AuditTrail.class);
    private final String login = "auditor-" + Long.toString(System.nanoTime(), 36);
    private final Founded founded = application
            .bean(Organization.class)
            .found(
                    NewCompany.named("Audited"),
                    List.of(),
                    List.of(NewMember.of(login, "Auditor", PASSWORD, Level.ALL, "auditor")));
    private final long company = founded.company();
    private final Actor actor =
            application.bean(Organization.class).actor(company, founded.users().get(login));

    private void record(Tx tx, int count) {
        for (int i = 0; i < count; i++) {
            trail.record(
                    tx,
                    actor,
                    new AuditTrail.Fact(
                            "change", "thing", UUID.randomUUID(), "T-" + i, Map.of("n", List.of(i, i + 1))));
        }
    }

    private void write(int count) {
        database.write(company, tx -> {
            record(tx, count);
            return true;
        });
    }

    private void threeSeals() {
        for (int batch = 0; batch < 3; batch++) {
            write(10);
            // Somebody else's transaction may be older than this batch for a moment; then there is nothing final yet.
            long sealed = 0;
            for (int attempt = 0; sealed < 10 && attempt < 200; attempt++) {
                sealed += seals.seal(company, 0);
                LockSupport.parkNanos(sealed < 10 ? 25_000_000 : 0);
            }
            assertThat(sealed).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void whatNobodyTouchedIsWhole() {
        threeSeals();
        write(2);
        Verification found = seals.verify(company);
        assertThat(found.isWhole()).isTrue();
        assertThat(found.seals()).isGreaterThanOrEqualTo(3);
        assertThat(found.entries()).isEqualTo(31); // the founding, too
        assertThat(found.unsealed()).isEqualTo(2);
        assertThat(found.lastHash()).hasSize(64);
        assertThat(seals.seal(company)).as("entries of the last seconds wait").isZero();
    }

    /** Each done by the owner of the database, in the second of three seals unless it says otherwise. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update organization.audit_entry set changes = '{\"n\": [0, 99]}' where company_id = %1$d and id = (%2$s)",
                "update organization.audit_entry set user_name = 'Somebody else' where company_id = %1$d and id = (%2$s)",
                "update organization.audit_entry set subject_number = null where company_id = %1$d and id = (%2$s)",
                "update organization.audit_entry set recorded_at = recorded_at + interval '1 microsecond' where company_id = %1$d and id = (%2$s)",
                "delete from organization.audit_entry where company_id = %1$d and id = (%2$s)",
                "insert into organization.audit_entry (company_id, id, recorded_at, user_name, action, subject_kind)"
                        + " select company_id, gen_random_uuid(), recorded_at, 'Ghost', 'change', 'thing' from organization.audit_entry where company_id = %1$d and id = (%2$s)",
                "update organization.audit_seal set entries = entries - 1 where company_id = %1$d and number = 2",
                "update organization.audit_seal set hash = sha256('x') where company_id = %1$d and number = 2",
            })
    void everyWayToAlterItBreaksTheSeal(String sql) {
        threeSeals();
        String entry = "select id from organization.audit_entry where company_id = " + company
                + " and recorded_at >= (select begins from organization.audit_seal where company_id = " + company
                + " and number = 2) order by recorded_at, id limit 1";
        application.database().sql(String.format(sql, company, entry));
        Verification found = seals.verify(company);
        assertThat(found.isWhole()).isFalse();
        assertThat(found.broken()).isEqualTo(2);
    }

    @Test
    void aSealThatIsTakenOutIsMissed() {
        threeSeals();
        application
                .database()
                .sql("delete from organization.audit_seal where company_id = " + company + " and number = 2");
        assertThat(seals.verify(company).broken()).isEqualTo(3);
    }

    @Test
    void theApplicationItselfCannotAlterIt() {
        write(1);
        for (String sql : List.of(
                "update organization.audit_entry set action = 'x' where company_id = ?",
                "delete from organization.audit_entry where company_id = ?",
                "delete from organization.audit_seal where company_id = ?")) {
            assertThatThrownBy(() -> database.write(company, tx -> tx.execute(sql, company)))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void aSealCoversOnlyWhatIsFinal() throws Exception {
        write(3);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> database.write(company, tx -> {
                    record(tx, 5);
                    tx.flush();
                    begun.countDown();
                    try {
                        assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                }));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        write(7); // after the slow one began, before it ends
        seals.seal(company, 0);
        go.countDown();
        slow.join();
        assertThat(seals.verify(company).isWhole()).isTrue();
        assertThat(seals.verify(company).unsealed()).isEqualTo(12);
        assertThat(seals.seal(company, 0)).isEqualTo(12);
        assertThat(seals.verify(company).isWhole()).isTrue();
    }

    @Test
    void theTrailIsSearchedAndCheckedOverHttp() {
        threeSeals();
        Http auditor = Http.at(application).signIn(login, PASSWORD);
        var first = auditor.get("/audit?kind=thing&limit=20").json();
        assertThat(first.path("rows").size()).isEqualTo(20);
        assertThat(first.path("rows").get(0).path("changes").path("n").size()).isEqualTo(2);
        var rest = auditor.get(
                        "/audit?kind=thing&limit=20&after=" + first.path("next").asString())
                .json();
        assertThat(rest.path("rows").size()).isEqualTo(10);
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(auditor.get("/audit?action=sign-in")
                        .json()
                        .path("rows")
                        .get(0)
                        .path("actionLabel")
                        .asString())
                .isEqualTo("sign in");
        assertThat(auditor.get("/audit?from=2199-01-01").json().path("rows").size())
                .isZero();
        assertThat(auditor.get("/audit?after=nonsense").status()).isEqualTo(400);
        assertThat(auditor.get("/audit?from=yesterday").status()).isEqualTo(400);
        var verified = auditor.get("/audit/verification").json();
        assertThat(verified.path("whole").asBoolean()).isTrue();
        assertThat(verified.path("broken").isNull()).isTrue();
    }
}
