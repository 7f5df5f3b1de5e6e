package io.onaccount.invoicing.efapiao;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.tukaani.xz.XZInputStream;

/** Files for the tests: samples, archives and PDF pages made on the spot. */
final class Files {
    private Files() {}

    static byte[] sample(String name) {
        try (InputStream in = Objects.requireNonNull(Files.class.getResourceAsStream("/einvoice/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zip of name, content, name, content … */
    static byte[] zip(Object... parts) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            files.put(
                    (String) parts[i],
                    parts[i + 1] instanceof byte[] bytes
                            ? bytes
                            : parts[i + 1].toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A text at a place of the page, in points from its top left. */
    record Word(double x, double y, String text) {}

    static byte[] pdf(Map<String, String> properties, Word... words) {
        return pdf(properties, Arrays.asList(words));
    }

    static byte[] pdf(Map<String, String> properties, List<Word> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument pdf = new PDDocument();
                InputStream packed =
                        Objects.requireNonNull(Files.class.getResourceAsStream("/print/NotoSansSC.ttf.xz"));
                XZInputStream font = new XZInputStream(packed)) {
            properties.forEach(pdf.getDocumentInformation()::setCustomMetadataValue);
            PDFont type = PDType0Font.load(pdf, font);
            PDPage page = new PDPage(new PDRectangle(610, 400));
            pdf.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                for (Word word : words) {
                    content.beginText();
                    content.setFont(type, 9);
                    content.newLineAtOffset((float) word.x(), (float) (400 - word.y()));
                    content.showText(word.text());
                    content.endText();
                }
            }
            pdf.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
