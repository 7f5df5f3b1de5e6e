package io.onaccount.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.DatabaseException;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** What comes in is read exactly or refused by name; what goes out is exact; what goes wrong is told. */
class JsonAndProblemsTest {
    enum Colour {
        RED,
        GREEN
    }

    record Line(BigDecimal quantity, @Nullable String note) {}

    record Order(
            UUID customer,
            LocalDate date,
            int count,
            boolean urgent,
            Colour colour,
            @MaxLength(10) String title,
            @Nullable Instant at,
            List<Line> lines) {}

    record Echo(
            Money total,
            BigDecimal quantity,
            Instant at,
            LocalDate date,
            @Nullable String note) {}

    @RestController
    static class Sample {
        @PostMapping("/api/v1/samples")
        Order create(@RequestBody Order order) {
            return order;
        }

        @GetMapping("/api/v1/samples")
        Echo list(@RequestParam int limit) {
            return new Echo(
                    Money.of("1200.5", "CNY"),
                    new BigDecimal("1E+3"),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    LocalDate.of(2026, 1, 31),
                    null);
        }

        @GetMapping("/api/v1/samples/{id}")
        String one(@PathVariable UUID id) {
            throw Problem.notFound("sample", id);
        }

        @GetMapping("/api/v1/failures/{state}")
        String fail(@PathVariable String state) throws Exception {
            if (state.equals("own")) {
                throw new IllegalStateException("password=secret");
            }
            throw new DatabaseException(new SQLException("detail of the table", state));
        }

        @GetMapping("/api/v1/unwritable")
        Unwritable unwritable() {
            return new Unwritable();
        }
    }

    /** What can't be written for a reason of our own. */
    static final class Unwritable {
        public String getTotal() {
            throw new IllegalStateException("password=secret");
        }
    }

