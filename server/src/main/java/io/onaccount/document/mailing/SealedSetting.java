package io.onaccount.document.mailing;

import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.secrets.Secrets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret beside a company's setting of a mail server, a gateway or a mailbox: sealed for the place it stands in, never shown again.
 *
 * @param kind names the place
 * @param query reads the sealed secret as {@code sealed}, by company
 * @param field what the entered secret is called in problems
 */
record SealedSetting(Secrets secrets, String kind, String query, String field) {
    private static final int LONGEST = 500;

    private String place(long company) {
        return kind + "/" + company;
    }

    /** Opens one as it is stored: empty text for none, nothing when it can't be opened. */
    Optional<String> open(long company, byte @Nullable [] sealed) {
        return sealed == null ? Optional.of("") : secrets.open(place(company), sealed);
    }

    /** The company's. */
    Optional<String> read(Tx tx) {
        return open(
                tx.company(),
                tx.first(query, row -> Optional.ofNullable(row.bytesOrNull("sealed")), tx.company())
                        .flatMap(found -> found)
                        .orElse(null));
    }

    /** One that was entered, ready to be stored; null when none was. */
    byte @Nullable [] seal(Tx tx, @Nullable String entered) {
        return entered == null || entered.isEmpty() ? null : secrets.seal(place(tx.company()), entered);
    }

    void check(Problem.Collector problems, @Nullable String entered) {
        problems.check(entered == null || entered.length() <= LONGEST, field, "text-too-long", LONGEST);
        problems.check(entered == null || Input.isOneLine(entered), field, "bad-character");
    }

    /** 412 when a setting isn't as the writer saw it, or wasn't when it was written. */
    static void requireSame(boolean same) {
        if (!same) {
            throw Problem.of(412, "stale-settings");
        }
    }
}
