package io.onaccount.party;

import io.onaccount.platform.Problem;
import java.util.List;
import java.util.UUID;

/** What became of one entered customer. */
public sealed interface EntryOutcome {

    /** It is right; stored under this id and code, or about to be. */
    record Accepted(UUID id, String code) implements EntryOutcome {}

    /** Fields are wrong. */
    record Invalid(List<Problem.FieldError> errors) implements EntryOutcome {}

    /**
     * It looks like one that is there already, and nobody confirmed that it is another.
     *
     * @param name of the existing one
     */
    record Known(String name, Duplicate.Reason reason) implements EntryOutcome {}
}
