package io.onaccount.document.importing;

import io.onaccount.platform.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CSV (RFC 4180, and what people make of it): comma, semicolon or tab, quoted or not, any line ends. */
final class Csv implements Sheet {
    private static final int LONGEST_CELL = 100_000;
    private static final int MOST_CELLS = 1000;
    private static final Charset GB18030 = Charset.forName("GB18030");

    private final Reader reader;
    private final boolean titled;
    private char separator;
    private int line;
    private int ahead = -2;

    Csv(InputStream bytes, Charset charset) throws IOException {
        this(bytes, charset, false);
    }

    /** @param titled whether lines that are no rows may stand above the headings */
    Csv(InputStream bytes, Charset charset, boolean titled) throws IOException {
        PushbackInputStream input = new PushbackInputStream(bytes, 3);
        if (charset.equals(StandardCharsets.UTF_8)) {
            byte[] mark = input.readNBytes(3);
            boolean bom =
                    mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF;
            if (!bom) {
                input.unread(mark);
            }
        }
        this.titled = titled;
        this.reader = new BufferedReader(new InputStreamReader(input, charset), 1 << 16);
    }

    /** UTF-8 when the whole file is valid as such, else GB18030, which Chinese Excel writes; UTF-16 by its mark. */
    static Charset charset(InputStream bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(1 << 16);
        ByteBuffer pending = ByteBuffer.allocate((1 << 16) + 8);
        boolean first = true;
        while (true) {
            int read = bytes.read(buffer);
            if (first && read >= 2) {
                first = false;
                int mark = (buffer[0] & 0xFF) << 8 | (buffer[1] & 0xFF);
                if (mark == 0xFFFE || mark == 0xFEFF) {
                    return StandardCharsets.UTF_16;
                }
            }
            if (read > 0) {
                pending.put(buffer, 0, read);
            }
            pending.flip();
            boolean end = read < 0;
            while (true) {
                chars.clear();
                var result = decoder.decode(pending, chars, end);
                if (result.isError()) {
                    return GB18030;
                }
                if (result.isUnderflow()) {
                    break;
                }
            }
            if (end) {
                return StandardCharsets.UTF_8;
            }
            pending.compact();
        }
    }

    @Override
    public @Nullable Line next() throws IOException {
        while (true) {
            int number = line + 1;
            List<@Nullable Object> cells = read();
            if (cells == null) {
                return null;
            }
            if (cells.stream().anyMatch(cell -> cell != null && !cell.toString().isEmpty())) {
                return new Line(number, cells);
            }
        }
    }

    private @Nullable List<@Nullable Object> read() throws IOException {
        if (separator == 0) {
            separator = separator();
        }
        int c = take();
        if (c < 0) {
            return null;
        }
        List<@Nullable Object> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        while (true) {
            if (quoted) {
                if (c < 0) {
                    quoted = false;
                    continue;
                }
                if (c == '"') {
                    c = take();
                    if (c == '"') {
                        append(cell, '"');
                    } else {
                        quoted = false;
                        continue;
                    }
                } else {
                    append(cell, (char) c);
                    line += c == '\n' ? 1 : 0;
                }
            } else if (c < 0 || c == '\n' || c == '\r') {
                cells.add(finished(cell, wasQuoted));
                if (c == '\r') {
                    int next = take();
                    if (next != '\n') {
                        ahead = next;
                    }
                }
                line++;
                return cells;
            } else if (c == separator) {
                cells.add(finished(cell, wasQuoted));
                wasQuoted = false;
                if (cells.size() > MOST_CELLS) {
                    throw Problem.invalid("file", "import-too-many-cells", line + 1);
                }
            } else if (c == '"' && cell.toString().isBlank() && !wasQuoted) {
                cell.setLength(0);
                quoted = true;
                wasQuoted = true;
            } else {
                append(cell, (char) c);
            }
            c = take();
        }
    }

    private void append(StringBuilder cell, char c) {
        if (cell.length() >= LONGEST_CELL) {
            throw Problem.invalid("file", "import-cell-too-long", line + 1);
        }
        cell.append(c);
    }

    /** An apostrophe before what would be a formula is ours, from an export; it goes again. */
    private static String finished(StringBuilder cell, boolean quoted) {
        String text = quoted ? cell.toString() : cell.toString().strip();
        cell.setLength(0);
        return text.length() > 1 && text.charAt(0) == '\'' && "=+-@\t\r".indexOf(text.charAt(1)) >= 0
                ? text.substring(1)
                : text;
    }

    /**
     * The separator that the first line has most of; where titles may stand above the headings, the first line that has any. A tab beside a comma
     * or at the end of the line is how some banks pad their cells.
     */
    private char separator() throws IOException {
        reader.mark(1 << 16);
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        int before = '\n';
        boolean tab = false;
        for (int i = 0; i < (1 << 16) - 1; i++) {
            int c = reader.read();
            if (c < 0 || ((c == '\n' || c == '\r') && (!titled || commas + semicolons + tabs > 0))) {
                break;
            }
            commas += c == ',' || c == '，' ? 1 : 0;
            semicolons += c == ';' ? 1 : 0;
            tabs += tab && c != ',' && c != '\r' && c != '\n' ? 1 : 0;
            tab = c == '\t' && before != ',';
            before = c;
        }
        reader.reset();
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private int take() throws IOException {
        if (ahead != -2) {
            int c = ahead;
            ahead = -2;
            return c;
        }
        return reader.read();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
