package io.onaccount.document.mailing;

import io.onaccount.document.mailing.MailServers.Security;
import io.onaccount.document.mailing.MailServers.Server;
import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** A conversation with a mail server, begun with the first mail. Used by one thread. */
final class SmtpConnection implements AutoCloseable {
    private static final Pattern OUR_POLICY = Pattern.compile("^5\\d\\d[ -]5\\.7\\.\\d+.*", Pattern.DOTALL);

    private final Server server;
    private final @Nullable String password;
    private final Session session;
    private @Nullable Transport transport;

    /** @param password null when it can't be opened, empty for none */
    SmtpConnection(Server server, @Nullable String password) {
        this.server = server;
        this.password = password;
        this.session = Session.getInstance(properties(server));
    }

    /** A file that goes along. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
    record File(String name, String type, byte[] content) {}

    /** All of a mail. */
    record Message(
            String id, MailAddress to, String subject, String text, String html, Locale language, List<File> files) {}

    private static String protocol(Server server) {
        return server.security() == Security.TLS ? "smtps" : "smtp";
    }

    private static Properties properties(Server server) {
        Properties all = new Properties();
        String prefix = "mail." + protocol(server) + ".";
        all.put("mail.transport.protocol.rfc822", protocol(server));
        all.put(prefix + "host", server.host());
        all.put(prefix + "port", Integer.toString(server.port()));
        all.put(prefix + "auth", Boolean.toString(server.user() != null));
        all.put(prefix + "connectiontimeout", "10000");
        all.put(prefix + "timeout", "30000");
        all.put(prefix + "writetimeout", "30000");
        all.put(prefix + "starttls.enable", Boolean.toString(server.security() == Security.STARTTLS));
        all.put(prefix + "starttls.required", Boolean.toString(server.security() == Security.STARTTLS));
        all.put(prefix + "ssl.checkserveridentity", "true");
        all.put(prefix + "quitwait", "false");
        return all;
    }

    /** Sends a mail, dated now; throws why the server didn't take it. */
    void send(Message message, Instant now) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The handlers of message parts are looked up by the thread's class loader, which a scheduler's thread need not
        // have from us.
        thread.setContextClassLoader(SmtpConnection.class.getClassLoader());
        try {
            MimeMessage mime = mime(message, now);
            Transport open = open();
            try {
                open.sendMessage(
                        mime, new Address[] {new InternetAddress(message.to().address(), true)});
            } catch (MessagingException e) {
                throw refusal(e);
            }
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new SmtpRefusal(SmtpRefusal.Kind.MAIL, words(e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Transport open() {
        Transport known = transport;
        if (known != null && known.isConnected()) {
            return known;
        }
        if (password == null) {
            throw SmtpRefusal.ofServer("mail.password-unreadable");
        }
        try {
            refuse(server.host(), SmtpConnection::isNobodys, "mail.no-server-there");
            Transport fresh = session.getTransport(protocol(server));
            fresh.connect(server.host(), server.port(), server.user(), server.user() == null ? null : password);
            transport = fresh;
            return fresh;
        } catch (MessagingException e) {
            throw new SmtpRefusal(SmtpRefusal.Kind.SERVER, words(e));
        }
    }

    /** Addresses of the link (169.254.…, where most clouds keep credentials) and groups are nobody's server. */
    static boolean isNobodys(InetAddress address) {
        return address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress();
    }

    /** Refuses a host one of whose addresses is never to be spoken to, in these words. */
    static void refuse(String host, Predicate<InetAddress> never, String textKey) {
        try {
            if (Stream.of(InetAddress.getAllByName(host)).anyMatch(never)) {
                throw SmtpRefusal.ofServer(textKey);
            }
        } catch (UnknownHostException e) {
            throw SmtpRefusal.ofServer("mail.unknown-host");
        }
    }

    private MimeMessage mime(Message message, Instant now) throws MessagingException, UnsupportedEncodingException {
        MimeMessage mime = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", message.id());
            }
        };
        String utf8 = StandardCharsets.UTF_8.name();
        mime.setFrom(
                new InternetAddress(server.fromAddress(), server.fromName() == null ? "" : server.fromName(), utf8));
        if (server.replyTo() != null) {
            mime.setReplyTo(new Address[] {new InternetAddress(server.replyTo(), true)});
        }
        mime.setRecipient(
                jakarta.mail.Message.RecipientType.TO,
                new InternetAddress(message.to().address(), message.to().name(), utf8));
        mime.setSubject(message.subject(), utf8);
        mime.setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        mime.setHeader("Auto-Submitted", "auto-generated");
        mime.setContentLanguage(new String[] {message.language().toLanguageTag()});
        MimeMultipart words = new MimeMultipart("alternative");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(message.text(), utf8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(message.html(), utf8, "html");
        words.addBodyPart(text);
        words.addBodyPart(html);
        if (message.files().isEmpty()) {
            mime.setContent(words);
        } else {
            MimeMultipart all = new MimeMultipart("mixed");
            MimeBodyPart first = new MimeBodyPart();
            first.setContent(words);
            all.addBodyPart(first);
            for (File file : message.files()) {
                MimeBodyPart part = new MimeBodyPart();
                part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.content(), file.type())));
                part.setFileName(MimeUtility.encodeText(file.name(), utf8, "B"));
                all.addBodyPart(part);
            }
            mime.setContent(all);
        }
        mime.saveChanges();
        return mime;
    }

    /** What the server meant: who is refused, and whether for good. */
    private static SmtpRefusal refusal(MessagingException e) {
        for (Exception one = e; one != null; one = one instanceof MessagingException m ? m.getNextException() : null) {
            if (one instanceof SMTPAddressFailedException address) {
                return refusal(address.getReturnCode(), true, words(address));
            }
        }
        if (e instanceof SMTPSendFailedException sending) {
            return refusal(sending.getReturnCode(), false, words(sending));
        }
        if (e instanceof SendFailedException) {
            return new SmtpRefusal(SmtpRefusal.Kind.LATER, words(e));
        }
        return new SmtpRefusal(SmtpRefusal.Kind.SERVER, words(e));
    }

    private static SmtpRefusal refusal(int code, boolean address, String words) {
        if (code / 100 != 5) {
            return new SmtpRefusal(code == 421 ? SmtpRefusal.Kind.SERVER : SmtpRefusal.Kind.LATER, words);
        }
        // A full mailbox (552) and a policy against us (5.7.…, such as a relay denied) say nothing about the address.
        boolean wrong = address && code != 552 && !OUR_POLICY.matcher(words).matches();
        return new SmtpRefusal(wrong ? SmtpRefusal.Kind.ADDRESS : SmtpRefusal.Kind.MAIL, words);
    }

    private static String words(Exception e) {
        String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return words.strip();
    }

    @Override
    public void close() {
        Transport known = transport;
        if (known != null) {
            try {
                known.close();
            } catch (MessagingException e) {
                // it is over either way
            }
        }
    }
}
