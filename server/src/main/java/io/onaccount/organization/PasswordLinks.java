package io.onaccount.organization;

import io.onaccount.organization.spi.PasswordMail;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Links by which somebody who forgot their password sets a new one (找回密码). Each person has one at most, the last they asked for; it is good
 * once, for half an hour, and only while address and password are what they were when it was asked for. Its token is made when the mail leaves
 * and only its SHA-256 is kept.
 *
 * <p>Whoever can read the mail can sign in as its receiver. So it goes only to an address that was entered by somebody who may set that person's
 * password anyway, and for people of several companies only through a mail server that was set by somebody who belongs to all of them.
 */
@Component
public final class PasswordLinks {
    /** How long a link is good for. */
    public static final Duration LIFE = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(PasswordLinks.class);

    /** So many people may share a mail address and each get a link of their own. */
    private static final int MOST_OF_AN_ADDRESS = 5;

    private final Database database;
    private final Database platform;
    private final Sessions sessions;
    private final Passwords passwords;
    private final AuditTrail trail;
    private final BusinessClock clock;
    private final ObjectProvider<PasswordMail> mail;
    private final Throttle throttle;

    PasswordLinks(
            Database database,
            @Qualifier("platform") DataSource platform,
            Sessions sessions,
            Passwords passwords,
            AuditTrail trail,
            BusinessClock clock,
            ObjectProvider<PasswordMail> mail) {
        this.database = database;
        this.platform = new Database(platform, platform);
        this.sessions = sessions;
        this.passwords = passwords;
        this.trail = trail;
        this.clock = clock;
        this.mail = mail;
        this.throttle = new Throttle(this.platform, clock, Throttle.Door.PASSWORD_LINK);
    }

    private record Person(UUID id, String login, String address) {}

    /** Whose link it is, as the page that it opens shows it. */
    public record Card(String login, String name, String language, Instant expiresAt) {}

    private record Link(UUID id, UUID user, long company, String address, Instant madeAt, Instant expiresAt) {}

    private record Open(Link link, String login, String name, String language) {}

    // ---- asking for one

    /**
     * Mails a link to whoever has this login or mail address. What is done about it is done after the answer, so that neither the answer nor its
     * time tells who exists; asked too often it is 429.
     */
    public void ask(String who, String from) {
        String wanted = who.strip().toLowerCase(Locale.ROOT);
        throttle.attempt(wanted, from);
        Thread.ofVirtual().name("password-link").start(() -> {
            try {
                people(wanted).forEach(person -> send(person, from));
            } catch (RuntimeException e) {
                LOG.error("a link for a new password was not sent", e);
            }
        });
    }

    private List<Person> people(String wanted) {
        return database.read(
                0,
                tx -> tx.list(
                        """
                        select u.id, u.login, u.email from organization.app_user u
                        where (u.login = ? or lower(u.email) = ?) and not u.disabled and u.password_hash is not null and u.email is not null and u.address_vouched
                        order by u.login = ? desc, u.login limit ?""",
                        row -> new Person(row.uuid("id"), row.text("login"), row.text("email")),
                        wanted,
                        wanted,
                        wanted,
                        MOST_OF_AN_ADDRESS));
    }

    private void send(Person person, String from) {
        PasswordMail way = mail.getIfAvailable();
        List<Long> companies = sessions.companiesOf(person.id());
        for (long company : companies) {
            Optional<Actor> reader = sessions.actor(company, person.id());
            if (way != null && reader.isPresent() && isOpen(way, company, companies)) {
                send(way, reader.get(), person, from);
                return;
            }
        }
        LOG.info("a link for a new password of user {} was not sent: no company's mail server may", person.id());
    }

    /** Whether the company's mails leave, and nobody reads them there who has no business in one of the person's companies. */
    private boolean isOpen(PasswordMail way, long company, List<Long> companies) {
        Optional<PasswordMail.Road> road = database.read(company, way::road);
        if (road.isEmpty() || companies.size() == 1) {
            return road.isPresent();
        }
        UUID setBy = road.get().setBy();
        Set<Long> theirs = setBy == null ? Set.of() : new HashSet<>(sessions.companiesOf(setBy));
        return theirs.containsAll(companies);
    }

