package io.onaccount.receivables.bank.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.receivables.CashAccounts.CashAccount;
import io.onaccount.receivables.bank.BankFiles;
import io.onaccount.receivables.bank.BankFormat;
import io.onaccount.receivables.bank.BankLine;
import io.onaccount.receivables.bank.BankStatement;
import io.onaccount.receivables.bank.BankWork;
import io.onaccount.receivables.bank.Column;
import io.onaccount.receivables.bank.Remark;
import io.onaccount.receivables.bank.StatementReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Bank files: uploaded, looked at, their columns explained, their statements imported. */
@RestController
@RequestMapping("/api/v1")
class BankFileEndpoints {
    private static final int SHOWN_LINES = 20;

    private final BankFiles files;
    private final BankWork work;
    private final Database database;
    private final Texts texts;

    BankFileEndpoints(BankFiles files, BankWork work, Database database, Texts texts) {
        this.files = files;
        this.work = work;
        this.database = database;
        this.texts = texts;
    }

    record BankAccountName(UUID id, String code, String name) {
        static BankAccountName of(CashAccount account) {
            return new BankAccountName(account.id(), account.code(), account.name());
        }
    }

    /** @param code stable; {@code text} says it in the user's language */
    record BankRemarkView(String code, String text) {}

    /**
     * A statement of the file.
     *
     * @param place its number in the file, from 0
     * @param sum what its lines add up to; {@code in} and {@code out} by sign
     * @param pending entries not booked yet, which are no lines
     * @param cashAccount ours, when that is certain
     * @param known how many lines are there already
     * @param first the first lines
     */
    record BankStatementView(
            int place,
            BankFormat format,
            String account,
            String bank,
            String currency,
            String reference,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable BigDecimal opening,
            @Nullable BigDecimal closing,
            int lines,
            BigDecimal sum,
            BigDecimal in,
            BigDecimal out,
            int pending,
            BigDecimal pendingSum,
            @Nullable BankAccountName cashAccount,
            int known,
            List<BankRemarkView> remarks,
            List<BankLine> first) {}

    /**
     * A kept file.
     *
     * @param headings of a table; when there are no statements, say with {@code PUT …/columns} what they are
     * @param columns which heading was taken for what
     */
    record BankFileView(
            UUID id,
            String name,
            List<BankStatementView> statements,
            List<String> headings,
            Map<Column, String> columns) {}

