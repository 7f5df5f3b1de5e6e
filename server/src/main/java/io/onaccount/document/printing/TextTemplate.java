package io.onaccount.document.printing;

import io.onaccount.platform.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A template of plain text: the places are those of printed pages, and what is put into them stays as it is. */
public final class TextTemplate {
    private final Template template;

    private TextTemplate(Template template) {
        this.template = template;
    }

    /** Reads a template; 400 naming the line where it makes no sense. */
    public static TextTemplate read(String text) {
        return new TextTemplate(Template.read(text, part -> null));
    }

    /**
     * Refuses fields there aren't (400, naming the line).
     *
     * @param lists the fields of each list
     */
    public void check(Set<String> fields, Map<String, Set<String>> lists) {
        Problem.Collector problems = new Problem.Collector();
        template.eachName((path, line) -> {
            String name = path.getLast();
            boolean known = fields.contains(name)
                    || lists.containsKey(name)
                    || path.stream()
                            .anyMatch(
                                    outer -> lists.getOrDefault(outer, Set.of()).contains(name));
            problems.check(known, "body", "template-field", line, name);
        });
        problems.throwIfAny();
    }

    /** @param values texts, and lists of maps of texts; what isn't there is empty */
    public String fill(Map<String, ?> values) {
        return template.fillPlain(new Values(values));
    }

    private record Values(Map<String, ?> values) implements Template.Scope {
        @Override
        public @Nullable String text(String name) {
            Object value = values.get(name);
            return value == null || value instanceof List<?> ? null : value.toString();
        }

        @Override
        @SuppressWarnings("unchecked") // a list holds maps of texts
        public @Nullable List<Template.Scope> lines(String name) {
            return values.get(name) instanceof List<?> list
                    ? list.stream()
                            .<Template.Scope>map(line -> new Values((Map<String, ?>) line))
                            .toList()
                    : null;
        }

        @Override
        public boolean has(String name) {
            return switch (values.get(name)) {
                case null -> false;
                case List<?> list -> !list.isEmpty();
                case Object value -> !value.toString().isBlank();
            };
        }
    }
}
