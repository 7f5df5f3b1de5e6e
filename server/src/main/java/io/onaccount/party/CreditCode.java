package io.onaccount.party;

import java.util.Locale;

/** 统一社会信用代码 (GB 32100-2015): 18 characters, the last a check digit modulo 31. */
final class CreditCode {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private CreditCode() {}

    /** As it is stored: without blanks, upper case. */
    static String normal(String entered) {
        return entered.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }

    /** Whether a normalised code is complete and its check digit right. */
    static boolean isValid(String code) {
        return code.length() == 18
                && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                && code.charAt(17) == checkDigit(code.substring(0, 17));
    }

    /** The check digit for the first 17 characters: weights are the powers of 3 modulo 31. */
    static char checkDigit(String first17) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += ALPHABET.indexOf(first17.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return ALPHABET.charAt((31 - sum % 31) % 31);
    }
}
