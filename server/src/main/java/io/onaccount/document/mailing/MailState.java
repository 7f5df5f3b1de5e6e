package io.onaccount.document.mailing;

/** Where a mail is. */
public enum MailState {
    WAITING,
    /** Handed to the mail server right now, or when the process was killed: then it waits again after a while. */
    SENDING,
    SENT,
    /** Given up: the server refused it, or it was tried often enough. */
    FAILED,
    /** Not sent: the company has no mail server set. */
    NO_SERVER,
    CANCELLED
}
