package io.onaccount.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.onaccount.document.mailing.MailPost;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.util.ArrayList;
import java.util.List;

/** A mail server on a socket, and a company that sends by it. */
public final class PostOffice implements AutoCloseable {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Samples samples;

    /** Opens one and sets it for the sample company, in English. */
    public PostOffice(Samples samples) {
        this.samples = samples;
        server.start();
        Http.Answer set = samples.administrator()
                .put(
                        "/mail-server",
                        "{\"host\":\"127.0.0.1\",\"port\":" + server.getSmtp().getPort()
                                + ",\"security\":\"NONE\",\"fromAddress\":\"post@company.example\",\"perMinute\":600,"
                                + "\"site\":\"https://erp.example\",\"customerLanguage\":\"en\",\"active\":true}");
        if (set.status() != 200) {
            throw new AssertionError(set.toString());
        }
    }

    /** Has everything that waits sent, and hands over what arrived since the last time, this many at least. */
    public List<MimeMessage> delivered(int expected) throws Exception {
        for (int tries = 0; tries < 100 && server.getReceivedMessages().length < expected; tries++) {
            samples.application().bean(MailPost.class).send(samples.company().company());
            Thread.sleep(50);
        }
        List<MimeMessage> mails = new ArrayList<>(List.of(server.getReceivedMessages()));
        server.purgeEmailFromAllMailboxes();
        return mails;
    }

    /** All the text of a mail, and the names of its files in brackets. */
    public static String text(MimeMessage mail) throws Exception {
        return text(mail.getContent());
    }

    private static String text(Object content) throws Exception {
        if (content instanceof Multipart parts) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                all.append(
                                part.getFileName() == null
                                        ? text(part.getContent())
                                        : "[" + MimeUtility.decodeText(part.getFileName()) + "]")
                        .append('\n');
            }
            return all.toString();
        }
        return String.valueOf(content);
    }

    /** The token of the link to this path in a mail's text. */
    public static String token(String text, String path) {
        String link = "https://erp.example" + path + "#";
        int at = text.indexOf(link);
        if (at < 0) {
            throw new AssertionError("no " + link + " in " + text);
        }
        return text.substring(at + link.length()).split("[\\s\"<]", 2)[0];
    }

    @Override
    public void close() {
        server.stop();
    }
}
