package io.onaccount.fulfilment.web;

import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.onaccount.credit.CreditControl;
import io.onaccount.fulfilment.Deliveries;
import io.onaccount.fulfilment.Deliveries.Placed;
import io.onaccount.fulfilment.Delivery;
import io.onaccount.fulfilment.NewDelivery;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
class DeliveryEndpoints {
    private static final int MOST_AT_ONCE = 1000;

    private final Deliveries deliveries;
    private final CreditControl credit;
    private final Database database;
    private final Texts texts;

    DeliveryEndpoints(Deliveries deliveries, CreditControl credit, Database database, Texts texts) {
        this.deliveries = deliveries;
        this.credit = credit;
        this.database = database;
        this.texts = texts;
    }

    /**
     * A delivery as its page shows it.
     *
     * @param waitsFor why it waits on hold; empty when it doesn't
     */
    record DeliveryView(Delivery delivery, List<MoveView> moves, List<ReasonView> waitsFor) {}

    @PostMapping("/api/v1/deliveries")
    @Needs("delivery.create")
    @ResponseStatus(CREATED)
    Placed create(Actor actor, Once once, @RequestBody NewDelivery body) {
        return once.run(actor.company(), Placed.class, tx -> deliveries.draft(tx, actor, body));
    }

    /** Up to a thousand deliveries. */
    record Bulk(List<NewDelivery> deliveries) {}

    /** What was posted, in the order sent. */
    record Posted(List<Placed> deliveries) {}

    /** Posts deliveries at once, without drafts: all of them or none. */
    @PostMapping("/api/v1/deliveries/bulk")
    @Needs("delivery.post")
    @ResponseStatus(CREATED)
    Posted postMany(Actor actor, Once once, @RequestBody Bulk body) {
        if (body.deliveries().isEmpty() || body.deliveries().size() > MOST_AT_ONCE) {
            throw Problem.invalid("deliveries", "one-to", MOST_AT_ONCE);
        }
        return once.run(
                actor.company(), Posted.class, tx -> new Posted(deliveries.postNew(tx, actor, body.deliveries())));
    }

    /** @param warehouse the company's first when left out */
    record Rest(@Nullable UUID warehouse) {}

    /** A draft of everything the order has open. */
    @PostMapping("/api/v1/sales-orders/{id}/deliveries")
    @Needs("delivery.create")
    @ResponseStatus(CREATED)
    Placed deliverRest(
            Actor actor, Once once, @PathVariable UUID id, @RequestBody(required = false) @Nullable Rest body) {
        UUID warehouse = body == null ? null : body.warehouse();
        return once.run(actor.company(), Placed.class, tx -> deliveries.draftRest(tx, actor, id, warehouse));
    }

    @GetMapping("/api/v1/deliveries/{id}")
    @Needs("delivery.view")
    ResponseEntity<DeliveryView> find(Actor actor, @PathVariable UUID id) {
        DeliveryView view = database.read(actor.company(), tx -> {
            Delivery delivery = deliveries.find(tx, actor, id);
            return new DeliveryView(
                    delivery,
                    MoveView.of(texts, actor, deliveries.moves(actor, delivery)),
                    ReasonView.of(texts, actor, credit.waitsFor(tx, id)));
        });
        return ResponseEntity.ok()
                .eTag(Versions.etag(view.delivery().version()))
                .body(view);
    }

    @PutMapping("/api/v1/deliveries/{id}")
    @Needs("delivery.edit")
    Placed change(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody NewDelivery body) {
        return once.run(actor.company(), Placed.class, tx -> deliveries.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/api/v1/deliveries/{id}")
    @Needs("delivery.delete")
    @ResponseStatus(NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        database.write(actor.company(), tx -> {
            deliveries.delete(tx, actor, id, seen.version());
            return id;
        });
    }

    @PostMapping("/api/v1/deliveries/{id}/posting")
    @Needs("delivery.post")
    Placed post(Actor actor, Once once, @PathVariable UUID id, Seen seen) { // still a draft when credit holds it
        return once.run(actor.company(), Placed.class, tx -> deliveries.post(tx, actor, id, seen.version()));
    }

    /** @param by who signed */
    record Signature(LocalDate on, @Nullable String by) {}

    /** @param number of the invoice */
    record InvoicedBody(LocalDate on, String number) {}

    /** All of it is invoiced: what is owed for by invoice is a receivable from now on. */
    @PostMapping("/api/v1/deliveries/{id}/invoicing")
    @Needs("delivery.invoice")
    Placed invoice(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody InvoicedBody body) {
        return once.run(
                actor.company(),
                Placed.class,
                tx -> deliveries.invoiced(tx, actor, id, seen.version(), body.on(), body.number()));
    }

    /** The customer has signed for the goods. */
    @PostMapping("/api/v1/deliveries/{id}/signature")
    @Needs("delivery.sign")
    Placed sign(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Signature body) {
        return once.run(
                actor.company(),
                Placed.class,
                tx -> deliveries.signed(tx, actor, id, seen.version(), body.on(), body.by() == null ? "" : body.by()));
    }
}
