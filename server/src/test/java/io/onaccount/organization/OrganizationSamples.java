package io.onaccount.organization;

import io.onaccount.testing.SampleRecords;
import io.onaccount.testing.Samples;

/** People, roles and departments for the sweeps. */
final class OrganizationSamples implements SampleRecords {

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public void into(Samples samples) {
        String own = samples.suffix();
        String role =
                samples.make("/roles", "{\"code\":\"sample\",\"name\":\"Sample\",\"rights\":[\"customer.view\"]}");
        samples.body("POST /api/v1/periods/closing", "{\"month\":\"2010-01\",\"reason\":\"done\"}");
        samples.body("POST /api/v1/periods/reopening", "{\"month\":\"2010-01\",\"reason\":\"mistake\"}");
        String department = samples.make("/departments", "{\"name\":\"Sample\",\"parent\":null}");
        String user = samples.make(
                "/users",
                "{\"login\":\"sample-" + own + "\",\"password\":\"" + Samples.PASSWORD
                        + "\",\"name\":\"Sample\",\"scope\":\"OWN\",\"roles\":[\"" + role + "\"]}");
        samples.companyWideRecord("roles", role);
        samples.companyWideRecord("departments", department);
        samples.companyWideRecord("users", user);
        samples.record(
                "sessions",
                samples.administrator()
                        .get("/me/sessions")
                        .json()
                        .path("rows")
                        .get(0)
                        .path("id")
                        .asString());
        var issued = samples.administrator().post("/me/tokens", token());
        if (issued.status() != 201) {
            throw new AssertionError(issued.toString());
        }
        samples.record(
                "tokens",
                samples.administrator()
                        .get("/me/tokens")
                        .json()
                        .path("rows")
                        .get(0)
                        .path("id")
                        .asString());
        String job = java.util.UUID.randomUUID().toString();
        samples.application()
                .database()
                .sql(
                        "insert into platform.job (id, owner_company, created_by, kind, state, params, created_at) values ('"
                                + job + "', "
                                + samples.company().company() + ", '"
                                + samples.company().users().get("admin-" + own)
                                + "', 'sample', 'DONE', '{}', now())");
        samples.record("jobs", job);
        String person =
                ",\"name\":\"Sample\",\"email\":\"a@b.cn\",\"superior\":\"" + user + "\",\"department\":\"" + department
                        + "\",\"departments\":[\"" + department + "\"],\"scope\":\"OWN\",\"roles\":[\"" + role + "\"]";
        samples.body(
                "POST /api/v1/users",
                "{\"login\":\"another-" + own + "\",\"password\":\"" + Samples.PASSWORD + "\"" + person + "}");
        samples.body(
                "PUT /api/v1/users/{user}",
                "{\"active\":true" + person.replace("\"superior\":\"" + user + "\"", "\"superior\":null") + "}");
        samples.body("PUT /api/v1/users/{user}/password", "{\"password\":\"another good one\"}");
        samples.body("POST /api/v1/departments", "{\"name\":\"East\",\"parent\":\"" + department + "\"}");
        samples.body("PUT /api/v1/departments/{department}", "{\"name\":\"West\",\"parent\":null}");
        samples.body("POST /api/v1/roles", "{\"code\":\"another\",\"name\":\"Another\",\"rights\":[\"customer.*\"]}");
        samples.body("PUT /api/v1/roles/{role}", "{\"name\":\"Sample\",\"rights\":[\"customer.view\"]}");
        samples.body("POST /api/v1/me/tokens", token());
        samples.body("PUT /api/v1/me/preferences", "{\"locale\":\"en\",\"preferences\":{\"dense\":true}}");
        samples.body("PUT /api/v1/me/password", "{\"old\":\"not this one\",\"password\":\"another good one\"}");
        samples.body("PUT /api/v1/me/company", "{\"id\":" + samples.company().company() + "}");
        samples.body("POST /api/v1/session", "{\"login\":\"nobody-" + own + "\",\"password\":\"wrong\"}");
        samples.body("POST /api/v1/password-links", "{\"who\":\"nobody-" + own + "\"}");
        samples.body("POST /api/v1/password-links/card", "{\"token\":\"" + link(samples, "looked-at", role) + "\"}");
        samples.body(
                "POST /api/v1/password-links/password",
                "{\"token\":\"" + link(samples, "used", role) + "\",\"password\":\"another good one\"}");
        samples.body(
                "POST /api/v1/setup",
                "{\"company\":{\"name\":\"Late\",\"nameEn\":null,\"baseCurrency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\"},"
                        + "\"administrator\":{\"name\":\"A\",\"login\":\"late\",\"password\":\"" + Samples.PASSWORD
                        + "\"},\"locale\":\"en\"}");
        samples.body(
                "POST /api/v1/companies",
                "{\"name\":\"Further\",\"nameEn\":null,\"baseCurrency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\"}");
        samples.body(
                "PUT /api/v1/company",
                "{\"name\":\"Samples\",\"nameEn\":\"Samples Ltd\",\"timeZone\":\"Asia/Shanghai\",\"fiscalYearStart\":1,\"taxInclusive\":true,"
                        + "\"priceDecimals\":2,\"quantityDecimals\":2,\"settings\":{\"workingDays\":[\"MONDAY\"],"
                        + "\"numberPatterns\":{\"sales-order\":\"SO-{yyyyMMdd}-{0001}\"},\"negativeStock\":true,\"defaultCreditLimit\":\"0\","
                        + "\"wholeAfterJiao\":false,\"bank\":{\"bank\":\"B\",\"account\":\"1\",\"holder\":\"H\"}}}");
    }

    /** The token of a link for a new password that has just been mailed to somebody of their own. */
    private static String link(Samples samples, String name, String role) {
        String user = samples.make(
                "/users",
                "{\"login\":\"" + name + "-" + samples.suffix() + "\",\"password\":\"" + Samples.PASSWORD
                        + "\",\"name\":\"Forgetful\",\"email\":\"" + name
                        + "@company.example\",\"scope\":\"OWN\",\"roles\":[\"" + role
                        + "\"]}");
        String token = "link-" + name + "-" + samples.suffix();
        samples.application()
                .database()
                .sql(
                        "insert into organization.password_link (user_id, id, company, address, asked_from, token_hash, expires_at) values ('"
                                + user + "', gen_random_uuid(), "
                                + samples.company().company() + ", '" + name
                                + "@company.example', '127.0.0.1', sha256('" + token
                                + "'::bytea), now() + interval '1 day')");
        return token;
    }

    private static String token() {
        return "{\"name\":\"Sample\",\"rights\":[\"customer.view\"],\"until\":\""
                + java.time.LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).plusDays(30) + "\"}";
    }
}
