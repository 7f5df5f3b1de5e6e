package io.onaccount.receivables.web;

import io.onaccount.document.MoveOption;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.platform.web.Versions;
import io.onaccount.receivables.Allowances;
import io.onaccount.receivables.Allowances.Allowance;
import io.onaccount.receivables.WriteOffs;
import io.onaccount.receivables.WriteOffs.NewWriteOff;
import io.onaccount.receivables.WriteOffs.WriteOff;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is lost, and what may be. */
@RestController
@RequestMapping("/api/v1")
class BadDebtEndpoints {
    private final WriteOffs writeOffs;
    private final Allowances allowances;
    private final Database database;
    private final Texts texts;

    BadDebtEndpoints(WriteOffs writeOffs, Allowances allowances, Database database, Texts texts) {
        this.writeOffs = writeOffs;
        this.allowances = allowances;
        this.database = database;
        this.texts = texts;
    }

    record WriteOffView(
            UUID id,
            String number,
            String state,
            int version,
            @Nullable UUID party,
            String name,
            LocalDate date,
            BigDecimal amount,
            BigDecimal recovered,
            String reason,
            List<WriteOffs.WrittenItem> items,
            List<MoveOption> moves) {}

    record AllowanceView(
            UUID id, String number, String state, int version, Allowances.Need need, List<MoveOption> moves) {}

    record AllowanceRates(List<BigDecimal> rates) {}

    /** How the company works it out. */
    @GetMapping("/allowance-settings")
    @Needs("allowance.view")
    Allowances.Settings allowanceSettings(Actor actor) {
        return database.read(actor.company(), allowances::settings);
    }

    @PutMapping("/allowance-settings")
    @Needs("allowance.edit")
    Allowances.Settings settle(Actor actor, Once once, @RequestBody Allowances.Settings body) {
        return once.run(actor.company(), Allowances.Settings.class, tx -> {
            allowances.settle(tx, actor, body);
            tx.flush();
            return allowances.settings(tx);
        });
    }

    record AllowanceDay(LocalDate asOf) {}

    record WithdrawnFor(String reason) {}

    record Recovery(BigDecimal amount, String reason) {}

    @PostMapping("/write-offs")
    @Needs("write-off.create")
    @ResponseStatus(HttpStatus.CREATED)
    WriteOffView writeOff(Actor actor, Once once, @RequestBody NewWriteOff body) {
        return once.run(
                actor.company(), WriteOffView.class, tx -> written(tx, actor, writeOffs.create(tx, actor, body)));
    }

    @GetMapping("/write-offs/{id}")
    @Needs("write-off.view")
    ResponseEntity<WriteOffView> writeOff(Actor actor, @PathVariable UUID id) {
        WriteOffView view = database.read(actor.company(), tx -> written(tx, actor, id));
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }

    @PostMapping("/write-offs/{id}/application")
    @Needs("write-off.apply")
    WriteOffView apply(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return once.run(actor.company(), WriteOffView.class, tx -> {
            writeOffs.apply(tx, actor, id, seen.version());
            return written(tx, actor, id);
        });
    }

    @PostMapping("/write-offs/{id}/cancellation")
    @Needs("write-off.cancel")
    WriteOffView cancel(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody WithdrawnFor body) {
        return once.run(actor.company(), WriteOffView.class, tx -> {
            writeOffs.cancel(tx, actor, id, seen.version(), body.reason());
            return written(tx, actor, id);
        });
    }

    @PostMapping("/write-offs/{id}/recovery")
    @Needs("write-off.recover")
    WriteOffView recover(Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Recovery body) {
        return once.run(actor.company(), WriteOffView.class, tx -> {
            writeOffs.recover(tx, actor, id, seen.version(), body.amount(), body.reason());
            return written(tx, actor, id);
        });
    }

    @GetMapping("/allowance-rates")
    @Needs("allowance.view")
    AllowanceRates rates(Actor actor) {
        return database.read(actor.company(), tx -> new AllowanceRates(allowances.rates(tx)));
    }

    @PutMapping("/allowance-rates")
    @Needs("allowance.edit")
    AllowanceRates setRates(Actor actor, Once once, @RequestBody AllowanceRates body) {
        return once.run(actor.company(), AllowanceRates.class, tx -> {
            allowances.setRates(tx, actor, body.rates());
            tx.flush();
            return new AllowanceRates(allowances.rates(tx));
        });
    }

    @GetMapping("/allowance-needs")
    @Needs("allowance.view")
    Allowances.Need need(Actor actor, @RequestParam(required = false) @Nullable LocalDate asOf) {
        return database.report(actor.company(), tx -> allowances.need(tx, actor, asOf == null ? actor.today() : asOf));
    }

    @PostMapping("/allowances")
    @Needs("allowance.create")
    @ResponseStatus(HttpStatus.CREATED)
    AllowanceView allowance(Actor actor, Once once, @RequestBody AllowanceDay body) {
        return once.run(
                actor.company(),
                AllowanceView.class,
                tx -> allowed(tx, actor, allowances.create(tx, actor, body.asOf())));
    }

    @GetMapping("/allowances/{id}")
    @Needs("allowance.view")
    ResponseEntity<AllowanceView> allowance(Actor actor, @PathVariable UUID id) {
        AllowanceView view = database.read(actor.company(), tx -> allowed(tx, actor, id));
        return ResponseEntity.ok().eTag(Versions.etag(view.version())).body(view);
    }

    @PostMapping("/allowances/{id}/application")
    @Needs("allowance.apply")
    AllowanceView applyAllowance(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return once.run(actor.company(), AllowanceView.class, tx -> {
            allowances.apply(tx, actor, id, seen.version());
            return allowed(tx, actor, id);
        });
    }

    @PostMapping("/allowances/{id}/cancellation")
    @Needs("allowance.cancel")
    AllowanceView cancelAllowance(Actor actor, Once once, @PathVariable UUID id, Seen seen) {
        return once.run(actor.company(), AllowanceView.class, tx -> {
            allowances.cancel(tx, actor, id, seen.version());
            return allowed(tx, actor, id);
        });
    }

    private WriteOffView written(Tx tx, Actor actor, UUID id) {
        tx.flush();
        WriteOff w = writeOffs.find(tx, actor, id);
        return new WriteOffView(
                id,
                w.header().number(),
                w.header().state(),
                w.header().version(),
                w.header().party(),
                w.header().title(),
                w.header().date(),
                w.amount(),
                w.recovered(),
                w.reason(),
                w.items(),
                writeOffs.moves(texts, actor, w));
    }

    private AllowanceView allowed(Tx tx, Actor actor, UUID id) {
        tx.flush();
        Allowance a = allowances.find(tx, actor, id);
        return new AllowanceView(
                id,
                a.header().number(),
                a.header().state(),
                a.header().version(),
                a.need(),
                allowances.moves(texts, actor, a));
    }
}
