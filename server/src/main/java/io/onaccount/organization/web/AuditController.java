package io.onaccount.organization.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditLog;
import io.onaccount.organization.AuditSeals;
import io.onaccount.organization.Needs;
import io.onaccount.platform.Problem;
import io.onaccount.platform.Texts;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.web.Requests;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail: searched, and checked for tampering. */
@RestController
class AuditController {
    private final AuditLog log;
    private final AuditSeals seals;
    private final Texts texts;
    private final Database database;

    AuditController(AuditLog log, AuditSeals seals, Texts texts, Database database) {
        this.log = log;
        this.seals = seals;
        this.texts = texts;
        this.database = database;
    }

    /** A line of the trail; labels in the reader's language. */
    record AuditLine(
            UUID id,
            Instant recordedAt,
            @Nullable UUID user,
            String userName,
            String action,
            String actionLabel,
            String kind,
            String kindLabel,
            @Nullable UUID subject,
            @Nullable String number,
            @JsonRawValue String changes) {}

    record AuditPage(List<AuditLine> rows, @Nullable String next) {}

    record VerificationView(
            boolean whole,
            long seals,
            long entries,
            long unsealed,
            @Nullable Long broken,
            @Nullable Instant from,
            @Nullable Instant until,
            String lastHash) {}

    /** Days are the company's, the last one included. */
    @GetMapping("/api/v1/audit")
    @Needs("audit.view")
    AuditPage list(
            Actor actor,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable UUID user,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "50") int limit) {
        int size = Math.clamp(limit, 1, 200);
        LocalDate last = day("until", until);
        Instant begin = begin(actor, day("from", from));
        Instant end = begin(actor, last == null ? null : last.plusDays(1));
        List<AuditLog.Entry> found = database.read(
                actor.company(),
                tx -> log.list(tx, new AuditLog.Query(user, action, kind, number, begin, end, after), size + 1));
        Locale locale = Requests.locale(request);
        List<AuditLine> rows = found.stream()
                .limit(size)
                .map(entry -> new AuditLine(
                        entry.id(),
                        entry.recordedAt(),
                        entry.user(),
                        entry.userName(),
                        entry.action(),
                        texts.find(locale, "action." + entry.action())
                                .or(() -> texts.find(locale, "move." + entry.action()))
                                .orElse(entry.action()),
                        entry.subjectKind(),
                        texts.find(locale, "kind." + entry.subjectKind()).orElse(entry.subjectKind()),
                        entry.subject(),
                        entry.subjectNumber(),
                        entry.changes()))
                .toList();
        AuditLog.Entry lastShown = found.size() > size ? found.get(size - 1) : null;
        return new AuditPage(rows, lastShown == null ? null : lastShown.recordedAt() + "/" + lastShown.id());
    }

    @GetMapping("/api/v1/audit/verification")
    @Needs("audit.verify")
    VerificationView verify(Actor actor) {
        AuditSeals.Verification found = seals.verify(actor.company());
        return new VerificationView(
                found.isWhole(),
                found.seals(),
                found.entries(),
                found.unsealed(),
                found.broken(),
                found.from(),
                found.until(),
                found.lastHash());
    }

    private static @Nullable Instant begin(Actor actor, @Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(actor.zone()).toInstant();
    }

    private static @Nullable LocalDate day(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1900 && day.getYear() <= 2199) {
                return day;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw Problem.invalid(field, "not-a-date");
    }
}
