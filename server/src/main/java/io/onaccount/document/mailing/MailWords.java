package io.onaccount.document.mailing;

/**
 * What a mail says. Where the body has a link stands {@link #LINK}: the link is put in when the mail leaves, so that it can be read neither in
 * the list of mails nor in a backup.
 */
public record MailWords(String subject, String body) {
    /** Stands for the link in a body. */
    public static final String LINK = "\uFFFC";

    static final int LONGEST_SUBJECT = 200;
    static final int LONGEST_BODY = 20_000;

    public MailWords {
        subject = MailAddress.oneLine(subject, LONGEST_SUBJECT);
        body = body.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }
}
