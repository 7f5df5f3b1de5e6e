package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Any record that has a header, whatever its kind, and what hangs on it: history, relatives, comments, tags. Who may not see the record by
 * right or data scope sees nothing of it: to them it does not exist.
 */
@Component
public final class Records {
    private static final int LONGEST_COMMENT = 4000;
    private static final int LONGEST_TAG = 40;
    private static final int MOST_TAGS = 20;
    private static final int MOST_RELATIVES = 300;
    private static final Pattern MENTION = Pattern.compile("@([\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99})");

    private final Kinds kinds;
    private final Headers headers;
    private final AuditTrail trail;

    Records(Kinds kinds, Headers headers, AuditTrail trail) {
        this.kinds = kinds;
        this.headers = headers;
        this.trail = trail;
    }

    /**
     * A step up or down the chain of documents.
     *
     * @param up whether this record came from it, directly or through others
     * @param depth how many steps away
     * @param via the records one step nearer
     */
    public record Relative(Header header, boolean up, int depth, List<UUID> via) {}

    /** One line of a record's history; changes are field → [old, new] or field → fact, as JSON. */
    public record Event(
            UUID id, Instant at, @Nullable UUID user, String who, String action, String kind, String changes) {}

    /** What somebody said about a record. */
    public record Comment(UUID id, Instant at, UUID author, String who, String text) {}

    /** The record, if the actor may see it; otherwise 404. */
    public Header find(Tx tx, Actor actor, UUID id) {
        return tx.first(
                        Sql.of(
                                        "select " + Headers.COLUMNS
                                                + " from document.header h where h.company_id = ? and h.id = ? and",
                                        tx.company(),
                                        id)
                                .then(Sql.join(" and ", List.of(seenBy(actor)))),
                        Headers::read)
                .filter(header -> actor.may(header.kind() + ".view"))
                .orElseThrow(() -> Problem.notFound("record", id));
    }

    /**
     * The record, if the actor may add to it. Whoever only reads this kind (an auditor) leaves no marks on it.
     */
    public Header findToAddTo(Tx tx, Actor actor, UUID id) {
        Header header = find(tx, actor, id);
        Kind kind = kind(header);
        boolean onlyReads = kind.rights().stream()
                .filter(right -> !right.equals(kind.right("view")) && !right.equals(kind.right("export")))
                .noneMatch(actor::may);
        if (onlyReads) {
            throw Problem.forbidden(kind.right("edit"));
        }
        return header;
    }

    /** The kind of a header. */
    public Kind kind(Header header) {
        return kinds.named(header.kind())
                .orElseThrow(() -> new IllegalStateException("no kind " + header.kind() + " for " + header.id()));
    }

    /** What an event in the record's history is about, often the record itself; a customer's credit account is another kind. */
    public Kind kind(Header header, Event event) {
        return kinds.named(event.kind()).orElseGet(() -> kind(header));
    }

    /** Names of records, users and departments for showing ids: what is unknown is missing. Within the company, not the scope. */
    public Map<UUID, RecordRef> names(Tx tx, Collection<UUID> ids) {
        Map<UUID, RecordRef> names = new HashMap<>();
        if (ids.isEmpty()) {
            return names;
        }
        SqlArray all = SqlArray.of("uuid", new HashSet<>(ids));
        tx.list(
                        """
                        select h.id, h.kind, h.number, h.title from document.header h where h.company_id = ? and h.id = any(?)
                        union all
                        select u.id, null, null, u.name from organization.app_user u where u.id = any(?)
                          and exists (select 1 from organization.membership m where m.company_id = ? and m.user_id = u.id)
                        union all
                        select d.id, null, null, d.name from organization.department d where d.company_id = ? and d.id = any(?)""",
                        row -> new RecordRef(
                                row.uuid("id"),
                                row.textOrNull("kind"),
                                row.textOrNull("number"),
                                row.textOrNull("title")),
                        tx.company(),
                        all,
                        all,
                        tx.company(),
                        tx.company(),
                        all)
                .forEach(ref -> names.put(ref.id(), ref));
        return names;
    }

    /**
     * What happened to the record, newest first.
     *
     * @param before the id of the last event seen, or null for the newest
     */
    public List<Event> history(Tx tx, Actor actor, UUID id, @Nullable UUID before, int limit) {
        Header header = find(tx, actor, id);
        return tx.list(
                """
                select e.id, e.recorded_at, e.user_id, e.user_name, e.action, e.subject_kind, e.changes::text as changes
                from organization.audit_entry e
                where e.company_id = ? and e.subject_id = ? and (?::uuid is null or e.id < ?::uuid)
                order by e.recorded_at desc, e.id desc limit ?""",
                row -> new Event(
                        row.uuid("id"),
                        row.instant("recorded_at"),
                        row.uuidOrNull("user_id"),
                        row.text("user_name"),
                        row.text("action"),
                        row.text("subject_kind"),
                        row.text("changes")),
                tx.company(),
                header.id(),
                before,
                before,
                limit);
    }

