package io.onaccount.party.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import io.onaccount.party.CustomerClass;
import io.onaccount.party.CustomerClasses;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Classes of customers over HTTP. */
@RestController
@RequestMapping("/api/v1/customer-classes")
class CustomerClassController {
    private final CustomerClasses classes;
    private final Database database;

    CustomerClassController(CustomerClasses classes, Database database) {
        this.classes = classes;
        this.database = database;
    }

    record ClassesView(List<CustomerClass> classes) {}

    /** All classes, for choosing one and for naming those in use. */
    @GetMapping("/choices")
    @SignedIn("everybody who enters customers chooses among them")
    ClassesView choices(Actor actor) {
        return new ClassesView(database.read(actor.company(), classes::all));
    }

    @GetMapping("/{id}")
    @Needs("customer-class.view")
    CustomerClass read(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> classes.require(tx, id));
    }

    @PostMapping
    @Needs("customer-class.create")
    @ResponseStatus(HttpStatus.CREATED)
    CustomerClass create(Actor actor, Once once, @RequestBody CustomerClass.Entry body) {
        return once.run(actor.company(), CustomerClass.class, tx -> classes.create(tx, actor, body));
    }

    @PutMapping("/{id}")
    @Needs("customer-class.edit")
    CustomerClass change(Actor actor, Once once, @PathVariable UUID id, @RequestBody CustomerClass.Entry body) {
        return once.run(actor.company(), CustomerClass.class, tx -> classes.change(tx, actor, id, body, null));
    }
}
