package io.onaccount.document.mailing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An occasion for mails. A module offers one as a bean, its ready templates as {@code mail/<name>.zh-CN.txt} and {@code mail/<name>.en.txt}
 * (the first line is the subject) and its name as the text {@code mail.event.<name>}.
 *
 * @param name {@code statement}
 * @param fields what its templates may use beside {@link #COMMON}
 * @param lists the fields of each list they may use
 * @param wished whether it tells colleagues, who choose whether they want it
 * @param channel how it goes; the template of a text message has no subject
 */
public record MailEvent(
        String name, List<String> fields, Map<String, List<String>> lists, boolean wished, MailChannel channel) {
    /** What every template may use: our name, the receiver's, whoever sends it, and where the link stands. */
    static final List<String> COMMON = List.of("company", "name", "sender", "link");

    /** One that goes to customers. */
    public static MailEvent outward(String name, List<String> fields, Map<String, List<String>> lists) {
        return new MailEvent(name, fields, lists, false, MailChannel.MAIL);
    }

    /** One that tells those colleagues who want it. */
    public static MailEvent inward(String name, List<String> fields, Map<String, List<String>> lists) {
        return new MailEvent(name, fields, lists, true, MailChannel.MAIL);
    }

    private static final String SMS = "-sms";

    /** The same occasion told to customers by text message: with the same fields, in words of its own. */
    public MailEvent bySms() {
        return new MailEvent(name + SMS, fields, lists, false, MailChannel.SMS);
    }

    /** The name of an occasion's templates for this way. */
    public static String by(MailChannel channel, String name) {
        return channel == MailChannel.SMS ? name + SMS : name;
    }

    /** The occasion, however it is told. */
    static String occasion(String name) {
        return name.endsWith(SMS) ? name.substring(0, name.length() - SMS.length()) : name;
    }

    Set<String> all() {
        Set<String> all = new LinkedHashSet<>(fields);
        all.addAll(COMMON);
        return all;
    }
}
