package io.onaccount.receivables.bank;

import io.onaccount.organization.Actor;
import io.onaccount.organization.AuditTrail;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a company books what the bank reports. */
@Component
public final class BankSettings {
    private static final BankBooking FIRST = new BankBooking(false, false, 90, 0);
    private static final int LEAST_THRESHOLD = 50;

    private final AuditTrail trail;

    BankSettings(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * The settings.
     *
     * @param atOnce whether one who may confirm receipts confirms what they imported themselves: the bank is the second person
     * @param automatic whether lines are booked by themselves when they are imported
     * @param threshold the confidence that takes
     */
    public record BankBooking(boolean atOnce, boolean automatic, int threshold, int version) {}

    public BankBooking of(Tx tx) {
        return tx.first(
                        "select s.* from receivables.bank_settings s where s.company_id = ?",
                        row -> new BankBooking(
                                row.bool("at_once"),
                                row.bool("automatic"),
                                row.integer("threshold"),
                                row.integer("version")),
                        tx.company())
                .orElse(FIRST);
    }

    /** Changes them; the version is the one the caller has seen, or null. */
    public BankBooking change(Tx tx, Actor actor, BankBooking settings, @Nullable Integer version) {
        if (settings.threshold() < LEAST_THRESHOLD || settings.threshold() > 100) {
            throw Problem.invalid("threshold", "bank-threshold", LEAST_THRESHOLD);
        }
        BankBooking old = of(tx);
        int touched = tx.execute(
                """
                insert into receivables.bank_settings as s (company_id, at_once, automatic, threshold) values (?, ?, ?, ?)
                on conflict (company_id) do update set at_once = excluded.at_once, automatic = excluded.automatic, threshold = excluded.threshold,
                  version = s.version + 1 where s.version = ?""",
                tx.company(),
                settings.atOnce(),
                settings.automatic(),
                settings.threshold(),
                version == null ? old.version() : version);
        if (touched != 1) {
            throw Problem.stale("", "");
        }
        trail.record(
                tx,
                actor,
                new AuditTrail.Fact(
                        "change",
                        "bank-settings",
                        null,
                        null,
                        Map.of(
                                "atOnce", settings.atOnce(),
                                "automatic", settings.automatic(),
                                "threshold", settings.threshold())));
        return of(tx);
    }
}
