package io.onaccount.receivables.web;

import io.onaccount.document.RecordViews;
import io.onaccount.document.mailing.MailChannel;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Anyone;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.jobs.Jobs;
import io.onaccount.platform.web.MaxLength;
import io.onaccount.platform.web.Once;
import io.onaccount.platform.web.Seen;
import io.onaccount.receivables.Statement;
import io.onaccount.receivables.StatementLinks;
import io.onaccount.receivables.StatementMails;
import io.onaccount.receivables.StatementMornings;
import io.onaccount.receivables.Statements;
import io.onaccount.receivables.payment.PayLinks;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.json.JsonMapper;

/** Statements: made, sent, answered; and the page behind a customer's link. */
@RestController
@RequestMapping("/api/v1")
class StatementEndpoints {
    private static final String BY_LINK = "the link is signed for one statement and answered once";

    private final Statements statements;
    private final StatementLinks links;
    private final PayLinks payLinks;
    private final StatementMails mails;
    private final StatementMornings mornings;
    private final Database database;
    private final Jobs jobs;
    private final Texts texts;
    private final JsonMapper json;
    private final RecordViews<StatementView> views;

    StatementEndpoints(
            Statements statements,
            StatementLinks links,
            PayLinks payLinks,
            StatementMails mails,
            StatementMornings mornings,
            Database database,
            Jobs jobs,
            Texts texts,
            JsonMapper json) {
        this.statements = statements;
        this.links = links;
        this.payLinks = payLinks;
        this.mails = mails;
        this.mornings = mornings;
        this.database = database;
        this.jobs = jobs;
        this.texts = texts;
        this.json = json;
        this.views = new RecordViews<>(
                database,
                StatementView.class,
                StatementView::version,
                (tx, actor, id) -> view(actor, statements.find(tx, actor, id)));
    }

    record StatementLineView(
            int line,
            LocalDate date,
            String cause,
            UUID document,
            String number,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal balance) {}

    /** @param changed whether the books have changed within its period since it was made */
    record StatementView(
            UUID id,
            String number,
            String state,
            int version,
            UUID party,
            String partyName,
            LocalDate from,
            LocalDate to,
            String currency,
            BigDecimal opening,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal closing,
            List<BigDecimal> buckets,
            BigDecimal unapplied,
            String hash,
            boolean intact,
            boolean changed,
            Instant madeAt,
            @Nullable String sentTo,
            @Nullable Instant sentAt,
            @Nullable String answeredBy,
            @Nullable Instant answeredAt,
            String answer,
            List<StatementLineView> lines,
            List<Statement.Difference> differences,
            List<ReceiptEndpoints.MoveView> moves) {}

    private List<StatementLineView> lines(Locale locale, Statement statement) {
        return statement.lines().stream()
                .map(line -> new StatementLineView(
                        line.line(),
                        line.on(),
                        texts.text(locale, "choice.journal.cause." + line.cause()),
                        line.document(),
                        line.number(),
                        line.debit(),
                        line.credit(),
                        line.balance()))
                .toList();
    }

    private StatementView view(Actor actor, Statement s) {
        return new StatementView(
                s.header().id(),
                s.header().number(),
                s.header().state(),
                s.header().version(),
                s.party(),
                s.header().title(),
                s.from(),
                s.to(),
                s.currency(),
                s.opening(),
                s.debit(),
                s.credit(),
                s.closing(),
                s.buckets(),
                s.unapplied(),
                s.hash(),
                s.intact(),
                s.changed(),
                s.madeAt(),
                s.sentTo(),
                s.sentAt(),
                s.answeredBy(),
                s.answeredAt(),
                s.answer(),
                lines(actor.locale(), s),
                s.differences(),
                Statements.moves(actor, s).entrySet().stream()
                        .map(move -> new ReceiptEndpoints.MoveView(
                                move.getKey(),
                                move.getValue() == null,
                                move.getValue() == null ? null : texts.text(actor.locale(), move.getValue())))
                        .toList());
    }

    /** @param from null to go on where the last one ended */
    record NewStatement(
            UUID party, @Nullable LocalDate from, @Nullable LocalDate to) {}

    @PostMapping("/statements")
    @Needs("statement.create")
    ResponseEntity<StatementView> make(Actor actor, Once once, @RequestBody NewStatement body) {
        return views.created(
                actor,
                once,
                tx -> statements.make(
                        tx, actor, body.party(), body.from(), body.to() == null ? actor.today() : body.to()));
    }

    /**
     * @param everyone whatever their billing day
     * @param mail whether they are mailed to the contacts who get statements; needs the right to send them
     * @param excel whether the mails have them as Excel beside the PDF
     */
    record RunBody(
            LocalDate to,
            @Nullable Boolean everyone,
            @Nullable Boolean mail,
            @Nullable Boolean excel) {}

    record RunStarted(UUID job) {}

