package io.onaccount.credit;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Documents that wait because credit said no, and what lets them pass (CRD-21, CRD-22). */
@Component
public final class CreditHolds {
    private final JsonMapper json;

    CreditHolds(JsonMapper json) {
        this.json = json;
    }

    /** A controller's leave for one document, up to an amount, until a day, for the objections that were known. */
    record Release(UUID id, UUID document, BigDecimal ceiling, LocalDate until, Set<String> codes) {
        /** Void when the amount has grown past the ceiling, when the day is over, and when a new objection has come up. */
        boolean covers(CreditRequest request, List<Objection> objections) {
            return request.amount().amount().compareTo(ceiling) <= 0
                    && !request.on().isAfter(until)
                    && codes.containsAll(CreditRules.codes(objections));
        }
    }

    /** The latest release of each document. */
    Map<UUID, Release> releases(Tx tx, Collection<UUID> documents) {
        Map<UUID, Release> latest = new HashMap<>();
        tx.list(
                        "select r.id, r.document_id, r.ceiling, r.valid_until, r.codes from credit.release r"
                                + " where r.company_id = ? and r.document_id = any(?) order by r.released_at, r.id",
                        row -> new Release(
                                row.uuid("id"),
                                row.uuid("document_id"),
                                row.decimal("ceiling"),
                                row.date("valid_until"),
                                Set.copyOf(row.list("codes", String.class))),
                        tx.company(),
                        SqlArray.of("uuid", documents))
                .forEach(release -> latest.put(release.document(), release));
        return latest;
    }

    void place(Tx tx, Actor actor, CreditRequest request, List<Objection> objections, List<WayOut> ways) {
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.hold (company_id, id, document_id, account_id, amount, currency, objections, ways, placed_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (company_id, document_id) where state = 'OPEN' do update
                  set amount = excluded.amount, objections = excluded.objections, ways = excluded.ways""",
                tx.company(),
                Ids.next(),
                request.document(),
                request.party(),
                request.amount(),
                request.amount().currency(),
                new Json(json.writeValueAsString(objections)),
                new Json(json.writeValueAsString(ways)),
                actor.user());
    }

    /** The document passed after all. */
    void passed(Tx tx, Actor actor, UUID document) {
        end(tx, actor, document, "RELEASED");
    }

    void withdrawn(Tx tx, Actor actor, UUID document) {
        end(tx, actor, document, "CLOSED");
    }

    private static void end(Tx tx, Actor actor, UUID document, String state) {
        tx.add(
                Rank.DETAIL,
                "update credit.hold set state = ?, ended_at = now(), ended_by = ? where company_id = ? and document_id = ? and state = 'OPEN'",
                state,
                actor.user(),
                tx.company(),
                document);
    }
}
