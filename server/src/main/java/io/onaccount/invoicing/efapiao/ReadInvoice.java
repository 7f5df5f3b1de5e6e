package io.onaccount.invoicing.efapiao;

import java.util.Arrays;
import java.util.List;

/** What reading a file comes to. */
public sealed interface ReadInvoice {

    /** It is an invoice; the warnings say what doesn't fit in it. */
    record Read(EInvoice invoice, List<Warning> warnings) implements ReadInvoice {}

    /**
     * It can't be read.
     *
     * @param code stable; the text {@code problem.invoice-file-<code>}, filled by the arguments
     */
    record Refused(String code, List<String> arguments) implements ReadInvoice {}

    /**
     * Something in the file that does not tie or is missing.
     *
     * @param code stable; the text {@code invoice-file.warning.<code>}, filled by the arguments
     */
    record Warning(String code, List<String> arguments) {
        static Warning of(String code, Object... arguments) {
            return new Warning(
                    code, Arrays.stream(arguments).map(String::valueOf).toList());
        }
    }
}
