package io.onaccount.party;

import io.onaccount.party.Duplicate.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One way in which a customer is recognised when it is entered again. */
record MatchKey(Reason reason, String key) {
    private static final int LEAST_DIGITS = 7;

    /** All keys of a customer. */
    static Set<MatchKey> of(
            String name, @Nullable String shortName, @Nullable String creditCode, List<@Nullable String> phones) {
        Set<MatchKey> keys = new LinkedHashSet<>();
        add(keys, Reason.NAME, NameKey.exact(name));
        add(keys, Reason.SIMILAR, NameKey.core(name));
        if (shortName != null) {
            add(keys, Reason.SIMILAR, NameKey.exact(shortName));
        }
        if (creditCode != null) {
            add(keys, Reason.CREDIT_CODE, CreditCode.normal(creditCode));
        }
        for (String phone : phones) {
            if (phone != null) {
                add(keys, Reason.PHONE, digits(phone));
            }
        }
        return keys;
    }

    /** The digits of a phone number without +86; too few to tell anybody by are none. */
    private static String digits(String phone) {
        String digits = phone.replaceAll("[^0-9]", "").replaceFirst("^(0086|86(?=1\\d{10}$))", "");
        return digits.length() < LEAST_DIGITS ? "" : digits;
    }

    private static void add(Set<MatchKey> keys, Reason reason, String key) {
        if (!key.isEmpty()) {
            keys.add(new MatchKey(reason, key));
        }
    }
}