    /** The documents this one came from and those that came from it (单据追溯), nearest first; those one may not see are left out. */
    public List<Relative> relatives(Tx tx, Actor actor, UUID id, int depth) {
        find(tx, actor, id);
        List<Relative> relatives = new ArrayList<>();
        relatives.addAll(relatives(tx, actor, id, depth, true));
        relatives.addAll(relatives(tx, actor, id, depth, false));
        return relatives;
    }

    private List<Relative> relatives(Tx tx, Actor actor, UUID id, int depth, boolean up) {
        String near = up ? "to_id" : "from_id";
        String far = up ? "from_id" : "to_id";
        record Step(UUID id, int depth, UUID via) {}
        List<Step> steps = tx.list(
                "with recursive step (id, via, depth) as ("
                        + " (select r." + far + ", r." + near
                        + ", 1 from document.relation r where r.company_id = ? and r." + near
                        + " = ? limit " + MOST_RELATIVES + ") union "
                        + " (select r." + far + ", r." + near
                        + ", s.depth + 1 from document.relation r join step s on s.id = r." + near
                        + " where r.company_id = ? and s.depth < ?)) select id, via, min(depth) as depth from step group by id, via"
                        + " order by 3, 1 limit " + MOST_RELATIVES,
                row -> new Step(row.uuid("id"), row.integer("depth"), row.uuid("via")),
                tx.company(),
                id,
                tx.company(),
                depth);
        Map<UUID, Integer> depths = new LinkedHashMap<>();
        Map<UUID, List<UUID>> via = new HashMap<>();
        for (Step step : steps) {
            if (!step.id().equals(id)) {
                depths.merge(step.id(), step.depth(), Math::min);
                via.computeIfAbsent(step.id(), i -> new ArrayList<>()).add(step.via());
            }
        }
        if (depths.isEmpty()) {
            return List.of();
        }
        Map<UUID, Header> seen = visible(tx, actor, depths.keySet());
        return depths.entrySet().stream()
                .filter(entry -> seen.containsKey(entry.getKey()))
                .map(entry -> new Relative(
                        java.util.Objects.requireNonNull(seen.get(entry.getKey())),
                        up,
                        entry.getValue(),
                        via.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }

    /** Within the data scope, or of a kind whose records belong to everybody in the company, as their list says. */
    private Sql seenBy(Actor actor) {
        Sql scope = actor.scope().holds("h", actor.company());
        List<String> everybodys = kinds.all().stream()
                .filter(kind -> kind.headed() && kind.list().scopeAlias().isEmpty())
                .map(Kind::name)
                .toList();
        return Sql.join(" or ", List.of(scope, Sql.of("h.kind = any(?)", SqlArray.of("text", everybodys))));
    }

    /** Of each kind the few records that the actor may see and that a text names best: just so, by their beginning, then the newest. */
    public List<Header> closest(Tx tx, Actor actor, Collection<UUID> ids, String text, int ofAKind) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return tx
                .list(
                        Sql.of(
                                        "select " + Headers.COLUMNS + " " + """
                                        from (select h.*, row_number() over (partition by h.kind order by
                                             case when ? in (lower(h.number), lower(h.title)) then 0
                                               when starts_with(lower(h.number), ?) or starts_with(lower(h.title), ?) then 1 else 2 end,
                                             h.date desc, h.number desc) as place
                                           from document.header h where h.company_id = ? and h.id = any(?) and""",
                                        wanted,
                                        wanted,
                                        wanted,
                                        tx.company(),
                                        SqlArray.of("uuid", ids))
                                .then(Sql.join(" and ", List.of(seenBy(actor))))
                                .then(") h where h.place <= ?", ofAKind),
                        Headers::read)
                .stream()
                .filter(header -> actor.may(header.kind() + ".view"))
                .toList();
    }

    /** Those of the records that the actor may see. */
    public Map<UUID, Header> visible(Tx tx, Actor actor, Collection<UUID> ids) {
        return tx
                .list(
                        Sql.of(
                                        "select " + Headers.COLUMNS
                                                + " from document.header h where h.company_id = ? and h.id = any(?) and",
                                        tx.company(),
                                        SqlArray.of("uuid", ids))
                                .then(Sql.join(" and ", List.of(seenBy(actor)))),
                        Headers::read)
                .stream()
                .filter(header -> actor.may(header.kind() + ".view"))
                .collect(Collectors.toMap(Header::id, header -> header));
    }

    /** What was said about the record, newest first. */
    public List<Comment> comments(Tx tx, Actor actor, UUID id) {
        find(tx, actor, id);
        return tx.list(
                """
                select c.id, c.written_at, c.author_id, u.name, c.body
                from document.comment c join organization.app_user u on u.id = c.author_id
                where c.company_id = ? and c.record_id = ? order by c.id desc limit 500""",
                row -> new Comment(
                        row.uuid("id"),
                        row.instant("written_at"),
                        row.uuid("author_id"),
                        row.text("name"),
                        row.text("body")),
                tx.company(),
                id);
    }

    /** Adds a comment; colleagues named {@code @login} or {@code @name} in it are noted as mentioned. */
    public Comment comment(Tx tx, Actor actor, UUID id, String text) {
        String body = text.strip();
        Problem.Collector problems = new Problem.Collector();
        problems.check(!body.isEmpty(), "text", "required");
        problems.check(body.length() <= LONGEST_COMMENT, "text", "text-too-long", LONGEST_COMMENT);
        problems.throwIfAny();
        findToAddTo(tx, actor, id);
        Comment comment = new Comment(Ids.next(), headers.now(), actor.user(), actor.name(), body);
        tx.add(
                Rank.DETAIL,
                "insert into document.comment (company_id, id, record_id, author_id, body, written_at) values (?, ?, ?, ?, ?, ?)",
                tx.company(),
                comment.id(),
                id,
                actor.user(),
                body,
                comment.at());
        Set<String> called = new TreeSet<>();
        Matcher matcher = MENTION.matcher(body);
        while (matcher.find()) {
            called.add(matcher.group(1).toLowerCase(java.util.Locale.ROOT));
        }
        if (!called.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into document.mention (company_id, comment_id, user_id)
                    select m.company_id, ?, m.user_id from organization.membership m join organization.app_user u on u.id = m.user_id
                    where m.company_id = ? and m.active and (u.login = any(?) or lower(u.name) = any(?))""",
                    comment.id(),
                    tx.company(),
                    SqlArray.of("text", called),
                    SqlArray.of("text", called));
        }
        return comment;
    }

    /** Where the actor was called by name, newest first, in records they may see: comment and record. */
    public Map<Comment, Header> mentions(Tx tx, Actor actor, int limit) {
        Map<Comment, UUID> found = new LinkedHashMap<>();
        tx.list("""
                        select c.id, c.written_at, c.author_id, u.name, c.body, c.record_id
                        from document.mention m join document.comment c on c.company_id = m.company_id and c.id = m.comment_id
                        join organization.app_user u on u.id = c.author_id
                        where m.company_id = ? and m.user_id = ? order by m.comment_id desc limit ?""", Records::mention, tx.company(), actor.user(), limit)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        Map<UUID, Header> seen = visible(tx, actor, found.values());
        Map<Comment, Header> mentions = new LinkedHashMap<>();
        found.forEach((comment, record) -> {
            Header header = seen.get(record);
            if (header != null) {
                mentions.put(comment, header);
            }
        });
        return mentions;
    }

    private static Map.Entry<Comment, UUID> mention(Row row) {
        return Map.entry(
                new Comment(
                        row.uuid("id"),
                        row.instant("written_at"),
                        row.uuid("author_id"),
                        row.text("name"),
                        row.text("body")),
                row.uuid("record_id"));
    }

    /** The record's tags in order. */
    public List<String> tags(Tx tx, Actor actor, UUID id) {
        find(tx, actor, id);
        return tx.list(
                "select name from document.tag where company_id = ? and record_id = ? order by name",
                row -> row.text("name"),
                tx.company(),
                id);
    }

    /** Gives the record exactly these tags. */
    public List<String> tag(Tx tx, Actor actor, UUID id, List<String> names) {
        Set<String> wanted = new TreeSet<>();
        Problem.Collector problems = new Problem.Collector();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip();
            problems.check(!name.isEmpty(), "tags[" + i + "]", "required");
            problems.check(name.length() <= LONGEST_TAG, "tags[" + i + "]", "text-too-long", LONGEST_TAG);
            wanted.add(name);
        }
        problems.check(wanted.size() <= MOST_TAGS, "tags", "tags-too-many", MOST_TAGS);
        problems.throwIfAny();
        Header header = findToAddTo(tx, actor, id);
        List<String> old = tags(tx, actor, id);
        if (old.equals(List.copyOf(wanted))) {
            return old;
        }
        tx.add(
                Rank.DETAIL,
                "delete from document.tag where company_id = ? and record_id = ? and name <> all(?)",
                tx.company(),
                id,
                SqlArray.of("text", wanted));
        tx.add(
                Rank.DETAIL,
                "insert into document.tag (company_id, record_id, name) select ?, ?, n from unnest(?::text[]) n on conflict do nothing",
                tx.company(),
                id,
                SqlArray.of("text", wanted));
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        header.kind(),
                        id,
                        header.number(),
                        Map.of("tags", List.of(String.join(", ", old), String.join(", ", wanted)))));
        return List.copyOf(wanted);
    }

    /** The tags of records of a kind that begin so, for proposing them. */
    public List<String> knownTags(Tx tx, String prefix) {
        if (!Input.isOneLine(prefix)) {
            throw Problem.invalid("q", "bad-character");
        }
        return tx.list(
                Sql.of("select distinct t.name from document.tag t where t.company_id = ? and", tx.company())
                        .then(Sql.join(" and ", List.of(Sql.startsWith("t.name", prefix))))
                        .then("order by 1 limit 20"),
                row -> row.text("name"));
    }
}
