package io.onaccount.platform.web;

import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells problems as RFC 9457 wants it, in the caller's language. */
@Component
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";

    private final Texts texts;
    private final JsonMapper json;

    Problems(Texts texts, JsonMapper json) {
        this.texts = texts;
        this.json = json;
    }

    /**
     * The body of a refused call.
     *
     * @param type stable address of this kind of problem
     * @param code stable name of it
     * @param errors what is wrong field by field
     */
    public record Body(
            String type, String title, int status, String detail, String code, List<Wrong> errors, String instance) {}

    /** One wrong field. */
    public record Wrong(String field, String code, String message) {}

    public Body body(Problem problem, HttpServletRequest request) {
        Locale locale = Requests.locale(request);
        List<Wrong> wrong = problem.errors().stream()
                .map(error -> new Wrong(
                        error.field(),
                        error.code(),
                        texts.text(
                                locale,
                                "problem." + error.code(),
                                error.arguments().toArray())))
                .toList();
        return new Body(
                "/problems/" + problem.code(),
                texts.text(locale, "status." + problem.status()),
                problem.status(),
                texts.text(
                        locale, "problem." + problem.code(), problem.arguments().toArray()),
                problem.code(),
                wrong,
                request.getRequestURI());
    }

    /** Writes the problem as the whole answer, for filters. */
    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = json.writeValueAsBytes(body(problem, request));
        response.setStatus(problem.status());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
