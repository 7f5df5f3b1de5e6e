package io.onaccount.credit.web;

import io.onaccount.credit.LineLimits;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A customer's limits by product line, over HTTP. */
@RestController
@RequestMapping("/api/v1/credit-accounts/{party}/line-limits")
class LineLimitEndpoints {
    private final LineLimits limits;
    private final Database database;

    LineLimitEndpoints(LineLimits limits, Database database) {
        this.limits = limits;
        this.database = database;
    }

    /**
     * @param category whose products it is for, those of the categories below included
     * @param available today; zero or less when it gives no credit or more is used than allowed
     * @param version for the next change
     */
    record LineLimitView(
            UUID category,
            String name,
            BigDecimal limit,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            boolean stopped,
            int version,
            BigDecimal used,
            BigDecimal available) {}

    /** @param lines every product line there is, to choose from */
    record LineLimitsView(String currency, List<LineLimitView> limits, List<LineLimits.ProductLine> lines) {}

    /** @param version that was seen, 0 for a line without a limit; left out: whatever it is */
    record NewLineLimit(
            BigDecimal limit,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable Boolean stopped,
            String reason,
            @Nullable Integer version) {}

    record LineLimitEnd(String reason, @Nullable Integer version) {}

    @GetMapping
    @Needs("credit-account.view")
    LineLimitsView of(Actor actor, @PathVariable UUID party) {
        return database.read(actor.company(), tx -> view(tx, actor, party));
    }

    @GetMapping("/history")
    @Needs("credit-account.view")
    List<LineLimits.Change> history(Actor actor, @PathVariable UUID party) {
        return database.read(actor.company(), tx -> limits.history(tx, actor, party));
    }

    @PutMapping("/{category}")
    @Needs("credit-account.grant")
    LineLimitsView set(
            Actor actor,
            Once once,
            @PathVariable UUID party,
            @PathVariable UUID category,
            @RequestBody NewLineLimit body) {
        return once.run(actor.company(), LineLimitsView.class, tx -> {
            limits.set(
                    tx,
                    actor,
                    party,
                    category,
                    new LineLimits.Entry(
                            body.limit(),
                            body.validFrom(),
                            body.validTo(),
                            Boolean.TRUE.equals(body.stopped()),
                            body.reason(),
                            body.version()));
            tx.flush();
            return view(tx, actor, party);
        });
    }

    @PostMapping("/{category}/end")
    @Needs("credit-account.grant")
    LineLimitsView end(
            Actor actor,
            Once once,
            @PathVariable UUID party,
            @PathVariable UUID category,
            @RequestBody LineLimitEnd body) {
        return once.run(actor.company(), LineLimitsView.class, tx -> {
            limits.end(tx, actor, party, category, body.reason(), body.version());
            tx.flush();
            return view(tx, actor, party);
        });
    }

    private LineLimitsView view(Tx tx, Actor actor, UUID party) {
        return new LineLimitsView(
                actor.currency(),
                limits.of(tx, actor, party).stream()
                        .map(v -> new LineLimitView(
                                v.limit().category(),
                                v.limit().name(),
                                v.limit().limit(),
                                v.limit().validFrom(),
                                v.limit().validTo(),
                                v.limit().stopped(),
                                v.limit().version(),
                                v.used(),
                                v.available()))
                        .toList(),
                limits.lines(tx));
    }
}
