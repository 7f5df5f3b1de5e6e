package io.onaccount.receivables.web;

import io.onaccount.document.mailing.MailChannel;
import io.onaccount.document.printing.Printing;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Once;
import io.onaccount.receivables.DiscountMails;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Customers' lists of coming discounts: on paper, by mail, by themselves. */
@RestController
@RequestMapping("/api/v1/discount-lists")
class DiscountListEndpoints {
    private final DiscountMails mails;
    private final Printing printing;
    private final Database database;

    DiscountListEndpoints(DiscountMails mails, Printing printing, Database database) {
        this.mails = mails;
        this.printing = printing;
        this.database = database;
    }

    /**
     * A customer's list as PDF.
     *
     * @param id the customer
     * @param language zh-CN or en; the caller's own when left out
     */
    @GetMapping("/{id}")
    @Needs("discount-step.view")
    ResponseEntity<byte[]> list(
            Actor actor, @PathVariable UUID id, @RequestParam(required = false) @Nullable String language) {
        Locale in = language == null ? actor.locale() : language(language);
        Printing.Print print =
                database.read(actor.company(), tx -> printing.gatherAbout(tx, actor, DiscountMails.SHEET, id, in));
        return ResponseEntity.ok()
                .header("Content-Type", "application/pdf")
                .header(
                        "Content-Disposition",
                        ContentDisposition.inline()
                                .filename(print.number() + ".pdf", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
                .body(printing.pdf(print));
    }

    private static Locale language(String tag) {
        return Texts.LOCALES.stream()
                .filter(locale -> locale.toLanguageTag().equals(tag))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("language", "print-language", tag));
    }

    /**
     * Whom to tell of what.
     *
     * @param customers null for all in one's scope
     * @param daysBefore of what ends within so many days
     * @param channel by mail when left out
     */
    record TellBody(
            @Nullable List<UUID> customers,
            int daysBefore,
            @Nullable MailChannel channel) {}

    /** Tells customers by mail or text message which discounts end soon, each deadline once. */
    @PostMapping("/mails")
    @Needs("discount-step.send")
    DiscountMails.Outcome send(Actor actor, Once once, @RequestBody TellBody body) {
        return once.run(
                actor.company(),
                DiscountMails.Outcome.class,
                tx -> mails.send(tx, actor, body.customers(), body.daysBefore(), MailChannel.orMail(body.channel())));
    }

    /**
     * How customers are told by themselves.
     *
     * @param daysBefore how many days before a deadline at most
     * @param weekday the day of the week it is done on; null for every day
     * @param channel by mail when left out
     */
    record ScheduleView(
            boolean wanted,
            int daysBefore,
            @Nullable DayOfWeek weekday,
            @Nullable MailChannel channel) {}

    private static final ScheduleView NONE = new ScheduleView(false, 3, null, MailChannel.MAIL);

    @GetMapping("/schedule")
    @Needs("discount-step.view")
    ScheduleView schedule(Actor actor) {
        return database.read(actor.company(), mails::schedule)
                .map(found -> new ScheduleView(true, found.daysBefore(), found.weekday(), found.channel()))
                .orElse(NONE);
    }

    /** From tomorrow on in the caller's name, or no longer. */
    @PutMapping("/schedule")
    @Needs("discount-step.send")
    ScheduleView setSchedule(Actor actor, @RequestBody ScheduleView body) {
        return database.write(actor.company(), tx -> {
            mails.set(tx, actor, body.wanted(), body.daysBefore(), body.weekday(), MailChannel.orMail(body.channel()));
            return body;
        });
    }
}
