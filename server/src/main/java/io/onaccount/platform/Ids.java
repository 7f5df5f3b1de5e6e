package io.onaccount.platform;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ids of all records: UUID version 7 (RFC 9562), made here and not in the database, so that a document's parts can be written in one round
 * trip. Ids of one process ascend, which keeps index pages together.
 */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds shifted by 12 bits, plus a counter inside the millisecond: strictly ascending in one process. */
    private static final AtomicLong LAST = new AtomicLong();

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final ByteBuffer STORE = ByteBuffer.allocate(1024).limit(0);

    private Ids() {}

    /** The next id, greater than every id this process made before. */
    public static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long stamp = LAST.updateAndGet(last -> Math.max(now, last + 1));
        long high = (stamp >>> 12) << 16 | 0x7000L | (stamp & 0xFFFL);
        long low = (random() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** Random bytes are fetched many at a time: asking for eight costs as much as asking for a thousand. */
    private static long random() {
        LOCK.lock();
        try {
            if (!STORE.hasRemaining()) {
                RANDOM.nextBytes(STORE.array());
                STORE.clear();
            }
            return STORE.getLong();
        } finally {
            LOCK.unlock();
        }
    }
}
