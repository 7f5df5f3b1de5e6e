package io.onaccount.document.importing;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * How a file holds its rows, told by what is in it: as CSV, packed by gzip or not, or as a workbook of Excel.
 *
 * @param charset of CSV; null for a workbook
 */
record FileFormat(@Nullable Charset charset) {

    static FileFormat of(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            if (isWorkbook(input)) {
                return new FileFormat(null);
            }
        }
        try (InputStream input = unpacked(Files.newInputStream(file))) {
            return new FileFormat(Csv.charset(input));
        }
    }

    /** The rows of a whole file that may begin with titles. */
    static Sheet titled(byte[] content) throws IOException {
        if (isWorkbook(new ByteArrayInputStream(content))) {
            return Excel.spooled(new ByteArrayInputStream(content));
        }
        Charset charset = Csv.charset(unpacked(new ByteArrayInputStream(content)));
        return new Csv(unpacked(new ByteArrayInputStream(content)), charset, true);
    }

    /** As it was noted by {@link #name} and {@link #charsetName}. */
    static FileFormat noted(String name, String charset) {
        return new FileFormat(name.equals("XLSX") ? null : Charset.forName(charset));
    }

    String name() {
        return charset == null ? "XLSX" : "CSV";
    }

    String charsetName() {
        return charset == null ? "" : charset.name();
    }

    Sheet open(Path file) throws IOException {
        return charset == null ? new Excel(file) : new Csv(unpacked(Files.newInputStream(file)), charset);
    }

    Sheet open(InputStream content) throws IOException {
        return charset == null ? Excel.spooled(content) : new Csv(unpacked(content), charset);
    }

    private static boolean isWorkbook(InputStream input) throws IOException {
        byte[] begin = input.readNBytes(4);
        return begin.length == 4 && begin[0] == 'P' && begin[1] == 'K' && begin[2] == 3 && begin[3] == 4;
    }

    private static InputStream unpacked(InputStream file) throws IOException {
        BufferedInputStream input = new BufferedInputStream(file, 1 << 16);
        input.mark(2);
        int mark = input.read() | input.read() << 8;
        input.reset();
        return mark == 0x8B1F ? new GZIPInputStream(input, 1 << 16) : input;
    }
}
