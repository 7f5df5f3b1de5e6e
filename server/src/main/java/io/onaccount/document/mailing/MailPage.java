package io.onaccount.document.mailing;

import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The page of a mail, made of its text: paragraphs, lists, and links that stand on a line of their own. Loads and runs nothing. */
final class MailPage {
    private static final String FONT =
            "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif;font-size:15px;line-height:1.6;color:#1f2328";

    private MailPage() {}

    static String html(String company, String text, Locale language) {
        Document page = Document.createShell("");
        page.outputSettings().prettyPrint(false);
        page.getElementsByTag("html").attr("lang", language.toLanguageTag());
        page.head().appendElement("meta").attr("charset", "utf-8");
        Element sheet = page.body().attr("style", "margin:0;background:#f5f6f8").appendElement("div");
        sheet.attr(
                "style",
                "max-width:640px;margin:0 auto;padding:24px 28px;background:#ffffff;border-top:4px solid #1f6feb;"
                        + FONT);
        sheet.appendElement("div")
                .attr("style", "font-weight:600;margin-bottom:16px")
                .text(company);
        for (String paragraph : text.split("\n{2,}")) {
            paragraph(sheet, paragraph.strip());
        }
        return page.outerHtml();
    }

    private static void paragraph(Element sheet, String paragraph) {
        Element list = null;
        Element words = null;
        for (String line : paragraph.split("\n")) {
            if (line.startsWith("- ")) {
                list = list == null ? sheet.appendElement("ul").attr("style", "padding-left:20px") : list;
                list.appendElement("li").text(line.substring(2));
                words = null;
                continue;
            }
            list = null;
            if (words == null) {
                words = sheet.appendElement("p").attr("style", "margin:0 0 14px");
            } else {
                words.appendElement("br");
            }
            if (line.matches("https?://\\S+")) {
                words.appendElement("a")
                        .attr("href", line)
                        .attr("style", "color:#1f6feb;word-break:break-all")
                        .text(line);
            } else {
                words.appendText(line);
            }
        }
    }
}
