package io.onaccount.receivables.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.LedgerAccount;
import io.onaccount.receivables.VoucherFile;
import io.onaccount.receivables.Vouchers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
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

/** The sub-ledger as accountants read it: trial balance, and vouchers for the general ledger. */
@RestController
@RequestMapping("/api/v1")
class LedgerEndpoints {
    private static final int MOST_ROWS = 5000;

    private final Ledger ledger;
    private final Vouchers vouchers;
    private final VoucherFile files;
    private final Database database;
    private final Texts texts;

    LedgerEndpoints(Ledger ledger, Vouchers vouchers, VoucherFile files, Database database, Texts texts) {
        this.ledger = ledger;
        this.vouchers = vouchers;
        this.files = files;
        this.database = database;
        this.texts = texts;
    }

    @GetMapping("/ledger/trial-balance")
    @Needs("journal.view")
    Ledger.TrialBalance trialBalance(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "500") int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw Problem.invalid("limit", "list-limit", limit, MOST_ROWS);
        }
        LocalDate last = to == null ? actor.today() : to;
        LocalDate first = from == null ? last.withDayOfMonth(1) : from;
        if (first.isAfter(last)) {
            throw Problem.invalid("from", "statement-period");
        }
        return database.report(actor.company(), tx -> ledger.trialBalance(tx, actor, texts, first, last, limit));
    }

    record TargetView(
            LedgerAccount account,
            @Nullable UUID cashAccount,
            @MaxLength(40) String code,
            @MaxLength(100) String name,
            Vouchers.Aux aux) {}

    record Targets(List<TargetView> accounts) {}

    /** Which accounts of the general ledger ours go to. */
    @GetMapping("/voucher-accounts")
    @Needs("voucher-export.view")
    Targets targets(Actor actor) {
        return view(database.read(actor.company(), tx -> vouchers.targets(tx, actor)));
    }

    private static Targets view(List<Vouchers.Target> targets) {
        return new Targets(targets.stream()
                .map(target -> new TargetView(
                        target.account(), target.cashAccount(), target.code(), target.name(), target.aux()))
                .toList());
    }

    @PutMapping("/voucher-accounts")
    @Needs("voucher-export.edit")
    Targets setTargets(Actor actor, @RequestBody Targets body) {
        return database.write(actor.company(), tx -> {
            vouchers.setTargets(
                    tx,
                    actor,
                    body.accounts().stream()
                            .map(target -> new Vouchers.Target(
                                    target.account(), target.cashAccount(), target.code(), target.name(), target.aux()))
                            .toList());
            tx.flush();
            return view(vouchers.targets(tx, actor));
        });
    }

    /** What waits to be handed over. */
    @GetMapping("/voucher-exports/pending")
    @Needs("voucher-export.view")
    Vouchers.Pending pending(Actor actor, @RequestParam(required = false) @Nullable LocalDate to) {
        return database.report(actor.company(), tx -> vouchers.pending(tx, actor, to == null ? actor.today() : to));
    }

    /** @param word the kind of voucher, 记 */
    record ExportBody(
            LocalDate from,
            LocalDate to,
            Vouchers.Grouping grouping,
            @MaxLength(10) String word,
            int firstNumber) {}

    record ExportView(
            UUID id,
            LocalDate from,
            LocalDate to,
            Vouchers.Grouping grouping,
            String word,
            int firstNumber,
            int vouchers,
            int journals,
            BigDecimal debit,
            Instant at,
            int downloads) {}

    private static ExportView exported(Vouchers.Export export) {
        return new ExportView(
                export.id(),
                export.from(),
                export.to(),
                export.grouping(),
                export.word(),
                export.firstNumber(),
                export.vouchers(),
                export.journals(),
                export.debit(),
                export.at(),
                export.downloads());
    }

    /** Hands over the journals of a period that were not handed over before. */
    @PostMapping("/voucher-exports")
    @Needs("voucher-export.create")
    @ResponseStatus(HttpStatus.CREATED)
    ExportView export(Actor actor, Once once, @RequestBody ExportBody body) {
        return once.run(actor.company(), ExportView.class, tx -> {
            UUID id = vouchers.export(
                    tx, actor, body.from(), body.to(), body.grouping(), body.word(), body.firstNumber());
            tx.flush();
            return exported(vouchers.find(tx, id));
        });
    }

    @GetMapping("/voucher-exports/{id}")
    @Needs("voucher-export.view")
    ExportView exported(Actor actor, @PathVariable UUID id) {
        return exported(database.read(actor.company(), tx -> vouchers.find(tx, id)));
    }

    /** @param format kingdee, yonyou or csv; after the first time it takes the right to export again */
    @GetMapping("/voucher-exports/{id}/file")
    @Needs("voucher-export.create")
    ResponseEntity<byte[]> file(Actor actor, @PathVariable UUID id, @RequestParam(defaultValue = "csv") String format) {
        VoucherFile.File file = database.write(
                actor.company(), tx -> files.write(vouchers.write(tx, actor, id, format), format, actor.locale()));
        return ResponseEntity.ok()
                .header("Content-Type", file.type())
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment()
                                .filename(file.name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(file.content());
    }
}
