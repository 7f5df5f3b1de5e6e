package io.onaccount.credit.web;

import io.onaccount.credit.Effect;
import io.onaccount.credit.Objection;
import io.onaccount.credit.WayOut;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Objections and ways out in the words of the caller's language. */
@Component
class Objections {
    private final Texts texts;

    Objections(Texts texts) {
        this.texts = texts;
    }

    record ObjectionView(String code, Effect effect, String message, Map<String, String> figures) {}

    record WayView(
            WayOut.Kind kind,
            String message,
            @Nullable BigDecimal amount,
            @Nullable String line) {}

    List<ObjectionView> views(Actor actor, List<Objection> objections) {
        return objections.stream()
                .map(o -> new ObjectionView(
                        o.code(),
                        o.effect(),
                        texts.text(
                                actor.locale(),
                                "credit.objection." + o.code(),
                                o.figures().values().toArray()),
                        o.figures()))
                .toList();
    }

    List<WayView> wayViews(Actor actor, List<WayOut> ways) {
        return ways.stream()
                .map(way -> new WayView(
                        way.kind(),
                        texts.text(actor.locale(), "credit.way." + way.kind(), way.amount(), way.line()),
                        way.amount(),
                        way.line()))
                .toList();
    }
}