    /** Makes the statements of all customers whose billing day it is, in the background. */
    @PostMapping("/statements/runs")
    @Needs("statement.create")
    @ResponseStatus(HttpStatus.ACCEPTED)
    RunStarted run(Actor actor, Once once, @RequestBody RunBody body) {
        LocalDate to = body.to();
        if (to.isAfter(actor.today()) || to.getYear() < 1970) {
            throw Problem.invalid("to", "statement-not-over", actor.today());
        }
        boolean mail = Boolean.TRUE.equals(body.mail());
        if (mail) {
            actor.require("statement.send");
        }
        return once.run(
                actor.company(),
                RunStarted.class,
                tx -> new RunStarted(jobs.start(
                        actor.company(),
                        actor.user(),
                        Statements.RUN,
                        new Json(json.writeValueAsString(Map.of(
                                "to",
                                to.toString(),
                                "everyone",
                                Boolean.TRUE.equals(body.everyone()),
                                "mail",
                                mail,
                                "excel",
                                Boolean.TRUE.equals(body.excel())))))));
    }

    /** @param channel by mail when left out; by text message goes the link alone */
    record MailBody(
            List<UUID> ids,
            @Nullable Boolean excel,
            @Nullable MailChannel channel) {}

    /** Mails these statements to the contacts who get them, each with a link of their own; to the same address once. */
    @PostMapping("/statements/mails")
    @Needs("statement.send")
    StatementMails.Outcome mail(Actor actor, Once once, @RequestBody MailBody body) {
        return once.run(
                actor.company(),
                StatementMails.Outcome.class,
                tx -> mails.send(
                        tx, actor, body.ids(), Boolean.TRUE.equals(body.excel()), MailChannel.orMail(body.channel())));
    }

    /**
     * Whether statements are made by themselves, the morning after a billing day.
     *
     * @param mailed whether they are mailed as soon as they are made
     * @param excel whether the mails have them as Excel beside the PDF
     */
    record EveryMorning(
            boolean wanted,
            @Nullable Boolean mailed,
            @Nullable Boolean excel) {}

    @GetMapping("/statements/every-morning")
    @Needs("statement.view")
    EveryMorning everyMorning(Actor actor) {
        return database.read(actor.company(), mornings::schedule)
                .map(schedule -> new EveryMorning(true, schedule.mailed(), schedule.excel()))
                .orElseGet(() -> new EveryMorning(false, false, false));
    }

    /** From tomorrow on in the caller's name, or no longer. */
    @PutMapping("/statements/every-morning")
    @Needs("statement.create")
    EveryMorning setEveryMorning(Actor actor, @RequestBody EveryMorning body) {
        return database.write(actor.company(), tx -> {
            mornings.set(
                    tx, actor, body.wanted(), Boolean.TRUE.equals(body.mailed()), Boolean.TRUE.equals(body.excel()));
            return body;
        });
    }

    @GetMapping("/statements/{id}")
    @Needs("statement.view")
    ResponseEntity<StatementView> statement(Actor actor, @PathVariable UUID id) {
        return views.find(actor, id);
    }

    /** @param to whom, an address or a name */
    record SendBody(@Nullable @MaxLength(200) String to) {}

    /** Notes that it went out. */
    @PostMapping("/statements/{id}/sending")
    @Needs("statement.send")
    ResponseEntity<StatementView> send(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody SendBody body) {
        return views.done(actor, once, id, tx -> statements.sent(tx, actor, id, seen.version(), body.to()));
    }

    /** A link for the customer. */
    @PostMapping("/statements/{id}/link")
    @Needs("statement.send")
    StatementLinks.Made link(Actor actor, Once once, @PathVariable UUID id) {
        return once.run(actor.company(), StatementLinks.Made.class, tx -> links.make(tx, actor, id));
    }

    record DifferenceBody(
            int line,
            @Nullable BigDecimal theirs,
            @Nullable @MaxLength(1000) String remark) {
        static List<Statements.Otherwise> otherwise(@Nullable List<DifferenceBody> lines) {
            return lines == null
                    ? List.of()
                    : lines.stream()
                            .map(line -> new Statements.Otherwise(line.line(), line.theirs(), line.remark()))
                            .toList();
        }
    }

    /** @param by who answered for the customer */
    record AgreeBody(
            @MaxLength(100) String by,
            @Nullable @MaxLength(1000) String remark) {}

    /** Notes that the customer agrees, by a signed paper or in words. */
    @PostMapping("/statements/{id}/agreement")
    @Needs("statement.agree")
    ResponseEntity<StatementView> agree(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody AgreeBody body) {
        return views.done(
                actor,
                once,
                id,
                tx -> statements.answer(tx, actor, id, seen.version(), body.by(), List.of(), body.remark()));
    }

    record DifferBody(
            @MaxLength(100) String by,
            List<DifferenceBody> lines,
            @Nullable @MaxLength(1000) String remark) {}

    /** Notes what the customer sees otherwise. */
    @PostMapping("/statements/{id}/differences")
    @Needs("statement.differ")
    ResponseEntity<StatementView> differ(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody DifferBody body) {
        if (body.lines().isEmpty()) {
            throw Problem.invalid("lines", "required");
        }
        return views.done(
                actor,
                once,
                id,
                tx -> statements.answer(
                        tx,
                        actor,
                        id,
                        seen.version(),
                        body.by(),
                        DifferenceBody.otherwise(body.lines()),
                        body.remark()));
    }

