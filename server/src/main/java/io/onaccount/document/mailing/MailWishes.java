package io.onaccount.document.mailing;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each colleague wants to be told by mail: they say so themselves, for the address they have then. When somebody changes that address, they must
 * say so again; a link in a mail acts in their name.
 */
@Component
public final class MailWishes {
    private final MailEvents events;

    MailWishes(MailEvents events) {
        this.events = events;
    }

    /** When somebody is told of something. */
    public enum Mode {
        OFF,
        /** At once. */
        EACH,
        /** Once a day, in the morning, all together. */
        DAILY
    }

    /** The address mails would go to, or null, and for each occasion when. */
    public record Wishes(@Nullable String address, Map<String, Mode> events) {}

    public Wishes of(Tx tx, Actor actor) {
        Map<String, Mode> set = new HashMap<>();
        tx.list("""
                select w.event, w.mode from document.mail_wish w join organization.app_user u on u.id = w.user_id
                where w.company_id = ? and w.user_id = ? and w.address = u.email""", row -> set.put(row.text("event"), row.choice("mode", Mode.class)), tx.company(), actor.user());
        Map<String, Mode> all = new LinkedHashMap<>();
        events.wished().forEach(event -> all.put(event.name(), set.getOrDefault(event.name(), Mode.OFF)));
        String address = tx.first(
                        "select coalesce(u.email, '') as email from organization.app_user u where u.id = ?",
                        row -> row.text("email"),
                        actor.user())
                .orElse("");
        return new Wishes(
                MailAddress.of(address, null).map(MailAddress::address).orElse(null), all);
    }

    /** Sets one's own; what isn't named stays. 400 for an occasion there isn't. */
    public void set(Tx tx, Actor actor, Map<String, Mode> wishes) {
        Problem.Collector problems = new Problem.Collector();
        wishes.keySet()
                .forEach(name -> problems.check(
                        events.wished().stream().anyMatch(event -> event.name().equals(name)),
                        "events",
                        "mail-no-event",
                        name));
        problems.throwIfAny();
        wishes.forEach((event, mode) -> {
            tx.add(
                    Rank.DETAIL,
                    "delete from document.mail_wish where company_id = ? and user_id = ? and event = ?",
                    tx.company(),
                    actor.user(),
                    event);
            if (mode != Mode.OFF) {
                tx.add(Rank.DETAIL, """
                        insert into document.mail_wish (company_id, user_id, event, mode, address)
                        select ?, u.id, ?, ?, coalesce(u.email, '') from organization.app_user u where u.id = ?""", tx.company(), event, mode, actor.user());
            }
        });
    }

    /** Keeps a line for somebody's daily mail. */
    static void note(Tx tx, UUID user, String event, String line, Instant now) {
        tx.add(
                Rank.DETAIL,
                "insert into document.mail_notice (company_id, id, user_id, event, line, noted_at) values (?, ?, ?, ?, ?, ?)",
                tx.company(),
                Ids.next(),
                user,
                event,
                MailAddress.oneLine(line, 300),
                now);
    }
}
