package io.onaccount.platform.serving;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.HttpRequestHandler;

/**
 * Hands out the built pages from memory: the whole of them is a few megabytes. A path that is no file is a place inside the application, so
 * it gets the one page. Files whose name carries the hash of their content are kept by the browser for good.
 */
final class Pages implements HttpRequestHandler {

    private static final Logger log = LoggerFactory.getLogger(Pages.class);
    private static final String INDEX = "/index.html";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("txt", "text/plain;charset=utf-8"));

    /** A file as it is sent; packed forms are null where they don't pay. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
    private record Page(
            String type, String tag, boolean forGood, byte[] plain, byte @Nullable [] gzip, byte @Nullable [] brotli) {}

    private final Map<String, Page> pages;

    private Pages(Map<String, Page> pages) {
        this.pages = pages;
    }

    /** Reads the pages; a missing folder means a server without pages, for tests and for pages served by somebody else. */
    static Pages in(Path folder) throws IOException {
        Map<String, Page> pages = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            log.debug("no pages in {}", folder);
            return new Pages(pages);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = "/" + folder.relativize(file).toString().replace('\\', '/');
                String ending = path.substring(path.lastIndexOf('.') + 1);
                String type = TYPES.get(ending);
                if (type != null && !path.contains("/.")) {
                    pages.put(path, page(file, path, type));
                }
            }
        }
        return new Pages(pages);
    }

    private static Page page(Path file, String path, String type) throws IOException {
        byte[] plain = Files.readAllBytes(file);
        CRC32 sum = new CRC32();
        sum.update(plain);
        boolean packable = plain.length > 1000 && !type.startsWith("image/png") && !type.startsWith("font/woff2");
        Path brotli = file.resolveSibling(file.getFileName() + ".br");
        Path gzip = file.resolveSibling(file.getFileName() + ".gz");
        return new Page(
                type,
                "\"" + HexFormat.of().toHexDigits((int) sum.getValue()) + Integer.toHexString(plain.length) + "\"",
                path.startsWith("/assets/"),
                plain,
                packable ? (Files.exists(gzip) ? Files.readAllBytes(gzip) : gzip(plain)) : null,
                packable && Files.exists(brotli) ? Files.readAllBytes(brotli) : null);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    /** True when this path is ours to answer: a file, or a place inside the application. */
    boolean has(String path) {
        return pages.containsKey(path) || isPlace(path);
    }

    private boolean isPlace(String path) {
        return pages.containsKey(INDEX)
                && !path.startsWith("/api/")
                && !path.equals("/api")
                && path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        Page found = pages.get(path);
        Page page = found == null ? pages.get(INDEX) : found;
        if (page == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, page.forGood() ? "public, max-age=31536000, immutable" : "no-cache");
        response.setHeader(HttpHeaders.ETAG, page.tag());
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (page.tag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String header = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        String accepted = header == null ? "" : header.toLowerCase(Locale.ROOT);
        byte[] body = page.plain();
        if (page.brotli() != null && accepted.contains("br")) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "br");
            body = page.brotli();
        } else if (page.gzip() != null && accepted.contains("gzip")) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = page.gzip();
        }
        response.setContentType(page.type());
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }
}
