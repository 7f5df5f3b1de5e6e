package io.onaccount.invoicing.efapiao;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Measures what the packed streams of a PDF come to. The PDF library unpacks each of them into memory before anyone can ask for less, so this happens
 * first, wherever the word {@code stream} stands and whatever is said about it.
 */
final class PdfBombs {
    private static final long MOST = 200_000_000;
    private static final int MOST_STREAMS = 50_000;
    private static final byte[] STREAM = "stream".getBytes(StandardCharsets.US_ASCII);
    private static final String LZW = "/LZW";
    private static final int HEX = 16;

    private final byte[] content;
    private final byte[] buffer = new byte[1 << 16];
    private long left = MOST;
    private int streams;

    private PdfBombs(byte[] content) {
        this.content = content;
    }

    static void check(byte[] content) {
        new PdfBombs(content).check();
    }

    private void check() {
        // LZW packs as hard and is of the last century; a name may be spelt with #xx.
        if (names(new String(content, StandardCharsets.ISO_8859_1)).contains(LZW)) {
            throw Unreadable.of("pdf-packing");
        }
        for (int at = next(0); at >= 0; at = next(at)) {
            int start = at;
            while (start < content.length && (content[start] == '\r' || content[start] == '\n')) {
                start++;
            }
            if (++streams > MOST_STREAMS) {
                throw Unreadable.of("structure");
            }
            measure(start);
        }
    }

    /** Where the next stream begins. */
    private int next(int from) {
        outer:
        for (int at = from; at + STREAM.length < content.length; at++) {
            for (int i = 0; i < STREAM.length; i++) {
                if (content[at + i] != STREAM[i]) {
                    continue outer;
                }
            }
            int after = at + STREAM.length;
            if (content[after] == '\n' || content[after] == '\r') {
                return after;
            }
        }
        return -1;
    }

    private void measure(int start) {
        if (packed(content, start)) {
            inflate(new ByteArrayInputStream(content, start, content.length - start));
            return;
        }
        for (byte[] plain : List.of(base85(start), hex(start))) {
            if (packed(plain, 0)) {
                inflate(new ByteArrayInputStream(plain));
            }
        }
    }

    /** Whether a zlib header stands here. */
    private static boolean packed(byte[] bytes, int at) {
        return at + 1 < bytes.length
                && (bytes[at] & 0x0F) == 8
                && (((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF)) % 31 == 0;
    }

    private void inflate(InputStream raw) {
        Inflater inflater = new Inflater();
        try (InflaterInputStream in = new InflaterInputStream(raw, inflater, 1 << 13)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw Unreadable.of("archive-size");
                }
                if (names(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))
                        .contains(LZW)) {
                    throw Unreadable.of("pdf-packing");
                }
            }
        } catch (IOException e) {
            // no packed stream, or one that ends early: what came out until here was counted
        } finally {
            inflater.end();
        }
    }

    private static String names(String text) {
        if (!text.contains("#")) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), HEX) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), HEX) : -1;
            if (c == '#' && high >= 0 && low >= 0) {
                out.append((char) (high * HEX + low));
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** What stands in ASCII85 from here, as far as it is that. */
    private byte[] base85(int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long group = 0;
        int digits = 0;
        for (int at = start; at < content.length; at++) {
            int c = content[at];
            if (c == 'z' && digits == 0) {
                out.writeBytes(new byte[4]);
            } else if (c >= '!' && c <= 'u') {
                group = group * 85 + (c - '!');
                if (++digits == 5) {
                    for (int shift = 24; shift >= 0; shift -= 8) {
                        out.write((int) (group >> shift));
                    }
                    group = 0;
                    digits = 0;
                }
            } else if (!Character.isWhitespace(c)) {
                break;
            }
        }
        return spent(out);
    }

    /** What stands in hexadecimal from here, as far as it is that. */
    private byte[] hex(int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int high = -1;
        for (int at = start; at < content.length; at++) {
            int value = Character.digit(content[at], HEX);
            if (value < 0 && !Character.isWhitespace(content[at])) {
                break;
            }
            if (value >= 0) {
                if (high >= 0) {
                    out.write(high * HEX + value);
                }
                high = high < 0 ? value : -1;
            }
        }
        return spent(out);
    }

    private byte[] spent(ByteArrayOutputStream out) {
        left -= out.size();
        if (left < 0) {
            throw Unreadable.of("archive-size");
        }
        return out.toByteArray();
    }
}
