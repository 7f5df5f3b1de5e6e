package io.onaccount.document.printing;

import com.openhtmltopdf.context.StyleReference;
import com.openhtmltopdf.css.newmatch.CascadedStyle;
import com.openhtmltopdf.css.newmatch.PageInfo;
import com.openhtmltopdf.css.parser.CSSPrimitiveValue;
import com.openhtmltopdf.css.sheet.FontFaceRule;
import com.openhtmltopdf.css.style.CalculatedStyle;
import com.openhtmltopdf.extend.UserAgentCallback;
import com.openhtmltopdf.layout.SharedContext;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.PageSizeUnits;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.onaccount.platform.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tukaani.xz.XZInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Lays safe pages out as PDF with the Chinese font in it, so that it looks the same everywhere and its text is found by searching. The font
 * is read when the first page is printed; as many pages are laid out at once as there are processors. Our font file has no code points of
 * Kangxi radicals: with them a reader would find the radical ⼾ where 户 was printed.
 */
@Component
class PdfPages {
    private static final String OURS = "/print/NotoSansSC.ttf.xz";
    private static final int MOST_PAGES = 500;
    private static final int WAIT_SECONDS = 30;

    /** Characters that neither font has. */
    private static final String MISSING = "〓";

    private final @Nullable Path further;
    private final BlockingQueue<Fonts> free;
    private final int most = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    private byte @Nullable [] font;

    /** A font is read from one place at a time, so each layout has its own. */
    private static final class Fonts {
        private final List<TrueTypeFont> read = new ArrayList<>();
    }

    /** @param further a TrueType font of one's own for characters that ours lacks (rare ones in names), or empty */
    PdfPages(@Value("${onaccount.print.font:}") String further) {
        this.further = further.isBlank() ? null : Path.of(further);
        this.free = new ArrayBlockingQueue<>(most);
        for (int i = 0; i < most; i++) {
            free.add(new Fonts());
        }
        XRLog.setLoggingEnabled(false);
    }

    /** The page as PDF; 503 when too many are printing. */
    byte[] print(Document page, Paper paper) {
        Fonts fonts;
        try {
            fonts = free.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (fonts == null) {
            throw Problem.of(503, "print-busy");
        }
        try {
            return layOut(page, paper, fonts(fonts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            free.add(fonts);
        }
    }

    private static final class TooManyPages extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Counts pages while they are laid out, before anything is drawn: a margin of a kilometre would fill the memory with them. */
    private static final class CountedPages extends StyleReference {
        private final StyleReference inner;
        private int pages;

        CountedPages(StyleReference inner, UserAgentCallback agent) {
            super(agent);
            this.inner = inner;
        }

        @Override
        public PageInfo getPageStyle(@Nullable String name, @Nullable String pseudo) {
            if (++pages > MOST_PAGES) {
                throw new TooManyPages();
            }
            return inner.getPageStyle(name, pseudo);
        }

        @Override
        public CalculatedStyle getRootElementStyle() {
            return inner.getRootElementStyle();
        }

        @Override
        public CascadedStyle getPseudoElementStyle(Node node, String pseudo) {
            return inner.getPseudoElementStyle(node, pseudo);
        }

        @Override
        public CascadedStyle getCascadedStyle(Element element, boolean restyle) {
            return inner.getCascadedStyle(element, restyle);
        }

        @Override
        @SuppressWarnings("deprecation") // the renderer still asks it
        public Map<String, CSSPrimitiveValue> getCascadedPropertiesMap(Element element) {
            return inner.getCascadedPropertiesMap(element);
        }

        @Override
        public boolean isHoverStyled(Element element) {
            return inner.isHoverStyled(element);
        }

        @Override
        public int getFragmentHide(Element element) {
            return inner.getFragmentHide(element);
        }

        @Override
        public String getCSSForAllDescendants(Element element) {
            return inner.getCSSForAllDescendants(element);
        }

        @Override
        public List<FontFaceRule> getFontFaceRules() {
            return inner.getFontFaceRules();
        }
    }

    @SuppressWarnings("deprecation") // counted pages need what the renderer itself still uses
    private static byte[] layOut(Document page, Paper paper, List<TrueTypeFont> fonts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try (PDDocument pdf = new PDDocument()) {
            PdfRendererBuilder builder = new PdfRendererBuilder();
            for (int i = 0; i < fonts.size(); i++) {
                builder.useFont(
                        new PDFontSupplier(PDType0Font.load(pdf, fonts.get(i), true)),
                        i == 0 ? "ours" : "further",
                        400,
                        FontStyle.NORMAL,
                        true);
            }
            builder.usePDDocument(pdf)
                    .useReplacementText(MISSING)
                    .useUriResolver((base, uri) -> uri.startsWith("data:") ? uri : null)
                    .useExternalResourceAccessControl(
                            (uri, type) -> uri != null && uri.startsWith("data:image/"),
                            ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                    .useExternalResourceAccessControl(
                            (uri, type) -> uri != null && uri.startsWith("data:image/"),
                            ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI)
                    .useDefaultPageSize((float) paper.width(), (float) paper.height(), PageSizeUnits.MM)
                    .usePageSupplier((document, width, height, number, shadow) -> {
                        PDPage sheet = new PDPage(new PDRectangle(width, height));
                        document.addPage(sheet);
                        return sheet;
                    })
                    .withProducer("OnAccount")
                    .withW3cDocument(new W3CDom().namespaceAware(false).fromJsoup(page), "")
                    .toStream(out);
            try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
                SharedContext context = renderer.getSharedContext();
                context.setCss(new CountedPages(context.getCss(), context.getUac()));
                renderer.layout();
                renderer.createPDF();
            }
            return out.toByteArray();
        } catch (TooManyPages e) {
            throw Problem.invalid("body", "template-pages", MOST_PAGES);
        }
    }

    private List<TrueTypeFont> fonts(Fonts fonts) throws IOException {
        if (fonts.read.isEmpty()) {
            fonts.read.add(new TTFParser().parse(new RandomAccessReadBuffer(ours())));
            if (further != null) {
                fonts.read.add(new TTFParser().parse(new RandomAccessReadBuffer(Files.readAllBytes(further))));
            }
        }
        return fonts.read;
    }

    private synchronized byte[] ours() throws IOException {
        byte[] known = font;
        if (known == null) {
            try (InputStream packed = Objects.requireNonNull(PdfPages.class.getResourceAsStream(OURS));
                    XZInputStream plain = new XZInputStream(packed)) {
                known = plain.readAllBytes();
            }
            font = known;
        }
        return known;
    }
}
