package io.onaccount.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.organization.Anyone;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.testing.Endpoints.Endpoint;
import io.onaccount.testing.Endpoints.Variable;
import io.onaccount.testing.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Tries every endpoint there is with no session, without its right, with another company's records and with records outside the data scope:
 * each is refused, and the refusal tells nothing. An endpoint that these samples don't reach fails by name; see {@link SampleRecords}.
 */
class AccessSweepTest {
    private static final String HELP = ": name it in a class of the module's tests that implements SampleRecords"
            + " (example: OrganizationSamples)";

    private static final TestApplication APPLICATION = TestApplication.shared();
    private static final List<Endpoint> ENDPOINTS = Endpoints.all(APPLICATION);

    private static final class Worlds {
        static final Samples OURS = Samples.make(APPLICATION);
        static final Samples THEIRS = Samples.make(APPLICATION);
    }

    @Test
    void everyEndpointSaysWhoMayUseIt() {
        assertThat(ENDPOINTS).hasSizeGreaterThan(80);
        assertThat(ENDPOINTS.stream()
                        .filter(e -> !e.handler().hasMethodAnnotation(Needs.class)
                                && !e.handler().hasMethodAnnotation(SignedIn.class)
                                && !e.handler().hasMethodAnnotation(Anyone.class)))
                .as("endpoints without @Needs, @SignedIn or @Anyone")
                .isEmpty();
    }

    @Test
    void everyRightThatIsAskedForExists() {
        var rights = APPLICATION.bean(io.onaccount.organization.Rights.class).all();
        assertThat(ENDPOINTS.stream()
                        .filter(e -> e.handler().hasMethodAnnotation(Needs.class))
                        .filter(e -> {
                            String right =
                                    e.handler().getMethodAnnotation(Needs.class).value();
                            return !right.startsWith("{") && !rights.contains(right);
                        }))
                .as("endpoints that need a right nobody can be given: add it to the Kind's actions or to a RightSource")
                .isEmpty();
    }

    @Test
    void everyEndpointIsReachedByASample() {
        List<String> missing = new ArrayList<>();
        for (Endpoint endpoint : ENDPOINTS) {
            for (Variable variable : endpoint.variables()) {
                if (variable.constant().isEmpty()
                        && Worlds.OURS.id(variable.segment()).isEmpty()) {
                    missing.add(endpoint + " has no sample record \"" + variable.segment() + "\"" + HELP);
                }
            }
            if (endpoint.needsBody() && Worlds.OURS.body(endpoint.toString()).isEmpty()) {
                missing.add(endpoint + " has no sample body" + HELP);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void withoutASessionNothingIsToBeHad() {
        List<String> wrong = new ArrayList<>();
        Http nobody = Http.at(APPLICATION);
        Http forged = nobody.with("Cookie", "onaccount_session=" + "A".repeat(43));
        Http bearer = nobody.with("Authorization", "Bearer oa_" + "A".repeat(43));
        for (Endpoint endpoint : ENDPOINTS) {
            if (endpoint.handler().hasMethodAnnotation(Anyone.class)) {
                continue;
            }
            for (Http http : List.of(nobody, forged, bearer)) {
                Answer answer = call(http, endpoint, Worlds.OURS, v -> Optional.empty());
                if (answer != null && answer.status() != 401) {
                    wrong.add(endpoint + " → " + answer);
                }
            }
        }
        assertThat(wrong).as("endpoints that answer a stranger").isEmpty();
    }

    @Test
    void withoutTheRightNothingIsToBeHad() {
        List<String> wrong = new ArrayList<>();
        Http nothing = Worlds.OURS.nothing();
        for (Endpoint endpoint : ENDPOINTS) {
            if (endpoint.handler().hasMethodAnnotation(Needs.class)) {
                Answer answer = call(nothing, endpoint, Worlds.OURS, v -> Optional.empty());
                if (answer != null && (answer.status() != 403 || !answer.code().equals("forbidden"))) {
                    wrong.add(endpoint + " → " + answer);
                }
            }
        }
        assertThat(wrong).as("endpoints that let in who lacks the right").isEmpty();
    }

    @Test
    void anotherCompanysRecordsAreAsUnknownOnes() {
        List<String> wrong = new ArrayList<>();
        Http ours = Worlds.OURS.administrator();
        for (Endpoint endpoint : ENDPOINTS) {
            for (Variable variable : endpoint.variables()) {
                Optional<String> foreign = Worlds.THEIRS.id(variable.segment());
                if (variable.constant().isEmpty() && foreign.isPresent()) {
                    compare(wrong, ours, endpoint, variable, foreign.get());
                }
            }
        }
        assertThat(wrong)
                .as("endpoints that tell another company's record from an unknown one")
                .isEmpty();
    }

    @Test
    void recordsOutsideTheScopeAreAsUnknownOnes() {
        List<String> wrong = new ArrayList<>();
        Http narrow = Worlds.OURS.narrow();
        for (Endpoint endpoint : ENDPOINTS) {
            List<Variable> variables = endpoint.variables();
            if (variables.isEmpty()) {
                continue;
            }
            Variable first = variables.getFirst();
            Optional<String> id = Worlds.OURS.id(first.segment());
            if (first.constant().isEmpty() && id.isPresent() && !Worlds.OURS.isCompanyWide(first.segment())) {
                compare(wrong, narrow, endpoint, first, id.get());
            }
        }
        assertThat(wrong)
                .as("endpoints that show a record outside the data scope")
                .isEmpty();
    }

    /** Calls with the record that must not be seen and with one that doesn't exist; both must be 404 with the same words. */
    private static void compare(List<String> wrong, Http http, Endpoint endpoint, Variable variable, String hidden) {
        String unknown = UUID.randomUUID().toString();
        Answer first =
                call(http, endpoint, Worlds.OURS, v -> v.equals(variable) ? Optional.of(hidden) : Optional.empty());
        Answer second =
                call(http, endpoint, Worlds.OURS, v -> v.equals(variable) ? Optional.of(unknown) : Optional.empty());
        if (first == null || second == null) {
            return; // told by everyEndpointIsReachedByASample
        }
        // A record further down may be refused for another reason first, as long as it is the same for both.
        boolean deeper = !variable.equals(endpoint.variables().getFirst());
        boolean refused = first.status() == 404 || (deeper && first.status() / 100 == 4);
        if (!refused
                || first.status() != second.status()
                || !first.body().replace(hidden, "§").equals(second.body().replace(unknown, "§"))) {
            wrong.add(endpoint + " with {" + variable.name() + "} hidden → " + first + " but unknown → " + second);
        }
    }

    private static Answer call(
            Http http,
            Endpoint endpoint,
            Samples samples,
            java.util.function.Function<Variable, Optional<String>> other) {
        Optional<String> path =
                endpoint.path(v -> other.apply(v).or(v::constant).or(() -> samples.id(v.segment())));
        if (path.isEmpty()) {
            return null;
        }
        Http once = http.with("Idempotency-Key", UUID.randomUUID().toString());
        if (endpoint.takesFile()) {
            String part = "--sample\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                    + "Content-Type: text/plain\r\n\r\nhello\r\n--sample--\r\n";
            return once.call(
                    endpoint.method(),
                    path.get(),
                    part.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "multipart/form-data; boundary=sample");
        }
        return once.call(
                endpoint.method(),
                path.get(),
                endpoint.takesBody() ? samples.body(endpoint.toString()).orElse("{}") : null);
    }
}
