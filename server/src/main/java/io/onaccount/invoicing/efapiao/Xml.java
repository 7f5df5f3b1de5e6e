package io.onaccount.invoicing.efapiao;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element with all that is in it. A document type is refused, so a file can neither name other files nor grow by entities; schema locations and
 * XInclude mean nothing here. Depth, number of elements and length of text are bounded.
 */
record Xml(String name, String namespace, Map<String, String> attributes, List<Xml> children, String text) {
    private static final int DEEPEST = 60;
    private static final int MOST_ELEMENTS = 200_000;
    private static final int MOST_TEXT = 8_000_000;

    /** Attached pictures and papers, which may be of any size and are none of our business. */
    private static final Set<String> SKIPPED =
            Set.of("EmbeddedDocumentBinaryObject", "AttachmentBinaryObject", "IncludedBinaryObject", "Signature");

    /** The root element. */
    static Xml parse(byte[] content) {
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
            factory.setXMLResolver((publicId, systemId, base, name) -> {
                throw new XMLStreamException("external");
            });
            int start = start(content);
            return new Reading(factory.createXMLStreamReader(
                            new ByteArrayInputStream(content, start, content.length - start)))
                    .root();
        } catch (XMLStreamException e) {
            throw Unreadable.of(
                    "xml",
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber()));
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw Unreadable.of("xml", 1); // the JDK's reader on some broken encodings
        }
    }

    /** Blanks before the declaration are no XML, but files have them. */
    private static int start(byte[] content) {
        int at = 0;
        while (at < content.length
                && (content[at] == ' ' || content[at] == '\n' || content[at] == '\r' || content[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static final class Reading {
        private final XMLStreamReader reader;
        private int elements;
        private int length;

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        Xml root() throws XMLStreamException {
            while (next() != XMLStreamConstants.START_ELEMENT) {
                if (!reader.hasNext()) {
                    throw Unreadable.of("xml", 1);
                }
            }
            Xml root = element(0);
            while (reader.hasNext()) {
                next(); // what follows must be well-formed too, or the file was cut or glued together
            }
            return root;
        }

        private int next() throws XMLStreamException {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw Unreadable.of("doctype");
            }
            return event;
        }

        private Xml element(int depth) throws XMLStreamException {
            if (depth > DEEPEST || ++elements > MOST_ELEMENTS) {
                throw Unreadable.of("structure");
            }
            Map<String, String> attributes = new TreeMap<>();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
            String name = reader.getLocalName();
            String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
            boolean skipped = SKIPPED.contains(name);
            List<Xml> children = new ArrayList<>(0);
            StringBuilder text = new StringBuilder(0);
            while (true) {
                switch (next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        Xml child = element(depth + 1);
                        if (!skipped) {
                            children.add(child);
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!skipped) {
                            length += reader.getTextLength();
                            if (length > MOST_TEXT) {
                                throw Unreadable.of("structure");
                            }
                            text.append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        return new Xml(
                                name,
                                namespace,
                                attributes,
                                children,
                                text.toString().strip());
                    }
                    default -> {}
                }
            }
        }
    }

    /** All elements at the end of the path; a step may have alternatives: {@code ExchangedDocument|HeaderExchangedDocument/ID}. */
    List<Xml> all(String path) {
        List<Xml> level = List.of(this);
        for (String step : path.split("/")) {
            List<String> names = List.of(step.split("\\|"));
            level = level.stream()
                    .flatMap(xml -> xml.children.stream())
                    .filter(xml -> names.contains(xml.name))
                    .toList();
        }
        return level;
    }

    /** The first element at the end of the path, or an empty one. */
    Xml first(String path) {
        List<Xml> found = all(path);
        return found.isEmpty() ? new Xml("", "", Map.of(), List.of(), "") : found.getFirst();
    }

    /** The text of the first of these paths that has some; empty for none. */
    String text(String... paths) {
        for (String path : paths) {
            for (Xml found : all(path)) {
                if (!found.text.isEmpty()) {
                    return found.text;
                }
            }
        }
        return "";
    }

    String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** Whether there is nothing in it. */
    boolean isEmpty() {
        return children.isEmpty() && text.isEmpty();
    }
}
