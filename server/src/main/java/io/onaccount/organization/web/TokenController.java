package io.onaccount.organization.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Rights;
import io.onaccount.organization.Sessions;
import io.onaccount.organization.SignedIn;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.web.MaxLength;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API tokens (ACC-07): for programs that call for a user, with at most the user's rights, until a date. */
@RestController
class TokenController {
    private static final int LONGEST_DAYS = 366;

    private final Sessions sessions;
    private final Rights rights;

    TokenController(Sessions sessions, Rights rights) {
        this.sessions = sessions;
        this.rights = rights;
    }

    record NewToken(@MaxLength(100) String name, List<String> rights, LocalDate until) {}

    record IssuedToken(String token) {}

    record TokenList(List<Sessions.Token> rows) {}

    @GetMapping("/api/v1/me/tokens")
    @SignedIn("one's own")
    TokenList list(Actor actor) {
        return new TokenList(sessions.tokens(actor));
    }

    /** Not repeatable by key: a kept answer would keep the token. */
    @PostMapping("/api/v1/me/tokens")
    @Needs("token.create")
    @ResponseStatus(HttpStatus.CREATED)
    IssuedToken issue(Actor actor, @RequestBody NewToken body) {
        Problem.Collector problems = new Problem.Collector();
        String name = Input.required(problems, "name", body.name(), 100);
        problems.check(
                body.until().isAfter(actor.today())
                        && body.until().isBefore(actor.today().plusDays(LONGEST_DAYS)),
                "until",
                "not-within-a-year");
        problems.check(body.rights().size() <= 500, "rights", "json-too-large");
        List<String> patterns = body.rights().stream().distinct().limit(500).toList();
        for (int i = 0; i < patterns.size(); i++) {
            problems.check(!rights.granted(List.of(patterns.get(i))).isEmpty(), "rights[" + i + "]", "unknown-right");
        }
        problems.throwIfAny();
        return new IssuedToken(sessions.issue(
                actor,
                name,
                patterns,
                body.until().plusDays(1).atStartOfDay(actor.zone()).toInstant()));
    }

    @DeleteMapping("/api/v1/me/tokens/{token}")
    @SignedIn("one's own")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Actor actor, @PathVariable UUID token) {
        sessions.revoke(actor, token);
    }
}
