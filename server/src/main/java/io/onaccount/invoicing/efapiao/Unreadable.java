package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.ReadInvoice.Refused;
import java.util.Arrays;

/** Ends the reading of a file; leaves the package only as {@link Refused}. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Refused refused;

    private Unreadable(Refused refused) {
        super(refused.code(), null, false, false);
        this.refused = refused;
    }

    static Unreadable of(String code, Object... arguments) {
        return new Unreadable(
                new Refused(code, Arrays.stream(arguments).map(String::valueOf).toList()));
    }

    Refused refused() {
        return refused;
    }
}