    @PostMapping(path = "/bank-files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Needs("bank-statement.import")
    @ResponseStatus(HttpStatus.CREATED)
    BankFileView upload(Actor actor, @RequestParam("file") MultipartFile file) throws IOException {
        if (file.getSize() > StatementReading.MOST_BYTES) {
            throw Problem.invalid("file", "bank-file-large", StatementReading.MOST_BYTES / 1024 / 1024);
        }
        byte[] content = file.getBytes();
        String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        return database.write(actor.company(), tx -> view(actor, files.find(tx, files.keep(tx, actor, name, content))));
    }

    @GetMapping("/bank-files/{id}")
    @Needs("bank-statement.view")
    BankFileView file(Actor actor, @PathVariable UUID id) {
        return database.read(actor.company(), tx -> view(actor, files.find(tx, id)));
    }

    /** @param columns what stands under which heading; kept for every file with these headings */
    record BankColumnsBody(Map<Column, @Nullable String> columns) {}

    @PutMapping("/bank-files/{id}/columns")
    @Needs("bank-statement.import")
    BankFileView columns(Actor actor, Once once, @PathVariable UUID id, @RequestBody BankColumnsBody body) {
        Map<Column, String> said = new HashMap<>();
        body.columns().forEach((column, heading) -> {
            if (heading != null && !heading.isBlank()) {
                said.put(column, heading);
            }
        });
        return once.run(
                actor.company(), BankFileView.class, tx -> view(actor, files.explainColumns(tx, actor, id, said)));
    }

    record BankAccountBody(int statement, UUID cashAccount) {}

    /** @param accounts where the file doesn't make certain which account a statement is of */
    record BankImportBody(@Nullable List<BankAccountBody> accounts) {}

    /** @param added how many lines are new; those there already are not added again */
    record BankImportedView(
            UUID id,
            int place,
            BankAccountName cashAccount,
            int lines,
            int added,
            @Nullable BigDecimal opening,
            @Nullable BigDecimal closing,
            BigDecimal sum,
            List<BankRemarkView> remarks) {}

    /** @param booked how many of the new lines were booked by themselves */
    record BankImportView(UUID id, int lines, int added, int booked, List<BankImportedView> statements) {}

    @PostMapping("/bank-files/{id}/statements")
    @Needs("bank-statement.import")
    @ResponseStatus(HttpStatus.CREATED)
    BankImportView importStatements(
            Actor actor,
            Once once,
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable BankImportBody body) {
        Map<Integer, UUID> chosen = new HashMap<>();
        if (body != null && body.accounts() != null) {
            body.accounts().forEach(choice -> chosen.put(choice.statement(), choice.cashAccount()));
        }
        BankImportView view = once.run(actor.company(), BankImportView.class, tx -> {
            List<BankFiles.Imported> imported = files.importStatements(tx, actor, id, chosen);
            List<BankImportedView> views = new ArrayList<>();
            for (int i = 0; i < imported.size(); i++) {
                BankFiles.Imported one = imported.get(i);
                BankStatement statement = one.statement();
                views.add(new BankImportedView(
                        one.id(),
                        i,
                        BankAccountName.of(one.account()),
                        statement.lines().size(),
                        one.added(),
                        statement.opening(),
                        statement.closing(),
                        statement.sum(),
                        remarks(actor, one.remarks())));
            }
            return new BankImportView(
                    id,
                    views.stream().mapToInt(BankImportedView::lines).sum(),
                    views.stream().mapToInt(BankImportedView::added).sum(),
                    0,
                    views);
        });
        int booked =
                (int) work
                        .bookImported(
                                actor,
                                view.statements().stream()
                                        .map(BankImportedView::id)
                                        .toList())
                        .stream()
                        .filter(one -> one.problem() == null)
                        .count();
        return new BankImportView(view.id(), view.lines(), view.added(), booked, view.statements());
    }

    /** A statement as imported, with what was odd about it. */
    record BankStatementDetail(
            UUID id,
            UUID file,
            String fileName,
            UUID cashAccount,
            String accountName,
            BankFormat format,
            String account,
            String reference,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable BigDecimal opening,
            @Nullable BigDecimal closing,
            BigDecimal total,
            int lines,
            int added,
            List<BankRemarkView> remarks) {}

    @GetMapping("/bank-statements/{id}")
    @Needs("bank-statement.view")
    BankStatementDetail statement(Actor actor, @PathVariable UUID id) {
        BankFiles.Statement s = database.read(actor.company(), tx -> files.statement(tx, id));
        return new BankStatementDetail(
                s.id(),
                s.file(),
                s.fileName(),
                s.cashAccount(),
                s.accountName(),
                s.format(),
                s.account(),
                s.reference(),
                s.from(),
                s.to(),
                s.opening(),
                s.closing(),
                s.total(),
                s.lines(),
                s.added(),
                remarks(actor, s.remarks()));
    }

    private BankFileView view(Actor actor, BankFiles.BankFile file) {
        List<BankStatementView> statements = new ArrayList<>();
        for (int i = 0; i < file.found().size(); i++) {
            BankStatement statement = file.reading().statements().get(i);
            BankFiles.Found found = file.found().get(i);
            BigDecimal in = BigDecimal.ZERO;
            BigDecimal out = BigDecimal.ZERO;
            for (BankLine line : statement.lines()) {
                if (line.amount().signum() > 0) {
                    in = in.add(line.amount());
                } else {
                    out = out.add(line.amount());
                }
            }
            statements.add(new BankStatementView(
                    i,
                    statement.format(),
                    statement.account(),
                    statement.bank(),
                    statement.currency(),
                    statement.reference(),
                    statement.from(),
                    statement.to(),
                    statement.opening(),
                    statement.closing(),
                    statement.lines().size(),
                    in.add(out),
                    in,
                    out,
                    statement.pending().size(),
                    statement.pending().stream().map(BankLine::amount).reduce(BigDecimal.ZERO, BigDecimal::add),
                    found.account().map(BankAccountName::of).orElse(null),
                    found.known(),
                    remarks(actor, statement.remarks()),
                    statement.lines().stream().limit(SHOWN_LINES).toList()));
        }
        return new BankFileView(
                file.id(),
                file.name(),
                statements,
                file.reading().headings(),
                file.reading().columns());
    }

    private List<BankRemarkView> remarks(Actor actor, List<Remark> remarks) {
        return remarks.stream()
                .map(remark -> new BankRemarkView(
                        remark.code(),
                        texts.text(
                                actor.locale(),
                                "bank.remark." + remark.code(),
                                remark.arguments().toArray())))
                .toList();
    }
}
