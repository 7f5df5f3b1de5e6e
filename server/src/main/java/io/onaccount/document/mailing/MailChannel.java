package io.onaccount.document.mailing;

import org.jspecify.annotations.Nullable;

/** How a message goes to its receiver. */
public enum MailChannel {
    MAIL,
    /** A text message to a mobile phone (短信). */
    SMS;

    /** What is meant when nothing is said. */
    public static MailChannel orMail(@Nullable MailChannel channel) {
        return channel == null ? MAIL : channel;
    }
}
