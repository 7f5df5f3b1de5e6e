package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Anyone;
import io.onaccount.organization.Caller;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.Sessions;
import io.onaccount.organization.SignedIn;
import io.onaccount.organization.Users;
import io.onaccount.platform.BusinessClock;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.web.MaxLength;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Coming in, going out, and what concerns oneself. */
@RestController
class SessionController {
    private static final int LARGEST_PREFERENCES = 20_000;

    private final Sessions sessions;
    private final Users users;
    private final Companies companies;
    private final Database database;
    private final BusinessClock clock;

    SessionController(Sessions sessions, Users users, Companies companies, Database database, BusinessClock clock) {
        this.sessions = sessions;
        this.users = users;
        this.companies = companies;
        this.database = database;
        this.clock = clock;
    }

    record Credentials(
            @MaxLength(100) String login, @MaxLength(200) String password) {}

    record Myself(UUID id, String name, String login, String locale) {}

    /** @param deliveriesNeedNotice whether goods leave by shipping notices only */
    record MyCompany(
            long id,
            String name,
            String baseCurrency,
            String timeZone,
            boolean taxInclusive,
            int priceDecimals,
            int quantityDecimals,
            boolean deliveriesNeedNotice) {}

    record CompanyName(long id, String name) {}

    record Me(
            Myself user,
            MyCompany company,
            List<CompanyName> companies,
            List<String> rights,
            LocalDate today,
            JsonNode preferences) {}

    record ChosenCompany(long id) {}

    record Preferences(
            @Nullable @MaxLength(20) String locale,
            @Nullable JsonNode preferences) {}

    record NewPassword(
            @MaxLength(200) String old, @MaxLength(200) String password) {}

    record SessionView(
            UUID id,
            String address,
            String agent,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt,
            boolean current) {}

    record SessionList(List<SessionView> rows) {}

    @PostMapping("/api/v1/session")
    @Anyone("this is how one signs in")
    Me signIn(@RequestBody Credentials body, HttpServletRequest request, HttpServletResponse response) {
        Sessions.Entered entered = sessions.signIn(
                body.login(),
                body.password(),
                request.getRemoteAddr(),
                Objects.requireNonNullElse(request.getHeader("User-Agent"), ""));
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                cookie(entered.token(), Sessions.LONGEST, request).toString());
        return me(entered.caller());
    }

    @DeleteMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @SignedIn("one's own session")
    void signOut(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        sessions.signOut(caller);
        response.addHeader(
                HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO, request).toString());
    }

    private static ResponseCookie cookie(String token, Duration age, HttpServletRequest request) {
        return ResponseCookie.from(AccessFilter.COOKIE, token)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .path("/")
                .maxAge(age)
                .build();
    }

    @GetMapping("/api/v1/me")
    @SignedIn("who one is")
    Me me(Caller caller) {
        Actor actor = caller.actor();
        Company company = database.read(actor.company(), companies::get);
        return new Me(
                new Myself(
                        actor.user(),
                        actor.name(),
                        caller.login(),
                        actor.locale().toLanguageTag()),
                new MyCompany(
                        company.id(),
                        company.name(),
                        company.baseCurrency(),
                        company.zone().getId(),
                        company.taxInclusive(),
                        company.priceDecimals(),
                        company.quantityDecimals(),
                        company.settings().deliveriesNeedNotice()),
                sessions.companyNamesOf(actor.user()).entrySet().stream()
                        .map(e -> new CompanyName(e.getKey(), e.getValue()))
                        .toList(),
                actor.rights().stream().sorted().toList(),
                clock.today(actor.zone()),
                database.read(actor.company(), tx -> users.preferences(tx, actor)));
    }

    @PutMapping("/api/v1/me/company")
    @SignedIn("only into one's own companies")
    Me enter(Caller caller, @RequestBody ChosenCompany body) {
        return me(sessions.enter(caller, body.id()));
    }

    @PutMapping("/api/v1/me/preferences")
    @SignedIn("one's own")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void prefer(Actor actor, @RequestBody Preferences body) {
        String json = body.preferences() == null || body.preferences().isNull()
                ? null
                : body.preferences().toString();
        Problem.Collector problems = new Problem.Collector();
        if (json != null) {
            problems.check(body.preferences() != null && body.preferences().isObject(), "preferences", "not-valid");
            problems.check(json.length() <= LARGEST_PREFERENCES, "preferences", "text-too-long", LARGEST_PREFERENCES);
            problems.check(!json.contains("\\u0000"), "preferences", "bad-character");
        }
        problems.throwIfAny();
        database.write(actor.company(), tx -> {
            users.prefer(
                    tx,
                    actor,
                    body.locale() == null ? null : Locale.forLanguageTag(body.locale()),
                    json == null ? null : new Json(json));
            return true;
        });
    }

    @PutMapping("/api/v1/me/password")
    @SignedIn("one's own")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(Caller caller, @RequestBody NewPassword body) {
        database.write(caller.actor().company(), tx -> {
            users.changePassword(tx, caller.actor(), body.old(), body.password(), caller.session());
            return true;
        });
    }

    @GetMapping("/api/v1/me/sessions")
    @SignedIn("one's own")
    SessionList sessions(Caller caller) {
        return view(sessions.of(caller.actor().user()), caller.session());
    }

    static SessionList view(List<Sessions.Session> sessions, @Nullable UUID current) {
        return new SessionList(sessions.stream()
                .map(s -> new SessionView(
                        s.id(),
                        s.address(),
                        s.agent(),
                        s.createdAt(),
                        s.lastSeenAt(),
                        s.expiresAt(),
                        s.id().equals(current)))
                .toList());
    }

    @DeleteMapping("/api/v1/me/sessions/{session}")
    @SignedIn("one's own")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(Caller caller, @PathVariable UUID session) {
        sessions.end(caller.actor().user(), session);
    }
}
