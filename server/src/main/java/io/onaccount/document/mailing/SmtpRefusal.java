package io.onaccount.document.mailing;

import io.onaccount.platform.Texts;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
        /** Nothing now: the server isn't reached, has too much to do, or doesn't let us in. */
        SERVER
    }

    private final Kind kind;
    private final String words;
    private final boolean ours;
    private final Duration after;

    SmtpRefusal(Kind kind, String words) {
        this(kind, words, false, Duration.ZERO);
    }

    private SmtpRefusal(Kind kind, String words, boolean ours, Duration after) {
        super(words, null, false, false);
        this.kind = kind;
        this.words = words;
        this.ours = ours;
        this.after = after;
    }

    /** What we see ourselves before anything is said. */
    static SmtpRefusal ofServer(String textKey) {
        return ours(Kind.SERVER, textKey);
    }

    /** What we see ourselves. */
    static SmtpRefusal ours(Kind kind, String textKey) {
        return new SmtpRefusal(kind, textKey, true, Duration.ZERO);
    }

    /** Nothing now, and not before so long. */
    static SmtpRefusal ofServer(String words, Duration after) {
        return new SmtpRefusal(Kind.SERVER, words, false, after);
    }

    /** How long it is to be left alone at least. */
    Duration after() {
        return after;
    }

    /** The key of its text where it is what we see ourselves; null for the server's own words. */
    @Nullable
    String key() {
        return ours ? words : null;
    }

    Kind kind() {
        return kind;
    }

    String words(Texts texts, Locale locale) {
        return ours ? texts.text(locale, words) : words;
    }
}
