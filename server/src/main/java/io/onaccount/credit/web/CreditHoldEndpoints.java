package io.onaccount.credit.web;

import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditHolds;
import io.onaccount.credit.CreditHolds.Hold;
import io.onaccount.credit.CreditHolds.Wanted;
import io.onaccount.credit.FreeCredit;
import io.onaccount.credit.HoldState;
import io.onaccount.credit.PartialReleases;
import io.onaccount.credit.spi.HeldDocuments;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The controllers' worklist: one held document with all that is needed to decide. */
@RestController
@RequestMapping("/api/v1/credit-holds/{id}")
class CreditHoldEndpoints {
    private final CreditHolds holds;
    private final CreditControl control;
    private final PartialReleases parts;
    private final Parties parties;
    private final Database database;
    private final Objections objections;

    CreditHoldEndpoints(
            CreditHolds holds,
            CreditControl control,
            PartialReleases parts,
            Parties parties,
            Database database,
            Objections objections) {
        this.parts = parts;
        this.holds = holds;
        this.control = control;
        this.parties = parties;
        this.database = database;
        this.objections = objections;
    }

    record DocumentName(UUID id, String kind, String number) {}

    /**
     * @param discount the cash discount it was given for, as written in a contract; empty for none, null where that is not known
     * @param voidBy why it doesn't let its document pass as things are now
     */
    record ReleaseView(
            UUID id,
            BigDecimal ceiling,
            LocalDate until,
            Set<String> codes,
            String reason,
            Instant at,
            UUID by,
            boolean needsSecond,
            @Nullable UUID secondBy,
            @Nullable String discount,
            Set<CreditHolds.VoidBy> voidBy) {}

    /** @param reason why not, a problem code, when it is not allowed */
    record MoveView(String name, boolean allowed, @Nullable String reason) {}

    /**
     * @param raise what it adds to what was taken before; the amount, but for a change of an order
     * @param waiting a release that waits for those whom the approval flow names
     */
    record HoldView(
            UUID id,
            DocumentName document,
            CreditAccountEndpoints.PartyName party,
            BigDecimal amount,
            BigDecimal raise,
            String currency,
            List<Objections.ObjectionView> objections,
            List<Objections.WayView> ways,
            HoldState state,
            Instant placedAt,
            @Nullable UUID placedBy,
            @Nullable Instant endedAt,
            @Nullable UUID endedBy,
            @Nullable String reason,
            List<ReleaseView> releases,
            @Nullable Wanted waiting,
            FreeCredit figures,
            List<MoveView> moves) {}

    @GetMapping
    @Needs("credit-hold.view")
    HoldView hold(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> view(tx, actor, id));
    }

    /**
     * @param ceiling the largest amount covered; what the document asks now when left out
     * @param until the last day it holds; a week from today when left out
     */
    record ReleaseBody(
            String reason,
            @Nullable BigDecimal ceiling,
            @Nullable LocalDate until) {}

    record RejectionBody(String reason) {}

    /** @param outcome granted when the document passed; held: something new stands in its way; needs-second: another person must sign; needs-approval: those whom the flow names are asked; rejected */
    record Decided(String outcome, HoldView hold) {}

    @PostMapping("/release")
    @Needs("credit-hold.release")
    Decided release(Actor actor, Once once, @PathVariable UUID id, @RequestBody ReleaseBody body) {
        return once.run(actor.company(), Decided.class, tx -> {
            CreditHolds.Outcome outcome = holds.release(tx, actor, id, body.reason(), body.ceiling(), body.until());
            tx.flush();
            return new Decided(word(outcome), view(tx, actor, id));
        });
    }

    /**
     * @param lines so much of each line of the order is let pass; a line not named goes into the new order
     * @param waits whether the new order waits on hold; otherwise it is a draft
     */
    record PartBody(List<HeldDocuments.Part> lines, boolean waits, String reason) {}

    /** @param restNumber of the new order */
    record PartDecided(String outcome, HoldView hold, UUID rest, String restNumber) {}

    /** Lets part of a held order pass: it is split, and what is kept asks the gate again or is released. */
    @PostMapping("/partial-release")
    @Needs("credit-hold.release")
    PartDecided releasePart(Actor actor, Once once, @PathVariable UUID id, @RequestBody PartBody body) {
        return once.run(actor.company(), PartDecided.class, tx -> {
            PartialReleases.Released released = parts.release(tx, actor, id, body.lines(), body.waits(), body.reason());
            tx.flush();
            return new PartDecided(
                    word(released.outcome()), view(tx, actor, id), released.rest(), released.restNumber());
        });
    }

    private static String word(CreditHolds.Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "granted";
            case STILL_HELD -> "held";
            case NEEDS_SECOND -> "needs-second";
            case NEEDS_APPROVAL -> "needs-approval";
        };
    }

    @PostMapping("/rejection")
    @Needs("credit-hold.reject")
    Decided reject(Actor actor, Once once, @PathVariable UUID id, @RequestBody RejectionBody body) {
        return once.run(actor.company(), Decided.class, tx -> {
            holds.reject(tx, actor, id, body.reason());
            tx.flush();
            return new Decided("rejected", view(tx, actor, id));
        });
    }

    private HoldView view(Tx tx, Actor actor, UUID id) {
        Hold hold = holds.find(tx, actor, id);
        Party party = parties.named(tx, List.of(hold.party())).get(hold.party());
        boolean open = hold.state() == HoldState.OPEN;
        String why = !open ? "credit-hold-over" : hold.isAskedBy(actor) ? "credit-hold-own" : null;
        Wanted waiting = open ? holds.waiting(tx, hold).orElse(null) : null;
        String whyNotReleased = why != null
                ? why
                : hold.isBlocked() ? "credit-hold-blocked" : waiting != null ? "credit-release-asked" : null;
        Map<UUID, Set<CreditHolds.VoidBy>> causes = control.voidCauses(tx, actor, hold);
        return new HoldView(
                hold.id(),
                new DocumentName(hold.document(), hold.documentKind(), hold.documentNumber()),
                new CreditAccountEndpoints.PartyName(
                        hold.party(), party == null ? "" : party.code(), party == null ? "" : party.name()),
                hold.amount(),
                hold.raise() == null ? hold.amount() : hold.raise(),
                actor.currency(),
                objections.views(actor, hold.objections()),
                objections.wayViews(actor, hold.ways()),
                hold.state(),
                hold.placedAt(),
                hold.placedBy(),
                hold.endedAt(),
                hold.endedBy(),
                hold.reason(),
                holds.allReleases(tx, List.of(hold.document())).stream()
                        .map(r -> new ReleaseView(
                                r.id(),
                                r.ceiling(),
                                r.until(),
                                r.codes(),
                                r.reason(),
                                r.at(),
                                r.by(),
                                r.needsSecond(),
                                r.secondBy(),
                                r.discount() == null ? null : r.discount().notation(),
                                causes.getOrDefault(r.id(), Set.of())))
                        .toList(),
                waiting,
                control.freeCredit(tx, hold.party(), actor.today()),
                List.of(
                        new MoveView(
                                "release", whyNotReleased == null && actor.may("credit-hold.release"), whyNotReleased),
                        // What is kept may pass by itself even where the whole can't be released.
                        new MoveView(
                                "part",
                                why == null && waiting == null && actor.may("credit-hold.release"),
                                why != null ? why : waiting != null ? "credit-release-asked" : null),
                        new MoveView("reject", why == null && actor.may("credit-hold.reject"), why)));
    }
}
