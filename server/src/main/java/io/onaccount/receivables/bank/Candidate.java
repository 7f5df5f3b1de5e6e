package io.onaccount.receivables.bank;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A customer who may have paid a line, and what speaks for it. Each sign is taken for what it is worth by itself; together they are worth more. */
final class Candidate {
    final UUID party;
    final Set<UUID> items = new LinkedHashSet<>();
    final Set<UUID> orders = new LinkedHashSet<>();
    final List<Reason> reasons = new ArrayList<>();
    private double doubt = 1;
    /** Whether something but the amount speaks for this customer. */
    private boolean known;

    Candidate(UUID party) {
        this.party = party;
    }

    void sign(double worth, Reason reason) {
        if (!reasons.contains(reason)) {
            reasons.add(reason);
            doubt *= 1 - worth;
            known = true;
        }
    }

    void amount(double worth, Reason reason) {
        reasons.add(reason);
        doubt *= 1 - worth;
    }

    boolean isKnown() {
        return known;
    }

    double worth() {
        return 1 - doubt;
    }

    /** For it against all others: their odds stand beside its own. */
    double against(List<Candidate> others) {
        double own = odds(worth());
        double all = 1 + own;
        for (Candidate other : others) {
            if (other != this) {
                all += odds(other.worth());
            }
        }
        return own / all;
    }

    private static double odds(double worth) {
        double sure = Math.min(worth, 0.9999);
        return sure / (1 - sure);
    }
}
