package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.CashTransfers;
import io.onaccount.receivables.ExchangeRates;
import io.onaccount.receivables.Revaluations;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Exchange rates, money moved between accounts, and what rates do to open items at the end of a period. */
@RestController
@RequestMapping("/api/v1")
class CurrencyEndpoints {
    private final ExchangeRates rates;
    private final Revaluations revaluations;
    private final CashTransfers transfers;
    private final Database database;

    CurrencyEndpoints(ExchangeRates rates, Revaluations revaluations, CashTransfers transfers, Database database) {
        this.rates = rates;
        this.revaluations = revaluations;
        this.transfers = transfers;
        this.database = database;
    }

    @PostMapping("/exchange-rates")
    @Needs("exchange-rate.create")
    @ResponseStatus(HttpStatus.CREATED)
    ExchangeRates.Rate create(Actor actor, Once once, @RequestBody ExchangeRates.NewRate body) {
        return once.run(actor.company(), ExchangeRates.Rate.class, tx -> {
            UUID id = rates.create(tx, actor, body);
            tx.flush();
            return rates.find(tx, id);
        });
    }

    @GetMapping("/exchange-rates/{id}")
    @Needs("exchange-rate.view")
    ExchangeRates.Rate rate(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> rates.find(tx, id));
    }

    @PutMapping("/exchange-rates/{id}")
    @Needs("exchange-rate.edit")
    ExchangeRates.Rate change(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody ExchangeRates.NewRate body) {
        return once.run(actor.company(), ExchangeRates.Rate.class, tx -> {
            rates.change(tx, actor, id, body, seen.version());
            tx.flush();
            return rates.find(tx, id);
        });
    }

    /** @param rate what one unit of the first is worth in the second; null when no rate had been entered by then */
    record Conversion(
            String from, String to, LocalDate on, @Nullable BigDecimal rate) {}

    /** What one currency was worth in another on a day: the other way round and through the company's own too. */
    @GetMapping("/exchange-rates/conversion")
    @Needs("exchange-rate.view")
    Conversion conversion(
            Actor actor,
            @RequestParam String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable LocalDate on) {
        String into = to == null ? actor.currency() : to;
        Problem.Collector problems = new Problem.Collector();
        problems.check(Money.isCurrency(from), "from", "currency-unknown");
        problems.check(Money.isCurrency(into), "to", "currency-unknown");
        problems.throwIfAny();
        LocalDate day = on == null ? actor.today() : on;
        return new Conversion(
                from,
                into,
                day,
                database.read(actor.company(), tx -> rates.rate(tx, actor, from, into, day))
                        .map(BigDecimal::stripTrailingZeros)
                        .orElse(null));
    }

    /** @param sum what all are worth more; negative: less */
    record Preview(LocalDate date, BigDecimal sum, List<Revaluations.Difference> differences) {}

    @GetMapping("/revaluations/preview")
    @Needs("revaluation.create")
    Preview preview(Actor actor, @RequestParam(required = false) @Nullable LocalDate date) {
        LocalDate day = date == null ? actor.today() : date;
        List<Revaluations.Difference> found =
                database.report(actor.company(), tx -> revaluations.preview(tx, actor, day));
        return new Preview(
                day,
                found.stream().map(Revaluations.Difference::difference).reduce(BigDecimal.ZERO, BigDecimal::add),
                found);
    }

    /** @param date today when left out */
    record TransferBody(
            UUID from,
            UUID to,
            @Nullable LocalDate date,
            BigDecimal out,
            @Nullable BigDecimal in,
            @Nullable BigDecimal fee,
            @Nullable String note) {}

    @PostMapping("/cash-transfers")
    @Needs("cash-transfer.create")
    @ResponseStatus(HttpStatus.CREATED)
    CashTransfers.Transfer transfer(Actor actor, Once once, @RequestBody TransferBody body) {
        return once.run(actor.company(), CashTransfers.Transfer.class, tx -> {
            UUID id = transfers.create(
                    tx,
                    actor,
                    new CashTransfers.NewTransfer(
                            body.from(),
                            body.to(),
                            body.date() == null ? actor.today() : body.date(),
                            body.out(),
                            body.in(),
                            body.fee(),
                            body.note()));
            tx.flush();
            return transfers.find(tx, actor, id);
        });
    }

    @GetMapping("/cash-transfers/{id}")
    @Needs("cash-transfer.view")
    CashTransfers.Transfer transfer(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> transfers.find(tx, actor, id));
    }

    @PostMapping("/cash-transfers/{id}/reversal")
    @Needs("cash-transfer.reverse")
    CashTransfers.Transfer reverseTransfer(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            Seen seen,
            @RequestBody ReceivableEndpoints.ReasonBody body) {
        return once.run(actor.company(), CashTransfers.Transfer.class, tx -> {
            transfers.reverse(tx, actor, id, seen.version(), body.reason());
            tx.flush();
            return transfers.find(tx, actor, id);
        });
    }

    record RevaluationBody(LocalDate date) {}

    @PostMapping("/revaluations")
    @Needs("revaluation.create")
    @ResponseStatus(HttpStatus.CREATED)
    Revaluations.Revaluation revalue(Actor actor, Once once, @RequestBody RevaluationBody body) {
        return once.run(
                actor.company(), Revaluations.Revaluation.class, tx -> revaluations.post(tx, actor, body.date()));
    }

    @GetMapping("/revaluations/{id}")
    @Needs("revaluation.view")
    Revaluations.Revaluation revaluation(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> revaluations.find(tx, actor, id));
    }
}
