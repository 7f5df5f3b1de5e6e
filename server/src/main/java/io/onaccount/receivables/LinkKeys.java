package io.onaccount.receivables;

import io.onaccount.platform.db.Tx;
import java.security.SecureRandom;

/** The key a company signs its links to customers with. */
public final class LinkKeys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private LinkKeys() {}

    /** The key; made when it is asked for first, which takes a transaction that writes. */
    public static byte[] of(Tx tx) {
        return tx.first(
                        "select k.key from receivables.link_key k where k.company_id = ?",
                        row -> row.bytes("key"),
                        tx.company())
                .orElseGet(() -> {
                    byte[] fresh = new byte[BYTES];
                    RANDOM.nextBytes(fresh);
                    tx.execute(
                            "insert into receivables.link_key (company_id, key) values (?, ?) on conflict do nothing",
                            tx.company(),
                            fresh);
                    return tx.one(
                            "select k.key from receivables.link_key k where k.company_id = ?",
                            row -> row.bytes("key"),
                            tx.company());
                });
    }
}
