package io.onaccount.fulfilment.web;

import io.onaccount.credit.Objection;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import java.util.List;
import java.util.Map;

/**
 * Why credit holds a delivery or a shipping notice.
 *
 * @param figures what it looked at, by name
 */
record ReasonView(String code, boolean warning, String message, Map<String, String> figures) {

    static List<ReasonView> of(Texts texts, Actor actor, List<Objection> objections) {
        return objections.stream()
                .map(o -> new ReasonView(
                        o.code(),
                        !o.effect().holds(),
                        texts.text(
                                actor.locale(),
                                "credit.objection." + o.code(),
                                o.figures().values().toArray()),
                        o.figures()))
                .toList();
    }
}
