package io.onaccount.credit;

import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One credit account as read: its terms and its buckets. Amounts are in the company's currency.
 *
 * @param pooled whether it draws on shared limits
 * @param lined whether it has limits by product line
 */
record Account(
        UUID id,
        Terms terms,
        BigDecimal ordered,
        BigDecimal shipped,
        BigDecimal receivable,
        BigDecimal bills,
        BigDecimal loans,
        BigDecimal unapplied,
        BigDecimal deposit,
        BigDecimal waiting,
        int version,
        int gateVersion,
        @Nullable LocalDate oldestDue,
        boolean pooled,
        boolean lined) {

    static final String COLUMNS =
            "a.id, a.currency, a.credit_limit, a.temporary_limit, a.temporary_from, a.temporary_to, a.status, a.valid_from, a.valid_to, a.term_days,"
                    + " a.overdue_days, a.overdue_amount, a.grade, a.review_on, a.insured_amount, a.insurance_policy, a.guarantee, a.agreement, a.guarantee_to,"
                    + " a.ordered, a.shipped, a.receivable, a.bills, a.loans, a.unapplied, a.deposit, a.waiting, a.version,"
                    + " a.gate_version, a.oldest_due, a.pooled, a.lined";

    /** What the columns of an account row {@code a} add up to. */
    static final String EXPOSURE =
            "(a.ordered + a.shipped + a.receivable + a.bills + a.loans - a.unapplied - a.deposit)";

    static Account read(Row row) {
        return new Account(
                row.uuid("id"),
                Terms.read(row),
                amount(row, "ordered"),
                amount(row, "shipped"),
                amount(row, "receivable"),
                amount(row, "bills"),
                amount(row, "loans"),
                amount(row, "unapplied"),
                amount(row, "deposit"),
                amount(row, "waiting"),
                row.integer("version"),
                row.integer("gate_version"),
                row.dateOrNull("oldest_due"),
                row.bool("pooled"),
                row.bool("lined"));
    }

    /** An amount column at its currency's decimals, as people read it. */
    private static BigDecimal amount(Row row, String column) {
        return row.money(column, row.text("currency")).amount();
    }

    /** An account nobody has opened yet. */
    static Account unopened(UUID id, Terms terms) {
        BigDecimal none = BigDecimal.ZERO;
        return new Account(id, terms, none, none, none, none, none, none, none, none, 0, -1, null, false, false);
    }

    /** An account of which only the whole exposure is known. */
    static Account owing(UUID id, Terms terms, BigDecimal exposure) {
        BigDecimal none = BigDecimal.ZERO;
        return new Account(id, terms, exposure, none, none, none, none, none, none, none, 0, -1, null, false, false);
    }

    BigDecimal exposure() {
        return ordered.add(shipped)
                .add(receivable)
                .add(bills)
                .add(loans)
                .subtract(unapplied)
                .subtract(deposit);
    }

    /** This account on other terms. */
    Account on(Terms other, int otherVersion) {
        return new Account(
                id,
                other,
                ordered,
                shipped,
                receivable,
                bills,
                loans,
                unapplied,
                deposit,
                waiting,
                otherVersion,
                -1,
                oldestDue,
                pooled,
                lined);
    }

    /** This account after the movements. */
    Account plus(Map<Bucket, BigDecimal> moved, BigDecimal movedWaiting) {
        return new Account(
                id,
                terms,
                ordered.add(moved.getOrDefault(Bucket.ORDERED, BigDecimal.ZERO)),
                shipped.add(moved.getOrDefault(Bucket.SHIPPED, BigDecimal.ZERO)),
                receivable.add(moved.getOrDefault(Bucket.RECEIVABLE, BigDecimal.ZERO)),
                bills.add(moved.getOrDefault(Bucket.BILLS, BigDecimal.ZERO)),
                loans.add(moved.getOrDefault(Bucket.LOANS, BigDecimal.ZERO)),
                unapplied.add(moved.getOrDefault(Bucket.UNAPPLIED, BigDecimal.ZERO)),
                deposit.add(moved.getOrDefault(Bucket.DEPOSIT, BigDecimal.ZERO)),
                waiting.add(movedWaiting),
                version,
                gateVersion,
                oldestDue,
                pooled,
                lined);
    }

    /** The same with another state of its gate. */
    Account gated(int policyVersion, @Nullable LocalDate due) {
        return new Account(
                id,
                terms,
                ordered,
                shipped,
                receivable,
                bills,
                loans,
                unapplied,
                deposit,
                waiting,
                version,
                policyVersion,
                due,
                pooled,
                lined);
    }

    /** What the customer may owe on that day; null when unlimited. */
    @Nullable
    BigDecimal allowed(LocalDate on) {
        return terms.allowed(on);
    }

    /** What is left on that day, negative when more is used than allowed; null when unlimited. */
    @Nullable
    BigDecimal free(LocalDate on) {
        BigDecimal allowed = allowed(on);
        return allowed == null ? null : allowed.subtract(exposure());
    }
}
