package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Versions;
import io.onaccount.receivables.AllocationView;
import io.onaccount.receivables.Allocations;
import io.onaccount.receivables.Bills;
import io.onaccount.receivables.DiscountWords;
import io.onaccount.receivables.NewReceipt;
import io.onaccount.receivables.Receipt;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.Receipts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Receipts: entered, confirmed by another person, allocated, reversed. */
@RestController
@RequestMapping("/api/v1")
class ReceiptEndpoints {
    private final Receipts receipts;
    private final Allocations allocations;
    private final DiscountWords words;
    private final Database database;

    ReceiptEndpoints(Receipts receipts, Allocations allocations, DiscountWords words, Database database) {
        this.receipts = receipts;
        this.allocations = allocations;
        this.words = words;
        this.database = database;
    }

    record Name(UUID id, String code, String name) {}

    record PurposeBody(
            @Nullable UUID item,
            @Nullable UUID order,
            @Nullable BigDecimal amount) {}

    /**
     * @param date the bank's value date; today when left out
     * @param amount what the customer paid, in the account's currency
     * @param rate what a unit of that is worth in the company's; the day's when left out
     * @param feeBy who bears the fee: us when left out; borne by the customer it lessens what they are credited
     * @param withheld tax the customer kept back, part of the amount
     * @param cashAccount where it arrived; for an offset there is none, but a payable, and for a bill the bill
     */
    record ReceiptBody(
            UUID party,
            @Nullable LocalDate date,
            BigDecimal amount,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal fee,
            NewReceipt.@Nullable FeeBy feeBy,
            @Nullable BigDecimal withheld,
            @Nullable UUID cashAccount,
            ReceiptMethod method,
            @Nullable String payer,
            @Nullable String payerAccount,
            @Nullable String reference,
            @Nullable String note,
            @Nullable UUID payable,
            Bills.@Nullable NewBill bill,
            @Nullable List<PurposeBody> purposes) {

        NewReceipt receipt(LocalDate today) {
            return new NewReceipt(
                    party,
                    date == null ? today : date,
                    amount,
                    rate,
                    fee,
                    feeBy == null ? NewReceipt.FeeBy.US : feeBy,
                    withheld,
                    cashAccount,
                    method,
                    payer,
                    payerAccount,
                    reference,
                    note,
                    payable,
                    bill,
                    purposes == null
                            ? List.of()
                            : purposes.stream()
                                    .map(p -> new NewReceipt.Purpose(p.item(), p.order(), p.amount()))
                                    .toList());
        }
    }

    /** @param reason a problem code, when it is not allowed */
    record MoveView(String name, boolean allowed, @Nullable String reason) {
        static List<MoveView> of(Map<String, @Nullable String> moves) {
            return moves.entrySet().stream()
                    .map(move -> new MoveView(move.getKey(), move.getValue() == null, move.getValue()))
                    .toList();
        }
    }

    /**
     * @param currency of the receipt; all amounts but {@code base} are in it
     * @param amount what the customer is credited: what they paid, less the fee they bear
     * @param base what the amount is worth in the company's currency
     * @param arrived what came in on the account
     */
    record ReceiptView(
            UUID id,
            String number,
            String state,
            int version,
            Name party,
            LocalDate date,
            String currency,
            BigDecimal amount,
            @Nullable BigDecimal rate,
            BigDecimal base,
            BigDecimal paid,
            BigDecimal fee,
            NewReceipt.FeeBy feeBy,
            BigDecimal withheld,
            BigDecimal arrived,
            @Nullable Name cashAccount,
            @Nullable Name payable,
            ReceiptMethod method,
            String payer,
            String payerAccount,
            String reference,
            String note,
            BigDecimal allocated,
            BigDecimal unapplied,
            BigDecimal refunded,
            BigDecimal assigned,
            List<Receipt.PurposeRow> purposes,
            List<AllocationView> allocations,
            @Nullable UUID createdBy,
            Instant createdAt,
            List<MoveView> moves) {}