    private void send(PasswordMail way, Actor reader, Person person, String from) {
        UUID id = Ids.next();
        platform.write(0, tx -> {
            tx.add(
                    Rank.DOCUMENT,
                    """
                    insert into organization.password_link (user_id, id, company, address, asked_from, expires_at) values (?, ?, ?, ?, ?, ?)
                    on conflict (user_id) do update set id = excluded.id, company = excluded.company, address = excluded.address,
                        asked_from = excluded.asked_from, token_hash = null, made_at = now(), expires_at = excluded.expires_at, used_at = null""",
                    person.id(),
                    id,
                    reader.company(),
                    person.address(),
                    from,
                    clock.now().plus(LIFE));
            return true;
        });
        database.write(reader.company(), tx -> {
            way.write(tx, reader, person.login(), person.address(), id, LIFE);
            note(tx, reader, "password-link", person.login(), Map.of("address", from, "to", person.address()));
            return true;
        });
    }

    private void note(Tx tx, Actor actor, String action, String login, Map<String, ?> facts) {
        trail.record(tx, actor, new AuditTrail.Fact(action, "user", actor.user(), login, facts));
    }

    /** The token of a link whose mail leaves now; one that left with an earlier try opens nothing more. 404 when the link is over. */
    public String token(UUID id) {
        String token = Sessions.newToken("");
        int found = platform.write(
                0,
                tx -> tx.execute(
                        "update organization.password_link set token_hash = ? where id = ? and used_at is null and expires_at > ?",
                        Sessions.sha256(token),
                        id,
                        clock.now()));
        if (found == 0) {
            throw over();
        }
        return token;
    }

    private static Problem over() {
        return Problem.of(404, "password-link-over");
    }

    // ---- using it

    /** Whose link it is; 404 when it is over or never was. */
    public Card look(String token) {
        Open open = open(token);
        return new Card(open.login(), open.name(), open.language(), open.link().expiresAt());
    }

    private Open open(String token) {
        Link link = platform.read(
                        0,
                        tx -> tx.first(
                                "select l.id, l.user_id, l.company, l.address, l.made_at, l.expires_at from organization.password_link l"
                                        + " where l.token_hash = ? and l.used_at is null and l.expires_at > ?",
                                row -> new Link(
                                        row.uuid("id"),
                                        row.uuid("user_id"),
                                        row.number("company"),
                                        row.text("address"),
                                        row.instant("made_at"),
                                        row.instant("expires_at")),
                                Sessions.sha256(token),
                                clock.now()))
                .orElseThrow(PasswordLinks::over);
        return database.read(
                        0,
                        tx -> tx.first(
                                """
                                select u.login, u.name, u.locale from organization.app_user u
                                where u.id = ? and not u.disabled and u.password_hash is not null and u.email = ? and u.address_vouched
                                  and (u.password_changed_at is null or u.password_changed_at <= ?)""",
                                row -> new Open(link, row.text("login"), row.text("name"), row.text("locale")),
                                link.user(),
                                link.address(),
                                link.madeAt()))
                .orElseThrow(PasswordLinks::over);
    }

    /** Sets the new password and ends all sessions of its owner. 404 when the link is over, 400 when the password won't do. */
    public void use(String token, String password, String from) {
        Open open = open(token);
        Link link = open.link();
        Problem.Collector problems = new Problem.Collector();
        Passwords.check(problems, "password", password, open.login());
        problems.throwIfAny();
        Actor owner = sessions.actor(link.company(), link.user()).orElseThrow(PasswordLinks::over);
        String hash = passwords.hash(password);
        int spent = platform.write(
                0,
                tx -> tx.execute(
                        "update organization.password_link set used_at = now() where id = ? and token_hash = ? and used_at is null",
                        link.id(),
                        Sessions.sha256(token)));
        if (spent == 0) {
            throw over();
        }
        database.write(link.company(), tx -> {
            Users.password(tx, link.user(), hash);
            note(tx, owner, "password-by-link", open.login(), Map.of("address", from));
            tx.afterCommit(() -> sessions.endAll(link.user(), null));
            return true;
        });
        sessions.forgive(open.login(), from);
    }
}
