package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.receivables.Promises;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What customers promised to pay, over HTTP. */
@RestController
@RequestMapping("/api/v1")
class PromiseEndpoints {
    private final Promises promises;
    private final Database database;

    PromiseEndpoints(Promises promises, Database database) {
        this.promises = promises;
        this.database = database;
    }

    record PromisesView(List<Promises.Promise> promises) {}

    /** The promises of a customer, the latest first. */
    @GetMapping("/customers/{id}/payment-promises")
    @Needs("payment-promise.view")
    PromisesView of(Actor actor, @PathVariable UUID id) {
        return new PromisesView(database.read(actor.company(), tx -> promises.of(tx, actor, id)));
    }

    @GetMapping("/payment-promises/{id}")
    @Needs("payment-promise.view")
    Promises.Promise find(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> promises.find(tx, actor, id));
    }

    @PostMapping("/payment-promises")
    @Needs("payment-promise.create")
    @ResponseStatus(HttpStatus.CREATED)
    Promises.Promise create(Actor actor, Once once, @RequestBody Promises.NewPromise body) {
        return once.run(actor.company(), Promises.Promise.class, tx -> {
            UUID id = promises.create(tx, actor, body);
            tx.flush();
            return promises.find(tx, actor, id);
        });
    }

    record WithdrawnWhy(@MaxLength(500) String reason) {}

    @PostMapping("/payment-promises/{id}/withdrawal")
    @Needs("payment-promise.withdraw")
    Promises.Promise withdraw(Actor actor, Once once, @PathVariable UUID id, @RequestBody WithdrawnWhy body) {
        return once.run(actor.company(), Promises.Promise.class, tx -> {
            promises.withdraw(tx, actor, id, body.reason());
            tx.flush();
            return promises.find(tx, actor, id);
        });
    }
}
