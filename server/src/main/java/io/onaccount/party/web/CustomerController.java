package io.onaccount.party.web;

import io.onaccount.document.MoveOption;
import io.onaccount.document.RecordViews;
import io.onaccount.document.mailing.MailAddress;
import io.onaccount.document.mailing.Mails;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.Users;
import io.onaccount.party.Contact;
import io.onaccount.party.Customer;
import io.onaccount.party.CustomerEntry;
import io.onaccount.party.CustomerState;
import io.onaccount.party.Customers;
import io.onaccount.party.Duplicate;
import io.onaccount.party.Duplicates;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Customers over HTTP. */
@RestController
@RequestMapping("/api/v1/customers")
class CustomerController {
    private static final int MOST_AT_ONCE = 1000;

    private final Customers customers;
    private final Duplicates duplicates;
    private final Users users;
    private final Database database;
    private final Mails mails;
    private final Texts texts;
    private final RecordViews<CustomerView> views;

    CustomerController(
            Customers customers, Duplicates duplicates, Mails mails, Users users, Database database, Texts texts) {
        this.customers = customers;
        this.duplicates = duplicates;
        this.users = users;
        this.database = database;
        this.views = new RecordViews<>(
                database, CustomerView.class, v -> v.customer().version(), (tx, actor, id) -> {
                    Customer customer = customers.find(tx, actor, id);
                    return new CustomerView(
                            customer, customers.moves(texts, actor, customer), bad(tx, actor, customer));
                });
        this.mails = mails;
        this.texts = texts;
    }

    /** What is known to be wrong with what contacts are reached by. */
    private Map<String, String> bad(Tx tx, Actor actor, Customer customer) {
        List<String> mobiles = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (Contact contact : customer.contacts()) {
            String mobile = contact.mobile();
            if (mobile != null && !mobile.isBlank()) {
                mobiles.add(mobile);
            }
            String email = contact.email();
            if (email != null) {
                all.add(email);
            }
        }
        all.addAll(mobiles);
        Map<String, String> bad = new HashMap<>(mails.bad(tx, all));
        for (String mobile : mobiles) {
            Optional<MailAddress> phone = MailAddress.phone(mobile, null);
            String said = phone.isEmpty()
                    ? texts.text(actor.locale(), "problem.not-a-mobile")
                    : bad.get(phone.get().address());
            if (said != null) {
                bad.put(mobile, said);
            }
        }
        return bad;
    }

    /**
     * A customer as its page shows it.
     *
     * @param badAddresses addresses of contacts that a mail server refused for good, in lower case, and what it said; mobile phones, as entered, that a
     *     gateway refused or that are none
     */
    record CustomerView(Customer customer, List<MoveOption> moves, Map<String, String> badAddresses) {}

    record DuplicatesView(List<Duplicate> duplicates) {}

    /** @param reason for the history */
    record MoveEntry(@Nullable String reason) {}

    record TransferEntry(List<UUID> customers, UUID owner) {}

    record TransferView(int transferred) {}

    record ShareEntry(List<UUID> users) {}

    record Colleague(UUID id, String name) {}

    record ShareView(List<Colleague> users) {}

    @PostMapping
    @Needs("customer.create")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<CustomerView> create(Actor actor, Once once, @RequestBody CustomerEntry body) {
        return views.created(actor, once, tx -> customers.create(tx, actor, body));
    }

    @GetMapping("/{id}")
    @Needs("customer.view")
    ResponseEntity<CustomerView> read(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    @PutMapping("/{id}")
    @Needs("customer.edit")
    ResponseEntity<CustomerView> change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody CustomerEntry body) {
        return views.done(actor, once, id, tx -> customers.change(tx, actor, id, seen.version(), body));
    }

    @DeleteMapping("/{id}")
    @Needs("customer.delete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id, Seen seen) {
        views.deleted(actor, tx -> customers.delete(tx, actor, id, seen.version()));
    }

    @PostMapping("/{id}/activation")
    @Needs("customer.activate")
    ResponseEntity<CustomerView> activate(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody(required = false) @Nullable MoveEntry body) {
        return move(actor, once, id, seen, "activate", CustomerState.ACTIVE, body);
    }

    @PostMapping("/{id}/stop")
    @Needs("customer.stop")
    ResponseEntity<CustomerView> stop(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody(required = false) @Nullable MoveEntry body) {
        return move(actor, once, id, seen, "stop", CustomerState.STOPPED, body);
    }

    @PostMapping("/{id}/blacklisting")
    @Needs("customer.blacklist")
    ResponseEntity<CustomerView> blacklist(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody(required = false) @Nullable MoveEntry body) {
        return move(actor, once, id, seen, "blacklist", CustomerState.BLACKLISTED, body);
    }

    @PostMapping("/{id}/reactivation")
    @Needs("customer.reactivate")
    ResponseEntity<CustomerView> reactivate(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody(required = false) @Nullable MoveEntry body) {
        return move(actor, once, id, seen, "reactivate", CustomerState.ACTIVE, body);
    }

    /** Existing customers that may be the one being typed. */
    @GetMapping("/duplicates")
    @Needs("customer.create")
    DuplicatesView duplicates(
            Actor actor,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String creditCode,
            @RequestParam(required = false) @Nullable String phone) {
        Problem.Collector problems = new Problem.Collector();
        String nameText = Input.text(problems, "name", name, 200);
        String codeText = Input.text(problems, "creditCode", creditCode, 40);
        String phoneText = Input.text(problems, "phone", phone, 40);
        problems.throwIfAny();
        return new DuplicatesView(
                database.read(actor.company(), tx -> duplicates.find(tx, actor, nameText, codeText, phoneText)));
    }

    /** Gives customers to another owner. */
    @PostMapping("/transfers")
    @Needs("customer.transfer")
    TransferView transfer(Actor actor, Once once, @RequestBody TransferEntry body) {
        if (body.customers().isEmpty() || body.customers().size() > MOST_AT_ONCE) {
            throw Problem.invalid("customers", "out-of-range", 1, MOST_AT_ONCE);
        }
        return once.run(actor.company(), TransferView.class, tx -> {
            customers.transfer(tx, actor, body.customers(), body.owner());
            return new TransferView(body.customers().size());
        });
    }

    @GetMapping("/{id}/shares")
    @Needs("customer.view")
    ShareView shares(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> shares(tx, actor, id));
    }

    @PutMapping("/{id}/shares")
    @Needs("customer.share")
    ShareView share(Actor actor, Once once, @PathVariable UUID id, @RequestBody ShareEntry body) {
        if (body.users().size() > MOST_AT_ONCE) {
            throw Problem.invalid("users", "out-of-range", 0, MOST_AT_ONCE);
        }
        return once.run(actor.company(), ShareView.class, tx -> {
            customers.share(tx, actor, id, body.users());
            tx.flush();
            return shares(tx, actor, id);
        });
    }

    private ShareView shares(Tx tx, Actor actor, UUID id) {
        return new ShareView(users.named(tx, customers.sharedWith(tx, actor, id)).entrySet().stream()
                .map(user -> new Colleague(user.getKey(), user.getValue()))
                .sorted(Comparator.comparing(Colleague::name))
                .toList());
    }

    private ResponseEntity<CustomerView> move(
            Actor actor, Once once, UUID id, Seen seen, String move, CustomerState to, @Nullable MoveEntry body) {
        Problem.Collector problems = new Problem.Collector();
        String reason = body == null ? null : Input.text(problems, "reason", body.reason(), 500);
        problems.throwIfAny();
        return views.done(actor, once, id, tx -> customers.move(tx, actor, id, seen.version(), move, to, reason));
    }
}
