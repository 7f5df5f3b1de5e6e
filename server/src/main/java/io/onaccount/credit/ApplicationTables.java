package io.onaccount.credit;

import io.onaccount.credit.CreditProposal.Financials;
import io.onaccount.credit.CreditProposal.Paper;
import io.onaccount.credit.CreditProposal.Reference;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Applications as they are stored. */
@Component
final class ApplicationTables {
    private static final int DAYS_OF_A_YEAR = 366;

    private final PaymentTerms terms;
    private final JsonMapper json;

    ApplicationTables(PaymentTerms terms, JsonMapper json) {
        this.terms = terms;
        this.json = json;
    }

    /** An application with its header. */
    record Stored(Header header, CreditApplication application) {}

    Optional<Stored> find(Tx tx, UUID id) {
        return list(tx, Sql.of("h.id = ?", id)).stream().findFirst();
    }

    /** @param condition over the header {@code h} and the application {@code p} */
    List<Stored> list(Tx tx, Sql condition) {
        List<PaymentTerm> known = terms.all(tx);
        Map<UUID, PaymentTerm> byId = known.stream().collect(Collectors.toMap(PaymentTerm::id, Function.identity()));
        return tx.list(
                Sql.of("select " + Headers.COLUMNS + """
                        , p.purpose, p.credit_limit, p.temporary_limit, p.temporary_from, p.temporary_to, p.status, p.payment_term_id, p.overdue_days,
                            p.overdue_amount, p.grade, p.score, p.valid_to, p.review_on, p.insured_amount, p.papers, p.trade_references, p.financials,
                            p.reason, p.submitted_by, p.submitted_at, p.asked_with, p.decided_by, p.decided_at, p.decided_with, p.decision_reason
                        from document.header h join credit.application p on p.company_id = h.company_id and p.id = h.id
                        where h.company_id = ? and""", tx.company()).then(condition), row -> stored(row, byId));
    }

    private Stored stored(Row row, Map<UUID, PaymentTerm> known) {
        Header header = Headers.read(row);
        int digits = Money.digits(Objects.requireNonNull(header.currency()));
        PaymentTerm term = known.get(row.uuidOrNull("payment_term_id"));
        CreditProposal proposal = new CreditProposal(
                Objects.requireNonNull(header.party()),
                row.choice("purpose", CreditProposal.Purpose.class),
                header.date(),
                amount(row, "credit_limit", digits),
                amount(row, "temporary_limit", digits),
                row.dateOrNull("temporary_from"),
                row.dateOrNull("temporary_to"),
                row.textOrNull("status") == null ? null : row.choice("status", AccountStatus.class),
                row.uuidOrNull("payment_term_id"),
                row.integerOrNull("overdue_days"),
                amount(row, "overdue_amount", digits),
                row.textOrNull("grade"),
                row.decimalOrNull("score"),
                row.dateOrNull("valid_to"),
                row.dateOrNull("review_on"),
                amount(row, "insured_amount", digits),
                row.list("papers", String.class).stream().map(Paper::valueOf).toList(),
                json.readValue(row.text("trade_references"), new TypeReference<List<Reference>>() {}),
                json.readValue(row.text("financials"), Financials.class),
                row.text("reason"));
        return new Stored(
                header,
                CreditApplication.of(
                        header,
                        proposal,
                        term,
                        row.uuidOrNull("submitted_by"),
                        row.instantOrNull("submitted_at"),
                        figures(row.textOrNull("asked_with")),
                        row.uuidOrNull("decided_by"),
                        row.instantOrNull("decided_at"),
                        figures(row.textOrNull("decided_with")),
                        row.textOrNull("decision_reason")));
    }

    private static @Nullable BigDecimal amount(Row row, String column, int digits) {
        BigDecimal amount = row.decimalOrNull(column);
        return amount == null ? null : amount.setScale(digits);
    }

    private @Nullable CreditFigures figures(@Nullable String stored) {
        return stored == null ? null : json.readValue(stored, CreditFigures.class);
    }

    /** The most days that lie between a day and its due date: month ends are further from the first than from the last. */
    static int longest(PaymentTerm term) {
        LocalDate first = LocalDate.of(2024, 1, 1);
        long longest = 0;
        for (int i = 0; i < DAYS_OF_A_YEAR; i++) {
            LocalDate day = first.plusDays(i);
            longest = Math.max(longest, ChronoUnit.DAYS.between(day, term.due(day)));
        }
        return Math.toIntExact(longest);
    }

    void insert(Tx tx, UUID id, CreditProposal p) {
        write(tx, """
                insert into credit.application (purpose, credit_limit, temporary_limit, temporary_from, temporary_to, status, payment_term_id,
                    overdue_days, overdue_amount, grade, score, valid_to, review_on, insured_amount, papers, trade_references, financials, reason,
                    company_id, id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", id, p);
    }

    void update(Tx tx, UUID id, CreditProposal p) {
        write(tx, """
                update credit.application set purpose = ?, credit_limit = ?, temporary_limit = ?, temporary_from = ?, temporary_to = ?, status = ?,
                    payment_term_id = ?, overdue_days = ?, overdue_amount = ?, grade = ?, score = ?, valid_to = ?, review_on = ?, insured_amount = ?,
                    papers = ?, trade_references = ?, financials = ?, reason = ?
                where company_id = ? and id = ?""", id, p);
    }

    private void write(Tx tx, String sql, UUID id, CreditProposal p) {
        tx.add(
                Rank.DETAIL,
                sql,
                p.purpose(),
                p.limit(),
                p.temporaryLimit(),
                p.temporaryFrom(),
                p.temporaryTo(),
                p.status(),
                p.paymentTerm(),
                p.overdueDays(),
                p.overdueAmount(),
                p.grade(),
                p.score(),
                p.validTo(),
                p.reviewOn(),
                p.insuredAmount(),
                SqlArray.of("text", Objects.requireNonNull(p.papers()), Paper::name),
                new Json(json.writeValueAsString(p.references())),
                new Json(json.writeValueAsString(p.financials())),
                p.reason(),
                tx.company(),
                id);
    }

    void delete(Tx tx, UUID id) {
        tx.add(Rank.DETAIL, "delete from credit.application where company_id = ? and id = ?", tx.company(), id);
    }

    void submitted(Tx tx, Actor actor, UUID id, Instant at, CreditFigures figures) {
        tx.add(Rank.DETAIL, """
                update credit.application set submitted_by = ?, submitted_at = ?, asked_with = ?, decided_by = null, decided_at = null,
                    decided_with = null, decision_reason = null
                where company_id = ? and id = ?""", actor.user(), at, new Json(json.writeValueAsString(figures)), tx.company(), id);
    }

    void decided(Tx tx, Actor actor, UUID id, Instant at, CreditFigures figures, @Nullable String reason) {
        tx.add(
                Rank.DETAIL,
                "update credit.application set decided_by = ?, decided_at = ?, decided_with = ?, decision_reason = ? where company_id = ? and id = ?",
                actor.user(),
                at,
                new Json(json.writeValueAsString(figures)),
                reason,
                tx.company(),
                id);
    }
}
