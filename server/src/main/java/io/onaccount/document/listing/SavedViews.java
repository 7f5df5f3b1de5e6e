package io.onaccount.document.listing;

import io.onaccount.document.Kind;
import io.onaccount.document.Kinds;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.DatabaseException;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ways of looking at a list that people keep: their own, and those that colleagues share. A shared one shows each user only what is theirs to see. */
@Component
public final class SavedViews {
    private static final int LONGEST_NAME = 100;
    private static final String COLUMNS =
            "select v.id, v.list, v.owner_id, v.name, v.shared, v.filter, v.sort, v.fields from document.saved_view v";

    private final Kinds kinds;
    private final Lists lists;

    SavedViews(Kinds kinds, Lists lists) {
        this.kinds = kinds;
        this.lists = lists;
    }

    /**
     * @param list the kind's plural
     * @param filter JSON as {@link ListQuery#filter}
     * @param mine whether it is the actor's own, who alone may change it
     */
    public record SavedView(
            UUID id,
            String list,
            String name,
            boolean shared,
            boolean mine,
            @Nullable String filter,
            @Nullable String sort,
            List<String> fields) {}

    /** The views of a list: one's own and the shared ones, by name. */
    public List<SavedView> of(Tx tx, Actor actor, String list) {
        Kind kind = kinds.listed(actor, list);
        return tx.list(
                COLUMNS
                        + " where v.company_id = ? and v.list = ? and (v.owner_id = ? or v.shared) order by v.name, v.id",
                row -> read(row, actor),
                tx.company(),
                kind.plural(),
                actor.user());
    }

    /** Keeps a view; filter, order and columns must be right for this user now. */
    public SavedView keep(
            Tx tx,
            Actor actor,
            @Nullable UUID id,
            String list,
            String name,
            boolean shared,
            @Nullable String filter,
            @Nullable String sort,
            List<String> fields) {
        Kind kind = kinds.listed(actor, list);
        String called = name.strip();
        if (called.isEmpty() || called.length() > LONGEST_NAME) {
            throw Problem.invalid("name", called.isEmpty() ? "required" : "text-too-long", LONGEST_NAME);
        }
        lists.check(tx, actor, kind, new ListQuery(filter, null, sort, null, ListQuery.MOST, fields));
        SavedView view =
                new SavedView(id == null ? Ids.next() : id, kind.plural(), called, shared, true, filter, sort, fields);
        try {
            if (id == null) {
                tx.execute(
                        "insert into document.saved_view (company_id, id, list, owner_id, name, shared, filter, sort, fields)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        tx.company(),
                        view.id(),
                        view.list(),
                        actor.user(),
                        called,
                        shared,
                        filter,
                        sort,
                        SqlArray.of("text", fields));
            } else {
                int changed = tx.execute(
                        "update document.saved_view set name = ?, shared = ?, filter = ?, sort = ?, fields = ?"
                                + " where company_id = ? and id = ? and owner_id = ? and list = ?",
                        called,
                        shared,
                        filter,
                        sort,
                        SqlArray.of("text", fields),
                        tx.company(),
                        id,
                        actor.user(),
                        view.list());
                if (changed == 0) {
                    throw Problem.notFound("saved-view", id);
                }
            }
        } catch (DatabaseException e) {
            if (e.state().equals("23505")) {
                throw Problem.invalid("name", "view-name-taken", called);
            }
            throw e;
        }
        return view;
    }

    /** Forgets a view of one's own. */
    public void forget(Tx tx, Actor actor, UUID id) {
        int gone = tx.execute(
                "delete from document.saved_view where company_id = ? and id = ? and owner_id = ?",
                tx.company(),
                id,
                actor.user());
        if (gone == 0) {
            throw Problem.notFound("saved-view", id);
        }
    }

    private static SavedView read(Row row, Actor actor) {
        return new SavedView(
                row.uuid("id"),
                row.text("list"),
                row.text("name"),
                row.bool("shared"),
                row.uuid("owner_id").equals(actor.user()),
                row.textOrNull("filter"),
                row.textOrNull("sort"),
                row.list("fields", String.class));
    }
}
