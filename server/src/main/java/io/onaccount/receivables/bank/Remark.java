package io.onaccount.receivables.bank;

import java.util.List;

/**
 * What is odd about a statement but keeps nothing from being imported.
 *
 * @param code the text {@code bank.remark.<code>}, filled by the arguments
 */
public record Remark(String code, List<String> arguments) {
    static Remark of(String code, Object... arguments) {
        return new Remark(
                code, java.util.Arrays.stream(arguments).map(String::valueOf).toList());
    }
}
