package io.onaccount.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the API over HTTP, as a browser would: with its session cookie, in English. Cheap; one per person. */
public final class Http {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String base;
    private final List<String> headers;

    private Http(String base, List<String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** Somebody who has not signed in. */
    public static Http at(TestApplication application) {
        return new Http(application.url(), List.of("Accept-Language", "en"));
    }

    /** Somebody who has not signed in, at a server in another process: {@code http://localhost:port}. */
    public static Http at(String url) {
        return new Http(url, List.of("Accept-Language", "en"));
    }

    /** The same caller as a program with this API token. */
    public Http token(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same caller with a further header. */
    public Http with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new Http(base, more);
    }

    /** Signs in and goes on with the session's cookie. */
    public Http signIn(String login, String password) {
        Answer answer = post("/session", "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}");
        if (answer.status() != 200) {
            throw new AssertionError("sign-in of " + login + ": " + answer);
        }
        String cookie = answer.header("Set-Cookie");
        return with("Cookie", cookie.substring(0, cookie.indexOf(';')));
    }

    /** An answer of the server. */
    public record Answer(int status, String body, HttpResponse<byte[]> response) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** The code of a problem, or an empty text. */
        public String code() {
            return body.startsWith("{") ? json().path("code").asString("") : "";
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return status + " " + (body.length() > 600 ? body.substring(0, 600) + "…" : body);
        }
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, String body) {
        return call("POST", path, body);
    }

    public Answer put(String path, String body) {
        return call("PUT", path, body);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /** Posts with an idempotency key of its own. */
    public Answer postOnce(String path, String body) {
        return with("Idempotency-Key", UUID.randomUUID().toString()).post(path, body);
    }

    public Answer call(String method, String path, String body) {
        return call(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    /** @param path below /api/v1, or the whole one when it begins with /api/ */
    public Answer call(String method, String path, byte[] body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base + (path.startsWith("/api/") ? path : "/api/v1" + path)))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        if (body != null) {
            request.header("Content-Type", Objects.requireNonNull(type));
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
