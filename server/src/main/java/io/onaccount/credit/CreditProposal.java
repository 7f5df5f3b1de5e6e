package io.onaccount.credit;

import io.onaccount.platform.web.MaxLength;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks for a customer's credit account (CRD-04). What is left out stays as it is in the account.
 *
 * @param date of the application; today when left out
 * @param limit in the company's currency; for a new, raised or lowered limit
 * @param temporaryLimit comes on top from temporaryFrom to temporaryTo, both included
 * @param paymentTerm becomes the customer's; orders may be on no longer one
 * @param overdueDays how many days an item may be overdue before new credit stops
 * @param overdueAmount overdue amounts up to this don't stop credit
 * @param grade proposed, where somebody has assessed the customer
 * @param score of that assessment
 * @param papers which of the customer's papers were seen
 */
public record CreditProposal(
        UUID customer,
        Purpose purpose,
        @Nullable LocalDate date,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal temporaryLimit,
        @Nullable LocalDate temporaryFrom,
        @Nullable LocalDate temporaryTo,
        @Nullable AccountStatus status,
        @Nullable UUID paymentTerm,
        @Nullable Integer overdueDays,
        @Nullable BigDecimal overdueAmount,
        @Nullable @MaxLength(20) String grade,
        @Nullable BigDecimal score,
        @Nullable LocalDate validTo,
        @Nullable LocalDate reviewOn,
        @Nullable BigDecimal insuredAmount,
        @Nullable List<Paper> papers,
        @Nullable List<Reference> references,
        @Nullable Financials financials,
        @MaxLength(1000) String reason) {

    /** What it is for. */
    public enum Purpose {
        NEW,
        RAISE,
        /** 临时额度: ends by itself. */
        TEMPORARY,
        /** 年审: the terms are looked at again, whether they change or not. */
        REVIEW,
        LOWER
    }

    /** What a customer shows of itself. */
    public enum Paper {
        BUSINESS_LICENCE,
        LEGAL_PERSON_ID,
        ARTICLES,
        FINANCIAL_STATEMENTS,
        TAX_RETURNS,
        BANK_STATEMENTS,
        CREDIT_REPORT,
        CONTRACT,
        GUARANTEE,
        SITE_VISIT
    }

    /** Another supplier who knows the customer. */
    public record Reference(
            @MaxLength(100) String name,
            @Nullable @MaxLength(50) String phone,
            @Nullable @MaxLength(500) String remark) {}

    /** The customer's own figures of one year, in the company's currency. */
    public record Financials(
            @Nullable Integer year,
            @Nullable BigDecimal registeredCapital,
            @Nullable BigDecimal turnover,
            @Nullable BigDecimal netProfit,
            @Nullable BigDecimal totalAssets,
            @Nullable BigDecimal netAssets,
            @Nullable Integer employees) {
        static final Financials NONE = new Financials(null, null, null, null, null, null, null);
    }

    /** Another limit and review date for this reason, nothing else. */
    public static CreditProposal of(
            UUID customer, Purpose purpose, @Nullable BigDecimal limit, @Nullable LocalDate reviewOn, String reason) {
        return new CreditProposal(
                customer, purpose, null, limit, null, null, null, null, null, null, null, null, null, null, reviewOn,
                null, null, null, null, reason);
    }

    /** The same with a temporary limit instead. */
    public CreditProposal temporary(BigDecimal amount, LocalDate from, LocalDate to) {
        return new CreditProposal(
                customer,
                Purpose.TEMPORARY,
                date,
                null,
                amount,
                from,
                to,
                status,
                paymentTerm,
                overdueDays,
                overdueAmount,
                grade,
                score,
                validTo,
                reviewOn,
                insuredAmount,
                papers,
                references,
                financials,
                reason);
    }

    /** The same with the customer's term, papers, references and figures. */
    public CreditProposal with(
            @Nullable UUID term, List<Paper> seen, List<Reference> named, @Nullable Financials figures) {
        return new CreditProposal(
                customer,
                purpose,
                date,
                limit,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                status,
                term,
                overdueDays,
                overdueAmount,
                grade,
                score,
                validTo,
                reviewOn,
                insuredAmount,
                seen,
                named,
                figures,
                reason);
    }

    /** The same with the next review on another day. */
    public CreditProposal reviewed(LocalDate next) {
        return new CreditProposal(
                customer,
                purpose,
                date,
                limit,
                temporaryLimit,
                temporaryFrom,
                temporaryTo,
                status,
                paymentTerm,
                overdueDays,
                overdueAmount,
                grade,
                score,
                validTo,
                next,
                insuredAmount,
                papers,
                references,
                financials,
                reason);
    }

    /**
     * The account's terms with what is asked for.
     *
     * @param longest the days of the payment term asked for; null: no other term is asked for
     */
    Terms over(Terms now, @Nullable Integer longest) {
        boolean temporary = temporaryLimit != null;
        return new Terms(
                limit == null ? now.limit() : limit,
                temporaryLimit == null ? now.temporaryLimit() : temporaryLimit,
                temporary ? temporaryFrom : now.temporaryFrom(),
                temporary ? temporaryTo : now.temporaryTo(),
                status == null ? now.status() : status,
                now.validFrom(),
                validTo == null ? now.validTo() : validTo,
                longest == null ? now.termDays() : longest,
                overdueDays == null ? now.overdueDays() : overdueDays,
                overdueAmount == null ? now.overdueAmount() : overdueAmount,
                grade == null ? now.grade() : grade,
                reviewOn == null ? now.reviewOn() : reviewOn,
                insuredAmount == null ? now.insuredAmount() : insuredAmount,
                now.insurancePolicy(),
                now.guarantee(),
                now.agreement(),
                now.guaranteeTo());
    }
}