    record CancelBody(@Nullable @MaxLength(500) String reason) {}

    @PostMapping("/statements/{id}/cancellation")
    @Needs("statement.cancel")
    ResponseEntity<StatementView> cancel(
            Actor actor, Once once, @PathVariable UUID id, Seen seen, @RequestBody CancelBody body) {
        return views.done(actor, once, id, tx -> statements.cancel(tx, actor, id, seen.version(), body.reason()));
    }

    record ResolveBody(@MaxLength(1000) String resolution) {}

    /** Notes how a difference was cleared up; answers its statement. */
    @PostMapping("/statement-differences/{id}/resolution")
    @Needs("statement-difference.resolve")
    StatementView resolve(Actor actor, Once once, @PathVariable UUID id, @RequestBody ResolveBody body) {
        return once.run(actor.company(), StatementView.class, tx -> {
            UUID statement = statements.resolve(tx, actor, id, body.resolution());
            tx.flush();
            return view(actor, statements.find(tx, actor, statement));
        });
    }

    /** @param day of the month; null for month-end */
    record BillingDay(@Nullable Integer day) {}

    @GetMapping("/customers/{id}/billing-day")
    @Needs("statement.view")
    BillingDay billingDay(Actor actor, @PathVariable UUID id) {
        return new BillingDay(database.read(actor.company(), tx -> statements.billingDay(tx, actor, id)));
    }

    @PutMapping("/customers/{id}/billing-day")
    @Needs("statement.create")
    BillingDay setBillingDay(Actor actor, @PathVariable UUID id, @RequestBody BillingDay body) {
        return database.write(actor.company(), tx -> {
            statements.setBillingDay(tx, actor, id, body.day());
            return body;
        });
    }

    record Token(@MaxLength(200) String token) {}

    /**
     * A statement as its customer sees it; ids of ours are left out.
     *
     * @param payToken for the page to pay on; null when nobody takes payments
     */
    record OpenedView(
            String company,
            String customer,
            String number,
            LocalDate from,
            LocalDate to,
            String currency,
            BigDecimal opening,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal closing,
            List<BigDecimal> buckets,
            BigDecimal unapplied,
            List<OpenedLine> lines,
            boolean answered,
            @Nullable String payToken) {}

    record OpenedLine(
            int line,
            LocalDate date,
            String cause,
            String number,
            BigDecimal debit,
            BigDecimal credit,
            BigDecimal balance) {}

    private OpenedView view(String token, StatementLinks.Opened opened, Locale locale) {
        Statement s = opened.statement();
        return new OpenedView(
                opened.company(),
                s.header().title(),
                s.header().number(),
                s.from(),
                s.to(),
                s.currency(),
                s.opening(),
                s.debit(),
                s.credit(),
                s.closing(),
                s.buckets(),
                s.unapplied(),
                lines(locale, s).stream()
                        .map(line -> new OpenedLine(
                                line.line(),
                                line.date(),
                                line.cause(),
                                line.number(),
                                line.debit(),
                                line.credit(),
                                line.balance()))
                        .toList(),
                opened.answered(),
                payLinks.tokenOf(token, s.header().id()));
    }

    private static Locale locale(@Nullable String language) {
        return Texts.nearest(language == null ? null : Locale.forLanguageTag(language.split("[,;]")[0]));
    }

    @PostMapping("/statement-links/statement")
    @Anyone(BY_LINK)
    OpenedView open(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody Token body) {
        return view(body.token(), links.open(body.token()), locale(language));
    }

    @PostMapping("/statement-links/pdf")
    @Anyone(BY_LINK)
    ResponseEntity<byte[]> pdf(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody Token body) {
        return ResponseEntity.ok()
                .header("Content-Type", "application/pdf")
                .body(links.pdf(body.token(), locale(language)));
    }

    /** @param lines what is seen otherwise; none to agree */
    record LinkAnswer(
            @MaxLength(200) String token,
            @MaxLength(100) String by,
            @Nullable List<DifferenceBody> lines,
            @Nullable @MaxLength(1000) String remark) {}

    @PostMapping("/statement-links/answer")
    @Anyone(BY_LINK)
    OpenedView answer(
            @RequestHeader(name = "Accept-Language", required = false) @Nullable String language,
            @RequestBody LinkAnswer body) {
        return view(
                body.token(),
                links.answer(body.token(), body.by(), DifferenceBody.otherwise(body.lines()), body.remark()),
                locale(language));
    }

    /** The signed paper. */
    @PostMapping(path = "/statement-links/file", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Anyone(BY_LINK)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void file(@RequestParam("file") MultipartFile file, @RequestParam(defaultValue = "") String token)
            throws IOException {
        if (file.getSize() > StatementLinks.MOST_BYTES) {
            throw Problem.invalid("file", "attachment-too-large", StatementLinks.MOST_BYTES / 1024 / 1024);
        }
        links.attach(token, Optional.ofNullable(file.getOriginalFilename()).orElse(""), file.getBytes());
    }
}
