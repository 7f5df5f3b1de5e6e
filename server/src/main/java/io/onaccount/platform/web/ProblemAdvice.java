package io.onaccount.platform.web;

import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.DatabaseException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever goes wrong into a problem the caller can act on. What is our own fault gets an incident number and nothing else. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> problem(Problem problem, HttpServletRequest request) {
        return answer(problem, request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> database(DatabaseException e, HttpServletRequest request) {
        String state = e.state();
        if (e.isTransient() || state.startsWith("53") || state.startsWith("57P") || state.equals("57014")) {
            LOG.warn("{} {}: database busy ({})", request.getMethod(), request.getRequestURI(), state, e);
            return answer(Problem.of(503, "busy"), request, retryAfter());
        }
        Problem problem = switch (state) {
            case "23505" -> Problem.conflict("duplicate");
            case "23503" -> Problem.conflict("reference");
            case "23502", "23514", "22001", "22003", "22007", "22008", "22021", "22P02", "22P05", "54000" ->
                Problem.of(400, "value-refused");
            default -> null;
        };
        if (problem == null) {
            return failure(e, request);
        }
        // The database's own promise caught it: refused all the same, but the code above should have said it better.
        LOG.warn("{} {}: refused by the database ({})", request.getMethod(), request.getRequestURI(), state, e);
        return answer(problem, request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        Throwable cause = e.getCause();
        Problem problem = cause instanceof JacksonException json ? unreadable(json) : Problem.of(400, "body-missing");
        return answer(problem, request, HttpHeaders.EMPTY);
    }

    private static Problem unreadable(JacksonException e) {
        return switch (e) {
            case BadValue bad ->
                Problem.invalid(List.of(new Problem.FieldError(path(bad), bad.code(), bad.arguments())));
            case UnrecognizedPropertyException unknown -> Problem.invalid(path(unknown), "unknown-field");
            case InvalidNullException missing -> Problem.invalid(path(missing), "required");
            case InputCoercionException wide -> Problem.invalid(path(wide), "not-a-number");
            case StreamConstraintsException big -> Problem.of(400, "json-too-large");
            case StreamReadException syntax ->
                Problem.of(
                        400,
                        "json-unreadable",
                        syntax.getLocation().getLineNr(),
                        syntax.getLocation().getColumnNr());
            case MismatchedInputException wrong -> Problem.invalid(path(wrong), code(wrong));
            case DatabindException other ->
                other.getCause() instanceof JacksonException cause
                        ? unreadable(cause)
                        : Problem.invalid(path(other), "not-valid");
            default -> Problem.of(400, "json-unreadable", 0, 0);
        };
    }

    private static String code(MismatchedInputException e) {
        Class<?> type = e.getTargetType();
        if (type == null) {
            return "not-valid";
        }
        if (type.isEnum()) {
            return "not-a-choice";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "not-a-boolean";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "not-a-number";
        }
        return "not-valid";
    }

    /** {@code lines[2].quantity}. */
    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        boolean inPath = e.getParameter().hasParameterAnnotation(PathVariable.class);
        Problem problem = inPath ? Problem.of(404, "no-such-address") : Problem.invalid(e.getName(), "not-valid");
        return answer(problem, request, HttpHeaders.EMPTY);
    }

    /** A parameter whose bytes are no UTF-8. */
    @ExceptionHandler
    ResponseEntity<Problems.Body> undecodable(InvalidParameterException e, HttpServletRequest request) {
        return answer(Problem.of(400, "bad-character"), request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> missing(MissingRequestValueException e, HttpServletRequest request) {
        if (e instanceof MissingPathVariableException) {
            return failure(e, request);
        }
        String name =
                e instanceof MissingServletRequestParameterException parameter ? parameter.getParameterName() : "";
        return answer(Problem.invalid(name, "required"), request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> missingPart(MissingServletRequestPartException e, HttpServletRequest request) {
        return answer(Problem.invalid(e.getRequestPartName(), "required"), request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request) {
        return answer(Problem.of(413, "too-large"), request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> multipart(MultipartException e, HttpServletRequest request) {
        return answer(Problem.of(400, "multipart-unreadable"), request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> noRoute(NoResourceFoundException e, HttpServletRequest request) {
        return answer(Problem.of(404, "no-such-address"), request, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> method(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        return answer(Problem.of(405, "method-not-allowed", e.getMethod()), request, e.getHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> mediaType(HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
        return answer(Problem.of(415, "media-type"), request, e.getHeaders());
    }

    /** The caller went away while we answered; there is nobody to tell. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        LOG.debug("caller went away", e);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Problems.Body> unwritten(HttpMessageNotWritableException e, HttpServletRequest request) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof AsyncRequestNotUsableException) {
                LOG.debug("caller went away", e);
                return null;
            }
        }
        return failure(e, request);
    }

    @ExceptionHandler
    ResponseEntity<Problems.Body> anything(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse framework) {
            HttpStatusCode status = framework.getStatusCode();
            if (status.is4xxClientError()) {
                String code = status.value() == 404 ? "no-such-address" : "refused";
                return answer(Problem.of(status.value(), code), request, framework.getHeaders());
            }
        }
        return failure(e, request);
    }

    private ResponseEntity<Problems.Body> failure(Exception e, HttpServletRequest request) {
        String incident = incident();
        LOG.error("incident {}: {} {}", incident, request.getMethod(), request.getRequestURI(), e);
        return answer(Problem.of(500, "internal", incident), request, HttpHeaders.EMPTY);
    }

    /** Short enough to be read out over the telephone. */
    private static String incident() {
        String id = Ids.next().toString();
        return id.substring(id.length() - 8).toUpperCase(Locale.ROOT);
    }

    private static HttpHeaders retryAfter() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "2");
        return headers;
    }

    private ResponseEntity<Problems.Body> answer(
            Problem problem, HttpServletRequest request, @Nullable HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(Objects.requireNonNullElse(headers, HttpHeaders.EMPTY))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problems.body(problem, request));
    }
}
