package io.onaccount.platform.web;

import io.onaccount.platform.Texts;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Locale;

/** What the parts of one request leave for each other. */
public final class Requests {
    /** The language of the answer, a {@link Locale}, once the caller is known. */
    public static final String LOCALE = "onaccount.locale";

    /** Who calls, as text: part of what makes two requests the same. */
    public static final String CALLER = "onaccount.caller";

    /** The captured body, {@code byte[]}. */
    static final String BODY = "onaccount.body";

    private Requests() {}

    /** The caller's own language, or before they are known what the browser asks for; always one we have. */
    public static Locale locale(HttpServletRequest request) {
        if (request.getAttribute(LOCALE) instanceof Locale locale) {
            return locale;
        }
        if (request.getHeader("Accept-Language") == null) {
            return Texts.nearest(null);
        }
        Enumeration<Locale> wanted = request.getLocales();
        while (wanted.hasMoreElements()) {
            Locale locale = wanted.nextElement();
            Locale nearest = Texts.nearest(locale);
            if (nearest.getLanguage().equals(locale.getLanguage())) {
                return nearest;
            }
        }
        return Texts.nearest(null);
    }
}
