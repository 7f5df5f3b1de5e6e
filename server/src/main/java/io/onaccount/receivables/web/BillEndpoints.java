package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import io.onaccount.receivables.Bills;
import io.onaccount.receivables.Bills.Bill;
import io.onaccount.receivables.web.ReceiptEndpoints.MoveView;
import io.onaccount.receivables.web.ReceiptEndpoints.Name;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Bills of exchange: passed on, matured, dishonoured; when which of them mature. */
@RestController
@RequestMapping("/api/v1/bills")
class BillEndpoints {
    private final Bills bills;
    private final Database database;

    BillEndpoints(Bills bills, Database database) {
        this.bills = bills;
        this.database = database;
    }

    /** @param acceptorBeyond how much of it went beyond its acceptor's limit when it was taken */
    record BillView(
            UUID id,
            String number,
            String state,
            int version,
            Name party,
            Name receipt,
            Bills.BillKind kind,
            String billNumber,
            String drawer,
            String acceptor,
            BigDecimal acceptorBeyond,
            @Nullable LocalDate issued,
            LocalDate due,
            String currency,
            BigDecimal amount,
            @Nullable LocalDate receivedOn,
            String passedTo,
            @Nullable LocalDate passedOn,
            BigDecimal interest,
            @Nullable LocalDate closedOn,
            List<MoveView> moves) {}

    @GetMapping("/{id}")
    @Needs("bill.view")
    ResponseEntity<BillView> bill(Actor actor, @PathVariable UUID id) {
        return tagged(database.read(actor.company(), tx -> view(actor, bills.find(tx, actor, id))));
    }

    /** @param date today when left out */
    record EndorsementBody(String to, @Nullable LocalDate date) {}

    @PostMapping("/{id}/endorsement")
    @Needs("bill.endorse")
    ResponseEntity<BillView> endorse(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody EndorsementBody body) {
        return moved(
                actor,
                once,
                id,
                tx -> bills.endorse(tx, actor, id, seen.version(), body.to(), day(actor, body.date())));
    }

    /**
     * @param to the bank
     * @param interest what it keeps
     * @param cashAccount where the rest arrives
     */
    record DiscountingBody(
            String to,
            BigDecimal interest,
            UUID cashAccount,
            @Nullable LocalDate date) {}

    @PostMapping("/{id}/discounting")
    @Needs("bill.discount")
    ResponseEntity<BillView> discount(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody DiscountingBody body) {
        return moved(
                actor,
                once,
                id,
                tx -> bills.discount(
                        tx,
                        actor,
                        id,
                        seen.version(),
                        body.to(),
                        day(actor, body.date()),
                        body.interest(),
                        body.cashAccount()));
    }

    /** @param cashAccount where the money arrives, when the bill is in hand */
    record MaturityBody(
            @Nullable UUID cashAccount, @Nullable LocalDate date) {}

    @PostMapping("/{id}/maturity")
    @Needs("bill.mature")
    ResponseEntity<BillView> mature(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody MaturityBody body) {
        return moved(
                actor,
                once,
                id,
                tx -> bills.mature(tx, actor, id, seen.version(), day(actor, body.date()), body.cashAccount()));
    }

    /** @param cashAccount from which whoever has the bill from us gets their money back, when it was passed on */
    record DishonourBody(
            String reason,
            @Nullable UUID cashAccount,
            @Nullable LocalDate date) {}

    @PostMapping("/{id}/dishonour")
    @Needs("bill.dishonour")
    ResponseEntity<BillView> dishonour(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody DishonourBody body) {
        return moved(
                actor,
                once,
                id,
                tx -> bills.dishonour(
                        tx, actor, id, seen.version(), day(actor, body.date()), body.cashAccount(), body.reason()));
    }

    record Calendar(LocalDate from, LocalDate to, List<Bills.DueDay> days) {}

    /** When bills that are not settled mature: the next half year, or as asked. */
    @GetMapping("/calendar")
    @Needs("bill.view")
    Calendar calendar(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        LocalDate first = from == null ? actor.today().minusDays(30) : from;
        LocalDate last = to == null ? first.plusMonths(7) : to;
        if (last.isBefore(first) || last.isAfter(first.plusYears(5))) {
            throw Problem.invalid("to", "out-of-range");
        }
        return new Calendar(
                first, last, database.report(actor.company(), tx -> bills.calendar(tx, actor, first, last)));
    }

    private static LocalDate day(Actor actor, @Nullable LocalDate date) {
        return date == null ? actor.today() : date;
    }

    private ResponseEntity<BillView> moved(Actor actor, Once once, UUID id, Consumer<Tx> move) {
        return tagged(once.run(actor.company(), BillView.class, tx -> {
            move.accept(tx);
            tx.flush();
            return view(actor, bills.find(tx, actor, id));
        }));
    }

    private static BillView view(Actor actor, Bill bill) {
        return new BillView(
                bill.header().id(),
                bill.header().number(),
                bill.header().state(),
                bill.header().version(),
                new Name(bill.party(), "", bill.header().title()),
                new Name(bill.receipt(), bill.receiptNumber(), bill.receiptNumber()),
                bill.kind(),
                bill.number(),
                bill.drawer(),
                bill.acceptor(),
                bill.acceptorBeyond(),
                bill.issued(),
                bill.due(),
                actor.currency(),
                bill.amount(),
                bill.receivedOn(),
                bill.passedTo(),
                bill.passedOn(),
                bill.interest(),
                bill.closedOn(),
                MoveView.of(Bills.moves(actor, bill)));
    }

    private static ResponseEntity<BillView> tagged(BillView view) {
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }
}
