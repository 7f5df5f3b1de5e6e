package io.onaccount.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kinds of files that may hang on a record, told by their content; the name must agree. What a browser would run (HTML, SVG, scripts) and
 * what a machine would run is not among them.
 */
enum FileType {
    PDF("application/pdf", "pdf"),
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg"),
    GIF("image/gif", "gif"),
    WEBP("image/webp", "webp"),
    BMP("image/bmp", "bmp"),
    TIFF("image/tiff", "tif", "tiff"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    OFD("application/ofd", "ofd"),
    OLE("application/x-ole-storage", "doc", "xls", "ppt", "msg"),
    XML("application/xml", "xml"),
    TEXT("text/plain", "txt", "csv", "md", "log", "eml", "json");

    /** E-invoices are XML even where the declaration was left out. */
    private static final Pattern BARE_INVOICE =
            Pattern.compile("<(?:[a-z0-9_]+:)?(?:einvoice|invoice|creditnote|crossindustryinvoice)[\\s>]");

    private final String mediaType;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> extensions;

    FileType(String mediaType, String... extensions) {
        this.mediaType = mediaType;
        this.extensions = List.of(extensions);
    }

    String mediaType() {
        return mediaType;
    }

    /** The type of a file by its content, if it is one of these and its name says so too. */
    static Optional<FileType> of(String name, byte[] content) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return byContent(content).filter(type -> type.extensions.contains(extension));
    }

    private static Optional<FileType> byContent(byte[] c) {
        if (begins(c, 0, "%PDF-")) {
            return Optional.of(PDF);
        }
        if (begins(c, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (begins(c, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (begins(c, 0, "GIF87a") || begins(c, 0, "GIF89a")) {
            return Optional.of(GIF);
        }
        if (begins(c, 0, "RIFF") && begins(c, 8, "WEBP")) {
            return Optional.of(WEBP);
        }
        if (begins(c, 0, "BM") && c.length > 14 && c[6] == 0 && c[7] == 0) {
            return Optional.of(BMP);
        }
        if (begins(c, 0, "II*\0") || begins(c, 0, "MM\0*")) {
            return Optional.of(TIFF);
        }
        if (begins(c, 0, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) {
            return Optional.of(OLE);
        }
        if (begins(c, 0, "PK\u0003\u0004")) {
            return office(new String(c, StandardCharsets.ISO_8859_1));
        }
        return text(c);
    }

    /** Office files are archives; the names in their directory tell which. */
    private static Optional<FileType> office(String archive) {
        if (archive.contains("vbaProject.bin")) {
            return Optional.empty();
        }
        if (archive.contains("xl/workbook.xml")) {
            return Optional.of(XLSX);
        }
        if (archive.contains("word/document.xml")) {
            return Optional.of(DOCX);
        }
        if (archive.contains("ppt/presentation.xml")) {
            return Optional.of(PPTX);
        }
        return archive.contains("OFD.xml") ? Optional.of(OFD) : Optional.empty();
    }

    private static Optional<FileType> text(byte[] content) {
        Optional<String> decoded =
                decode(content, StandardCharsets.UTF_8).or(() -> decode(content, Charset.forName("GB18030")));
        if (decoded.isEmpty()
                || decoded.get().chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')) {
            return Optional.empty();
        }
        String begin = decoded.get().replace("\ufeff", "").stripLeading().toLowerCase(Locale.ROOT);
        if (begin.startsWith("<?xml")) {
            return begin.contains("<svg") || begin.contains("<html") || begin.contains("<script")
                    ? Optional.empty()
                    : Optional.of(XML);
        }
        if (BARE_INVOICE.matcher(begin).lookingAt()) {
            return Optional.of(XML);
        }
        return begin.startsWith("<") || begin.startsWith("#!") ? Optional.empty() : Optional.of(TEXT);
    }

    private static Optional<String> decode(byte[] content, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean begins(byte[] content, int at, String mark) {
        if (content.length < at + mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if ((content[at + i] & 0xff) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
