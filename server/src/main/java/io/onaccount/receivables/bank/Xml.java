package io.onaccount.receivables.bank;

import io.onaccount.platform.Problem;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element with what is in it, without namespaces. A document type is refused, so nothing in a file can name other files or grow by entities.
 */
record Xml(String name, Map<String, String> attributes, List<Xml> children, String text, int place) {
    private static final int DEEPEST = 60;

    static XMLStreamReader open(byte[] content) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return factory.createXMLStreamReader(new ByteArrayInputStream(content));
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    static Problem unreadable(XMLStreamException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        return Problem.invalid("file", "bank-file-xml", line);
    }

    /** Moves on; refuses a document type. */
    static int next(XMLStreamReader reader) throws XMLStreamException {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw Problem.invalid("file", "bank-file-doctype");
        }
        return event;
    }

    /** The element the reader stands at, whole. */
    static Xml read(XMLStreamReader reader) throws XMLStreamException {
        return read(reader, 0);
    }

    private static Xml read(XMLStreamReader reader, int depth) throws XMLStreamException {
        int place = reader.getLocation().getLineNumber();
        if (depth > DEEPEST) {
            throw Problem.invalid("file", "bank-file-xml", place);
        }
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        String name = reader.getLocalName();
        List<Xml> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next(reader)) {
                case XMLStreamConstants.START_ELEMENT -> children.add(read(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new Xml(name, attributes, children, text.toString().strip(), place);
                }
                default -> {}
            }
        }
    }

    /** All elements at the end of the path, {@code RmtInf/Ustrd}. */
    List<Xml> all(String path) {
        List<Xml> level = List.of(this);
        for (String step : path.split("/")) {
            level = level.stream()
                    .flatMap(xml -> xml.children.stream())
                    .filter(xml -> xml.name.equals(step))
                    .toList();
        }
        return level;
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

    /** As it stood in the file, but for namespaces and blanks. */
    String source() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((key, value) ->
                out.append(' ').append(key).append("=\"").append(escaped(value)).append('"'));
        out.append('>').append(escaped(text));
        children.forEach(child -> child.write(out));
        out.append("</").append(name).append('>');
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
