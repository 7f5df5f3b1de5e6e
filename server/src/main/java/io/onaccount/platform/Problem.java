package io.onaccount.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * Input or a call that cannot be carried out, told to the user in their language (RFC 9457 on the API). The code is stable and is the
 * text key {@code problem.<code>}; arguments fill the text. A refusal by a business rule is not a problem but an answer.
 */
public final class Problem extends RuntimeException {
    private final transient int status;
    private final transient String code;
    private final transient List<Object> arguments;
    private final transient List<FieldError> errors;

    /**
     * One field that is wrong.
     *
     * @param field its path in the request body, {@code lines[2].quantity}
     * @param code the text key {@code problem.<code>}; the arguments fill the text
     */
    public record FieldError(String field, String code, List<Object> arguments) {}

    private Problem(int status, String code, List<Object> arguments, List<FieldError> errors) {
        super(code + arguments + errors, null, false, false); // told to a user, not debugged: no stack trace to pay for
        this.status = status;
        this.code = code;
        this.arguments = List.copyOf(arguments);
        this.errors = List.copyOf(errors);
    }

    /** 400: one field of the body is wrong. */
    public static Problem invalid(String field, String code, Object... arguments) {
        return new Problem(400, "invalid", List.of(), List.of(new FieldError(field, code, List.of(arguments))));
    }

    /** 400: several fields are wrong. */
    public static Problem invalid(List<FieldError> errors) {
        return new Problem(400, "invalid", List.of(), errors);
    }

    /** 404: there is no such record for this user: unknown, of another company or outside the data scope, indistinguishably. */
    public static Problem notFound(String kind, Object id) {
        return new Problem(404, "not-found", List.of(kind, id.toString()), List.of());
    }

    /** 403: the right is missing. */
    public static Problem forbidden(String right) {
        return new Problem(403, "forbidden", List.of(right), List.of());
    }

    /** 409: the record is in a state that does not allow the call. */
    public static Problem conflict(String code, Object... arguments) {
        return new Problem(409, code, List.of(arguments), List.of());
    }

    /** 412: somebody else changed the record meanwhile; arguments: who, when. */
    public static Problem stale(String who, Object when) {
        return new Problem(412, "stale", List.of(who, when.toString()), List.of());
    }

    /** Any other client error. */
    public static Problem of(int status, String code, Object... arguments) {
        return new Problem(status, code, List.of(arguments), List.of());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<Object> arguments() {
        return arguments;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Collects what is wrong with a body, so that the user hears all of it at once. */
    public static final class Collector {
        private final List<FieldError> errors = new ArrayList<>();

        public Collector add(String field, String code, Object... arguments) {
            errors.add(new FieldError(field, code, List.of(arguments)));
            return this;
        }

        /** Adds the error unless the condition holds; answers the condition. */
        public boolean check(boolean holds, String field, String code, Object... arguments) {
            if (!holds) {
                add(field, code, arguments);
            }
            return holds;
        }

        public boolean isEmpty() {
            return errors.isEmpty();
        }

        public List<FieldError> errors() {
            return List.copyOf(errors);
        }

        /** Throws 400 with everything collected, if anything was. */
        public void throwIfAny() {
            if (!errors.isEmpty()) {
                throw invalid(errors);
            }
        }
    }
}
