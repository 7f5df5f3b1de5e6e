package io.onaccount.platform.web;

import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.DatabaseException;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The writing half of one request, carried out once however often the request is repeated (FND-25). With an Idempotency-Key the answer is
 * stored in the same transaction as the change: a repeat gets it again, the same key with another body is refused, and a key still in
 * progress says so. Controllers take it as an argument.
 */
public final class Once {
    /** Keys this node is working on, so that a double click is answered at once instead of waiting for a row lock. */
    private static final Set<String> IN_PROGRESS = ConcurrentHashMap.newKeySet();

    private static final int UNCERTAIN_ATTEMPTS = 3;

    private final Database database;
    private final JsonMapper json;
    private final @Nullable String key;
    private final byte[] fingerprint;

    /**
     * @param key the Idempotency-Key, or null when the caller sent none
     * @param fingerprint a hash over method, path and body
     */
    public Once(Database database, JsonMapper json, @Nullable String key, byte[] fingerprint) {
        this.database = database;
        this.json = json;
        this.key = key;
        this.fingerprint = fingerprint.clone();
    }

    private static final class Repeated extends RuntimeException {
        Repeated() {
            super("key already used", null, false, false);
        }
    }

    /**
     * Runs the body in one transaction of the company, which may run it again (see {@link Database#write}), and answers what it answered;
     * for a repeated request, what the first one was answered.
     */
    public <T> T run(long company, Class<T> type, Function<Tx, T> body) {
        if (key == null) {
            return database.write(company, body);
        }
        String entry = company + "/" + key;
        if (!IN_PROGRESS.add(entry)) {
            throw Problem.conflict("request-in-progress", key);
        }
        try {
            return written(company, body);
        } catch (Repeated e) {
            return stored(company, type).orElseThrow(() -> new IllegalStateException("key vanished: " + key, e));
        } catch (Problem problem) {
            // A repeat of a call that can't be made twice ("already confirmed") deserves its first answer, not this
            // refusal.
            return stored(company, type).orElseThrow(() -> problem);
        } finally {
            IN_PROGRESS.remove(entry);
        }
    }

    /** With a key a commit whose fate is unknown can simply be tried again: if it stood after all, the key says so. */
    private <T> T written(long company, Function<Tx, T> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.write(company, tx -> {
                    T answer = body.apply(tx);
                    tx.addExpecting(
                            Rank.KEY,
                            1,
                            Repeated::new,
                            "insert into platform.idempotency_key (company_id, key, fingerprint, answer) values (?, ?, ?, ?) on conflict do nothing",
                            company,
                            key,
                            fingerprint,
                            json.writeValueAsString(answer));
                    return answer;
                });
            } catch (DatabaseException e) {
                if (!e.isUncertain() || attempt == UNCERTAIN_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private <T> Optional<T> stored(long company, Class<T> type) {
        return database.read(
                company,
                tx -> tx.first(
                        "select fingerprint, answer from platform.idempotency_key where company_id = ? and key = ?",
                        row -> {
                            if (!Arrays.equals(row.bytes("fingerprint"), fingerprint)) {
                                throw Problem.of(422, "idempotency-key-reused", key == null ? "" : key);
                            }
                            return json.readValue(row.text("answer"), type);
                        },
                        company,
                        key));
    }
}
