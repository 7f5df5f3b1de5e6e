package io.onaccount.document.printing;

import io.onaccount.platform.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template: text with places. {@code {{field}}} is a value, always escaped; {@code {{#lines}}…{{/lines}}} repeats for each line, or stands
 * when the field has a value; {@code {{^field}}…{{/field}}} stands when it has none; {@code {{>part}}} puts in one of our ready parts. That
 * is all: a template computes nothing and calls nothing, and what it may grow to is bounded.
 */
final class Template {
    /** The longest template that is kept, in characters. */
    static final int LONGEST = 60_000;

    private static final int LONGEST_RESULT = 1_500_000;
    private static final int DEEPEST = 6;
    private static final Pattern TAG = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern INSIDE = Pattern.compile("\\s*([#^/>]?)\\s*([A-Za-z][A-Za-z0-9.-]{0,79})\\s*");

    /** A piece: text, a value, or a section with pieces of its own. */
    private record Piece(char sign, String name, List<Piece> inner, int line) {}

    private final List<Piece> pieces;

    private Template(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** How a value is shown, and what it is to a section. */
    interface Scope {
        /** As text; null when there is no such field. */
        @Nullable
        String text(String name);

        /** The lines of a list; null when it isn't one. */
        @Nullable
        List<Scope> lines(String name);

        /** Whether the field has something to show. */
        boolean has(String name);
    }

    /**
     * Reads a template; 400 naming the line where it makes no sense.
     *
     * @param part the text of a ready part by its name; null when there is none
     */
    static Template read(String text, Function<String, @Nullable String> part) {
        if (text.length() > LONGEST) {
            throw Problem.invalid("body", "text-too-long", LONGEST);
        }
        return new Template(pieces(text, part));
    }

    private static List<Piece> pieces(String text, Function<String, @Nullable String> part) {
        Deque<Piece> open = new ArrayDeque<>();
        List<Piece> top = new ArrayList<>();
        Matcher matcher = TAG.matcher(text);
        int at = 0;
        int line = 1;
        while (matcher.find()) {
            String before = text.substring(at, matcher.start());
            line += (int) before.chars().filter(c -> c == '\n').count();
            into(open, top).add(new Piece('"', before, List.of(), line));
            at = matcher.end();
            Matcher inside = INSIDE.matcher(matcher.group(1));
            if (!inside.matches()) {
                throw Problem.invalid("body", "template-tag", line, shortened(matcher.group()));
            }
            String name = inside.group(2);
            char sign = inside.group(1).isEmpty() ? '=' : inside.group(1).charAt(0);
            switch (sign) {
                case '#', '^' -> {
                    if (open.size() >= DEEPEST) {
                        throw Problem.invalid("body", "template-deep", line, DEEPEST);
                    }
                    open.push(new Piece(sign, name, new ArrayList<>(), line));
                }
                case '/' -> {
                    if (open.isEmpty() || !open.getFirst().name().equals(name)) {
                        throw Problem.invalid("body", "template-closed", line, name);
                    }
                    Piece section = open.pop();
                    into(open, top).add(section);
                }
                case '>' -> {
                    String ready = part.apply(name);
                    if (ready == null) {
                        throw Problem.invalid("body", "template-part", line, name);
                    }
                    into(open, top).addAll(pieces(ready, nested -> null));
                }
                default -> into(open, top).add(new Piece(sign, name, List.of(), line));
            }
            line += (int) matcher.group().chars().filter(c -> c == '\n').count();
        }
        if (!open.isEmpty()) {
            throw Problem.invalid(
                    "body",
                    "template-open",
                    open.getFirst().line(),
                    open.getFirst().name());
        }
        top.add(new Piece('"', text.substring(at), List.of(), line));
        return top;
    }

    private static List<Piece> into(Deque<Piece> open, List<Piece> top) {
        return open.isEmpty() ? top : open.getFirst().inner();
    }

    private static String shortened(String tag) {
        return tag.length() > 60 ? tag.substring(0, 60) + "…" : tag;
    }

    /** Hands every name with its line to the consumer, those of lists with the list they are used in. */
    void eachName(BiConsumer<List<String>, Integer> consumer) {
        names(pieces, List.of(), consumer);
    }

    private static void names(List<Piece> pieces, List<String> within, BiConsumer<List<String>, Integer> consumer) {
        for (Piece piece : pieces) {
            if (piece.sign() != '"') {
                List<String> path = new ArrayList<>(within);
                path.add(piece.name());
                consumer.accept(path, piece.line());
                names(piece.inner(), piece.sign() == '#' ? path : within, consumer);
            }
        }
    }

    /** The template's own text without places, every branch of it: what it would put on any page. */
    String bare() {
        StringBuilder bare = new StringBuilder();
        bare(pieces, bare);
        return bare.toString();
    }

    private static void bare(List<Piece> pieces, StringBuilder bare) {
        for (Piece piece : pieces) {
            if (piece.sign() == '"') {
                bare.append(piece.name());
            }
            bare(piece.inner(), bare);
        }
    }

    /** Fills the template for a page; 400 when the result would be too long for a document. */
    String fill(Scope scope) {
        return fill(scope, Template::escape);
    }

    /** Fills the template with its values as they are. */
    String fillPlain(Scope scope) {
        return fill(scope, (value, out) -> out.append(value));
    }

    private String fill(Scope scope, BiConsumer<String, StringBuilder> writer) {
        StringBuilder out = new StringBuilder();
        fill(pieces, List.of(scope), writer, out);
        return out.toString();
    }

    private static void fill(
            List<Piece> pieces, List<Scope> scopes, BiConsumer<String, StringBuilder> writer, StringBuilder out) {
        for (Piece piece : pieces) {
            switch (piece.sign()) {
                case '"' -> out.append(piece.name());
                case '=' -> writer.accept(text(scopes, piece.name()), out);
                case '#' -> section(piece, scopes, writer, out);
                default -> {
                    if (!has(scopes, piece.name())) {
                        fill(piece.inner(), scopes, writer, out);
                    }
                }
            }
            if (out.length() > LONGEST_RESULT) {
                throw Problem.invalid("body", "template-too-much");
            }
        }
    }

    private static void section(
            Piece piece, List<Scope> scopes, BiConsumer<String, StringBuilder> writer, StringBuilder out) {
        List<Scope> lines = null;
        for (int i = scopes.size() - 1; i >= 0 && lines == null; i--) {
            lines = scopes.get(i).lines(piece.name());
        }
        if (lines == null) {
            if (has(scopes, piece.name())) {
                fill(piece.inner(), scopes, writer, out);
            }
            return;
        }
        if (scopes.size() > 1) {
            throw Problem.invalid("body", "template-list-in-list", piece.line(), piece.name());
        }
        for (Scope line : lines) {
            fill(piece.inner(), List.of(scopes.getFirst(), line), writer, out);
        }
    }

    private static String text(List<Scope> scopes, String name) {
        for (int i = scopes.size() - 1; i >= 0; i--) {
            String text = scopes.get(i).text(name);
            if (text != null) {
                return text;
            }
        }
        return "";
    }

    private static boolean has(List<Scope> scopes, String name) {
        for (int i = scopes.size() - 1; i >= 0; i--) {
            if (scopes.get(i).text(name) != null || scopes.get(i).lines(name) != null) {
                return scopes.get(i).has(name);
            }
        }
        return false;
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
