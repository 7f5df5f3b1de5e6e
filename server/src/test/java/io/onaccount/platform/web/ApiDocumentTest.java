package io.onaccount.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The document the page's client is generated from is the API's own, and as exact as its types. */
class ApiDocumentTest {
    private static final Path COMMITTED = Path.of("../web/openapi.json");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Http.Answer answer = Http.at(TestApplication.shared()).get("/openapi.json");

    /** With -Donaccount.openapi.write=true it writes the copy instead. */
    @Test
    void theCommittedCopyIsCurrent() throws IOException {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        String now = JSON.writeValueAsString(JSON.readValue(answer.body(), TreeMap.class)) + "\n";
        if (Boolean.getBoolean("onaccount.openapi.write")) {
            Files.writeString(COMMITTED, now);
        }
        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as("web/openapi.json is not what the server says. In server/: mvn -q test -Dtest=ApiDocumentTest"
                        + " -Donaccount.openapi.write=true; in web/: npm run check")
                .isEqualTo(now);
    }

    @Test
    void itSaysWhatIsRequiredAndThatDecimalsAreText() {
        JsonNode document = answer.json();
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        JsonNode company = document.path("components").path("schemas").path("organization.CompanyView");
        assertThat(company.path("required").toString()).contains("\"name\"").contains("\"nameEn\"");
        assertThat(company.path("properties").path("nameEn").path("type").toString())
                .contains("null");
        JsonNode limit = document.path("components")
                .path("schemas")
                .path("organization.SettingsView")
                .path("properties")
                .path("defaultCreditLimit");
        assertThat(limit.path("type").toString()).contains("string").contains("null");
        assertThat(limit.path("format").asString()).isEqualTo("decimal");
    }

    @Test
    void everyOperationSaysWhatItTakesAndWhatItAnswers() {
        JsonNode schemas = answer.json().path("components").path("schemas");
        List<String> silent = new ArrayList<>();
        answer.json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String name = operation.getKey() + " " + path.getKey();
                    JsonNode body = operation.getValue().path("requestBody");
                    if (!body.isMissingNode() && !isTyped(body, schemas)) {
                        silent.add(name + " takes");
                    }
                    operation.getValue().path("responses").properties().stream()
                            .filter(said -> !said.getKey().equals("default")
                                    && !said.getKey().equals("204")
                                    && !isTyped(said.getValue(), schemas))
                            .forEach(said -> silent.add(name + " answers"));
                }));
        assertThat(silent).as("operations that don't say what").isEmpty();
    }

    private static boolean isTyped(JsonNode content, JsonNode schemas) {
        return content.path("content").properties().stream().anyMatch(type -> {
            JsonNode schema = type.getValue().path("schema");
            String reference = schema.path("$ref").asString("");
            JsonNode named =
                    reference.isEmpty() ? schema : schemas.path(reference.substring(reference.lastIndexOf('/') + 1));
            return named.isObject() && !(named.path("type").asString("").equals("object") && named.size() == 1);
        });
    }

    @Test
    void whatComesInMayLeaveOutWhatMayBeNullAndWhatGoesOutIsWhole() {
        assertThat(required("sales.NewSalesOrder")).containsExactlyInAnyOrder("customer", "lines");
        assertThat(required("sales.SalesOrder")).contains("customer", "deliveryDate", "lines");
        assertThat(required("row.sales-order")).containsExactly("id");
        assertThat(answer.json()
                        .path("components")
                        .path("schemas")
                        .path("row.sales-order")
                        .path("properties")
                        .path("total")
                        .path("format")
                        .asString())
                .isEqualTo("decimal");
    }

    private List<String> required(String schema) {
        return answer.json().path("components").path("schemas").path(schema).path("required").values().stream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void everyOperationHasANameOfItsOwnAndNamesItsProblem() {
        List<String> twice = new ArrayList<>();
        Set<String> names = new HashSet<>();
        answer.json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String name = operation.getValue().path("operationId").asString();
                    if (!names.add(name)) {
                        twice.add(name + " at " + path.getKey());
                    }
                    assertThat(operation.getValue().path("responses").has("default"))
                            .as(path.getKey())
                            .isTrue();
                    assertThat(operation.getValue().path("parameters").toString())
                            .as(path.getKey())
                            .doesNotContain("\"actor\"")
                            .doesNotContain("\"once\"");
                }));
        assertThat(twice)
                .as("operations that share a name: call one method otherwise")
                .isEmpty();
        assertThat(names).hasSizeGreaterThan(30);
    }
}
