package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import io.onaccount.receivables.Refunds;
import io.onaccount.receivables.Refunds.NewRefund;
import io.onaccount.receivables.Refunds.Refund;
import io.onaccount.receivables.web.ReceiptEndpoints.MoveView;
import io.onaccount.receivables.web.ReceiptEndpoints.Name;
import io.onaccount.receivables.web.ReceivableEndpoints.ReasonBody;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Refunds: entered, confirmed by another person, reversed when they come back. */
@RestController
@RequestMapping("/api/v1/refunds")
class RefundEndpoints {
    private final Refunds refunds;
    private final Database database;

    RefundEndpoints(Refunds refunds, Database database) {
        this.refunds = refunds;
        this.database = database;
    }

    /**
     * @param receipt whose money goes back; left out for a credit note
     * @param item the open item of a credit note; left out for a receipt
     * @param date today when left out
     * @param cashAccount where it is paid from; left out, a small rest is kept by the company
     */
    record RefundBody(
            @Nullable UUID receipt,
            @Nullable UUID item,
            @Nullable LocalDate date,
            BigDecimal amount,
            @Nullable UUID cashAccount,
            @Nullable String payee,
            @Nullable String reference,
            @Nullable String reason) {

        NewRefund refund(LocalDate today) {
            return new NewRefund(
                    receipt, item, date == null ? today : date, amount, cashAccount, payee, reference, reason);
        }
    }

    record RefundView(
            UUID id,
            String number,
            String state,
            int version,
            Name party,
            @Nullable Name receipt,
            @Nullable Name item,
            LocalDate date,
            String currency,
            BigDecimal amount,
            @Nullable Name cashAccount,
            String payee,
            String reference,
            String reason,
            @Nullable UUID createdBy,
            Instant createdAt,
            List<MoveView> moves) {}

    @PostMapping
    @Needs("refund.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<RefundView> create(Actor actor, Once once, @RequestBody RefundBody body) {
        RefundView view = once.run(
                actor.company(),
                RefundView.class,
                tx -> after(tx, actor, refunds.create(tx, actor, body.refund(actor.today()))));
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Versions.etag(view.version()))
                .body(view);
    }

    @GetMapping("/{id}")
    @Needs("refund.view")
    ResponseEntity<RefundView> refund(Actor actor, @PathVariable UUID id) {
        return tagged(database.read(actor.company(), tx -> view(actor, refunds.find(tx, actor, id))));
    }

    @PutMapping("/{id}")
    @Needs("refund.edit")
    ResponseEntity<RefundView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody RefundBody body) {
        return tagged(once.run(actor.company(), RefundView.class, tx -> {
            refunds.change(tx, actor, id, body.refund(actor.today()), seen.version());
            return after(tx, actor, id);
        }));
    }

    @DeleteMapping("/{id}")
    @Needs("refund.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        database.write(actor.company(), tx -> {
            refunds.delete(tx, actor, id, seen.version());
            return true;
        });
    }

    @PostMapping("/{id}/confirmation")
    @Needs("refund.confirm")
    ResponseEntity<RefundView> confirm(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return tagged(once.run(actor.company(), RefundView.class, tx -> {
            refunds.confirm(tx, actor, id, seen.version());
            return after(tx, actor, id);
        }));
    }

    @PostMapping("/{id}/reversal")
    @Needs("refund.reverse")
    ResponseEntity<RefundView> reverse(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody ReasonBody body) {
        return tagged(once.run(actor.company(), RefundView.class, tx -> {
            refunds.reverse(tx, actor, id, seen.version(), body.reason());
            return after(tx, actor, id);
        }));
    }

    private RefundView after(Tx tx, Actor actor, UUID id) {
        tx.flush();
        return view(actor, refunds.find(tx, actor, id));
    }

    private static RefundView view(Actor actor, Refund refund) {
        UUID account = refund.cashAccount();
        UUID receipt = refund.receipt();
        UUID item = refund.item();
        Money own = refund.own();
        String title = refund.header().title();
        return new RefundView(
                refund.header().id(),
                refund.header().number(),
                refund.header().state(),
                refund.header().version(),
                new Name(refund.party(), "", title),
                receipt == null ? null : new Name(receipt, refund.number(), refund.number()),
                item == null ? null : new Name(item, refund.number(), refund.number()),
                refund.header().date(),
                own == null ? actor.currency() : own.currency(),
                own == null ? refund.amount() : own.amount(),
                account == null ? null : new Name(account, refund.cashCode(), refund.cashName()),
                refund.payee(),
                refund.reference(),
                refund.reason(),
                refund.header().createdBy(),
                refund.header().createdAt(),
                MoveView.of(Refunds.moves(actor, refund)));
    }

    private static ResponseEntity<RefundView> tagged(RefundView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }
}
