package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.CashEntries;
import io.onaccount.receivables.LedgerAccount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Money that moved on our own accounts without a customer. */
@RestController
@RequestMapping("/api/v1/cash-entries")
class CashEntryEndpoints {
    private final CashEntries entries;
    private final Database database;

    CashEntryEndpoints(CashEntries entries, Database database) {
        this.entries = entries;
        this.database = database;
    }

    /** @param amount positive for money that came in */
    record CashEntryBody(
            UUID cashAccount,
            @Nullable LocalDate date,
            BigDecimal amount,
            LedgerAccount account,
            @Nullable String note) {}

    record CashEntryView(
            UUID id,
            String number,
            String state,
            int version,
            UUID cashAccount,
            String cashName,
            @Nullable LocalDate date,
            BigDecimal amount,
            LedgerAccount account,
            String note) {
        static CashEntryView of(CashEntries.CashEntry entry) {
            return new CashEntryView(
                    entry.header().id(),
                    entry.header().number(),
                    entry.header().state(),
                    entry.header().version(),
                    entry.cashAccount(),
                    entry.cashName(),
                    entry.header().date(),
                    entry.amount(),
                    entry.account(),
                    entry.note());
        }
    }

    @PostMapping
    @Needs("cash-entry.create")
    @ResponseStatus(HttpStatus.CREATED)
    CashEntryView create(Actor actor, Once once, @RequestBody CashEntryBody body) {
        return once.run(actor.company(), CashEntryView.class, tx -> {
            UUID id = entries.create(
                    tx,
                    actor,
                    new CashEntries.NewCashEntry(
                            body.cashAccount(),
                            body.date() == null ? actor.today() : body.date(),
                            body.amount(),
                            body.account(),
                            body.note()));
            tx.flush();
            return CashEntryView.of(entries.find(tx, actor, id));
        });
    }

    @GetMapping("/{id}")
    @Needs("cash-entry.view")
    CashEntryView entry(Actor actor, @PathVariable UUID id) {
        return CashEntryView.of(database.read(actor.company(), tx -> entries.find(tx, actor, id)));
    }

    record CashReversalBody(String reason) {}

    @PostMapping("/{id}/reversal")
    @Needs("cash-entry.reverse")
    CashEntryView reverse(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody CashReversalBody body) {
        return once.run(actor.company(), CashEntryView.class, tx -> {
            entries.reverse(tx, actor, id, seen.version(), body.reason());
            tx.flush();
            return CashEntryView.of(entries.find(tx, actor, id));
        });
    }
}
