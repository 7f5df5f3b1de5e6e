package io.onaccount.document.printing;

import io.onaccount.organization.Companies;
import io.onaccount.platform.Problem;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * What may stand on a printed page: layout, tables, text and pictures that are in it. Whatever would load, run, link or lay claim to pages
 * is left out of every page, whoever wrote the template and whatever its values say.
 */
final class SafeHtml {
    private static final Set<String> ELEMENTS = Set.of(
            ("html head body style div span p h1 h2 h3 h4 table caption thead tbody tfoot tr th td colgroup col ul ol li b strong i em u s small"
                            + " sub sup br hr img section header footer")
                    .split(" "));
    private static final Set<String> ATTRIBUTES =
            Set.of("class", "style", "colspan", "rowspan", "width", "height", "align", "valign", "alt", "src", "lang");
    private static final Pattern PICTURE = Pattern.compile("data:image/(png|jpeg);base64,[A-Za-z0-9+/=\\s]*");

    /** At-rules load fonts and sheets and change the paper; backslashes would hide what comes. */
    private static final Pattern NOT_IN_STYLES = Pattern.compile(
            "@|\\\\|url\\s*\\(|expression\\s*\\(|javascript:|</|<!--|-fs-|behavior|element\\s*\\(|counter-",
            Pattern.CASE_INSENSITIVE);

    private static final int MOST_ELEMENTS = 60_000;
    private static final int MOST_PICTURES = 20;
    private static final int DEEPEST = 60;
    private static final int DEEPEST_TABLES = 4;

    private final Set<String> leftOut = new LinkedHashSet<>();
    private int elements;
    private int pictures;

    private SafeHtml() {}

    /** A page that is safe. */
    record Page(String styles, Element body, Set<String> leftOut) {}

    /** Keeps what may stand on a page, and names what was left out. */
    static Page clean(String html) {
        Document document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        SafeHtml cleaner = new SafeHtml();
        StringBuilder styles = new StringBuilder();
        for (Element style : document.select("style")) {
            String css = style.data();
            if (NOT_IN_STYLES.matcher(css).find()) {
                cleaner.leftOut.add("style");
            } else {
                styles.append(css).append('\n');
            }
            style.remove();
        }
        document.head().children().forEach(cleaner::judge);
        cleaner.clean(document.body(), 0, 0);
        return new Page(styles.toString(), document.body(), cleaner.leftOut);
    }

    private void judge(Element element) {
        if (!ELEMENTS.contains(element.normalName())) {
            leftOut.add("<" + element.normalName() + ">");
        }
    }

    private void clean(Element element, int depth, int tables) {
        if (++elements > MOST_ELEMENTS) {
            throw Problem.invalid("body", "template-too-much");
        }
        for (Attribute attribute : element.attributes().asList()) {
            if (!mayStay(attribute, element)) {
                element.removeAttr(attribute.getKey());
            }
        }
        for (Node child : List.copyOf(element.childNodes())) {
            if (child instanceof Element inner) {
                int deeper = tables + (inner.normalName().equals("table") ? 1 : 0);
                if (!ELEMENTS.contains(inner.normalName()) || depth > DEEPEST || deeper > DEEPEST_TABLES) {
                    leftOut.add("<" + inner.normalName() + ">");
                    inner.remove();
                } else {
                    clean(inner, depth + 1, deeper);
                }
            } else if (!(child instanceof TextNode)) {
                if (!(child instanceof Comment)) {
                    leftOut.add(child.nodeName());
                }
                child.remove();
            }
        }
    }

    /** A picture that is in the page itself, of a size that can be unpacked. */
    private boolean isPicture(String source) {
        if (++pictures > MOST_PICTURES || !PICTURE.matcher(source).matches()) {
            return false;
        }
        try {
            Companies.Logo.of(Base64.getMimeDecoder().decode(source.substring(source.indexOf(',') + 1)));
            return true;
        } catch (Problem | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean mayStay(Attribute attribute, Element element) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        String value = attribute.getValue();
        boolean may = ATTRIBUTES.contains(name)
                && switch (name) {
                    case "src" -> element.normalName().equals("img") && (value.isEmpty() || isPicture(value));
                    case "style" -> !NOT_IN_STYLES.matcher(value).find();
                    case "colspan", "rowspan" -> value.matches("[1-9][0-9]?");
                    default -> true;
                };
        if (!may) {
            leftOut.add(name);
        }
        return may;
    }
}
