package io.onaccount.credit;

import io.onaccount.document.Header;
import io.onaccount.organization.Actor;
import io.onaccount.party.PaymentTerm;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credit application as it stands (授信申请, CRD-04).
 *
 * @param termDays the longest number of days of the payment term asked for; null: none is asked for
 * @param askedWith the customer's figures when it was submitted; null before
 * @param decidedWith the customer's figures when it was decided; null before
 */
public record CreditApplication(
        UUID id,
        String number,
        ApplicationState state,
        int version,
        String customerName,
        @Nullable UUID owner,
        @Nullable UUID createdBy,
        CreditProposal proposal,
        @Nullable String paymentTermName,
        @Nullable String paymentTermNameEn,
        @Nullable Integer termDays,
        @Nullable UUID submittedBy,
        @Nullable Instant submittedAt,
        @Nullable CreditFigures askedWith,
        @Nullable UUID decidedBy,
        @Nullable Instant decidedAt,
        @Nullable CreditFigures decidedWith,
        @Nullable String decisionReason) {

    static CreditApplication of(
            Header header,
            CreditProposal proposal,
            @Nullable PaymentTerm term,
            @Nullable UUID submittedBy,
            @Nullable Instant submittedAt,
            @Nullable CreditFigures askedWith,
            @Nullable UUID decidedBy,
            @Nullable Instant decidedAt,
            @Nullable CreditFigures decidedWith,
            @Nullable String decisionReason) {
        return new CreditApplication(
                header.id(),
                header.number(),
                ApplicationState.valueOf(header.state()),
                header.version(),
                header.title(),
                header.owner(),
                header.createdBy(),
                proposal,
                term == null ? null : term.name(),
                term == null ? null : term.nameEn(),
                term == null ? null : ApplicationTables.longest(term),
                submittedBy,
                submittedAt,
                askedWith,
                decidedBy,
                decidedAt,
                decidedWith,
                decisionReason);
    }

    @Nullable
    String paymentTermName(Locale locale) {
        return locale.getLanguage().equals("zh") ? paymentTermName : paymentTermNameEn;
    }

    /** Whoever asked may not answer: neither who entered or submitted it nor who looks after the customer. */
    public boolean isAskedBy(Actor actor) {
        return actor.user().equals(owner)
                || actor.user().equals(createdBy)
                || actor.user().equals(submittedBy);
    }

    /** What the customer may owe when it is granted; null: unlimited. */
    @Nullable
    BigDecimal allowed(CreditFigures now) {
        AccountStatus status = proposal.status() == null ? now.status() : proposal.status();
        if (status == AccountStatus.STOPPED || status == AccountStatus.CASH_ONLY) {
            return BigDecimal.ZERO;
        }
        BigDecimal limit = proposal.limit() == null ? now.limit() : proposal.limit();
        BigDecimal temporary = proposal.temporaryLimit() == null ? now.temporary() : proposal.temporaryLimit();
        return limit == null ? null : limit.add(temporary);
    }

    /** By how much more the customer may owe than now; negative when it is less. Null where one of both is unlimited and the other isn't. */
    @Nullable
    BigDecimal raise(CreditFigures now) {
        BigDecimal after = allowed(now);
        BigDecimal before = now.allowed();
        if (after == null || before == null) {
            return after == null && before == null ? BigDecimal.ZERO : null;
        }
        return after.subtract(before);
    }

    /** The raise as a percentage of what is allowed now; null when that is nothing or unlimited. */
    @Nullable
    BigDecimal raisePercent(CreditFigures now) {
        BigDecimal raise = raise(now);
        BigDecimal before = now.allowed();
        return raise == null || before == null || before.signum() == 0
                ? null
                : raise.movePointRight(2).divide(before, 2, RoundingMode.HALF_UP);
    }

    /** Whether it gives more than the customer has: more money or more days. Each is for those whose authority reaches so far. */
    boolean givesMoreMoney(CreditFigures now) {
        BigDecimal after = allowed(now);
        BigDecimal before = now.allowed();
        return before != null && (after == null || after.compareTo(before) > 0);
    }

    boolean givesMoreDays(CreditFigures now) {
        Integer before = now.termDays();
        return termDays != null && before != null && termDays > before;
    }
}
