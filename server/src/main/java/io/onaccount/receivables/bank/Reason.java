package io.onaccount.receivables.bank;

import java.util.Arrays;
import java.util.List;

/**
 * Why something is proposed.
 *
 * @param code the text {@code bank.reason.<code>}, filled by the arguments
 */
public record Reason(String code, List<String> arguments) {
    static Reason of(String code, Object... arguments) {
        return new Reason(code, Arrays.stream(arguments).map(String::valueOf).toList());
    }
}