    @PostMapping("/receipts")
    @Needs("receipt.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ReceiptView> create(Actor actor, Once once, @RequestBody ReceiptBody body) {
        ReceiptView view = once.run(actor.company(), ReceiptView.class, tx -> {
            Receipt draft = receipts.enter(tx, actor, List.of(body.receipt(actor.today())))
                    .getFirst();
            return view(actor, draft, List.of());
        });
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Versions.etag(view.version()))
                .body(view);
    }

    @GetMapping("/receipts/{id}")
    @Needs("receipt.view")
    ResponseEntity<ReceiptView> receipt(Actor actor, @PathVariable UUID id) {
        return tagged(database.read(actor.company(), tx -> view(tx, actor, id)));
    }

    @PutMapping("/receipts/{id}")
    @Needs("receipt.edit")
    ResponseEntity<ReceiptView> change(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ReceiptBody body) {
        Integer version = Versions.parse(ifMatch);
        return tagged(once.run(actor.company(), ReceiptView.class, tx -> {
            receipts.change(tx, actor, id, body.receipt(actor.today()), version);
            return after(tx, actor, id);
        }));
    }

    @DeleteMapping("/receipts/{id}")
    @Needs("receipt.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        database.write(actor.company(), tx -> {
            receipts.delete(tx, actor, id, version);
            return true;
        });
    }

    /** @param allocate whether what was not named is allocated by rule; true when left out */
    record ConfirmationBody(@Nullable Boolean allocate) {}

    @PostMapping("/receipts/{id}/confirmation")
    @Needs("receipt.confirm")
    ResponseEntity<ReceiptView> confirm(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable ConfirmationBody body) {
        Integer version = Versions.parse(ifMatch);
        boolean automatic = body == null || !Boolean.FALSE.equals(body.allocate());
        return tagged(once.run(actor.company(), ReceiptView.class, tx -> {
            Receipts.Confirmed confirmed = receipts.confirm(tx, actor, id, version, automatic);
            return view(actor, confirmed.receipt(), confirmed.allocations());
        }));
    }

    /** @param date when the money went back; today when left out */
    record ReversalBody(String reason, @Nullable LocalDate date) {}

    @PostMapping("/receipts/{id}/reversal")
    @Needs("receipt.reverse")
    ResponseEntity<ReceiptView> reverse(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody ReversalBody body) {
        Integer version = Versions.parse(ifMatch);
        return tagged(once.run(actor.company(), ReceiptView.class, tx -> {
            receipts.reverse(tx, actor, id, version, body.reason(), body.date());
            return after(tx, actor, id);
        }));
    }

    /**
     * @param amount in the receipt's currency
     * @param settles what it settles in the item's own, where that is another; by the day's rates when left out
     */
    record ItemAmount(
            UUID item, BigDecimal amount, @Nullable BigDecimal settles) {}

    /** @param items what to settle with how much; by rule when left out */
    record AllocationBody(@Nullable List<ItemAmount> items) {}

    @PostMapping("/receipts/{id}/allocations")
    @Needs("receipt.allocate")
    ResponseEntity<ReceiptView> allocate(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody(required = false) @Nullable AllocationBody body) {
        Integer version = Versions.parse(ifMatch);
        List<ItemAmount> items = body == null ? null : body.items();
        return tagged(once.run(actor.company(), ReceiptView.class, tx -> {
            if (items == null) {
                receipts.allocate(tx, actor, id, version);
            } else {
                receipts.allocate(
                        tx,
                        actor,
                        id,
                        version,
                        items.stream()
                                .map(i -> new Receipts.Wanted(i.item(), i.amount(), i.settles()))
                                .toList());
            }
            return after(tx, actor, id);
        }));
    }

    /** What is free on all receipts of a customer settles what they owe, the oldest money and the oldest debts first. */
    @PostMapping("/customers/{id}/allocations")
    @Needs("receipt.allocate")
    Done allocateAll(Actor actor, Once once, @PathVariable UUID id) {
        return once.run(actor.company(), Done.class, tx -> {
            receipts.allocateAll(tx, actor, id);
            return new Done(id);
        });
    }

    @DeleteMapping("/receipts/{id}/orders/{order}")
    @Needs("receipt.allocate")
    ResponseEntity<ReceiptView> unassign(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @PathVariable UUID order,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Integer version = Versions.parse(ifMatch);
        return tagged(once.run(actor.company(), ReceiptView.class, tx -> {
            receipts.unassign(tx, actor, id, order, version);
            return after(tx, actor, id);
        }));
    }

    record Done(UUID id) {}

    @DeleteMapping("/allocations/{id}")
    @Needs("allocation.delete")
    Done takeBack(Actor actor, Once once, @PathVariable UUID id) {
        return once.run(actor.company(), Done.class, tx -> {
            allocations.takeBack(tx, actor, id);
            return new Done(id);
        });
    }

    /** An item settled with a credit note. */
    record NettingBody(UUID item, UUID credit, BigDecimal amount) {}

    @PostMapping("/allocations")
    @Needs("open-item.net")
    @ResponseStatus(HttpStatus.CREATED)
    Done net(Actor actor, Once once, @RequestBody NettingBody body) {
        return once.run(actor.company(), Done.class, tx -> {
            allocations.net(tx, actor, body.item(), body.credit(), body.amount());
            return new Done(body.item());
        });
    }

    private ReceiptView after(Tx tx, Actor actor, UUID id) {
        tx.flush();
        return view(tx, actor, id);
    }

    private ReceiptView view(Tx tx, Actor actor, UUID id) {
        return view(actor, receipts.find(tx, actor, id), allocations.ofReceipt(tx, id));
    }

    private ReceiptView view(Actor actor, Receipt receipt, List<AllocationView> allocations) {
        Receipt.Names names = receipt.names();
        Receipt.Own own = receipt.own();
        UUID account = receipt.cashAccount();
        UUID payable = receipt.payable();
        String number = names.payable();
        return new ReceiptView(
                receipt.header().id(),
                receipt.header().number(),
                receipt.header().state(),
                receipt.header().version(),
                new Name(receipt.party(), names.partyCode(), names.partyName()),
                receipt.header().date(),
                own == null ? actor.currency() : own.currency(),
                own == null ? receipt.amount() : own.amount(),
                own == null ? null : own.rate(),
                receipt.amount(),
                own == null ? receipt.paid() : own.paid(receipt.feeBy()),
                own == null ? receipt.fee() : own.fee(),
                receipt.feeBy(),
                own == null ? receipt.withheld() : own.withheld(),
                own == null ? receipt.money() : own.money(receipt.feeBy()),
                account == null ? null : new Name(account, names.cashCode(), names.cashName()),
                payable == null || number == null ? null : new Name(payable, number, number),
                receipt.method(),
                receipt.payer(),
                receipt.payerAccount(),
                receipt.reference(),
                receipt.note(),
                own == null ? receipt.allocated() : own.allocated(),
                own == null ? receipt.unapplied() : own.unapplied(receipt.posted()),
                own == null ? receipt.refunded() : own.refunded(),
                receipt.assigned(),
                receipt.purposes(),
                words.explained(actor.locale(), allocations),
                receipt.header().createdBy(),
                receipt.header().createdAt(),
                MoveView.of(Receipts.moves(actor, receipt)));
    }

    private static ResponseEntity<ReceiptView> tagged(ReceiptView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }
}
