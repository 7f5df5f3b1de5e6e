package io.onaccount.document;

import io.onaccount.platform.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of one row. */
public sealed interface ImportOutcome {

    /**
     * It made this record (or is a line of it).
     *
     * @param remarks what is to be said besides, such as that an order waits on hold; see {@link Imports#message}
     */
    record Imported(@Nullable UUID record, @Nullable String number, List<Problem.FieldError> remarks)
            implements ImportOutcome {

        public Imported(@Nullable UUID record, @Nullable String number) {
            this(record, number, List.of());
        }
    }

    /** It was there already, and nothing was added. */
    record Repeated(@Nullable UUID record, @Nullable String number) implements ImportOutcome {}

    /** It is not right; the errors' fields are names of columns, or empty for the row as a whole. */
    record Refused(List<Problem.FieldError> errors) implements ImportOutcome {}

    /** Refused for one reason. */
    static Refused refused(String column, String code, Object... arguments) {
        return new Refused(List.of(new Problem.FieldError(column, code, List.of(arguments))));
    }
}
