package io.onaccount.invoicing.efapiao;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;

/** Factur-X 1.0: a page as PDF/A-3b with the invoice's data inside. */
final class HybridPdf {
    private static final String FILE = "factur-x.xml";
    private static final String MAKER = "OnAccount";

    private HybridPdf() {}

    static byte[] join(byte[] page, EInvoice invoice, byte[] xml, Instant at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(page.length + xml.length + (1 << 13));
        try (PDDocument pdf = Loader.loadPDF(page)) {
            Calendar when = GregorianCalendar.from(at.atZone(ZoneOffset.UTC));
            when.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            embed(pdf, xml, when);
            describe(pdf, invoice, at, when);
            colours(pdf);
            pdf.setVersion(1.7f);
            pdf.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the page is our own print
        }
        return out.toByteArray();
    }

    private static void embed(PDDocument pdf, byte[] xml, Calendar when) throws IOException {
        PDEmbeddedFile data = new PDEmbeddedFile(pdf, new ByteArrayInputStream(xml), COSName.FLATE_DECODE);
        data.setSubtype("text/xml");
        data.setSize(xml.length);
        data.setCreationDate(when);
        data.setModDate(when);
        PDComplexFileSpecification file = new PDComplexFileSpecification();
        file.setFile(FILE);
        file.setFileUnicode(FILE);
        file.setFileDescription("Factur-X");
        file.setEmbeddedFile(data);
        file.setEmbeddedFileUnicode(data);
        COSDictionary specification = file.getCOSObject();
        specification.setName(COSName.getPDFName("AFRelationship"), "Alternative");
        PDDocumentCatalog catalog = pdf.getDocumentCatalog();
        PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(Map.of(FILE, file));
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(catalog);
        names.setEmbeddedFiles(tree);
        catalog.setNames(names);
        COSArray associated = new COSArray();
        associated.add(specification);
        catalog.getCOSObject().setItem(COSName.getPDFName("AF"), associated);
    }

    private static void describe(PDDocument pdf, EInvoice invoice, Instant at, Calendar when) throws IOException {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(invoice.number());
        information.setAuthor(invoice.seller().name());
        information.setCreator(MAKER);
        information.setProducer(MAKER);
        information.setCreationDate(when);
        information.setModificationDate(when);
        pdf.setDocumentInformation(information);
        PDMetadata metadata = new PDMetadata(pdf);
        metadata.importXMPMetadata(xmp(invoice, at).getBytes(StandardCharsets.UTF_8));
        pdf.getDocumentCatalog().setMetadata(metadata);
    }

    /** What is printed in RGB is meant as sRGB. */
    private static void colours(PDDocument pdf) throws IOException {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        PDOutputIntent intent = new PDOutputIntent(pdf, new ByteArrayInputStream(profile));
        intent.setInfo("sRGB IEC61966-2.1");
        intent.setOutputCondition("sRGB IEC61966-2.1");
        intent.setOutputConditionIdentifier("sRGB IEC61966-2.1");
        intent.setRegistryName("http://www.color.org");
        pdf.getDocumentCatalog().addOutputIntent(intent);
    }

    private static String xmp(EInvoice invoice, Instant at) {
        String stamp = at.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
        XmlOut out = new XmlOut();
        out.open("x:xmpmeta", "xmlns:x", "adobe:ns:meta/")
                .open("rdf:RDF", "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
        about(out, "pdfaid", "http://www.aiim.org/pdfa/ns/id/")
                .leaf("pdfaid:part", "3")
                .leaf("pdfaid:conformance", "B")
                .close();
        about(out, "dc", "http://purl.org/dc/elements/1.1/");
        out.open("dc:title")
                .open("rdf:Alt")
                .leaf("rdf:li", invoice.number(), "xml:lang", "x-default")
                .close()
                .close();
        out.open("dc:creator")
                .open("rdf:Seq")
                .leaf("rdf:li", invoice.seller().name())
                .close()
                .close()
                .close();
        about(out, "pdf", "http://ns.adobe.com/pdf/1.3/")
                .leaf("pdf:Producer", MAKER)
                .close();
        about(out, "xmp", "http://ns.adobe.com/xap/1.0/")
                .leaf("xmp:CreatorTool", MAKER)
                .leaf("xmp:CreateDate", stamp)
                .leaf("xmp:ModifyDate", stamp)
                .close();
        schema(out);
        about(out, "fx", "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#")
                .leaf("fx:DocumentType", "INVOICE")
                .leaf("fx:DocumentFileName", FILE)
                .leaf("fx:Version", "1.0")
                .leaf("fx:ConformanceLevel", CiiOut.isExtended(invoice) ? "EXTENDED" : "EN 16931")
                .close();
        String body = new String(out.close().close().bytes(), StandardCharsets.UTF_8);
        return "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" + body.substring(body.indexOf('\n') + 1)
                + "<?xpacket end=\"w\"?>";
    }

    private static XmlOut about(XmlOut out, String prefix, String namespace) {
        return out.open("rdf:Description", "rdf:about", "", "xmlns:" + prefix, namespace);
    }

    /** PDF/A wants foreign properties explained in the file itself. */
    private static void schema(XmlOut out) {
        out.open(
                        "rdf:Description",
                        "rdf:about",
                        "",
                        "xmlns:pdfaExtension",
                        "http://www.aiim.org/pdfa/ns/extension/",
                        "xmlns:pdfaSchema",
                        "http://www.aiim.org/pdfa/ns/schema#",
                        "xmlns:pdfaProperty",
                        "http://www.aiim.org/pdfa/ns/property#")
                .open("pdfaExtension:schemas")
                .open("rdf:Bag")
                .open("rdf:li", "rdf:parseType", "Resource")
                .leaf("pdfaSchema:schema", "Factur-X PDFA Extension Schema")
                .leaf("pdfaSchema:namespaceURI", "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#")
                .leaf("pdfaSchema:prefix", "fx")
                .open("pdfaSchema:property")
                .open("rdf:Seq");
        for (String[] property : new String[][] {
            {"DocumentFileName", "The name of the embedded XML document"},
            {"DocumentType", "The type of the hybrid document in capital letters"},
            {"Version", "The actual version of the standard applying to the embedded XML document"},
            {"ConformanceLevel", "The conformance level of the embedded XML document"}
        }) {
            out.open("rdf:li", "rdf:parseType", "Resource")
                    .leaf("pdfaProperty:name", property[0])
                    .leaf("pdfaProperty:valueType", "Text")
                    .leaf("pdfaProperty:category", "external")
                    .leaf("pdfaProperty:description", property[1])
                    .close();
        }
        out.close().close().close().close().close().close();
    }
}
