package io.onaccount.receivables;

import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Input;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the company has settled about allocating money (RCP-03, RCP-06). */
@Component
public final class ReceiptSettings {
    static final String KIND = "receipt";

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final AuditTrail trail;

    ReceiptSettings(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * How money is allocated.
     *
     * @param toleranceAmount an item whose rest is no larger counts as settled; null: no bound of this kind
     * @param tolerancePercent the same, in percent of the item; within both bounds that are set, and not at all while neither is
     * @param offsets whether what we owe a customer may be set off against what they owe
     */
    public record Settings(
            @Nullable BigDecimal toleranceAmount, @Nullable BigDecimal tolerancePercent, boolean offsets, int version) {
        static final Settings DEFAULTS = new Settings(null, null, true, 0);

        /** Whether this rest of an item of that amount is small enough to be written off. */
        boolean tolerates(BigDecimal rest, BigDecimal amount) {
            BigDecimal most = toleranceAmount;
            BigDecimal percent = tolerancePercent;
            return (most != null || percent != null)
                    && (most == null || rest.compareTo(most) <= 0)
                    && (percent == null || rest.multiply(HUNDRED).compareTo(amount.multiply(percent)) <= 0);
        }
    }

    /** As entered. */
    public record Entry(
            @Nullable BigDecimal toleranceAmount,
            @Nullable BigDecimal tolerancePercent,
            @Nullable Boolean offsets) {}

    static Settings read(Tx tx) {
        return tx.first(
                        "select s.* from receivables.receipt_setting s where s.company_id = ?",
                        row -> new Settings(
                                row.decimalOrNull("tolerance_amount"),
                                row.decimalOrNull("tolerance_percent"),
                                row.bool("offsets"),
                                row.integer("version")),
                        tx.company())
                .orElse(Settings.DEFAULTS);
    }

    public Settings settings(Tx tx) {
        return read(tx);
    }

    /** Settles it anew; what is allocated already stays. */
    public Settings change(Tx tx, Actor actor, Entry entry, @Nullable Integer version) {
        Problem.Collector problems = new Problem.Collector();
        BigDecimal amount = entry.toleranceAmount();
        if (amount != null) {
            amount = Input.amount(problems, "toleranceAmount", amount, actor.currency());
            problems.check(amount.signum() >= 0, "toleranceAmount", "negative");
        }
        BigDecimal percent = entry.tolerancePercent();
        if (percent != null) {
            problems.check(
                    percent.signum() >= 0
                            && percent.compareTo(HUNDRED) <= 0
                            && percent.stripTrailingZeros().scale() <= 4,
                    "tolerancePercent",
                    "out-of-range");
        }
        problems.throwIfAny();
        Settings old = read(tx);
        if (version != null && version != old.version()) {
            throw Problem.stale("", "");
        }
        Settings changed = new Settings(amount, percent, !Boolean.FALSE.equals(entry.offsets()), old.version() + 1);
        tx.addExpecting(
                Rank.DETAIL,
                1,
                () -> Problem.stale("", ""),
                """
                insert into receivables.receipt_setting as s (company_id, tolerance_amount, tolerance_percent, offsets, version) values (?, ?, ?, ?, ?)
                on conflict (company_id) do update set tolerance_amount = excluded.tolerance_amount, tolerance_percent = excluded.tolerance_percent,
                  offsets = excluded.offsets, version = excluded.version where s.version = ?""",
                tx.company(),
                changed.toleranceAmount(),
                changed.tolerancePercent(),
                changed.offsets(),
                changed.version(),
                old.version());
        Map<String, Object> changes = new LinkedHashMap<>();
        Headers.difference(changes, "toleranceAmount", old.toleranceAmount(), changed.toleranceAmount());
        Headers.difference(changes, "tolerancePercent", old.tolerancePercent(), changed.tolerancePercent());
        Headers.difference(changes, "offsets", old.offsets(), changed.offsets());
        trail.record(tx, actor, new AuditTrail.Fact("tolerance", KIND, null, null, changes));
        return changed;
    }
}
