package io.onaccount.approval.web;

import io.onaccount.approval.Act;
import io.onaccount.approval.ApprovalLinks;
import io.onaccount.approval.Approvals;
import io.onaccount.approval.web.ApprovalEndpoints.DecidedView;
import io.onaccount.approval.web.CardViews.CardView;
import io.onaccount.organization.Anyone;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.web.MaxLength;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Deciding by a link, without signing in. Opening shows the card and changes nothing, so that a mail scanner that follows links decides nothing. */
@RestController
@RequestMapping("/api/v1/approval-links")
class LinkEndpoints {
    private static final String BY_LINK = "the link is signed for one person, one step and once";

    private static final Map<String, Act> ACTS =
            Map.of("approve", Act.APPROVE, "reject", Act.REJECT, "return", Act.RETURN);

    private final ApprovalLinks links;
    private final Approvals approvals;
    private final CardViews views;
    private final Texts texts;

    LinkEndpoints(ApprovalLinks links, Approvals approvals, CardViews views, Texts texts) {
        this.links = links;
        this.approvals = approvals;
        this.views = views;
        this.texts = texts;
    }

    record Token(@MaxLength(200) String token) {}

    /** @param language the person's own */
    record LinkCard(String name, String language, CardView card) {}

    @PostMapping("/card")
    @Anyone(BY_LINK)
    LinkCard card(@RequestBody Token body) {
        return links.open(
                body.token(),
                (tx, opened) -> new LinkCard(
                        opened.person().name(),
                        opened.person().locale().toLanguageTag(),
                        views.card(tx, opened.person(), opened.card())));
    }

    /** @param decision approve, reject or return; the latter two with a reason */
    record LinkDecision(
            @MaxLength(200) String token,
            String decision,
            @Nullable @MaxLength(1000) String reason) {}

    @PostMapping("/decision")
    @Anyone(BY_LINK)
    DecidedView decide(@RequestBody LinkDecision body) {
        Act act = ACTS.get(body.decision());
        if (act == null) {
            throw Problem.invalid("decision", "approval-no-decision");
        }
        return links.decide(
                body.token(),
                act,
                body.reason() == null ? "" : body.reason(),
                (tx, person, decided) ->
                        ApprovalEndpoints.view(texts, person, approvals.kindOf(tx, decided.request()), decided));
    }
}
