package io.onaccount.credit.scoring;

import java.util.Locale;

/** How somebody is asked for money. */
public enum Tone {
    FRIENDLY,
    PLAIN,
    FIRM;

    /** The field of a mail's words that is there when they are to have this tone. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
