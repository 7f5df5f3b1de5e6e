package io.onaccount.document.web;

import io.onaccount.document.Attachments;
import io.onaccount.document.Attachments.Attachment;
import io.onaccount.document.Field;
import io.onaccount.document.Header;
import io.onaccount.document.Kind;
import io.onaccount.document.RecordRef;
import io.onaccount.document.Records;
import io.onaccount.document.StateTable;
import io.onaccount.organization.Actor;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every record has, whatever its kind: its head for links, history, relatives, comments, tags and files. */
@RestController
@RequestMapping("/api/v1/records/{id}")
class RecordEndpoints {
    private static final String BY_RECORD =
            "whoever may see the record: its kind's own right and the data scope are checked on it";
    private static final int DEEPEST = 6;
    private static final int MOST_EVENTS = 200;

    private final Records records;
    private final Attachments attachments;
    private final Database database;
    private final Texts texts;
    private final JsonMapper json;

    RecordEndpoints(Records records, Attachments attachments, Database database, Texts texts, JsonMapper json) {
        this.records = records;
        this.attachments = attachments;
        this.database = database;
        this.texts = texts;
        this.json = json;
    }

    record Head(
            UUID id,
            String kind,
            String kindTitle,
            String number,
            String title,
            String state,
            String stateLabel,
            StateTable.Tone tone,
            @Nullable RecordRef party,
            @Nullable RecordRef owner,
            @Nullable RecordRef department,
            LocalDate date,
            @Nullable String currency,
            @Nullable BigDecimal total,
            int version,
            List<String> tags) {}

    /** @param direction {@code up}: this record came from it; {@code down}: it came from this record */
    record RelativeHead(
            UUID id,
            String kind,
            String kindTitle,
            String number,
            String title,
            String state,
            String stateLabel,
            StateTable.Tone tone,
            LocalDate date,
            @Nullable String currency,
            @Nullable BigDecimal total,
            String direction,
            int depth,
            List<UUID> via) {}

    record Change(
            String field,
            String label,
            @Nullable String from,
            @Nullable String to) {}

    /** @param what the action in words */
    record Event(UUID id, Instant at, String who, String action, String what, List<Change> changes) {}

    record CommentView(UUID id, Instant at, String who, String text, boolean mine) {}

    record NewComment(@MaxLength(4000) String text) {}

    record Tags(List<String> tags) {}

    record File(UUID id, String name, String type, long size, Instant at, String who, boolean mine) {}

