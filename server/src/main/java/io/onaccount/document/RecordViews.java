package io.onaccount.document;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * A kind's records over HTTP: whatever was done to one, once however often the request is repeated, is answered with the record as its page
 * shows it then, its version as ETag.
 */
public final class RecordViews<V> {
    private final Database database;
    private final Class<V> type;
    private final ToIntFunction<V> version;
    private final Reader<V> reader;

    /** Reads a record as its page shows it. */
    public interface Reader<V> {
        V read(Tx tx, Actor actor, UUID id);
    }

    public RecordViews(Database database, Class<V> type, ToIntFunction<V> version, Reader<V> reader) {
        this.database = database;
        this.type = type;
        this.version = version;
        this.reader = reader;
    }

    public ResponseEntity<V> find(Actor actor, UUID id) {
        return answer(HttpStatus.OK, database.read(actor.company(), tx -> reader.read(tx, actor, id)));
    }

    /** @param work writes the new record and answers its id */
    public ResponseEntity<V> created(Actor actor, Once once, Function<Tx, UUID> work) {
        return answer(HttpStatus.CREATED, run(actor, once, work));
    }

    /** @param work changes or moves the record with this id */
    public ResponseEntity<V> done(Actor actor, Once once, UUID id, Consumer<Tx> work) {
        return answer(HttpStatus.OK, run(actor, once, tx -> {
            work.accept(tx);
            return id;
        }));
    }

    /** @param work removes a record */
    public void deleted(Actor actor, Consumer<Tx> work) {
        database.write(actor.company(), tx -> {
            work.accept(tx);
            return true;
        });
    }

    private V run(Actor actor, Once once, Function<Tx, UUID> work) {
        return once.run(actor.company(), type, tx -> {
            UUID id = work.apply(tx);
            tx.flush();
            return reader.read(tx, actor, id);
        });
    }

    private ResponseEntity<V> answer(HttpStatus status, V view) {
        return ResponseEntity.status(status)
                .eTag(Versions.etag(version.applyAsInt(view)))
                .body(view);
    }
}
