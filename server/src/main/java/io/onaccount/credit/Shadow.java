package io.onaccount.credit;

import io.onaccount.credit.CreditControl.Judged;
import io.onaccount.credit.CreditRules.Situation;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Tx;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A policy on trial (CRD-25): records what it would have decided beside what was decided, and decides nothing. */
@Component
final class Shadow {
    private final JsonMapper json;

    Shadow(JsonMapper json) {
        this.json = json;
    }

    /** Keeps what the policy on trial would have decided, where either of the two had something to say. */
    void record(
            Tx tx,
            Actor actor,
            CreditRequest request,
            Judged judged,
            @Nullable Policy policy,
            @Nullable UUID customerClass) {
        if (policy == null || (!request.isJudged() && judged.situation().lines().isEmpty())) {
            return;
        }
        Situation s = judged.situation();
        List<Objection> found = CreditRules.judge(new Situation(
                s.account(),
                s.pools(),
                s.lines(),
                request,
                s.raise(),
                s.covered(),
                s.overdue(),
                s.past(),
                s.relative(),
                s.parent(),
                policy.profile(
                        request.point(),
                        request.party(),
                        customerClass,
                        s.terms().grade()),
                s.prepayments()));
        String would = outcome(found);
        String did = outcome(judged.objections());
        if (would.equals("PASS") && did.equals("PASS")) {
            return;
        }
        tx.add(
                Rank.DETAIL,
                """
                insert into credit.shadow_finding (company_id, id, version, document_id, account_id, point, amount, currency, would, did, objections, happened_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                Ids.next(),
                policy.version(),
                request.document(),
                request.party(),
                request.point(),
                request.amount(),
                request.amount().currency(),
                would,
                did,
                new Json(json.writeValueAsString(found)),
                request.on());
    }

    /** PASS, WARN or HOLD. */
    static String outcome(List<Objection> objections) {
        return objections.isEmpty() ? "PASS" : Objection.holding(objections).isEmpty() ? "WARN" : "HOLD";
    }
}
