package io.onaccount.receivables.bank;

import io.onaccount.platform.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Makes statements of a file's bytes, whatever format they are in (BNK-01). Nothing is stored here. */
public final class StatementReading {
    /** The largest file, also when it is unpacked. */
    public static final int MOST_BYTES = 20 * 1024 * 1024;

    private static final int MOST_FILES = 200;
    private static final Pattern ISO_20022 =
            Pattern.compile("camt\\.05[234]|<(\\w+:)?BkToCstmr|<(\\w+:)?(Stmt|Rpt|Ntfctn)>");

    private StatementReading() {}

    /**
     * What a file says.
     *
     * @param statements empty for a table whose columns are not known
     * @param parts for each statement the file of an archive it is from, counted from 0
     * @param headings of a table
     * @param columns which heading was taken for what
     */
    public record Reading(
            List<BankStatement> statements, List<Integer> parts, List<String> headings, Map<Column, String> columns) {

        static Reading of(List<BankStatement> statements, List<String> headings, Map<Column, String> columns) {
            return new Reading(
                    statements, statements.stream().map(statement -> 0).toList(), headings, columns);
        }
    }

    /**
     * Reads a file.
     *
     * @throws Problem 400 that says what can't be read, with the line and what stands there
     */
    public static Reading read(byte[] content, SavedColumns saved) {
        if (content.length == 0) {
            throw Problem.invalid("file", "bank-file-empty");
        }
        if (content.length > MOST_BYTES) {
            throw Problem.invalid("file", "bank-file-large", MOST_BYTES / 1024 / 1024);
        }
        if (begins(content, 0x1F, 0x8B)) {
            return read(unzipped(content), saved);
        }
        if (begins(content, 'P', 'K', 3, 4) && !isWorkbook(content)) {
            return all(content, saved);
        }
        if (begins(content, 0xD0, 0xCF, 0x11, 0xE0)) {
            throw Problem.invalid("file", "bank-file-xls");
        }
        if (begins(content, '%', 'P', 'D', 'F')) {
            throw Problem.invalid("file", "bank-file-pdf");
        }
        if (begins(content, 'P', 'K', 3, 4)) {
            return table(content, saved);
        }
        String text = Decoding.text(content);
        if (text.isBlank()) {
            throw Problem.invalid("file", "bank-file-empty");
        }
        if (Ofx.fits(text)) {
            return some(Ofx.read(text));
        }
        String begin = text.stripLeading();
        if (begin.startsWith("<")) {
            if (begin.startsWith("<!DOCTYPE html")
                    || begin.toLowerCase(Locale.ROOT).startsWith("<html")
                    || begin.startsWith("<table")) {
                return table(HtmlTable.asCsv(text).getBytes(StandardCharsets.UTF_8), saved);
            }
            if (begin.contains("<!DOCTYPE") || begin.contains("<!ENTITY")) {
                throw Problem.invalid("file", "bank-file-doctype");
            }
            if (!ISO_20022.matcher(begin).find()) {
                throw Problem.invalid("file", "bank-file-unknown");
            }
            return some(Camt.read(xml(content, text)));
        }
        if (Bai2.fits(text)) {
            return some(Bai2.read(text));
        }
        if (Mt940.fits(text)) {
            return some(Mt940.read(text));
        }
        return table(content, saved);
    }

    /** XML says its encoding itself, unless a mark or blank lines stand before it. */
    private static byte[] xml(byte[] content, String text) {
        return content[0] == '<'
                ? content
                : text.stripLeading().replaceFirst("^<\\?xml[^>]*\\?>", "").getBytes(StandardCharsets.UTF_8);
    }

    private static Reading some(List<BankStatement> statements) {
        if (statements.isEmpty()) {
            throw Problem.invalid("file", "bank-file-nothing");
        }
        return Reading.of(statements, List.of(), Map.of());
    }

    private static Reading table(byte[] content, SavedColumns saved) {
        Table.Result result = Table.read(content, saved);
        BankStatement statement = result.statement();
        if (statement == null) {
            if (result.headings().size() < 2) {
                throw Problem.invalid("file", "bank-file-unknown");
            }
            return Reading.of(List.of(), result.headings(), Map.of());
        }
        return Reading.of(List.of(statement), result.headings(), result.columns());
    }

    private static boolean begins(byte[] content, int... mark) {
        if (content.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((content[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWorkbook(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains("xl/workbook.xml");
    }

    private static byte[] unzipped(byte[] content) {
        try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(content))) {
            byte[] whole = input.readNBytes(MOST_BYTES + 1);
            if (begins(whole, 0x1F, 0x8B)) {
                throw Problem.invalid("file", "bank-file-unknown");
            }
            return whole;
        } catch (IOException e) {
            throw Problem.invalid("file", "bank-file-packed");
        }
    }

    /** A bank's archive of statements: every file in it. */
    private static Reading all(byte[] content, SavedColumns saved) {
        List<BankStatement> statements = new ArrayList<>();
        List<Integer> parts = new ArrayList<>();
        Reading last = Reading.of(List.of(), List.of(), Map.of());
        int left = MOST_BYTES;
        int files = 0;
        try (ZipInputStream input = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                if (entry.isDirectory() || entry.getName().startsWith("__MACOSX/")) {
                    continue;
                }
                byte[] part = input.readNBytes(left + 1);
                left -= part.length;
                if (left < 0 || ++files > MOST_FILES) {
                    throw Problem.invalid("file", "bank-file-large", MOST_BYTES / 1024 / 1024);
                }
                if (begins(part, 'P', 'K', 3, 4) && !isWorkbook(part)) {
                    throw Problem.invalid("file", "bank-file-packed"); // an archive in an archive
                }
                last = read(part, saved);
                for (BankStatement statement : last.statements()) {
                    statements.add(statement);
                    parts.add(files);
                }
            }
        } catch (ZipException e) {
            throw Problem.invalid("file", "bank-file-locked");
        } catch (IOException e) {
            throw Problem.invalid("file", "bank-file-packed");
        }
        if (files == 0) {
            throw Problem.invalid("file", "bank-file-empty");
        }
        return new Reading(statements, parts, last.headings(), last.columns());
    }
}
