package io.onaccount.testing;

import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.Founded;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import tools.jackson.databind.JsonNode;

/** A company with one record of everything, for the sweeps over all endpoints. */
public final class Samples {
    public static final String PASSWORD = "correct horse battery";

    private final TestApplication application;
    private final Founded company;
    private final String suffix = Long.toString(System.nanoTime(), 36);
    private final Http administrator;
    private final Http second;
    private final Map<String, String> records = new LinkedHashMap<>();
    private final Map<String, String> bodies = new LinkedHashMap<>();
    private final Set<String> companyWide = new HashSet<>();
    private final Set<String> bySecond = new HashSet<>();

    private Samples(TestApplication application) {
        this.application = application;
        this.company = application
                .bean(Organization.class)
                .found(
                        NewCompany.named("Samples " + suffix),
                        List.of(),
                        List.of(
                                NewMember.of("admin-" + suffix, "Admin", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("second-" + suffix, "Second", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("narrow-" + suffix, "Narrow", PASSWORD, Level.OWN, "administrator"),
                                new NewMember(
                                        "nothing-" + suffix, "Nothing", PASSWORD, List.of(), null, Level.ALL, null)));
        this.administrator = Http.at(application).signIn("admin-" + suffix, PASSWORD);
        this.second = Http.at(application).signIn("second-" + suffix, PASSWORD);
    }

    /** A new company with the records of all modules. */
    public static Samples make(TestApplication application) {
        Samples samples = new Samples(application);
        List<String> broken = new ArrayList<>();
        for (SampleRecords provider : providers()) {
            try {
                provider.into(samples);
            } catch (AssertionError | RuntimeException e) {
                broken.add(provider.getClass().getName() + ": " + e);
            }
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
        return samples;
    }

    private static List<SampleRecords> providers() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(SampleRecords.class));
        List<SampleRecords> providers = new ArrayList<>();
        scan.findCandidateComponents("io.onaccount").forEach(found -> {
            try {
                var constructor = Class.forName(found.getBeanClassName()).getDeclaredConstructor();
                constructor.setAccessible(true);
                providers.add((SampleRecords) constructor.newInstance());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
        providers.sort(Comparator.comparingInt(SampleRecords::rank));
        return providers;
    }

    public TestApplication application() {
        return application;
    }

    public Founded company() {
        return company;
    }

    /** Part of every login and code, so that two sample companies don't collide. */
    public String suffix() {
        return suffix;
    }

    /** May do and see everything; owner of every record here. */
    public Http administrator() {
        return administrator;
    }

    /** As the administrator: for what takes two people. */
    public Http second() {
        return second;
    }

    /** May do everything, and sees only what is their own: nothing. */
    public Http narrow() {
        return Http.at(application).signIn("narrow-" + suffix, PASSWORD);
    }

    /** May do nothing. */
    public Http nothing() {
        return Http.at(application).signIn("nothing-" + suffix, PASSWORD);
    }

    /** Posts as the administrator and answers the new record's id: the uppermost {@code id} of the answer. */
    public String make(String path, String body) {
        Http.Answer answer = administrator.postOnce(path, body);
        if (answer.status() / 100 == 2) {
            List<JsonNode> level = List.of(answer.json());
            for (int depth = 0; depth < 3; depth++) {
                for (JsonNode node : level) {
                    if (node.path("id").isString()) {
                        return node.path("id").asString();
                    }
                }
                level = level.stream().flatMap(node -> node.values().stream()).toList();
            }
        }
        throw new AssertionError("sample POST " + path + " with " + body + ": " + answer);
    }

    /**
     * Names the record that stands for a path variable.
     *
     * @param segment the part of the address before the variable: {@code customers} for {@code /api/v1/customers/{id}/stop}; or method and
     *     pattern of one endpoint that needs a record in another state than the others
     */
    public void record(String segment, String id) {
        records.put(segment, id);
    }

    /** The endpoint is called by the second person: the first has entered what it decides on. */
    public void bySecond(String endpoint) {
        bySecond.add(endpoint);
    }

    /** Who calls the endpoint. */
    public Http caller(String endpoint) {
        return bySecond.contains(endpoint) ? second : administrator;
    }

    /** As {@link #record}, for records that everybody in the company may see whatever their data scope. */
    public void companyWideRecord(String segment, String id) {
        records.put(segment, id);
        companyWide.add(segment);
    }

    /**
     * Names a valid body.
     *
     * @param endpoint method and pattern, {@code POST /api/v1/customers}
     */
    public void body(String endpoint, String json) {
        bodies.put(endpoint, json);
    }

    /** The record here that corresponds to another company's. */
    public Optional<String> counterpart(Samples other, String id) {
        return other.records.entrySet().stream()
                .filter(e -> e.getValue().equals(id))
                .map(e -> records.get(e.getKey()))
                .findFirst();
    }

    /** Looks a record up in the database where the API has no list of it. */
    public String lookUp(String sql) {
        return java.util.Objects.requireNonNull(
                application.database().value(sql.replace("$company", "" + company.company())), sql);
    }

    /** Waits until no job of the company goes on: what it writes would stand beside what is counted. */
    public void awaitJobs() {
        for (int tries = 0; tries < 600; tries++) {
            String waiting = lookUp(
                    "select count(*)::text from platform.job where owner_company = $company and state in ('WAITING', 'RUNNING')");
            if (waiting.equals("0")) {
                return;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("a job of the sample company doesn't end");
    }

    public Optional<String> id(String segment) {
        return Optional.ofNullable(records.get(segment));
    }

    public Optional<String> body(String endpoint) {
        return Optional.ofNullable(bodies.get(endpoint));
    }

    public boolean isCompanyWide(String segment) {
        return companyWide.contains(segment);
    }
}
