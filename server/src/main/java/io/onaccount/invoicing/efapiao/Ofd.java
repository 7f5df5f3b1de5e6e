package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Carrier;
import io.onaccount.invoicing.efapiao.Fapiao.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chinese invoices in OFD (GB/T 33190). What they say stands in up to four places: data attached as XML, tags that name texts on the page, properties of
 * the document, and the page itself. The first that tells enough is believed, the others fill in and must agree.
 */
final class Ofd {
    private static final int MOST_REFERENCES = 2000;
    private static final int MOST_WORDS = 20_000;
    private static final double SAME_LINE = 1.5;

    private final Map<String, byte[]> files;
    private final Map<String, Xml> parsed = new HashMap<>();

    /** Texts of pages and templates by page and object. */
    private final Map<String, Map<String, Word>> pages = new HashMap<>();

    private record Word(double x, double y, String text) {}

    private Ofd(Map<String, byte[]> files) {
        this.files = files;
    }

    static boolean is(Map<String, byte[]> files) {
        return files.containsKey("OFD.xml");
    }

    static Draft read(Map<String, byte[]> files) {
        return new Ofd(files).read();
    }

    private Draft read() {
        Xml root = xml("OFD.xml");
        if (root == null || root.all("DocBody").isEmpty()) {
            throw Unreadable.of("ofd");
        }
        List<Xml> bodies = root.all("DocBody");
        Xml body = bodies.getFirst();
        String path = resolve("", body.text("DocRoot"));
        Xml document = xml(path);
        if (document == null) {
            throw Unreadable.of("ofd");
        }
        pages(path, document);
        List<Values> told = new ArrayList<>();
        attached(path, document).stream().filter(Values::tells).findFirst().ifPresent(told::add);
        tagged(path, document).stream()
                .filter(values -> !values.isEmpty())
                .findFirst()
                .ifPresent(told::add);
        Values properties = new Values();
        for (Xml property : body.all("DocInfo/CustomDatas/CustomData")) {
            properties.put(property.attribute("Name"), property.text());
        }
        told.add(properties);
        Values seen = FapiaoText.read(lines());
        if (told.stream().noneMatch(Values::tells)) {
            told.add(seen);
        } else {
            Values title = new Values();
            title.put("发票类型", seen.get("发票类型"));
            told.add(title);
        }
        Draft draft = Fapiao.read(told);
        if (draft.number.isEmpty() && draft.gross == null && draft.net == null) {
            throw Unreadable.of("no-invoice");
        }
        draft.carrier = Carrier.OFD;
        if (bodies.size() > 1) {
            draft.warn("several", bodies.size());
        }
        return draft;
    }

    /** A file that isn't there or isn't XML is passed over: others may tell the same. A document type never is. */
    private @Nullable Xml xml(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            return null;
        }
        Xml known = parsed.get(path);
        if (known == null) {
            try {
                known = Xml.parse(bytes);
            } catch (Unreadable e) {
                if (e.refused().code().equals("doctype") || path.equals("OFD.xml")) {
                    throw e;
                }
                return null;
            }
            parsed.put(path, known);
        }
        return known;
    }

    /** A location in a file, absolute or from that file's folder. Out of the archive leads none: what isn't in it isn't found. */
    private String resolve(String from, String location) {
        String wanted = location.replace('\\', '/').strip();
        if (wanted.startsWith("/")) {
            return wanted.substring(1);
        }
        String folder = from.contains("/") ? from.substring(0, from.lastIndexOf('/') + 1) : "";
        String beside = folder + (wanted.startsWith("./") ? wanted.substring(2) : wanted);
        return files.containsKey(beside) ? beside : wanted;
    }

    private List<Values> attached(String path, Xml document) {
        Set<String> candidates = new LinkedHashSet<>();
        String list = resolve(path, document.text("Attachments"));
        Xml attachments = xml(list);
        if (attachments != null) {
            attachments.all("Attachment/FileLoc").stream()
                    .limit(MOST_REFERENCES)
                    .map(location -> resolve(list, location.text()))
                    .forEach(candidates::add);
        }
        files.keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("attach") && !name.equals(list))
                .forEach(candidates::add);
        List<Values> found = new ArrayList<>();
        for (String candidate : candidates) {
            Xml data = candidate.toLowerCase(Locale.ROOT).endsWith(".xml") ? xml(candidate) : null;
            if (data != null) {
                found.add(Values.of(data));
            }
        }
        return found;
    }

    private List<Values> tagged(String path, Xml document) {
        String list = resolve(path, document.text("CustomTags"));
        Xml tags = xml(list);
        List<Values> found = new ArrayList<>();
        if (tags != null) {
            for (Xml location : tags.all("CustomTag/FileLoc").stream().limit(20).toList()) {
                Xml tag = xml(resolve(list, location.text()));
                if (tag != null) {
                    found.add(Values.of(named(tag)));
                }
            }
        }
        return found;
    }

    /** The tags with the texts they point at in place of the pointers. */
    private Xml named(Xml tag) {
        StringBuilder text = new StringBuilder(tag.text());
        List<Xml> children = new ArrayList<>();
        for (Xml child : tag.children()) {
            if (child.name().equals("ObjectRef")) {
                Word word =
                        pages.getOrDefault(child.attribute("PageRef"), Map.of()).get(child.text());
                text.append(word == null ? "" : word.text());
            } else {
                children.add(named(child));
            }
        }
        return new Xml(
                tag.name(),
                tag.namespace(),
                tag.attributes(),
                children,
                text.toString().strip());
    }

    private void pages(String path, Xml document) {
        List<Xml> all = new ArrayList<>(document.all("Pages/Page"));
        all.addAll(document.all("CommonData/TemplatePage"));
        for (Xml page : all.stream().limit(MOST_REFERENCES).toList()) {
            Xml content = xml(resolve(path, page.attribute("BaseLoc")));
            if (content != null) {
                words(content, pages.computeIfAbsent(page.attribute("ID"), id -> new HashMap<>()));
            }
        }
    }

    private static void words(Xml xml, Map<String, Word> found) {
        for (Xml child : xml.children()) {
            if (child.name().equals("TextObject") && found.size() < MOST_WORDS) {
                StringBuilder text = new StringBuilder();
                child.all("TextCode").forEach(code -> text.append(code.text()));
                String[] box = child.attribute("Boundary").strip().split("\\s+");
                found.put(
                        child.attribute("ID"),
                        new Word(
                                coordinate(box, 0),
                                coordinate(box, 1),
                                text.toString().strip()));
            } else {
                words(child, found);
            }
        }
    }

    private static double coordinate(String[] box, int which) {
        return which < box.length
                ? Figures.number(box[which]).map(Number::doubleValue).orElse(0.0)
                : 0.0;
    }

    /** What one sees, line by line: texts at nearly the same height beside each other. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Map<String, Word> page : pages.values()) {
            List<Word> words = page.values().stream()
                    .sorted(Comparator.comparingDouble(Word::y))
                    .toList();
            List<Word> line = new ArrayList<>();
            for (Word word : words) {
                if (!line.isEmpty() && word.y() - line.getFirst().y() > SAME_LINE) {
                    lines.add(joined(line));
                    line.clear();
                }
                line.add(word);
            }
            lines.add(joined(line));
        }
        return lines;
    }

    private static String joined(List<Word> line) {
        return String.join(
                " ",
                line.stream()
                        .sorted(Comparator.comparingDouble(Word::x))
                        .map(Word::text)
                        .toList());
    }
}