    @GetMapping
    @SignedIn(BY_RECORD)
    Head head(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> {
            Header header = records.find(tx, actor, id);
            Map<UUID, RecordRef> names = records.names(
                    tx,
                    Stream.of(header.party(), header.owner(), header.department())
                            .filter(java.util.Objects::nonNull)
                            .toList());
            return new Head(
                    id,
                    header.kind(),
                    texts.text(actor.locale(), "kind." + header.kind()),
                    header.number(),
                    header.title(),
                    header.state(),
                    stateLabel(actor.locale(), header.kind(), header.state()),
                    tone(header),
                    ref(names, header.party()),
                    ref(names, header.owner()),
                    ref(names, header.department()),
                    header.date(),
                    header.currency(),
                    amount(header),
                    header.version(),
                    records.tags(tx, actor, id));
        });
    }

    @GetMapping("/history")
    @SignedIn(BY_RECORD)
    List<Event> history(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST_EVENTS) {
            throw Problem.invalid("limit", "list-limit", limit, MOST_EVENTS);
        }
        return database.read(actor.company(), tx -> {
            Header header = records.find(tx, actor, id);
            Kind own = records.kind(header);
            List<Records.Event> events = records.history(tx, actor, id, before, limit).stream()
                    .filter(event -> seen(actor, own, records.kind(header, event)))
                    .toList();
            List<JsonNode> changes =
                    events.stream().map(event -> json.readTree(event.changes())).toList();
            Set<UUID> ids = new HashSet<>();
            changes.forEach(change -> collect(change, ids));
            Map<UUID, RecordRef> names = records.names(tx, ids);
            List<Event> views = new ArrayList<>();
            for (int i = 0; i < events.size(); i++) {
                Records.Event event = events.get(i);
                Kind kind = records.kind(header, event);
                views.add(new Event(
                        event.id(),
                        event.at(),
                        event.who(),
                        event.action(),
                        action(actor.locale(), kind, event.action()),
                        changes(actor, kind, changes.get(i), names)));
            }
            return views;
        });
    }

    @GetMapping("/relatives")
    @SignedIn(BY_RECORD)
    List<RelativeHead> relatives(Actor actor, @PathVariable UUID id, @RequestParam(defaultValue = "3") int depth) {
        if (depth < 1 || depth > DEEPEST) {
            throw Problem.invalid("depth", "record-depth", depth, DEEPEST);
        }
        return database.read(
                actor.company(),
                tx -> records.relatives(tx, actor, id, depth).stream()
                        .map(relative -> {
                            Header header = relative.header();
                            return new RelativeHead(
                                    header.id(),
                                    header.kind(),
                                    texts.text(actor.locale(), "kind." + header.kind()),
                                    header.number(),
                                    header.title(),
                                    header.state(),
                                    stateLabel(actor.locale(), header.kind(), header.state()),
                                    tone(header),
                                    header.date(),
                                    header.currency(),
                                    amount(header),
                                    relative.up() ? "up" : "down",
                                    relative.depth(),
                                    relative.via());
                        })
                        .toList());
    }

    @GetMapping("/comments")
    @SignedIn(BY_RECORD)
    List<CommentView> comments(Actor actor, @PathVariable UUID id) {
        return database.read(
                actor.company(),
                tx -> records.comments(tx, actor, id).stream()
                        .map(comment -> view(actor, comment))
                        .toList());
    }

    @PostMapping("/comments")
    @SignedIn(BY_RECORD)
    @ResponseStatus(HttpStatus.CREATED)
    CommentView comment(Actor actor, Once once, @PathVariable UUID id, @RequestBody NewComment body) {
        return once.run(
                actor.company(), CommentView.class, tx -> view(actor, records.comment(tx, actor, id, body.text())));
    }

    @PutMapping("/tags")
    @SignedIn(BY_RECORD)
    Tags tag(Actor actor, @PathVariable UUID id, @RequestBody Tags body) {
        return database.write(actor.company(), tx -> new Tags(records.tag(tx, actor, id, body.tags())));
    }

    @GetMapping("/attachments")
    @SignedIn(BY_RECORD)
    List<File> files(Actor actor, @PathVariable UUID id) {
        return database.read(
                actor.company(),
                tx -> attachments.of(tx, actor, id).stream()
                        .map(file -> view(actor, file))
                        .toList());
    }

    @PostMapping(path = "/attachments", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @SignedIn(BY_RECORD)
    @ResponseStatus(HttpStatus.CREATED)
    File attach(Actor actor, Once once, @PathVariable UUID id, @RequestParam("file") MultipartFile file)
            throws IOException {
        if (file.getSize() > Attachments.MOST_BYTES) {
            throw Problem.invalid("file", "attachment-too-large", Attachments.MOST_BYTES / 1024 / 1024);
        }
        byte[] content = file.getBytes();
        String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        return once.run(actor.company(), File.class, tx -> view(actor, attachments.add(tx, actor, id, name, content)));
    }

    @GetMapping("/attachments/{file}/content")
    @SignedIn(BY_RECORD)
    void content(Actor actor, @PathVariable UUID id, @PathVariable UUID file, HttpServletResponse response)
            throws IOException {
        try {
            database.read(actor.company(), tx -> {
                Attachment attachment = attachments.find(tx, actor, id, file);
                response.setContentType(attachment.type());
                response.setContentLengthLong(attachment.size());
                response.setHeader(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(attachment.name(), java.nio.charset.StandardCharsets.UTF_8)
                                .build()
                                .toString());
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
                response.setHeader("Cache-Control", "private, no-store");
                attachments.content(tx, attachment, part -> {
                    try {
                        response.getOutputStream().write(part);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                return null;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause(); // the caller hung up
        }
    }

    @DeleteMapping("/attachments/{file}")
    @SignedIn(BY_RECORD)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Actor actor, @PathVariable UUID id, @PathVariable UUID file) {
        database.write(actor.company(), tx -> {
            attachments.remove(tx, actor, id, file);
            return null;
        });
    }

    private static CommentView view(Actor actor, Records.Comment comment) {
        return new CommentView(
                comment.id(),
                comment.at(),
                comment.who(),
                comment.text(),
                comment.author().equals(actor.user()));
    }

    private static File view(Actor actor, Attachment file) {
        return new File(
                file.id(),
                file.name(),
                file.type(),
                file.size(),
                file.at(),
                file.who(),
                file.uploader().equals(actor.user()));
    }

    private static @Nullable RecordRef ref(Map<UUID, RecordRef> names, @Nullable UUID id) {
        return id == null ? null : names.getOrDefault(id, new RecordRef(id, null, null, null));
    }

    private static @Nullable BigDecimal amount(Header header) {
        return header.total() == null || header.currency() == null
                ? null
                : header.total().setScale(Money.digits(header.currency()), RoundingMode.UNNECESSARY);
    }

    private String stateLabel(Locale locale, String kind, String state) {
        return texts.text(locale, "state." + kind + "." + state);
    }

    private StateTable.Tone tone(Header header) {
        return ListDescription.tone(records.kind(header), header.state());
    }

    private String action(Locale locale, Kind kind, String action) {
        return texts.find(locale, "history." + kind.name() + "." + action)
                .or(() -> texts.find(locale, "move." + kind.name() + "." + action))
                .or(() -> texts.find(locale, "history." + action))
                .orElseGet(() -> texts.text(locale, "move." + action));
    }

    /** What is told of another kind on the same record is for those who may see that kind. */
    private static boolean seen(Actor actor, Kind own, Kind kind) {
        return kind.equals(own) || actor.may(kind.right("view"));
    }

    private static void collect(JsonNode node, Set<UUID> ids) {
        if (node.isContainer()) {
            node.forEach(child -> collect(child, ids));
        } else if (node.isString()) {
            id(node.stringValue()).ifPresent(ids::add);
        }
    }

    private static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What changed in words: fields that the actor may not see are left out, ids are shown as the names they have now. */
    private List<Change> changes(Actor actor, Kind kind, JsonNode changes, Map<UUID, RecordRef> names) {
        List<Change> views = new ArrayList<>();
        changes.properties().forEach(entry -> {
            String name = entry.getKey();
            Optional<Field> field = kind.list().field(name);
            if (field.isPresent()
                    && !field.get().right().isEmpty()
                    && !actor.may(field.get().right())) {
                return;
            }
            int at = name.indexOf('['); // one of many, by its place
            String one = at < 0 ? name : name.substring(0, at);
            String place = at < 0 ? "" : " " + name.substring(at + 1, name.length() - 1);
            String label = texts.find(actor.locale(), "field." + kind.name() + "." + one)
                    .orElseGet(() -> texts.text(actor.locale(), "field." + one));
            JsonNode value = entry.getValue();
            boolean pair = value.isArray() && value.size() == 2;
            views.add(new Change(
                    name,
                    label.startsWith("field.") ? name : label + place,
                    pair ? words(actor, kind, one, field, value.get(0), names) : null,
                    words(actor, kind, one, field, pair ? value.get(1) : value, names)));
        });
        return views;
    }

    private @Nullable String words(
            Actor actor, Kind kind, String name, Optional<Field> field, JsonNode value, Map<UUID, RecordRef> names) {
        if (value.isNull()) {
            return null;
        }
        if (value.isContainer()) {
            return value.toString();
        }
        String text = value.asString();
        RecordRef named = id(text).map(names::get).orElse(null);
        if (named != null) {
            String number = named.number() == null ? "" : named.number() + " ";
            return (number + (named.title() == null ? "" : named.title())).strip();
        }
        if (text.equals("true") || text.equals("false")) {
            return texts.text(actor.locale(), text.equals("true") ? "list.yes" : "list.no");
        }
        return field.filter(f -> f.choices().contains(text))
                .map(f -> ListDescription.optionLabel(kind, f, text, actor.locale(), texts))
                .or(() -> texts.find(actor.locale(), "choice." + kind.name() + "." + name + "." + text))
                .orElse(text);
    }
}
