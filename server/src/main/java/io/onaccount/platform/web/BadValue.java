package io.onaccount.platform.web;

import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/** A value in a request body that cannot be what its field is for; Jackson adds the path of the field on the way out. */
final class BadValue extends MismatchedInputException {
    private final transient String code;
    private final transient List<Object> arguments;

    BadValue(JsonParser parser, Class<?> type, String code, Object... arguments) {
        super(parser, code, type);
        this.code = code;
        this.arguments = List.of(arguments);
    }

    String code() {
        return code;
    }

    List<Object> arguments() {
        return arguments;
    }
}
