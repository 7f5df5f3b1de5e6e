package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.Payables;
import io.onaccount.receivables.PaymentAuthorities;
import io.onaccount.receivables.ReceiptSettings;
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

/** What allocation goes by beside money: what we owe customers, who may pay for whom, and which differences are small. */
@RestController
@RequestMapping("/api/v1")
class PartnerEndpoints {
    private final Payables payables;
    private final PaymentAuthorities authorities;
    private final ReceiptSettings settings;
    private final Database database;

    PartnerEndpoints(Payables payables, PaymentAuthorities authorities, ReceiptSettings settings, Database database) {
        this.payables = payables;
        this.authorities = authorities;
        this.settings = settings;
        this.database = database;
    }

    @PostMapping("/payables")
    @Needs("payable.create")
    @ResponseStatus(HttpStatus.CREATED)
    Payables.Payable createPayable(Actor actor, Once once, @RequestBody Payables.NewPayable body) {
        return once.run(actor.company(), Payables.Payable.class, tx -> {
            UUID id = payables.create(tx, actor, body);
            tx.flush();
            return payables.find(tx, actor, id);
        });
    }

    @GetMapping("/payables/{id}")
    @Needs("payable.view")
    Payables.Payable payable(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> payables.find(tx, actor, id));
    }

    @PutMapping("/payables/{id}")
    @Needs("payable.edit")
    Payables.Payable changePayable(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody Payables.NewPayable body) {
        return once.run(actor.company(), Payables.Payable.class, tx -> {
            payables.change(tx, actor, id, body, seen.version());
            tx.flush();
            return payables.find(tx, actor, id);
        });
    }

    @PostMapping("/payment-authorities")
    @Needs("payment-authority.create")
    @ResponseStatus(HttpStatus.CREATED)
    PaymentAuthorities.Authority authorise(Actor actor, Once once, @RequestBody PaymentAuthorities.NewAuthority body) {
        return once.run(actor.company(), PaymentAuthorities.Authority.class, tx -> {
            UUID id = authorities.create(tx, actor, body);
            tx.flush();
            return authorities.find(tx, actor, id);
        });
    }

    @GetMapping("/payment-authorities/{id}")
    @Needs("payment-authority.view")
    PaymentAuthorities.Authority authority(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> authorities.find(tx, actor, id));
    }

    @PutMapping("/payment-authorities/{id}")
    @Needs("payment-authority.edit")
    PaymentAuthorities.Authority changeAuthority(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody PaymentAuthorities.NewAuthority body) {
        return once.run(actor.company(), PaymentAuthorities.Authority.class, tx -> {
            authorities.change(tx, actor, id, body, seen.version());
            tx.flush();
            return authorities.find(tx, actor, id);
        });
    }

    @GetMapping("/receipt-settings")
    @Needs("receipt.view")
    ReceiptSettings.Settings settings(Actor actor) {
        return database.read(actor.company(), settings::settings);
    }

    @PutMapping("/receipt-settings")
    @Needs("receipt.tolerance")
    ReceiptSettings.Settings settle(Actor actor, Once once, Seen seen, @RequestBody ReceiptSettings.Entry body) {
        return once.run(
                actor.company(),
                ReceiptSettings.Settings.class,
                tx -> settings.change(tx, actor, body, seen.version()));
    }
}
