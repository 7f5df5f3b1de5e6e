package io.onaccount.platform.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.TestApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingTest {

    private static final String SCRIPT = "export const text = '赊销通';\n".repeat(100);

    @TempDir
    static Path web;

    private static TestApplication application;
    private static HttpClient http;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(web.resolve("assets"));
        Files.writeString(web.resolve("index.html"), "<!doctype html><title>OnAccount</title>");
        Files.writeString(web.resolve("assets/main-1a2b3c.js"), SCRIPT);
        Files.writeString(web.resolve("assets/main-1a2b3c.js.br"), "packed");
        Files.createDirectories(web.resolve(".vite"));
        Files.writeString(web.resolve(".vite/manifest.json"), "{}");
        application = TestApplication.start("onaccount.web=" + web, "onaccount.metrics-token=known");
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sales-orders", "/customers/01a2/edit"})
    void aPlaceInTheApplicationIsTheOnePage(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).contains("<title>OnAccount</title>");
        assertThat(header(answer, "cache-control")).isEqualTo("no-cache");
        assertThat(header(answer, "content-security-policy")).contains("script-src 'self';");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        HttpResponse<byte[]> again = get(path, "if-none-match", header(answer, "etag"));
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void aHashedFileIsKeptForGoodAndSentPacked() throws Exception {
        HttpResponse<byte[]> plain = get("/assets/main-1a2b3c.js");
        assertThat(text(plain)).isEqualTo(SCRIPT);
        assertThat(header(plain, "content-type")).isEqualTo("text/javascript;charset=utf-8");
        assertThat(header(plain, "cache-control")).contains("immutable");
        HttpResponse<byte[]> gzip = get("/assets/main-1a2b3c.js", "accept-encoding", "gzip");
        assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo(SCRIPT);
        HttpResponse<byte[]> brotli = get("/assets/main-1a2b3c.js", "accept-encoding", "gzip, deflate, br");
        assertThat(header(brotli, "content-encoding")).isEqualTo("br");
        assertThat(text(brotli)).isEqualTo("packed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/gone.js",
                "/favicon.ico",
                "/api/v1/nothing-of-the-kind",
                "/.vite/manifest.json",
                "/..%2fapplication.yml",
                "/assets/../../../etc/passwd.txt"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).isIn(400, 401, 404);
        assertThat(text(answer)).doesNotContain("<title>OnAccount</title>");
    }

    @Test
    void metricsAreForThisMachineOrWhoKnowsTheToken() throws Exception {
        assertThat(text(get("/prometheus"))).contains("hikaricp_connections_max", "onaccount_http_seconds");
        assertThat(get("/prometheus", "x-forwarded-for", "203.0.113.9").statusCode())
                .isEqualTo(404);
        assertThat(get("/prometheus", "authorization", "Bearer guessed").statusCode())
                .isEqualTo(404);
        assertThat(get("/prometheus", "authorization", "Bearer known", "x-forwarded-for", "203.0.113.9")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void healthSaysUpAndNoMore() throws Exception {
        for (String path : new String[] {"/health", "/health/liveness", "/health/readiness"}) {
            HttpResponse<byte[]> answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(text(answer)).contains("\"status\":\"UP\"").doesNotContain("details");
        }
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(application.url() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
