package io.onaccount.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Endpoints.Endpoint;
import io.onaccount.testing.Http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a valid body for every endpoint that reads one and spoils it field by field, and as a whole. Whatever comes in, the answer is never
 * our fault (5xx), and a refusal leaves nothing behind. A record that an earlier call used up is made anew, so that no endpoint is passed over.
 */
class BadInputSweepTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TestApplication APPLICATION = TestApplication.shared();
    private static final Samples FOREIGN = Samples.make(APPLICATION);

    /** Their refusals count attempts or change who we are, or a job of theirs goes on; they are tried, but not for what they leave behind. */
    private static final Set<String> APART = Set.of(
            "POST /api/v1/session",
            "POST /api/v1/setup",
            "PUT /api/v1/me/password",
            "PUT /api/v1/me/company",
            "POST /api/v1/imports/{id}/start");

    /** Their samples are refused on purpose: whoever signs in or changes the password is somebody else afterwards; only the asker withdraws, and a provider signs. */
    private static final Set<String> REFUSED = Set.of(
            "POST /api/v1/session",
            "POST /api/v1/setup",
            "PUT /api/v1/me/password",
            "POST /api/v1/approvals/{id}/withdrawal",
            "POST /api/v1/payment-callbacks/{company}/{provider}");

    /** Counts what a company has, whose number is filled in. */
    private static final String COUNT = APPLICATION
            .database()
            .value(
                    "select 'select ' || string_agg(format('(select count(*) from %I.%I where company_id = %%1$d)', schema_name, table_name), ' + ')"
                            + " from platform.placement where kind = 'distributed' and table_name not in ('number_series', 'audit_seal')");

    private Samples samples = Samples.make(APPLICATION);
    private String countedAt = "";
    private long counted;

    /** Values as they stand in JSON, by what is bad about them. */
    private static final Map<String, String> BAD = bad();

    private static Map<String, String> bad() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("wrong type: text", "\"abc\"");
        bad.put("wrong type: number", "12");
        bad.put("wrong type: boolean", "true");
        bad.put("wrong type: object", "{\"a\":1}");
        bad.put("wrong type: list", "[1,\"a\",null]");
        bad.put("null", "null");
        bad.put("empty", "\"\"");
        bad.put("negative", "-1");
        bad.put("fraction", "0.123456789");
        bad.put("huge", "1e400");
        bad.put("huge negative as text", "\"-1e400\"");
        bad.put("tiny", "\"1e-400\"");
        bad.put("large", "999999999999999999");
        bad.put("300 digits", "9".repeat(300));
        bad.put("no number", "\"NaN\"");
        bad.put("unknown id", "\"" + UUID.randomUUID() + "\"");
        bad.put("far date", "\"9999-12-31\"");
        bad.put("early date", "\"0001-01-01\"");
        bad.put("long text", "\"" + "长".repeat(100_000) + "\"");
        bad.put("SQL", "\"'; drop table organization.company; --\"");
        bad.put("script", "\"<script>alert(1)</script>\"");
        bad.put("NUL", "\"a\\u0000b\"");
        bad.put("half a character", "\"\\ud83d\"");
        bad.put("deep", "[".repeat(3000) + "]".repeat(3000));
        return bad;
    }

    @Test
    void noFieldCanBeSpoiledIntoAFailure() {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Endpoint endpoint : Endpoints.all(APPLICATION)) {
            if (!endpoint.takesBody()) {
                continue;
            }
            Optional<String> body = samples.body(endpoint.toString());
            if (body.isEmpty()) {
                wrong.add(endpoint + " has no sample body: name it in a class that implements SampleRecords");
                continue;
            }
            if (!REFUSED.contains(endpoint.toString()) && valid(endpoint).status() >= 300) {
                samples = Samples.make(APPLICATION);
                Answer valid = valid(endpoint);
                if (valid.status() >= 300) {
                    wrong.add(endpoint + ": not even a fresh sample is taken: " + valid);
                    continue;
                }
            }
            tried += spoil(wrong, endpoint);
        }
        APPLICATION.database().sql("delete from organization.throttle");
        assertThat(wrong).as("of " + tried + " spoiled bodies").isEmpty();
        assertThat(tried).isGreaterThan(4000);
    }

    private Answer valid(Endpoint endpoint) {
        return send(
                endpoint, path(endpoint), utf8(samples.body(endpoint.toString()).orElseThrow()));
    }

    /** Spoils each field of the endpoint's sample in every way; answers how many bodies were tried. */
    private int spoil(List<String> wrong, Endpoint endpoint) {
        int tried = 0;
        JsonNode sample = JSON.readTree(samples.body(endpoint.toString()).orElseThrow());
        for (List<String> field : fields(sample)) {
            Map<String, byte[]> bodies = new LinkedHashMap<>();
            BAD.forEach((what, raw) -> bodies.put(what, spoiled(sample, field, raw)));
            bodies.put("missing", without(sample, field));
            tried += bodies.size();
            tryAll(wrong, endpoint, path(endpoint), field + "", bodies, APART.contains(endpoint.toString()));
            foreign(sample, field).ifPresent(other -> {
                Answer answer = send(endpoint, path(endpoint), spoiled(sample, field, "\"" + other + "\""));
                if (answer.status() < 300) {
                    wrong.add(endpoint + " " + field + " takes another company's record: " + answer);
                }
            });
        }
        return tried;
    }

    @Test
    void noBodyAsAWholeCanBeSpoiledIntoAFailure() {
        List<String> wrong = new ArrayList<>();
        byte[] broken = "{\"name\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        for (Endpoint endpoint : Endpoints.all(APPLICATION)) {
            if (!endpoint.takesBody()) {
                continue;
            }
            boolean apart = APART.contains(endpoint.toString());
            Map<String, byte[]> bodies = new LinkedHashMap<>();
            bodies.put("empty", new byte[0]);
            bodies.put("null", utf8("null"));
            bodies.put("list", utf8("[]"));
            bodies.put("text", utf8("\"text\""));
            bodies.put("number", utf8("1e400"));
            bodies.put("cut off", utf8("{\"name\":\"abc"));
            bodies.put("two values", utf8("{} {}"));
            bodies.put("broken UTF-8", broken);
            bodies.put("unknown field", utf8("{\"noSuchField\":1}"));
            bodies.put("deep", utf8("{\"a\":".repeat(5000) + "1" + "}".repeat(5000)));
            bodies.put("ten megabytes", utf8("{\"name\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}"));
            boolean accepted = tryAll(wrong, endpoint, path(endpoint), "as a whole", bodies, apart);
            if (accepted && endpoint.needsBody()) {
                wrong.add(endpoint + " takes a body that is none");
            }
            Answer plain = samples.administrator().call(endpoint.method(), path(endpoint), utf8("hello"), "text/plain");
            if (plain.status() != 415 && plain.status() != 404) {
                wrong.add(endpoint + " text/plain → " + plain);
            }
        }
        APPLICATION.database().sql("delete from organization.throttle");
        assertThat(wrong).isEmpty();
    }

    @Test
    void noParameterCanBeSpoiledIntoAFailure() {
        List<String> wrong = new ArrayList<>();
        List<String> queries = List.of(
                "q=%00",
                "q=%ff%fe",
                "q=%27%3B%20drop%20table%20x%3B--",
                "q=" + "x".repeat(3000),
                "limit=-1",
                "limit=99999999999",
                "limit=x",
                "after=%27%22%7B",
                "after=AAAA",
                "filter=%5B",
                "filter=%5B%22nothing%22%2C%22%3D%22%2C%221%22%5D",
                "filter=%7B%22and%22%3A" + "%5B".repeat(500),
                "sort=-nothing",
                "sort=%3Bdrop",
                "fields=nothing",
                "from=x&until=y",
                "format=exe",
                "date=31.12.2026&asOf=never&party=1&customer=1&id=1&list=nothing&name=%00");
        for (Endpoint endpoint : Endpoints.all(APPLICATION)) {
            if (!endpoint.method().equals("GET")) {
                continue;
            }
            for (String query : queries) {
                Answer answer = samples.administrator().get(path(endpoint) + "?" + query);
                if (answer.status() >= 500) {
                    wrong.add(
                            endpoint + "?" + (query.length() > 100 ? query.substring(0, 100) : query) + " → " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String path(Endpoint endpoint) {
        return endpoint.path(v ->
                        v.constant().or(() -> samples.id(endpoint.toString())).or(() -> samples.id(v.segment())))
                .orElseThrow(() -> new AssertionError(endpoint + " has no sample record; see AccessSweepTest"));
    }

    private Answer send(Endpoint endpoint, String path, byte[] body) {
        return samples.caller(endpoint.toString())
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .call(endpoint.method(), path, body, "application/json");
    }

    /** Sends all; where every one was refused, nothing may be left behind. Answers whether any was taken. */
    private boolean tryAll(
            List<String> wrong,
            Endpoint endpoint,
            String path,
            String where,
            Map<String, byte[]> bodies,
            boolean apart) {
        long before = rows();
        boolean accepted = false;
        for (Map.Entry<String, byte[]> body : bodies.entrySet()) {
            Answer answer = send(endpoint, path, body.getValue());
            accepted |= answer.status() < 400;
            if (answer.status() >= 500) {
                wrong.add(endpoint + " " + where + " " + body.getKey() + " → " + answer);
            }
        }
        if (!accepted && !apart && rows() != before) {
            wrong.add(endpoint + " " + where + " was refused and left " + (rows() - before) + " rows behind");
        }
        return accepted;
    }

    /**
     * Every row of the sample company, once its jobs have ended; counters of numbers may run ahead, and seals come by themselves. They are counted anew only when some
     * transaction has written since, as counting hundreds of tables costs more than a request.
     */
    private long rows() {
        samples.awaitJobs();
        String written = APPLICATION.database().value("select pg_snapshot_xmax(pg_current_snapshot())");
        if (!written.equals(countedAt)) {
            counted = Long.parseLong(APPLICATION
                    .database()
                    .value(COUNT.formatted(samples.company().company())));
            countedAt = written;
        }
        return counted;
    }

    /** Paths of all fields, inner ones too; of a list its first element. */
    private static List<List<String>> fields(JsonNode node) {
        List<List<String>> fields = new ArrayList<>();
        collect(node, List.of(), fields);
        return fields;
    }

    private static void collect(JsonNode node, List<String> at, List<List<String>> fields) {
        if (!at.isEmpty()) {
            fields.add(at);
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(e -> collect(e.getValue(), plus(at, e.getKey()), fields));
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            collect(array.get(0), plus(at, "0"), fields);
        }
    }

    private static List<String> plus(List<String> at, String step) {
        List<String> longer = new ArrayList<>(at);
        longer.add(step);
        return longer;
    }

    /** The sample as text with a marker at the field, which the raw value then replaces: so it can be what no JSON library would write. */
    private static byte[] spoiled(JsonNode sample, List<String> field, String raw) {
        JsonNode copy = sample.deepCopy();
        JsonNode parent = copy;
        for (String step : field.subList(0, field.size() - 1)) {
            parent = parent instanceof ArrayNode ? parent.get(Integer.parseInt(step)) : parent.get(step);
        }
        String last = field.getLast();
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), JSON.getNodeFactory().stringNode("§"));
        } else {
            ((ObjectNode) parent).set(last, JSON.getNodeFactory().stringNode("§"));
        }
        return utf8(copy.toString().replace("\"§\"", raw));
    }

    private static byte[] without(JsonNode sample, List<String> field) {
        JsonNode copy = sample.deepCopy();
        JsonNode parent = copy;
        for (String step : field.subList(0, field.size() - 1)) {
            parent = parent instanceof ArrayNode ? parent.get(Integer.parseInt(step)) : parent.get(step);
        }
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(field.getLast()));
        } else {
            ((ObjectNode) parent).remove(field.getLast());
        }
        return utf8(copy.toString());
    }

    /** The other company's counterpart of a record that the sample refers to. */
    private Optional<String> foreign(JsonNode sample, List<String> field) {
        JsonNode value = sample;
        for (String step : field) {
            value = value instanceof ArrayNode ? value.get(Integer.parseInt(step)) : value.get(step);
        }
        return value.isString() ? FOREIGN.counterpart(samples, value.asString()) : Optional.empty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
