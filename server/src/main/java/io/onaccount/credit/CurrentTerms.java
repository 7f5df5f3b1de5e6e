package io.onaccount.credit;

import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What is agreed with customers now, for scoring: many at once, whoever asks. */
public final class CurrentTerms {
    private CurrentTerms() {}

    /** @param version of the terms; 0 while nobody has opened the account */
    public record Agreed(Terms terms, int version) {}

    /** The terms of each of these customers; the company's default where nobody has set any. */
    public static Map<UUID, Agreed> of(Tx tx, Collection<UUID> parties) {
        Map<UUID, Account> accounts = CreditControl.accounts(tx, parties);
        Terms fresh = CreditSettings.defaultTerms(tx);
        Map<UUID, Agreed> agreed = new HashMap<>();
        for (UUID party : parties) {
            Account account = accounts.get(party);
            agreed.put(party, account == null ? new Agreed(fresh, 0) : new Agreed(account.terms(), account.version()));
        }
        return agreed;
    }
}
