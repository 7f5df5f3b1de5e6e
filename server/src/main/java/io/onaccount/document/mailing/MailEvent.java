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
 */
public record MailEvent(String name, List<String> fields, Map<String, List<String>> lists, boolean wished) {
    /** What every template may use: our name, the receiver's, whoever sends it, and where the link stands. */
    static final List<String> COMMON = List.of("company", "name", "sender", "link");

    /** One that goes to customers. */
    public static MailEvent outward(String name, List<String> fields, Map<String, List<String>> lists) {
        return new MailEvent(name, fields, lists, false);
    }

    /** One that tells those colleagues who want it. */
    public static MailEvent inward(String name, List<String> fields, Map<String, List<String>> lists) {
        return new MailEvent(name, fields, lists, true);
    }

    Set<String> all() {
        Set<String> all = new LinkedHashSet<>(fields);
        all.addAll(COMMON);
        return all;
    }
}
