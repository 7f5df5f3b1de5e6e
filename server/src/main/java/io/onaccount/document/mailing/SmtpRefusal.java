package io.onaccount.document.mailing;

import io.onaccount.platform.Texts;
import java.util.Locale;

/** Why a mail didn't leave, in the server's own words where it said any. */
final class SmtpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What it is that can't be helped. */
    enum Kind {
        /** The receiver's address is wrong, for good. */
        ADDRESS,
        /** This mail is refused, for good. */
        MAIL,
        /** This mail not now. */
        LATER,
        /** Nothing now: the server isn't reached, or doesn't let us in. */
        SERVER
    }

    private final Kind kind;
    private final String words;
    private final boolean ours;

    SmtpRefusal(Kind kind, String words) {
        this(kind, words, false);
    }

    private SmtpRefusal(Kind kind, String words, boolean ours) {
        super(words, null, false, false);
        this.kind = kind;
        this.words = words;
        this.ours = ours;
    }

    /** What we see ourselves before anything is said. */
    static SmtpRefusal ofServer(String textKey) {
        return new SmtpRefusal(Kind.SERVER, textKey, true);
    }

    Kind kind() {
        return kind;
    }

    String words(Texts texts, Locale locale) {
        return ours ? texts.text(locale, words) : words;
    }
}
