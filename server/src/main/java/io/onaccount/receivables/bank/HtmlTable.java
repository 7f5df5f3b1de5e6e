package io.onaccount.receivables.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some banks' files called .xls are pages with a table. Only rows and cells are looked at; nothing in them is carried out. */
final class HtmlTable {
    private static final Pattern ROW =
            Pattern.compile("<tr\\b[^>]*>(.*?)(?=<tr\\b|</table|\\z)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern CELL =
            Pattern.compile("<t[dh]\\b[^>]*>(.*?)(?=<t[dh]\\b|</tr|\\z)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private HtmlTable() {}

    static String asCsv(String page) {
        StringBuilder csv = new StringBuilder();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            List<String> cells = new ArrayList<>();
            Matcher cell = CELL.matcher(row.group(1));
            while (cell.find()) {
                String text = cell.group(1)
                        .replaceAll("<[^>]{0,2000}>", "")
                        .replace("&nbsp;", " ")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&")
                        .strip();
                cells.add("\"" + text.replace("\"", "\"\"") + "\"");
            }
            csv.append(String.join(",", cells)).append("\r\n");
        }
        return csv.toString();
    }
}
