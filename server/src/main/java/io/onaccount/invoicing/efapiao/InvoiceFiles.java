package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import io.onaccount.invoicing.efapiao.ReadInvoice.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads invoices from files: UBL, CII, Factur-X and ZUGFeRD PDF, 数电票 as XML, PDF and OFD, 电子发票 of before as OFD and PDF. The form is known by the
 * content, never by the name. Nothing but the bytes is read, whatever they ask for; time and memory are bounded.
 */
public final class InvoiceFiles {
    /** The largest file that is read, in bytes. */
    public static final int MOST_BYTES = 20 * 1024 * 1024;

    private static final int HEAD = 1024;

    private InvoiceFiles() {}

    /**
     * What a file says.
     *
     * @param name of the file, for words only
     */
    public static ReadInvoice read(byte[] content, String name) {
        try {
            Draft draft = draft(content, name, true);
            return new Read(draft.finished(), List.copyOf(draft.warnings));
        } catch (Unreadable e) {
            return e.refused();
        } catch (StackOverflowError e) {
            return new Refused("structure", List.of()); // only the PDF library recurses without a bound
        }
    }

    private static Draft draft(byte[] content, String name, boolean outermost) {
        if (content.length == 0) {
            throw Unreadable.of("empty");
        }
        if (content.length > MOST_BYTES) {
            throw Unreadable.of("large", MOST_BYTES / 1024 / 1024);
        }
        if (content.length > 3 && content[0] == 'P' && content[1] == 'K') {
            return archived(content, outermost);
        }
        String head = new String(content, 0, Math.min(HEAD, content.length), StandardCharsets.ISO_8859_1);
        if (head.contains("%PDF-")) {
            return InvoicePdf.read(content);
        }
        String bare = head.replaceAll("[\\x00\\xEF\\xBB\\xBF\\xFE\\xFF\\s]", "");
        if (bare.startsWith("<")) {
            return xml(content);
        }
        throw Unreadable.of("unknown", Draft.clean(extension(name), 20));
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    static Draft xml(byte[] content) {
        Xml root = Xml.parse(content);
        if (root.name().equals("StandardBusinessDocument")) { // the envelope of Peppol
            root = root.children().stream()
                    .filter(child -> Ubl.is(child) || Cii.is(child))
                    .findFirst()
                    .orElse(root);
        }
        if (Ubl.is(root)) {
            return Ubl.read(root);
        }
        if (Cii.is(root)) {
            return Cii.read(root);
        }
        Fapiao.Values values = Fapiao.Values.of(root);
        if (values.tells()) {
            return Fapiao.read(List.of(values));
        }
        throw Unreadable.of("not-invoice", Draft.clean(root.name(), 60));
    }

    /** A file and its name. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Unpacked(String name, byte[] content) {}

    /** A file that could be read, without the zip it may have been sent in. */
    public static Unpacked unpacked(byte[] content, String name) {
        if (content.length > 3 && content[0] == 'P' && content[1] == 'K') {
            Map<String, byte[]> files = Archive.open(content);
            if (!Ofd.is(files)) {
                Map.Entry<String, byte[]> only = only(files);
                return new Unpacked(only.getKey(), only.getValue());
            }
        }
        return new Unpacked(name, content);
    }

    /** An OFD, or one invoice that was packed to be sent: the tax platform hands XML out like that. */
    private static Draft archived(byte[] content, boolean outermost) {
        Map<String, byte[]> files = Archive.open(content);
        if (Ofd.is(files)) {
            return Ofd.read(files);
        }
        if (!outermost) {
            throw Unreadable.of("archive");
        }
        Map.Entry<String, byte[]> only = only(files);
        return draft(only.getValue(), only.getKey(), false);
    }

    private static Map.Entry<String, byte[]> only(Map<String, byte[]> files) {
        List<Map.Entry<String, byte[]>> all = List.copyOf(files.entrySet());
        List<Map.Entry<String, byte[]>> data = all.stream()
                .filter(file -> extension(file.getKey()).equals("xml"))
                .toList();
        List<Map.Entry<String, byte[]>> chosen = data.size() == 1 ? data : all;
        if (chosen.size() != 1) {
            throw Unreadable.of(chosen.isEmpty() ? "archive-empty" : "archive-several", chosen.size());
        }
        return chosen.getFirst();
    }
}
