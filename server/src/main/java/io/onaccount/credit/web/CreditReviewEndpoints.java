package io.onaccount.credit.web;

import io.onaccount.credit.CreditReviews;
import io.onaccount.credit.CreditReviews.Candidate;
import io.onaccount.credit.CreditReviews.Decision;
import io.onaccount.credit.CreditReviews.Outcome;
import io.onaccount.credit.ReviewRules;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem.FieldError;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The periodic review of credit accounts: what to look at and what was decided, over HTTP. */
@RestController
@RequestMapping("/api/v1/credit-reviews")
class CreditReviewEndpoints {
    private final CreditReviews reviews;
    private final Database database;
    private final Texts texts;

    CreditReviewEndpoints(CreditReviews reviews, Database database, Texts texts) {
        this.reviews = reviews;
        this.database = database;
        this.texts = texts;
    }

    /** @param message the finding in the reader's words */
    record FindingView(ReviewRules.Why why, String message) {}

    record CandidateView(Candidate account, List<FindingView> findings) {}

    /** @param more whether there are more than are shown */
    record DueView(List<CandidateView> accounts, boolean more, String currency) {}

    /** Accounts whose review is due within so many days, or that give other reasons to be looked at. */
    @GetMapping
    @Needs("credit-application.review")
    DueView due(Actor actor, @RequestParam(defaultValue = "30") int within) {
        CreditReviews.Due due = database.read(actor.company(), tx -> reviews.due(tx, actor, within));
        return new DueView(
                due.accounts().stream()
                        .map(account -> new CandidateView(
                                account,
                                account.findings().stream()
                                        .map(f -> new FindingView(
                                                f.why(),
                                                texts.text(
                                                        actor.locale(),
                                                        "credit.review." + f.why(),
                                                        f.figures().values().toArray())))
                                        .toList()))
                        .toList(),
                due.more(),
                actor.currency());
    }

    /** At most five hundred. */
    record Bulk(List<Decision> decisions) {}

    /** @param message why it was refused; null when it was done */
    record AnswerView(
            UUID party,
            Outcome outcome,
            @Nullable UUID application,
            @Nullable String message) {}

    /** In the order sent. */
    record AnswersView(List<AnswerView> answers) {}

    /** Decides many in one call, each wholly or not at all: kept and lowered at once, raises as draft applications. */
    @PostMapping("/decisions")
    @Needs("credit-application.review")
    AnswersView decide(Actor actor, Once once, @RequestBody Bulk body) {
        return once.run(
                actor.company(),
                AnswersView.class,
                tx -> new AnswersView(reviews.decide(tx, actor, body.decisions()).stream()
                        .map(a -> new AnswerView(
                                a.party(),
                                a.outcome(),
                                a.application(),
                                a.errors().isEmpty() ? null : message(actor, a.errors())))
                        .toList()));
    }

    private String message(Actor actor, List<FieldError> errors) {
        return String.join(
                " ",
                errors.stream()
                        .map(e -> texts.text(
                                actor.locale(),
                                "problem." + e.code(),
                                e.arguments().toArray()))
                        .toList());
    }
}
