package io.onaccount.document.web;

import io.onaccount.document.Field;
import io.onaccount.document.Kind;
import io.onaccount.document.RecordRef;
import io.onaccount.document.TableFile;
import io.onaccount.document.listing.ListQuery;
import io.onaccount.document.listing.Lists;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes exactly what is filtered as a file (LST-01), row by row, so that memory does not grow with it. Numbers and dates are real ones. Who
 * exported what with which filter is in the audit trail before the first byte leaves.
 */
@Component
class ListExport {
    private final Lists lists;
    private final Database database;
    private final AuditTrail trail;
    private final Texts texts;

    ListExport(Lists lists, Database database, AuditTrail trail, Texts texts) {
        this.lists = lists;
        this.database = database;
        this.trail = trail;
        this.texts = texts;
    }

    void write(Actor actor, Kind kind, ListQuery query, String format, HttpServletResponse response)
            throws IOException {
        actor.require(kind.right("view"));
        actor.require(kind.right("export"));
        TableFile.check(format);
        List<Field> columns = lists.columns(actor, kind, query);
        record(actor, kind, query, format, columns);
        try {
            database.report(actor.company(), tx -> {
                // Made with the first row: a filter that is not right is still answered as a problem.
                TableFile[] sheet = new TableFile[1];
                lists.each(tx, actor, kind, query, row -> {
                    try {
                        sheet[0] = sheet[0] == null ? open(actor, kind, columns, format, response) : sheet[0];
                        sheet[0].row(columns.stream()
                                .map(field -> cell(actor, kind, field, row.get(field.name())))
                                .toList());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                try {
                    (sheet[0] == null ? open(actor, kind, columns, format, response) : sheet[0]).end();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return null;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the caller hung up
        }
    }

    private void record(Actor actor, Kind kind, ListQuery query, String format, List<Field> columns) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", format);
        facts.put("fields", columns.stream().map(Field::name).toList());
        if (query.filter() != null) {
            facts.put("filter", query.filter().length() > 2000 ? query.filter().substring(0, 2000) : query.filter());
        }
        if (query.text() != null) {
            facts.put("text", query.text());
        }
        database.write(actor.company(), tx -> {
            lists.check(tx, actor, kind, query);
            trail.record(tx, actor, new AuditTrail.Fact("export", kind.name(), null, null, facts));
            return null;
        });
    }

    private TableFile open(Actor actor, Kind kind, List<Field> columns, String format, HttpServletResponse response)
            throws IOException {
        return TableFile.answer(
                response,
                actor,
                format,
                kind.plural(),
                texts.text(actor.locale(), "kind." + kind.name() + ".plural"),
                columns.stream()
                        .map(field -> new TableFile.Column(
                                ListDescription.label(kind, field, actor.locale(), texts),
                                field.type() == Field.Type.TEXT || field.type().isReference(),
                                field.type() == Field.Type.MONEY))
                        .toList());
    }

    /** A value as a cell: text, BigDecimal, LocalDate, LocalDateTime in the company's zone, or null. */
    private @Nullable Object cell(Actor actor, Kind kind, Field field, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case RecordRef ref -> {
                String title = ref.title() == null ? "" : ref.title();
                yield ref.number() == null || ref.number().isEmpty() ? title : (ref.number() + " " + title).strip();
            }
            case Long number -> BigDecimal.valueOf(number);
            case Instant instant -> LocalDateTime.ofInstant(instant, actor.zone());
            case Boolean truth -> texts.text(actor.locale(), truth ? "list.yes" : "list.no");
            case String text ->
                field.choices().isEmpty()
                        ? text
                        : ListDescription.optionLabel(kind, field, text, actor.locale(), texts);
            default -> value;
        };
    }
}
