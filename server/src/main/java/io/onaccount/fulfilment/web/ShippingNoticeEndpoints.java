package io.onaccount.fulfilment.web;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.onaccount.credit.CreditControl;
import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.NewShippingNotice;
import io.onaccount.fulfilment.ShippingNotice;
import io.onaccount.fulfilment.ShippingNotices;
import io.onaccount.fulfilment.ShippingNotices.Placed;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShippingNoticeEndpoints {
    private final ShippingNotices notices;
    private final Deliveries deliveries;
    private final CreditControl credit;
    private final Database database;
    private final Texts texts;

    ShippingNoticeEndpoints(
            ShippingNotices notices, Deliveries deliveries, CreditControl credit, Database database, Texts texts) {
        this.notices = notices;
        this.deliveries = deliveries;
        this.credit = credit;
        this.database = database;
        this.texts = texts;
    }

    /**
     * A shipping notice as its page shows it.
     *
     * @param waitsFor why it waits on hold; empty when it doesn't
     */
    record ShippingNoticeView(ShippingNotice notice, List<MoveView> moves, List<ReasonView> waitsFor) {}

    @PostMapping("/api/v1/shipping-notices")
    @Needs("shipping-notice.create")
    @ResponseStatus(CREATED)
    Placed create(Actor actor, Once once, @RequestBody NewShippingNotice body) {
        return once.run(actor.company(), Placed.class, tx -> notices.draft(tx, actor, body));
    }

    @GetMapping("/api/v1/shipping-notices/{id}")
    @Needs("shipping-notice.view")
    ResponseEntity<ShippingNoticeView> find(Actor actor, @PathVariable UUID id) {
        ShippingNoticeView view = database.read(actor.company(), tx -> {
            ShippingNotice notice = notices.find(tx, actor, id);
            return new ShippingNoticeView(
                    notice,
                    MoveView.of(texts, actor, notices.moves(actor, notice)),
                    ReasonView.of(texts, actor, credit.waitsFor(tx, id)));
        });
        return ResponseEntity.ok().eTag(Versions.etag(view.notice().version())).body(view);
    }

    @PutMapping("/api/v1/shipping-notices/{id}")
    @Needs("shipping-notice.edit")
    Placed change(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NewShippingNotice body) {
        return once.run(actor.company(), Placed.class, tx -> notices.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/api/v1/shipping-notices/{id}")
    @Needs("shipping-notice.delete")
    @ResponseStatus(NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        database.write(actor.company(), tx -> {
            notices.delete(tx, actor, id, seen.version());
            return id;
        });
    }

    /** Tells the warehouse; on hold when credit or a missing prepayment stops it. */
    @PostMapping("/api/v1/shipping-notices/{id}/issue")
    @Needs("shipping-notice.issue")
    Placed issue(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return once.run(actor.company(), Placed.class, tx -> notices.issue(tx, actor, id, seen.version()));
    }

    /** Takes a held notice back to be changed. */
    @DeleteMapping("/api/v1/shipping-notices/{id}/issue")
    @Needs("shipping-notice.return-to-draft")
    Placed returnToDraft(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return once.run(actor.company(), Placed.class, tx -> notices.returnToDraft(tx, actor, id, seen.version()));
    }

    /** @param reason for the history */
    record NoticeEnd(@MaxLength(1000) String reason) {
        String checked() {
            Problem.Collector problems = new Problem.Collector();
            String why = Input.required(problems, "reason", reason, 1000);
            problems.throwIfAny();
            return why;
        }
    }

    /** Nothing of it will leave; its quantities are free again. */
    @PostMapping("/api/v1/shipping-notices/{id}/cancellation")
    @Needs("shipping-notice.cancel")
    Placed cancel(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NoticeEnd body) {
        String why = body.checked();
        return once.run(actor.company(), Placed.class, tx -> notices.cancel(tx, actor, id, seen.version(), why));
    }

    /** The rest will not leave by it and is free again. */
    @PostMapping("/api/v1/shipping-notices/{id}/closure")
    @Needs("shipping-notice.close")
    Placed close(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NoticeEnd body) {
        String why = body.checked();
        return once.run(actor.company(), Placed.class, tx -> notices.close(tx, actor, id, seen.version(), why));
    }

    /** @param notices of one customer, up to a hundred */
    record NoticesToDeliver(List<UUID> notices) {}

    /** A draft delivery of what these notices have open, as far as it is on hand. */
    @PostMapping("/api/v1/shipping-notices/deliveries")
    @Needs("delivery.create")
    @ResponseStatus(CREATED)
    Deliveries.Placed deliver(Actor actor, Once once, @RequestBody NoticesToDeliver body) {
        return once.run(actor.company(), Deliveries.Placed.class, tx -> deliveries.draftOf(tx, actor, body.notices()));
    }
}
