package io.onaccount.invoicing.efapiao;

import java.io.IOException;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * A zip file in memory. Nothing of it is ever written, but names that lead out of it are refused all the same: no honest file has them. What it
 * unpacks to is bounded by what comes out, not by what it says of itself.
 */
final class Archive {
    private static final int MOST_ENTRIES = 2000;
    private static final int LARGEST_ENTRY = 20_000_000;
    private static final int LARGEST_ALL = 60_000_000;

    private Archive() {}

    /** Its XML, OFD and PDF files by path; pictures and fonts are left in it. */
    static Map<String, byte[]> open(byte[] content) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(content))
                .get()) {
            long all = 0;
            int entries = 0;
            for (Enumeration<ZipArchiveEntry> each = zip.getEntries(); each.hasMoreElements(); ) {
                ZipArchiveEntry entry = each.nextElement();
                if (++entries > MOST_ENTRIES) {
                    throw Unreadable.of("archive-size");
                }
                String name = name(entry.getName());
                if (entry.isDirectory() || !wanted(name)) {
                    continue;
                }
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw Unreadable.of("encrypted");
                }
                try (var in = zip.getInputStream(entry)) {
                    byte[] bytes = in.readNBytes(LARGEST_ENTRY + 1);
                    all += bytes.length;
                    if (bytes.length > LARGEST_ENTRY || all > LARGEST_ALL) {
                        throw Unreadable.of("archive-size");
                    }
                    files.putIfAbsent(name, bytes);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Unreadable.of("archive");
        }
        return files;
    }

    private static String name(String raw) {
        String name = raw.replace('\\', '/');
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        if (name.startsWith("/")
                || name.indexOf('\0') >= 0
                || name.matches("[A-Za-z]:.*")
                || Arrays.asList(name.split("/")).contains("..")) {
            throw Unreadable.of("archive-path", Draft.clean(raw, 80));
        }
        return name;
    }

    private static boolean wanted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return (lower.endsWith(".xml") || lower.endsWith(".ofd") || lower.endsWith(".pdf"))
                && !lower.startsWith("__macosx/");
    }
}
