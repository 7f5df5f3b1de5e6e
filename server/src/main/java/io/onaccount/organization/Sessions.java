package io.onaccount.organization;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Who is signed in, and the API tokens of programs. Tokens are 32 random bytes of which only the SHA-256 is stored. Who is behind a token is
 * kept in memory for ten seconds: a request costs no query and writes nothing; what changes on this node counts at once, on others within
 * that time.
 */
@Component
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TOKEN_PREFIX = "oa_";

    /** A session ends after this time without a request, and after the longest time whatever happens. */
    private static final Duration IDLE = Duration.ofHours(12);

    public static final Duration LONGEST = Duration.ofDays(14);

    private final Database database;
    private final Database platform;
    private final Companies companies;
    private final Rights rights;
    private final Passwords passwords;
    private final AuditTrail trail;
    private final BusinessClock clock;
    private final Throttle throttle;
    private final Cache<String, Caller> callers = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(10))
            .maximumSize(20_000)
            .build();

    Sessions(
            Database database,
            @Qualifier("platform") DataSource platform,
            Companies companies,
            Rights rights,
            Passwords passwords,
            AuditTrail trail,
            BusinessClock clock) {
        this.database = database;
        this.platform = new Database(platform, platform);
        this.companies = companies;
        this.rights = rights;
        this.passwords = passwords;
        this.trail = trail;
        this.clock = clock;
        this.throttle = new Throttle(this.platform, clock, Throttle.Door.SIGN_IN);
    }

    /** A sign-in that succeeded; the token is told this once. */
    public record Entered(String token, Caller caller) {}

    /** A session as its owner sees it. */
    public record Session(
            UUID id, String address, String agent, Instant createdAt, Instant lastSeenAt, Instant expiresAt) {}

    /** An API token as its owner sees it. */
    public record Token(
            UUID id,
            String name,
            List<String> rights,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    // ---- coming in and going out

    /**
     * Signs in with a password. Unknown login, wrong password and a person who may not enter get the same answer after the same time; too
     * many failures get 429.
     */
    public Entered signIn(String login, String password, String address, String agent) {
        String wanted = login.strip().toLowerCase(Locale.ROOT);
        throttle.attempt(wanted.length() > 100 ? wanted.substring(0, 100) : wanted, address);
        record Known(UUID id, @Nullable String hash, boolean disabled) {}
        Optional<Known> known = database.read(
                0,
                tx -> tx.first(
                        "select id, password_hash, disabled from organization.app_user where login = ?",
                        row -> new Known(row.uuid("id"), row.textOrNull("password_hash"), row.bool("disabled")),
                        wanted));
        boolean right = passwords.matches(password, known.map(Known::hash).orElse(null));
        Optional<Caller> caller = Optional.empty();
        if (known.isPresent() && !known.get().disabled()) {
            UUID user = known.get().id();
            UUID session = Ids.next();
            List<Long> mine = companiesOf(user);
            for (int i = 0; i < mine.size() && caller.isEmpty(); i++) {
                caller = load(mine.get(i), user, session, null);
            }
            if (right && caller.isPresent()) {
                throttle.succeeded(wanted, address);
                Caller entered = caller.get();
                String token = insert(entered, address, agent);
                note(entered.actor(), "sign-in", Map.of("address", address));
                return new Entered(token, entered);
            }
            caller.ifPresent(c -> note(c.actor(), "sign-in-failed", Map.of("address", address)));
        }
        LOG.info("sign-in failed from {}", address);
        throw Problem.of(401, "sign-in-failed");
    }

    private String insert(Caller caller, String address, String agent) {
        String token = newToken("");
        platform.write(0, tx -> {
            tx.add(
                    Rank.DOCUMENT,
                    "insert into organization.session (token_hash, id, user_id, company, address, agent, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
                    sha256(token),
                    caller.session(),
                    caller.actor().user(),
                    caller.actor().company(),
                    address,
                    agent.length() > 300 ? agent.substring(0, 300) : agent,
                    clock.now().plus(LONGEST));
            return true;
        });
        return token;
    }

    /** Ends the session of this caller. */
    public void signOut(Caller caller) {
        if (caller.session() != null) {
            end(caller.actor().user(), caller.session());
            note(caller.actor(), "sign-out", Map.of());
        }
    }

    /** Goes on in another company the user belongs to. */
    public Caller enter(Caller caller, long company) {
        UUID session = caller.session();
        if (session == null) {
            throw Problem.conflict("token-has-one-company");
        }
        Caller there = companiesOf(caller.actor().user()).contains(company)
                ? load(company, caller.actor().user(), session, null)
                        .orElseThrow(() -> Problem.notFound("company", company))
                : missing(company);
        platform.write(0, tx -> {
            tx.add(
                    Rank.DOCUMENT,
                    "update organization.session set company = ? where id = ? and ended_at is null",
                    company,
                    session);
            return true;
        });
        rightsChanged();
        note(there.actor(), "sign-in", Map.of("from", caller.actor().company()));
        return there;
    }

    private static Caller missing(long company) {
        throw Problem.notFound("company", company);
    }

    // ---- who is behind a token

    /** Who is behind a session token or an API token, if it is good. */
    public Optional<Caller> caller(String token) {
        if (token.length() < 20 || token.length() > 100) {
            return Optional.empty();
        }
        byte[] hash = sha256(token);
        String key = Base64.getEncoder().encodeToString(hash);
        Caller known = callers.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Caller> found = token.startsWith(TOKEN_PREFIX) ? byApiToken(hash) : bySession(hash);
        found.ifPresent(caller -> callers.put(key, caller));
        return found;
    }

    private Optional<Caller> bySession(byte[] hash) {
        record Found(UUID id, UUID user, long company, Instant seen) {}
        Optional<Found> found = platform.read(
                0,
                tx -> tx.first(
                        "select id, user_id, company, last_seen_at from organization.session where token_hash = ? and ended_at is null and expires_at > ? and last_seen_at > ?",
                        row -> new Found(
                                row.uuid("id"),
                                row.uuid("user_id"),
                                row.number("company"),
                                row.instant("last_seen_at")),
                        hash,
                        clock.now(),
                        clock.now().minus(IDLE)));
        found.filter(session -> isLongAgo(session.seen()))
                .ifPresent(session ->
                        seen("update organization.session set last_seen_at = now() where id = ?", session.id()));
        return found.flatMap(session -> load(session.company(), session.user(), session.id(), null));
    }

    private Optional<Caller> byApiToken(byte[] hash) {
        record Found(
                UUID id,
                UUID user,
                long company,
                List<String> rights,
                @Nullable Instant used) {}
        Optional<Found> found = platform.read(
                0,
                tx -> tx.first(
                        "select id, user_id, company, rights, last_used_at from organization.api_token where token_hash = ? and revoked_at is null and expires_at > ?",
                        row -> new Found(
                                row.uuid("id"),
                                row.uuid("user_id"),
                                row.number("company"),
                                row.list("rights", String.class),
                                row.instantOrNull("last_used_at")),
                        hash,
                        clock.now()));
        found.filter(token -> token.used() == null || isLongAgo(token.used()))
                .ifPresent(token ->
                        seen("update organization.api_token set last_used_at = now() where id = ?", token.id()));
        return found.flatMap(token -> load(token.company(), token.user(), null, token.rights()));
    }

    private boolean isLongAgo(Instant seen) {
        return seen.isBefore(clock.now().minusSeconds(60));
    }

    /** Notes the visit behind the request's back; as it is asked only when the memory of ten seconds ran out, and once a minute, it is rare. */
    private void seen(String sql, UUID id) {
        Thread.ofVirtual().name("last-seen").start(() -> {
            try {
                platform.write(0, tx -> {
                    tx.add(Rank.DETAIL, sql, id);
                    return true;
                });
            } catch (RuntimeException e) {
                LOG.debug("last visit not noted", e);
            }
        });
    }

    /** What somebody may do in a company now; empty when they don't belong to it or are not active. */
    Optional<Actor> actor(long company, UUID user) {
        return load(company, user, null, null).map(Caller::actor);
    }

    Optional<Actor> actor(Tx tx, UUID user) {
        return load(tx, user, null, null).map(Caller::actor);
    }

    private Optional<Caller> load(long company, UUID user, @Nullable UUID session, @Nullable List<String> only) {
        return database.read(company, tx -> load(tx, user, session, only));
    }

    private Optional<Caller> load(Tx tx, UUID user, @Nullable UUID session, @Nullable List<String> only) {
        return tx.first("""
                        select u.login, u.name, u.locale, m.department_id, m.scope,
                            (select coalesce(array_agg(r.pattern), '{}') from organization.membership_role mr
                             join organization.role o on o.company_id = mr.company_id and o.id = mr.role_id
                             cross join unnest(o.rights) as r (pattern)
                             where mr.company_id = m.company_id and mr.user_id = m.user_id) as rights,
                            (select coalesce(array_agg(md.department_id), '{}') from organization.membership_department md
                             where md.company_id = m.company_id and md.user_id = m.user_id) as departments
                        from organization.membership m join organization.app_user u on u.id = m.user_id
                        where m.company_id = ? and m.user_id = ? and m.active and not u.disabled""", row -> caller(tx, row, user, session, only), tx.company(), user);
    }

    private Caller caller(Tx tx, Row row, UUID user, @Nullable UUID session, @Nullable List<String> only) {
        Company company = companies.get(tx);
        Set<String> granted = rights.granted(row.list("rights", String.class));
        if (only != null && !only.isEmpty()) {
            Set<String> narrowed = new HashSet<>(granted);
            narrowed.retainAll(rights.granted(only));
            granted = Set.copyOf(narrowed);
        }
        UUID main = row.uuidOrNull("department_id");
        Scope.Level level = row.choice("scope", Scope.Level.class);
        Set<UUID> departments = new HashSet<>(row.list("departments", UUID.class));
        if (main != null) {
            departments.add(main);
        }
        Scope scope = switch (level) {
            case ALL, OWN -> new Scope(level, user, Set.of());
            case DEPARTMENT -> new Scope(level, user, Set.copyOf(departments));
            case BELOW -> new Scope(level, user, below(tx, departments));
        };
        return new Caller(
                session,
                row.text("login"),
                new Actor(
                        company.id(),
                        user,
                        row.text("name"),
                        Texts.nearest(Locale.forLanguageTag(row.text("locale"))),
                        granted,
                        scope,
                        main,
                        company.baseCurrency(),
                        company.zone(),
                        clock.today(company.zone())));
    }

    private static Set<UUID> below(Tx tx, Set<UUID> departments) {
        if (departments.isEmpty()) {
            return Set.of();
        }
        // "union" without "all" ends even if the tree had a ring.
        return Set.copyOf(
                tx.list("""
                with recursive below (id) as (
                    select d.id from organization.department d where d.company_id = ? and d.id = any(?)
                    union
                    select c.id from organization.department c join below b on c.parent_id = b.id where c.company_id = ?)
                select id from below""", r -> r.uuid("id"), tx.company(), SqlArray.of("uuid", departments), tx.company()));
    }

    /** The companies somebody may enter, in order. */
    public List<Long> companiesOf(UUID user) {
        return database.read(0, tx -> companiesOf(tx, user));
    }

    List<Long> companiesOf(Tx tx, UUID user) {
        return tx.list(
                "select company from organization.user_company where user_id = ? order by company",
                row -> row.number("company"),
                user);
    }

    /** Names of the companies somebody may enter. */
    public Map<Long, String> companyNamesOf(UUID user) {
        return companies.names(companiesOf(user));
    }

    // ---- lists and endings

    /** Somebody's sessions that are good, the newest first. */
    public List<Session> of(UUID user) {
        return platform.read(
                0,
                tx -> tx.list(
                        "select id, address, agent, created_at, last_seen_at, expires_at from organization.session where user_id = ? and ended_at is null and expires_at > ? and last_seen_at > ? order by created_at desc",
                        row -> new Session(
                                row.uuid("id"),
                                row.text("address"),
                                row.text("agent"),
                                row.instant("created_at"),
                                row.instant("last_seen_at"),
                                row.instant("expires_at")),
                        user,
                        clock.now(),
                        clock.now().minus(IDLE)));
    }

    /** Ends one session of somebody; 404 when it isn't theirs. */
    public void end(UUID user, UUID session) {
        int ended = platform.write(
                0,
                tx -> tx.execute(
                        "update organization.session set ended_at = now() where id = ? and user_id = ? and ended_at is null",
                        session,
                        user));
        rightsChanged();
        if (ended == 0) {
            throw Problem.notFound("session", session);
        }
    }

    /** Ends all sessions of somebody but the one named. */
    public void endAll(UUID user, @Nullable UUID except) {
        platform.write(
                0,
                tx -> tx.execute(
                        "update organization.session set ended_at = now() where user_id = ? and ended_at is null and id is distinct from ?::uuid",
                        user,
                        except));
        rightsChanged();
    }

    /** Forgets somebody's failed sign-ins: they have shown by other means who they are. */
    void forgive(String login, String address) {
        throttle.succeeded(login, address);
    }

    /** Makes an API token for the actor with at most their own rights; its text is told this once. */
    public String issue(Actor actor, String name, List<String> patterns, Instant until) {
        String token = newToken(TOKEN_PREFIX);
        UUID id = Ids.next();
        platform.write(0, tx -> {
            tx.add(
                    Rank.DOCUMENT,
                    "insert into organization.api_token (token_hash, id, user_id, company, name, rights, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
                    sha256(token),
                    id,
                    actor.user(),
                    actor.company(),
                    name,
                    SqlArray.of("text", patterns),
                    until);
            return true;
        });
        note(actor, "token-issued", Map.of("name", name, "rights", patterns, "until", until.toString()));
        return token;
    }

    /** The actor's API tokens that are good. */
    public List<Token> tokens(Actor actor) {
        return platform.read(
                0,
                tx -> tx.list(
                        "select id, name, rights, created_at, expires_at, last_used_at from organization.api_token where user_id = ? and company = ? and revoked_at is null and expires_at > ? order by created_at",
                        row -> new Token(
                                row.uuid("id"),
                                row.text("name"),
                                row.list("rights", String.class),
                                row.instant("created_at"),
                                row.instant("expires_at"),
                                row.instantOrNull("last_used_at")),
                        actor.user(),
                        actor.company(),
                        clock.now()));
    }

    /** Ends an API token of the actor; 404 when it isn't theirs. */
    public void revoke(Actor actor, UUID id) {
        int ended = platform.write(
                0,
                tx -> tx.execute(
                        "update organization.api_token set revoked_at = now() where id = ? and user_id = ? and company = ? and revoked_at is null",
                        id,
                        actor.user(),
                        actor.company()));
        rightsChanged();
        if (ended == 0) {
            throw Problem.notFound("token", id);
        }
        note(actor, "token-revoked", Map.of("id", id));
    }

    /** Forgets what is in memory about callers: rights, roles, departments or sessions have changed. */
    void rightsChanged() {
        callers.invalidateAll();
    }

    /** Removes what is of no more use: sessions and tokens long ended, links for new passwords, old counts of failures. */
    void sweep() {
        Instant before = clock.now().minus(Duration.ofDays(90));
        platform.write(0, tx -> {
            tx.add(Rank.DETAIL, "delete from organization.session where expires_at < ?", before);
            tx.add(Rank.DETAIL, "delete from organization.api_token where expires_at < ?", before);
            tx.add(
                    Rank.DETAIL,
                    "delete from organization.password_link where expires_at < ?",
                    clock.now().minus(Duration.ofDays(1)));
            tx.add(
                    Rank.DETAIL,
                    "delete from organization.throttle where changed_at < ?",
                    clock.now().minus(Duration.ofDays(1)));
            return true;
        });
    }

    private void note(Actor actor, String action, Map<String, ?> facts) {
        database.write(actor.company(), tx -> {
            trail.record(tx, actor, new AuditTrail.Fact(action, "user", actor.user(), actor.name(), facts));
            return true;
        });
    }

    static String newToken(String prefix) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
