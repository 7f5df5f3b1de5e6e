package io.onaccount.invoicing.efapiao;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import io.onaccount.invoicing.efapiao.ReadInvoice.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that want something else than to be read: each is answered in words, in bounded time, and nothing outside it is touched. */
@Timeout(60)
class HostileInvoiceFilesTest {
    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer elsewhere = server();

    private HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void nobodyWasAsked() {
        elsewhere.stop(0);
        assertThat(asked).hasValue(0);
    }

    private String address() {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/";
    }

    private static String refused(byte[] content) {
        ReadInvoice answer = InvoiceFiles.read(content, "invoice");
        assertThat(answer).isInstanceOf(Refused.class);
        return ((Refused) answer).code();
    }

    private static String refused(String xml) {
        return refused(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static final String FAPIAO =
            "<EInvoice><Header><EIid>%s</EIid></Header><EInvoiceData><BasicInformation><TotalTax-includedAmount>%s</TotalTax-includedAmount></BasicInformation></EInvoiceData></EInvoice>";

    @Test
    void documentTypesAreRefused() throws IOException {
        Path secret = java.nio.file.Files.writeString(folder.resolve("secret.txt"), "secret");
        String body = FAPIAO.formatted("&x;", "1.00");
        assertThat(refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + body))
                .isEqualTo("doctype");
        assertThat(refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"" + address() + "\">]>" + body))
                .isEqualTo("doctype");
        assertThat(refused("<!DOCTYPE a SYSTEM \"" + address() + "a.dtd\">" + FAPIAO.formatted("1", "1.00")))
                .isEqualTo("doctype");
        assertThat(refused("<!DOCTYPE a [<!ENTITY % p SYSTEM \"" + address() + "\"> %p;]>" + body))
                .isEqualTo("doctype");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY x0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY x%d \"%s\">".formatted(i, ("&x" + (i - 1) + ";").repeat(10)));
        }
        assertThat(refused(laughs + "]>" + FAPIAO.formatted("&x29;", "1.00"))).isEqualTo("doctype");
        assertThat(refused("<?xml version=\"1.0\"?>" + body)).isIn("xml", "doctype"); // an entity nobody declared
    }

    @Test
    void schemasAndInclusionsAreNotFollowed() {
        ReadInvoice answer = InvoiceFiles.read(
                ("<?xml-stylesheet href=\"" + address() + "\"?>"
                                + FAPIAO.formatted("24312000000012345678", "1.00")
                                        .replace(
                                                "<Header>",
                                                "<Header xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a "
                                                        + address()
                                                        + "\"><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\""
                                                        + address() + "\"/>"))
                        .getBytes(StandardCharsets.UTF_8),
                "a.xml");
        assertThat(answer).isInstanceOf(Read.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "99999999999999999999999999",
                "NaN",
                "Infinity",
                "0x1F",
                "--1",
                "1.2.3",
                "1,2,3,a",
                "١٢٣",
                "1E5"
            })
    void numbersThatAreNoneAreTold(String number) {
        ReadInvoice answer = InvoiceFiles.read(
                FAPIAO.formatted("24312000000012345678", number).getBytes(StandardCharsets.UTF_8), "a.xml");
        assertThat(answer).isInstanceOf(Read.class);
        Read read = (Read) answer;
        assertThat(read.invoice().totals().gross()).isNull();
        assertThat(read.warnings()).extracting(ReadInvoice.Warning::code).contains("unreadable");
    }

    @Test
    void hugeThingsAreRefused() {
        assertThat(refused(new byte[50 * 1024 * 1024])).isEqualTo("large");
        assertThat(refused(new byte[0])).isEqualTo("empty");
        assertThat(refused("<a>".repeat(100_000))).isEqualTo("structure");
        assertThat(refused("<a>" + "<b/>".repeat(1_000_000) + "</a>")).isEqualTo("structure");
        assertThat(refused("<a>" + "x".repeat(15_000_000) + "</a>")).isEqualTo("structure");
        String digits = "9".repeat(5_000_000);
        assertThat(InvoiceFiles.read(FAPIAO.formatted("1", digits).getBytes(StandardCharsets.UTF_8), "a.xml"))
                .isInstanceOf(Read.class);
        StringBuilder attributes = new StringBuilder("<a ");
        for (int i = 0; i < 100_000; i++) {
            attributes.append("a").append(i).append("=\"1\" ");
        }
        assertThat(refused(attributes + "/>")).isIn("xml", "structure", "not-invoice");
    }

    /** An attached drawing may be large; it is passed over. */
    @Test
    void attachmentsInsideAreNotKept() {
        String xml = new String(Files.sample("01.02a-INVOICE_ubl.xml"), StandardCharsets.UTF_8);
        String drawn = xml.replace(
                "</cbc:DocumentCurrencyCode>",
                "</cbc:DocumentCurrencyCode><cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject>"
                        + "QUJD".repeat(3_000_000)
                        + "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>");
        assertThat(drawn.length()).isGreaterThan(12_000_000);
        assertThat(InvoiceFiles.read(drawn.getBytes(StandardCharsets.UTF_8), "a.xml"))
                .isInstanceOf(Read.class);
    }

    @Test
    void brokenTextIsRefused() {
        assertThat(refused("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>\u00e4</a>"
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("xml");
        assertThat(refused("<?xml version=\"1.0\" encoding=\"KLINGON\"?><a/>")).isEqualTo("xml");
        assertThat(refused("<a/>".getBytes(StandardCharsets.UTF_16))).isEqualTo("not-invoice");
        assertThat(refused(Arrays.copyOf("<a/>".getBytes(StandardCharsets.UTF_16), 7)))
                .isIn("xml", "unknown");
        assertThat(refused("<a></b>")).isEqualTo("xml");
        assertThat(refused("<a/><a/>")).isEqualTo("xml");
        assertThat(refused("<")).isEqualTo("xml");
        assertThat(refused("hello")).isEqualTo("unknown");
        assertThat(refused("<html><body/></html>")).isEqualTo("not-invoice");
        assertThat(refused(new byte[] {0, 1, 2, 3})).isEqualTo("unknown");
    }

    // -- archives
    // ------------------------------------------------------------------------------------------------------

    private static byte[] bomb(String name, long size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(9);
            zip.putNextEntry(new ZipEntry("OFD.xml"));
            zip.write("<OFD><DocBody><DocRoot>d.xml</DocRoot></DocBody></OFD>".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name));
            byte[] block = new byte[1 << 20];
            for (long left = size; left > 0; left -= block.length) {
                zip.write(block);
            }
        }
        return out.toByteArray();
    }

    @Test
    void archivesThatGrowAreRefused() throws IOException {
        assertThat(refused(bomb("d.xml", 150L << 20))).isEqualTo("archive-size");
        List<Object> many = new ArrayList<>(List.of("OFD.xml", "<a/>"));
        for (int i = 0; i < 3000; i++) {
            many.add("a" + i + ".xml");
            many.add("");
        }
        assertThat(refused(Files.zip(many.toArray()))).isEqualTo("archive-size");
        byte[] nested = Files.zip("a.xml", Files.zip("b.xml", "<a/>"));
        assertThat(refused(nested)).isEqualTo("archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd.xml", "/etc/a.xml", "a/../../b.xml", "..\\..\\a.xml", "C:\\a.xml"})
    void archivesThatLeadOutOfThemselvesAreRefused(String name) {
        assertThat(refused(Files.zip("OFD.xml", "<a/>", name, "<a/>"))).isEqualTo("archive-path");
    }

    @Test
    void referencesOutOfAnOfdFindNothing() throws IOException {
        Path secret = java.nio.file.Files.writeString(folder.resolve("Document.xml"), "<Document/>");
        for (String root : List.of(
                "../../../../../.." + secret, secret.toString(), secret.toUri().toString(), address())) {
            assertThat(refused(Files.zip("OFD.xml", "<OFD><DocBody><DocRoot>" + root + "</DocRoot></DocBody></OFD>")))
                    .isEqualTo("ofd");
        }
        assertThat(refused(Files.zip(
                        "OFD.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><OFD>&x;</OFD>")))
                .isEqualTo("doctype");
        assertThat(refused(Files.zip("a.txt", "x"))).isEqualTo("archive-empty");
        byte[] cut = Files.zip("OFD.xml", "<a/>");
        assertThat(refused(Arrays.copyOf(cut, cut.length / 2))).isEqualTo("archive");
    }

    // -- PDF
    // -----------------------------------------------------------------------------------------------------------

    private static byte[] deflated(long size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed = new DeflaterOutputStream(out)) {
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) ' ');
            for (long left = size; left > 0; left -= block.length) {
                packed.write(block);
            }
        }
        return out.toByteArray();
    }

    private static byte[] pdf(String filter, byte[] stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n4 0 obj<</Length "
                                + stream.length
                                + "/Filter " + filter + ">>stream\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(stream);
        out.writeBytes("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF".getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    @Test
    void pdfsThatGrowAreRefused() throws IOException {
        byte[] bomb = deflated(256L << 20);
        assertThat(refused(pdf("/FlateDecode", bomb))).isEqualTo("archive-size");
        StringBuilder hex = new StringBuilder();
        for (byte b : bomb) {
            hex.append("%02x".formatted(b));
        }
        assertThat(refused(pdf("[/ASCIIHexDecode/FlateDecode]", (hex + ">").getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("archive-size");
        assertThat(refused(pdf("/LZWDecode", new byte[10]))).isEqualTo("pdf-packing");
        assertThat(refused(pdf("/L#5aWDecode", new byte[10]))).isEqualTo("pdf-packing");
        byte[] streams = "stream\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(refused(pdf("/FlateDecode", streams))).isIn("structure", "archive-size");
    }

    /** Ten pictures, each drawing the next ten times. */
    @Test
    void picturesThatDrawEachOtherAreStopped() {
        StringBuilder pdf = new StringBuilder(
                "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                        + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<</XObject<</X 10 0 R>>>>/Contents 4 0 R>>endobj\n"
                        + "4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj\n");
        for (int i = 10; i < 30; i++) {
            String draw = "/X Do ".repeat(10);
            pdf.append(
                    "%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>stream\n%s\nendstream endobj\n"
                            .formatted(i, i + 1, draw.length(), draw));
        }
        pdf.append("trailer<</Root 1 0 R>>\n%%EOF");
        assertThat(refused(pdf.toString())).isIn("structure", "no-invoice");
    }

    @Test
    void brokenAndLockedPdfsAreRefused() throws IOException {
        assertThat(refused("%PDF-1.7\nnothing")).isEqualTo("pdf");
        assertThat(refused("%PDF-1.7\n1 0 obj" + "[".repeat(200_000))).isIn("pdf", "structure");
        assertThat(refused(
                        ("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 5 0 R>>>>endobj\n5 0 obj<</Kids[5 0 R 5 0 R]>>endobj\n"
                                + "2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")))
                .isIn("pdf", "no-invoice", "structure");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument pdf = new PDDocument()) {
            pdf.addPage(new PDPage());
            pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            pdf.save(out);
        }
        assertThat(refused(out.toByteArray())).isEqualTo("encrypted");
    }

    /** Whatever is broken in a real file: an answer, never an exception, and never long. */
    @Test
    void brokenSamplesAreAnswered() {
        Random random = new Random(20260901);
        long start = System.nanoTime();
        for (String name : List.of(
                "vat_eordinary_2020_999.ofd",
                "EN16931_Einfach.pdf",
                "01.10a-INVOICE_ubl.xml",
                "Factur-X_basic.xml",
                "shudianpiao_blue_1272.xml")) {
            byte[] whole = Files.sample(name);
            for (int i = 0; i < 60; i++) {
                byte[] broken = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                for (int j = 0; j < 1 + i % 8 && broken.length > 0; j++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                assertThat(InvoiceFiles.read(broken, name)).isNotNull();
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(50));
    }

    @Test
    void dataAttachedToAPdfAreNoWayIn() throws IOException {
        byte[] page = Files.pdf(Map.of(), new Files.Word(10, 10, "x"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument pdf = org.apache.pdfbox.Loader.loadPDF(page)) {
            var file = new org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification();
            file.setFile("factur-x.xml");
            file.setEmbeddedFile(new org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile(
                    pdf,
                    new java.io.ByteArrayInputStream(
                            ("<!DOCTYPE a SYSTEM \"" + address() + "\"><a/>").getBytes(StandardCharsets.UTF_8))));
            var tree = new org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode();
            tree.setNames(Map.of("factur-x.xml", file));
            var names = new org.apache.pdfbox.pdmodel.PDDocumentNameDictionary(pdf.getDocumentCatalog());
            names.setEmbeddedFiles(tree);
            pdf.getDocumentCatalog().setNames(names);
            pdf.save(out);
        }
        assertThat(refused(out.toByteArray())).isEqualTo("doctype");
    }
}
