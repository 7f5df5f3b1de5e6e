package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Carrier;
import io.onaccount.invoicing.efapiao.Fapiao.Values;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

/**
 * Invoices in PDF: the data attached to it (Factur-X, ZUGFeRD, 数电票), else its properties and the words on its pages. What its streams unpack to is
 * measured before the PDF library sees it.
 */
final class InvoicePdf {
    /** The names the standards give the data, the newest first. */
    private static final List<String> NAMES =
            List.of("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml");

    private static final int LARGEST_ATTACHMENT = 20_000_000;
    private static final int MOST_ATTACHMENTS = 50;
    private static final int MOST_PAGES_READ = 10;
    private static final int MOST_OPERATORS = 500_000;
    private static final int DEEPEST = 20;

    private InvoicePdf() {}

    static Draft read(byte[] content) {
        PdfBombs.check(content);
        try (PDDocument pdf = Loader.loadPDF(content)) {
            if (pdf.isEncrypted()) {
                throw Unreadable.of("encrypted");
            }
            Draft draft = attached(pdf);
            if (draft == null) {
                draft = seen(pdf);
            }
            draft.carrier = Carrier.PDF;
            return draft;
        } catch (InvalidPasswordException e) {
            throw Unreadable.of("encrypted");
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException
                | NullPointerException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException e) {
            throw Unreadable.of("pdf"); // what the library meets in broken files
        }
    }

    private static @Nullable Draft attached(PDDocument pdf) throws IOException {
        Map<String, byte[]> files = attachments(pdf);
        List<String> names = files.keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".xml"))
                .sorted(Comparator.comparing(name -> {
                    int place = NAMES.indexOf(name.toLowerCase(Locale.ROOT));
                    return place < 0 ? NAMES.size() : place;
                }))
                .toList();
        Unreadable refused = null;
        for (String name : names) {
            try {
                Draft draft = InvoiceFiles.xml(Objects.requireNonNull(files.get(name)));
                if (names.size() > 1) {
                    draft.warn("attachments", Draft.clean(name, 60), names.size());
                }
                return draft;
            } catch (Unreadable e) {
                refused = refused == null || !e.refused().code().equals("not-invoice") ? e : refused;
            }
        }
        if (refused != null && !refused.refused().code().equals("not-invoice")) {
            throw refused; // the data are there and broken: the picture alone would hide that
        }
        return null;
    }

    private static Map<String, byte[]> attachments(PDDocument pdf) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        COSDictionary catalog = pdf.getDocumentCatalog().getCOSObject();
        COSDictionary names = catalog.getCOSDictionary(COSName.getPDFName("Names"));
        Set<COSBase> visited = new HashSet<>();
        if (names != null) {
            tree(names.getCOSDictionary(COSName.getPDFName("EmbeddedFiles")), files, visited, 0);
        }
        specifications(catalog.getCOSArray(COSName.getPDFName("AF")), files);
        int pages = 0;
        for (PDPage page : pdf.getPages()) {
            if (++pages > MOST_PAGES_READ) {
                break;
            }
            COSArray notes = page.getCOSObject().getCOSArray(COSName.ANNOTS);
            for (int i = 0; notes != null && i < Math.min(notes.size(), MOST_ATTACHMENTS); i++) {
                if (notes.getObject(i) instanceof COSDictionary note
                        && note.getDictionaryObject(COSName.getPDFName("FS")) instanceof COSDictionary file) {
                    specification(file, files);
                }
            }
        }
        return files;
    }

    private static void tree(@Nullable COSDictionary node, Map<String, byte[]> files, Set<COSBase> visited, int depth)
            throws IOException {
        if (node == null || depth > DEEPEST || !visited.add(node)) {
            return;
        }
        specifications(node.getCOSArray(COSName.getPDFName("Names")), files);
        COSArray kids = node.getCOSArray(COSName.KIDS);
        for (int i = 0; kids != null && i < Math.min(kids.size(), MOST_ATTACHMENTS); i++) {
            if (kids.getObject(i) instanceof COSDictionary kid) {
                tree(kid, files, visited, depth + 1);
            }
        }
    }

    private static void specifications(@Nullable COSArray array, Map<String, byte[]> files) throws IOException {
        for (int i = 0; array != null && i < Math.min(array.size(), 2 * MOST_ATTACHMENTS); i++) {
            if (array.getObject(i) instanceof COSDictionary file) {
                specification(file, files);
            }
        }
    }

    private static void specification(COSDictionary file, Map<String, byte[]> files) throws IOException {
        COSDictionary embedded = file.getCOSDictionary(COSName.EF);
        if (embedded == null || files.size() >= MOST_ATTACHMENTS) {
            return;
        }
        String name = file.getString(COSName.UF, file.getString(COSName.F, ""));
        COSBase stream = embedded.getDictionaryObject(COSName.F, COSName.UF);
        if (stream instanceof COSStream data && !name.isEmpty() && !files.containsKey(name)) {
            try (InputStream in = data.createInputStream()) {
                byte[] bytes = in.readNBytes(LARGEST_ATTACHMENT + 1);
                if (bytes.length > LARGEST_ATTACHMENT) {
                    throw Unreadable.of("archive-size");
                }
                files.put(name, bytes);
            }
        }
    }

    private static Draft seen(PDDocument pdf) throws IOException {
        List<Values> told = new ArrayList<>();
        Values properties = new Values();
        PDDocumentInformation information = pdf.getDocumentInformation();
        for (String key : information.getMetadataKeys()) {
            String value = information.getCustomMetadataValue(key);
            if (value != null) {
                properties.put(key, Draft.clean(value, 500));
            }
        }
        if (properties.tells()) {
            told.add(properties);
        }
        Words words = new Words();
        Values page = FapiaoText.read(words.getText(pdf).lines().toList());
        told.add(page);
        if (told.stream().noneMatch(Values::tells)) {
            throw Unreadable.of("no-invoice");
        }
        Draft draft = Fapiao.read(told);
        draft.warn("from-text");
        return draft;
    }

    /** The words of the first pages in the order one reads them. Pictures that draw each other without end are stopped. */
    private static final class Words extends PDFTextStripper {
        private int operators;

        Words() {
            setSortByPosition(true);
            setEndPage(MOST_PAGES_READ);
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            if (++operators > MOST_OPERATORS) {
                throw Unreadable.of("structure");
            }
            super.processOperator(operator, operands);
        }
    }
}
