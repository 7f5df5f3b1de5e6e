package io.onaccount.receivables.web;

import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import io.onaccount.receivables.ItemRecords;
import io.onaccount.receivables.PaymentPlans;
import io.onaccount.receivables.PaymentPlans.NewPlan;
import io.onaccount.receivables.PaymentPlans.Part;
import io.onaccount.receivables.PaymentPlans.Plan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Open items one by one, and plans to pay them on other days. */
@RestController
@RequestMapping("/api/v1")
class PaymentPlanEndpoints {
    private final PaymentPlans plans;
    private final ItemRecords items;
    private final Database database;
    private final Texts texts;

    PaymentPlanEndpoints(PaymentPlans plans, ItemRecords items, Database database, Texts texts) {
        this.plans = plans;
        this.items = items;
        this.database = database;
        this.texts = texts;
    }

    record Why(String reason) {}

    record PlanView(
            UUID id,
            String number,
            String state,
            int version,
            @Nullable UUID party,
            String name,
            LocalDate date,
            BigDecimal amount,
            String reason,
            List<PaymentPlans.PlannedItem> items,
            List<Part> parts,
            List<MoveOption> moves) {}

    /**
     * How a whole could be divided.
     *
     * @param amount of each part but the last; or
     * @param parts how many
     */
    record Division(
            BigDecimal total,
            @Nullable BigDecimal amount,
            @Nullable Integer parts,
            int everyMonths,
            LocalDate start) {}

    record Divided(List<Part> parts) {}

    @GetMapping("/open-items/{id}")
    @Needs("open-item.view")
    ItemRecords.ItemRecord item(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> items.find(tx, actor, id));
    }

    @PostMapping("/open-items/{id}/dispute")
    @Needs("open-item.dispute")
    ItemRecords.ItemRecord dispute(Actor actor, Once once, @PathVariable UUID id, @RequestBody Why body) {
        return once.run(actor.company(), ItemRecords.ItemRecord.class, tx -> {
            items.dispute(tx, actor, id, body.reason());
            tx.flush();
            return items.find(tx, actor, id);
        });
    }

    @PostMapping("/open-items/{id}/agreement")
    @Needs("open-item.dispute")
    ItemRecords.ItemRecord agree(Actor actor, Once once, @PathVariable UUID id, @RequestBody Why body) {
        return once.run(actor.company(), ItemRecords.ItemRecord.class, tx -> {
            items.agree(tx, actor, id, body.reason());
            tx.flush();
            return items.find(tx, actor, id);
        });
    }

    @PostMapping("/payment-plans/divisions")
    @Needs("payment-plan.create")
    Divided divide(Actor actor, @RequestBody Division body) {
        Problem.Collector problems = new Problem.Collector();
        BigDecimal total = Input.amount(problems, "total", body.total(), actor.currency());
        problems.check(total.signum() > 0, "total", "receipt-not-positive");
        problems.check(body.everyMonths() >= 0 && body.everyMonths() <= 60, "everyMonths", "out-of-range", 0, 60);
        problems.check((body.amount() == null) != (body.parts() == null), "parts", "parts-or-amount");
        problems.check(
                body.parts() == null || (body.parts() >= 1 && body.parts() <= 120), "parts", "out-of-range", 1, 120);
        problems.check(
                body.start().getYear() >= 1990 && body.start().getYear() <= 2100, "start", "out-of-range", 1990, 2100);
        if (body.amount() != null) {
            Input.amount(problems, "amount", body.amount(), actor.currency());
            problems.check(body.amount().signum() > 0, "amount", "receipt-not-positive");
        }
        problems.throwIfAny();
        Money open = new Money(total, actor.currency());
        return new Divided(
                body.amount() != null
                        ? PaymentPlans.byAmount(
                                open, new Money(body.amount(), actor.currency()), body.everyMonths(), body.start())
                        : PaymentPlans.into(
                                open, body.parts() == null ? 1 : body.parts(), body.everyMonths(), body.start()));
    }

    @PostMapping("/payment-plans")
    @Needs("payment-plan.create")
    @ResponseStatus(HttpStatus.CREATED)
    PlanView create(Actor actor, Once once, @RequestBody NewPlan body) {
        return once.run(actor.company(), PlanView.class, tx -> {
            UUID id = plans.create(tx, actor, body);
            tx.flush();
            return view(actor, plans.find(tx, actor, id));
        });
    }

    @GetMapping("/payment-plans/{id}")
    @Needs("payment-plan.view")
    ResponseEntity<PlanView> find(Actor actor, @PathVariable UUID id) {
        PlanView view = database.read(actor.company(), tx -> view(actor, plans.find(tx, actor, id)));
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }

    @PostMapping("/payment-plans/{id}/application")
    @Needs("payment-plan.apply")
    PlanView apply(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return once.run(actor.company(), PlanView.class, tx -> {
            plans.apply(tx, actor, id, seen.version());
            return reread(tx, actor, id);
        });
    }

    @PostMapping("/payment-plans/{id}/cancellation")
    @Needs("payment-plan.cancel")
    PlanView cancel(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Why body) {
        return once.run(actor.company(), PlanView.class, tx -> {
            plans.cancel(tx, actor, id, seen.version(), body.reason());
            return reread(tx, actor, id);
        });
    }

    private PlanView reread(Tx tx, Actor actor, UUID id) {
        tx.flush();
        return view(actor, plans.find(tx, actor, id));
    }

    private PlanView view(Actor actor, Plan plan) {
        return new PlanView(
                plan.header().id(),
                plan.header().number(),
                plan.header().state(),
                plan.header().version(),
                plan.header().party(),
                plan.header().title(),
                plan.header().date(),
                plan.amount(),
                plan.reason(),
                plan.items(),
                plan.parts(),
                plans.moves(texts, actor, plan));
    }
}
