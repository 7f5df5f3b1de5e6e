package io.onaccount.document.mailing;

import io.onaccount.document.mailing.BounceMailboxes.Mailbox;
import io.onaccount.document.mailing.MailServers.Security;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;

/** A conversation with a mailbox over IMAP. Looking at a message doesn't mark it. Used by one thread. */
final class ImapConnection implements AutoCloseable {
    /** Of a report its beginning is read: what came back stands at its end, and may be large. */
    private static final int MOST_BYTES = 200_000;

    /** So many messages are looked at in one go; there may be years of others in a mailbox. */
    private static final int MOST_MESSAGES = 500;

    private final Mailbox mailbox;
    private final IMAPStore store;
    private final IMAPFolder folder;

    /**
     * Opens the mailbox's folder.
     *
     * @param password null when it can't be opened
     * @throws SmtpRefusal why it can't be
     */
    ImapConnection(Mailbox mailbox, @Nullable String password) {
        this.mailbox = mailbox;
        if (password == null) {
            throw SmtpRefusal.ofServer("mail.password-unreadable");
        }
        SmtpConnection.refuse(mailbox.host(), SmtpConnection::isNobodys, "mail.no-server-there");
        IMAPStore opened = null;
        try {
            Session session = Session.getInstance(properties(mailbox));
            opened = (IMAPStore) session.getStore(protocol(mailbox));
            opened.connect(mailbox.host(), mailbox.port(), mailbox.user(), password);
            IMAPFolder found = (IMAPFolder) opened.getFolder(mailbox.folder());
            found.open(Folder.READ_WRITE);
            if (mailbox.handledFolder() != null
                    && !opened.getFolder(mailbox.handledFolder()).exists()) {
                throw SmtpRefusal.ofServer("bounces.no-folder");
            }
            this.store = opened;
            this.folder = found;
        } catch (FolderNotFoundException e) {
            close(opened);
            throw SmtpRefusal.ofServer("bounces.no-folder");
        } catch (MessagingException e) {
            close(opened);
            throw refusal(e);
        } catch (SmtpRefusal e) {
            close(opened);
            throw e;
        }
    }

    private static String protocol(Mailbox mailbox) {
        return mailbox.security() == Security.TLS ? "imaps" : "imap";
    }

    private static Properties properties(Mailbox mailbox) {
        Properties all = new Properties();
        String prefix = "mail." + protocol(mailbox) + ".";
        all.put(prefix + "connectiontimeout", "10000");
        all.put(prefix + "timeout", "30000");
        all.put(prefix + "writetimeout", "30000");
        all.put(prefix + "starttls.enable", Boolean.toString(mailbox.security() == Security.STARTTLS));
        all.put(prefix + "starttls.required", Boolean.toString(mailbox.security() == Security.STARTTLS));
        all.put(prefix + "ssl.checkserveridentity", "true");
        all.put(prefix + "peek", "true");
        all.put(prefix + "referralexception", "true"); // signs in nowhere else
        return all;
    }

    /** A message that says it is a report. */
    record Report(long uid, IMAPMessage message) {}

    /**
     * What there is to be read.
     *
     * @param uidValidity the numbering of the folder's messages
     * @param lastUid the last message that was looked at
     * @param more whether there are further ones
     */
    record Found(long uidValidity, long lastUid, boolean more, List<Report> reports) {}

    /** How many messages nobody has seen yet. */
    int unseen() {
        try {
            return folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false)).length;
        } catch (MessagingException e) {
            throw refusal(e);
        }
    }

    /** The reports among the unseen messages that came after the last one looked at. */
    Found reports() {
        try {
            long validity = folder.getUIDValidity();
            long last = validity == mailbox.uidValidity() ? mailbox.lastUid() : 0;
            Message[] fresh = folder.getMessagesByUID(last + 1, UIDFolder.LASTUID);
            List<Message> some = new ArrayList<>();
            for (Message message : fresh) {
                // The last message is given even if it isn't after the one asked for.
                if (message != null && folder.getUID(message) > last && some.size() < MOST_MESSAGES) {
                    some.add(message);
                }
            }
            FetchProfile profile = new FetchProfile();
            profile.add(FetchProfile.Item.FLAGS);
            profile.add(FetchProfile.Item.CONTENT_INFO);
            folder.fetch(some.toArray(new Message[0]), profile);
            List<Report> reports = new ArrayList<>();
            for (Message message : some) {
                last = Math.max(last, folder.getUID(message));
                if (isReport(message)) {
                    reports.add(new Report(folder.getUID(message), (IMAPMessage) message));
                }
            }
            return new Found(validity, last, some.size() == MOST_MESSAGES, reports);
        } catch (MessagingException e) {
            throw refusal(e);
        }
    }

    private boolean isReport(Message message) throws MessagingException {
        try {
            return !message.isSet(Flags.Flag.SEEN)
                    && !message.isSet(Flags.Flag.DELETED)
                    && message.isMimeType("multipart/report");
        } catch (MessagingException e) {
            return isUnreadable(e);
        }
    }

    /** Always false: what can't be made out must not stand in the way of the others. Thrown on when it is the conversation that has ended. */
    private boolean isUnreadable(MessagingException e) throws MessagingException {
        if (!folder.isOpen()) {
            throw e;
        }
        return false;
    }

    /** The beginning of a report as its source shows it; empty when it is gone or can't be made out. */
    String source(Report report) {
        try (InputStream in = report.message().getMimeStream()) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).replace("\u0000", "");
        } catch (IOException | MessagingException e) {
            if (!folder.isOpen()) {
                throw new SmtpRefusal(SmtpRefusal.Kind.SERVER, words(e));
            }
            return "";
        }
    }

    /** Marks a report that was read as seen, or moves it where those go. */
    void handled(Report report) {
        try {
            Message[] one = {report.message()};
            folder.setFlags(one, new Flags(Flags.Flag.SEEN), true);
            if (mailbox.handledFolder() == null) {
                return;
            }
            Folder target = store.getFolder(mailbox.handledFolder());
            if (store.hasCapability("MOVE")) {
                folder.moveMessages(one, target);
                return;
            }
            folder.copyMessages(one, target);
            folder.setFlags(one, new Flags(Flags.Flag.DELETED), true);
            if (store.hasCapability("UIDPLUS")) {
                folder.expunge(
                        one); // this one alone; otherwise it stays marked, as others may be for reasons of their own
            }
        } catch (MessageRemovedException e) {
            // somebody else was quicker
        } catch (MessagingException e) {
            throw refusal(e);
        }
    }

    private static SmtpRefusal refusal(MessagingException e) {
        return new SmtpRefusal(SmtpRefusal.Kind.SERVER, words(e));
    }

    private static String words(Exception e) {
        String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return words.strip();
    }

    private static void close(@Nullable IMAPStore store) {
        if (store != null) {
            try {
                store.close();
            } catch (MessagingException e) {
                // it is over either way
            }
        }
    }

    @Override
    public void close() {
        close(store);
    }
}
