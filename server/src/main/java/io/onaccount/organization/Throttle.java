package io.onaccount.organization;

import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down whoever guesses passwords or has mails sent to others: by login and address together, by login alone, and by address alone. An attempt is counted before it
 * is judged, so that many at once don't slip through; a success wipes the login's count. After the last free attempt each further one
 * doubles the pause, from half a minute to a quarter of an hour.
 */
final class Throttle {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    /** What is tried, each counted for itself, and how often it is free. */
    enum Door {
        SIGN_IN("", 5, 20, 60, "too-many-attempts"),
        PASSWORD_LINK("p", 3, 5, 20, "password-links-too-often");

        private final String prefix;
        private final int together;
        private final int login;
        private final int address;
        private final String refusal;

        Door(String prefix, int together, int login, int address, String refusal) {
            this.prefix = prefix;
            this.together = together;
            this.login = login;
            this.address = address;
            this.refusal = refusal;
        }
    }

    private final Database platform;
    private final BusinessClock clock;
    private final Door door;

    Throttle(Database platform, BusinessClock clock, Door door) {
        this.platform = platform;
        this.clock = clock;
        this.door = door;
    }

    /** Counts an attempt; throws 429 when there were too many. The answer doesn't depend on whether the login exists. */
    void attempt(String login, String address) {
        Map<String, Integer> free = Map.of(
                together(login, address), door.together, login(login), door.login, address(address), door.address);
        Optional<Instant> until = platform.write(0, tx -> {
            List<String> keys =
                    free.keySet().stream().sorted().toList(); // one order, so that no two wait for each other
            Optional<Instant> blocked = tx.first(
                    "select max(blocked_until) as until from organization.throttle where key = any(?) and blocked_until > now() having count(*) > 0",
                    row -> row.instant("until"),
                    SqlArray.of("text", keys));
            return blocked.isPresent() ? blocked : count(tx, keys, free);
        });
        until.ifPresent(instant -> {
            throw Problem.of(
                    429,
                    door.refusal,
                    Math.max(1, Duration.between(clock.now(), instant).toSeconds()));
        });
    }

    private Optional<Instant> count(Tx tx, List<String> keys, Map<String, Integer> free) {
        Optional<Instant> blocked = Optional.empty();
        for (String key : keys) {
            int failures = tx.one("""
                    insert into organization.throttle as t (key, failures) values (?, 1)
                    on conflict (key) do update set changed_at = now(),
                        failures = case when t.changed_at < now() - interval '30 minutes' then 1 else t.failures + 1 end
                    returning failures""", row -> row.integer("failures"), key);
            int over = failures - free.getOrDefault(key, door.address);
            if (over > 0) {
                Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(10, over - 1));
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                Instant until = clock.now().plus(pause).truncatedTo(ChronoUnit.MILLIS);
                tx.add(Rank.DETAIL, "update organization.throttle set blocked_until = ? where key = ?", until, key);
                blocked = blocked.isPresent() && blocked.get().isAfter(until) ? blocked : Optional.of(until);
            }
        }
        return blocked;
    }

    /** The password was right: the login starts anew, and the address gets its attempt back. */
    void succeeded(String login, String address) {
        platform.write(0, tx -> {
            tx.add(
                    Rank.DOCUMENT,
                    "delete from organization.throttle where key = any(?)",
                    SqlArray.of("text", List.of(together(login, address), login(login))));
            tx.add(
                    Rank.DETAIL,
                    "update organization.throttle set failures = greatest(0, failures - 1) where key = ?",
                    address(address));
            return true;
        });
    }

    private String together(String login, String address) {
        return door.prefix + "b:" + login + "@" + address;
    }

    private String login(String login) {
        return door.prefix + "l:" + login;
    }

    private String address(String address) {
        return door.prefix + "a:" + address;
    }
}
