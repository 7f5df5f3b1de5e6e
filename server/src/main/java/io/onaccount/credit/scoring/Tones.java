package io.onaccount.credit.scoring;

import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How customers are asked for money: as the strategy in force says for their grade (CRD-32). */
@Component
public final class Tones {
    private final Rulebooks rulebooks;

    Tones(Rulebooks rulebooks) {
        this.rulebooks = rulebooks;
    }

    /** The tone for each of these customers; plain for those without a grade. */
    public Map<UUID, Tone> of(Tx tx, Collection<UUID> customers) {
        Map<UUID, Tone> tones = new HashMap<>();
        customers.forEach(customer -> tones.put(customer, Tone.PLAIN));
        if (customers.isEmpty()) {
            return tones;
        }
        Strategy strategy = rulebooks.strategy(tx).content();
        tx.list(
                        "select a.party_id, a.grade from credit.account a where a.company_id = ? and a.party_id = any(?) and a.grade is not null",
                        row -> Map.entry(row.uuid("party_id"), row.choice("grade", Grade.class)),
                        tx.company(),
                        SqlArray.of("uuid", customers))
                .forEach(graded -> tones.put(graded.getKey(), strategy.tone(graded.getValue())));
        return tones;
    }
}
