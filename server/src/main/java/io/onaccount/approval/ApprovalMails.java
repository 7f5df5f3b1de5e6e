package io.onaccount.approval;

import io.onaccount.approval.Approval.Request;
import io.onaccount.approval.Approval.StepRow;
import io.onaccount.approval.RequestTables.Asked;
import io.onaccount.document.mailing.MailEvent;
import io.onaccount.document.mailing.MailLinks;
import io.onaccount.document.mailing.Mails;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Tells approvers by mail that something waits for them, with a link to decide by (APR-02): those who want it, each with a link of their own for
 * this step and once.
 */
@Component
final class ApprovalMails implements MailLinks {
    private static final String EVENT = "approval";

    private final Mails mails;
    private final LinkRows links;
    private final Texts texts;

    ApprovalMails(Mails mails, LinkRows links, Texts texts) {
        this.mails = mails;
        this.links = links;
        this.texts = texts;
    }

    @Override
    public String kind() {
        return EVENT;
    }

    @Override
    public String path(Tx tx, UUID id) {
        return "/approve#" + links.token(tx, id);
    }

    /** Tells those who are asked in a step. */
    void tell(Tx tx, Actor actor, Staff staff, Request request, StepRow step, Collection<Asked> asked, Set<UUID> not) {
        Set<UUID> users = new LinkedHashSet<>();
        for (Asked one : asked) {
            Stream<UUID> found = one.user() != null
                    ? Stream.of(one.user())
                    : one.role() != null ? staff.having(one.role()) : Stream.empty();
            found.filter(user -> !not.contains(user)).forEach(users::add);
        }
        mails.tell(
                tx,
                actor,
                EVENT,
                users,
                language -> texts.text(
                        language, "approval.mail.line", kind(language, request), request.number(), request.title()),
                reader -> new Mails.Draft(
                        EVENT,
                        EVENT + ":" + step.id() + ":" + reader.user(),
                        reader.to(),
                        reader.language(),
                        mails.words(
                                tx,
                                actor,
                                EVENT,
                                reader.language(),
                                values(
                                        reader.language(),
                                        request,
                                        step,
                                        reader.to().name())),
                        request.subject(),
                        request.party(),
                        reader.user(),
                        List.of(),
                        new Mails.Link(EVENT, links.row(tx, actor, request.id(), step.id(), reader.user()))));
    }

    private Map<String, ?> values(Locale language, Request request, StepRow step, String name) {
        String currency = request.currency();
        String total = request.total() == null || currency == null
                ? ""
                : currency + " " + Printing.money(request.total(), currency);
        return Map.of(
                "name",
                name,
                "kind",
                kind(language, request),
                "number",
                request.number(),
                "title",
                request.title(),
                "total",
                total,
                "step",
                step.definition().name());
    }

    private String kind(Locale language, Request request) {
        return texts.text(language, "kind." + request.kind());
    }

    @Configuration(proxyBeanMethods = false)
    static class Event {
        @Bean("mail.approval")
        MailEvent approvalMail() {
            return MailEvent.inward(EVENT, List.of("kind", "number", "title", "total", "step"), Map.of());
        }
    }
}