    /** A caller who hangs up before the answer is written, as the container tells it. */
    private static final class HungUp extends HttpServletResponseWrapper {
        HungUp(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {}

                @Override
                public void write(int b) throws AsyncRequestNotUsableException {
                    throw new AsyncRequestNotUsableException("ServletOutputStream failed to write: Broken pipe");
                }
            };
        }
    }

    private static final String GOOD = """
            {"customer":"0198c1f0-0000-7000-8000-000000000001","date":"2026-11-22","count":3,"urgent":true,"colour":"RED",
             "title":"ten chars!","lines":[{"quantity":"1.50"},{"quantity":2}]}""";

    private final JsonMapper json = mapper();
    private final MockMvc web = web();
    private final MockMvc hungUp =
            web((request, response, chain) -> chain.doFilter(request, new HungUp((HttpServletResponse) response)));

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        log().addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        log().detachAppender(logged);
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(ProblemAdvice.class);
    }

    private MockMvc web(Filter... more) {
        return MockMvcBuilders.standaloneSetup(new Sample())
                .setControllerAdvice(new ProblemAdvice(new Problems(Texts.load(), json)), new StrictIds())
                .setMessageConverters(new JacksonJsonHttpMessageConverter(json))
                .addFilters(new RequestBodies(new Problems(Texts.load(), json)))
                .addFilters(more)
                .build();
    }

    static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxNumberLength(200)
                        .build())
                .build());
        JsonConfiguration.customize(builder);
        return builder.build();
    }

    private MockHttpServletResponse post(byte[] body) throws Exception {
        return web.perform(MockMvcRequestBuilders.post("/api/v1/samples")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Accept-Language", "en")
                        .content(body))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse get(String path) throws Exception {
        return web.perform(MockMvcRequestBuilders.get(path).header("Accept-Language", "en"))
                .andReturn()
                .getResponse();
    }

    @Test
    void decimalsAreReadFromStringsAndNumbersAndWrittenAsPlainStrings() throws Exception {
        MockHttpServletResponse response = post(GOOD.getBytes(StandardCharsets.UTF_8));
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsString()).contains("{\"quantity\":\"1.50\",\"note\":null},{\"quantity\":\"2\"");
        assertThat(get("/api/v1/samples?limit=1").getContentAsString())
                .isEqualTo(
                        "{\"total\":\"1200.50\",\"quantity\":\"1000\",\"at\":\"2026-01-01T00:00:00Z\",\"date\":\"2026-01-31\",\"note\":null}");
    }

    /** One field changed: from, to, the field named, the code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"1.50\" | \"abc\" | lines[0].quantity | not-a-number",
                "\"1.50\" | 1e400 | lines[0].quantity | not-a-number",
                "\"1.50\" | \"1e-400\" | lines[0].quantity | not-a-number",
                "\"1.50\" | \"１２\" | lines[0].quantity | not-a-number",
                "\"1.50\" | 1234567890123456789012345678901234567890 | lines[0].quantity | number-too-long",
                "\"1.50\" | null | lines[0].quantity | required",
                "\"1.50\" | true | lines[0].quantity | not-a-number",
                "\"1.50\" | {} | lines[0].quantity | not-a-number",
                "{\"quantity\":2} | null | lines[1] | required",
                "{\"quantity\":2} | {} | lines[1].quantity | required",
                "\"count\":3, | '' | count | required",
                "\"count\":3 | \"count\":\"3\" | count | not-a-number",
                "\"count\":3 | \"count\":3.5 | count | not-a-number",
                "\"count\":3 | \"count\":99999999999 | count | not-a-number",
                "\"urgent\":true | \"urgent\":\"yes\" | urgent | not-a-boolean",
                "\"RED\" | \"BLUE\" | colour | not-a-choice",
                "\"RED\" | 0 | colour | not-a-choice",
                "2026-11-22 | 2026-02-30 | date | not-a-date",
                "2026-11-22 | 9999-01-01 | date | not-a-date",
                "\"2026-11-22\" | [2026,11,22] | date | not-a-date",
                "0198c1f0-0000-7000-8000-000000000001 | 1-1-1-1-1 | customer | not-an-id",
                "ten chars! | eleven chars | title | text-too-long",
                "ten chars! | nul \\u0000 | title | bad-character",
                "ten chars! | half \\ud83d | title | bad-character",
                "\"ten chars!\" | 5 | title | not-a-text",
                "\"urgent\" | \"bogus\":1,\"urgent\" | bogus | unknown-field",
            })
    void aWrongFieldIsNamed(String from, String to, String field, String code) throws Exception {
        assertThat(GOOD).contains(from);
        String body = GOOD.replace(from, to.equals("''") ? "" : to);
        MockHttpServletResponse response = post(body.getBytes(StandardCharsets.UTF_8));
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(400);
        assertThat(response.getContentType()).isEqualTo(Problems.MEDIA_TYPE);
        Problems.Body problem = json.readValue(response.getContentAsString(), Problems.Body.class);
        assertThat(problem.errors()).extracting(Problems.Wrong::field).containsExactly(field);
        assertThat(problem.errors()).extracting(Problems.Wrong::code).containsExactly(code);
        assertThat(problem.errors().getFirst().message()).doesNotContain("problem.");
        assertThat(problem.title()).isEqualTo("The request is not right");
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsPlace() throws Exception {
        assertProblem(post("{\"customer\":".getBytes(StandardCharsets.UTF_8)), 400, "json-unreadable");
        assertProblem(post(new byte[0]), 400, "body-missing");
        byte[] broken = GOOD.getBytes(StandardCharsets.UTF_8);
        broken[GOOD.indexOf("ten chars!") + 3] = (byte) 0xC3;
        assertProblem(post(broken), 400, "json-unreadable");
        assertProblem(post("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)), 400, "invalid");
        String deep = GOOD.replace("\"ten chars!\"", "[".repeat(5000) + "]".repeat(5000));
        assertThat(post(deep.getBytes(StandardCharsets.UTF_8)).getStatus()).isEqualTo(400);
        assertProblem(post(new byte[RequestBodies.MOST_BYTES + 1]), 413, "too-large");
    }

    @Test
    void addressesAndParametersAreJudged() throws Exception {
        assertProblem(get("/api/v1/samples/1-1-1-1-1"), 404, "no-such-address");
        assertProblem(get("/api/v1/samples/0198c1f0-0000-7000-8000-000000000001"), 404, "not-found");
        assertProblem(get("/api/v1/samples?limit=x"), 400, "invalid");
        assertProblem(get("/api/v1/samples"), 400, "invalid");
        MockHttpServletResponse deleted = web.perform(MockMvcRequestBuilders.delete("/api/v1/samples"))
                .andReturn()
                .getResponse();
        assertProblem(deleted, 405, "method-not-allowed");
        assertThat(deleted.getHeader("Allow")).contains("GET");
        MockHttpServletResponse plain = web.perform(MockMvcRequestBuilders.post("/api/v1/samples")
                        .contentType(MediaType.TEXT_PLAIN)
                        .content("hello"))
                .andReturn()
                .getResponse();
        assertProblem(plain, 415, "media-type");
    }

    @Test
    void ourOwnFaultIsNumberedAndNothingOfItLeaks() throws Exception {
        MockHttpServletResponse own = get("/api/v1/failures/own");
        assertProblem(own, 500, "internal");
        assertThat(own.getContentAsString()).doesNotContain("secret").containsPattern("Incident number [0-9A-F]{8}");
        MockHttpServletResponse duplicate = get("/api/v1/failures/23505");
        assertProblem(duplicate, 409, "duplicate");
        assertThat(duplicate.getContentAsString()).doesNotContain("detail of the table");
        assertProblem(get("/api/v1/failures/22021"), 400, "value-refused");
        assertProblem(get("/api/v1/failures/40P01"), 503, "busy");
        assertProblem(get("/api/v1/failures/42P01"), 500, "internal");
    }

    @Test
    void whoHungUpIsNotAnsweredAndIsNoIncident() throws Exception {
        MockHttpServletResponse gone = hungUp.perform(MockMvcRequestBuilders.get("/api/v1/samples?limit=1"))
                .andReturn()
                .getResponse();
        assertThat(gone.getStatus()).isEqualTo(200);
        assertThat(gone.getContentType()).isNotEqualTo(Problems.MEDIA_TYPE);
        assertThat(gone.getContentAsString()).isEmpty();
        assertThat(logged.list).extracting(ILoggingEvent::getLevel).doesNotContain(Level.ERROR, Level.WARN);
    }

    @Test
    void whatCantBeWrittenForAReasonOfOursIsAnIncident() throws Exception {
        MockHttpServletResponse own = get("/api/v1/unwritable");
        assertProblem(own, 500, "internal");
        assertThat(own.getContentAsString()).doesNotContain("secret").containsPattern("Incident number [0-9A-F]{8}");
        assertThat(logged.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR);
    }

    @Test
    void keptAnswersComeBackAsTheyWere() {
        JsonMapper kept = JsonConfiguration.kept(json);
        Echo answer = new Echo(
                Money.of("0.10", "CNY"),
                new BigDecimal("-0.000001"),
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                LocalDate.of(2026, 1, 31),
                "x".repeat(5000));
        assertThat(kept.readValue(kept.writeValueAsString(answer), Echo.class)).isEqualTo(answer);
    }

    @Test
    void versionsAreReadFromTheirHeader() {
        assertThat(Versions.parse("\"7\"")).isEqualTo(7);
        assertThat(Versions.parse("W/\"7\"")).isEqualTo(7);
        assertThat(Versions.parse("*")).isNull();
        assertThat(Versions.parse(null)).isNull();
        assertThat(Versions.etag(7)).isEqualTo("\"7\"");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Versions.parse("\"seven\""))
                .isInstanceOf(Problem.class);
    }

    private void assertProblem(MockHttpServletResponse response, int status, String code) throws Exception {
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(status);
        assertThat(response.getContentType()).isEqualTo(Problems.MEDIA_TYPE);
        assertThat(json.readValue(response.getContentAsString(StandardCharsets.UTF_8), Problems.Body.class)
                        .code())
                .isEqualTo(code);
    }
}
