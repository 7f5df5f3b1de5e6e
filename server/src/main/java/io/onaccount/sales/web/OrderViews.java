package io.onaccount.sales.web;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Texts;
import io.onaccount.sales.OrderAnswer;
import io.onaccount.sales.OrderAnswer.Placed;
import io.onaccount.sales.SalesOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sales orders and what becomes of them, as JSON. */
final class OrderViews {
    private OrderViews() {}

    /**
     * What came of a call.
     *
     * @param outcome saved, confirmed, held (waits on credit, takes none) or refused (stays as it was)
     * @param objections what stopped it
     * @param warnings what didn't, and should be known
     */
    record AnswerView(
            String outcome,
            Placed order,
            List<ObjectionView> objections,
            List<ObjectionView> warnings,
            List<WayView> ways) {}

    /** The answers to many orders, in their order. */
    record AnswersView(List<AnswerView> orders) {}

    record ObjectionView(String source, String code, String message, Map<String, String> figures) {}

    /**
     * @param kind PAY, PREPAY, REDUCE, REDUCE_LINE, SHIP_PART, RELEASE, TEMPORARY_LIMIT
     * @param productLine the product line it is for; null: for none
     */
    record WayView(
            String kind,
            String message,
            @Nullable BigDecimal amount,
            List<OrderAnswer.Part> lines,
            @Nullable String productLine) {}

    /** @param reason why it can't be made now, in the user's words */
    record MoveView(String name, boolean allowed, @Nullable String reason) {}

    /** A change of an order that is not applied yet. */
    record OpenChange(UUID id, String number, String state) {}

    /**
     * An order as its page shows it.
     *
     * @param paid what came in for its deliveries
     * @param openChange the change of it that waits; null: none does
     * @param discountTerm the cash discount it is offered; null: none
     * @param discountSteps its steps, as they are written in a contract
     */
    record OrderView(
            SalesOrder order,
            @Nullable String ownerName,
            @Nullable String paymentTermName,
            BigDecimal paid,
            List<MoveView> moves,
            @Nullable OpenChange openChange,
            @Nullable UUID discountTerm,
            @Nullable String discountSteps) {}

    static AnswerView answer(Texts texts, Actor actor, OrderAnswer answer) {
        String outcome = switch (answer) {
            case OrderAnswer.Saved s -> "saved";
            case OrderAnswer.Confirmed c -> "confirmed";
            case OrderAnswer.Held h -> "held";
            case OrderAnswer.Refused r -> "refused";
        };
        List<WayView> ways = answer instanceof OrderAnswer.Held held
                ? held.ways().stream().map(w -> way(texts, actor, w)).toList()
                : List.of();
        return new AnswerView(
                outcome,
                answer.order(),
                reasons(texts, actor, answer, false),
                reasons(texts, actor, answer, true),
                ways);
    }

    private static List<ObjectionView> reasons(Texts texts, Actor actor, OrderAnswer answer, boolean warnings) {
        return answer.reasons().stream()
                .filter(reason -> reason.warning() == warnings)
                .map(reason -> objection(texts, actor, reason))
                .toList();
    }

    static ObjectionView objection(Texts texts, Actor actor, OrderAnswer.Reason reason) {
        return new ObjectionView(
                reason.source(),
                reason.code(),
                texts.text(
                        actor.locale(), reason.text(), reason.figures().values().toArray()),
                reason.figures());
    }

    private static WayView way(Texts texts, Actor actor, OrderAnswer.Way way) {
        String prefix = way.kind().equals("SHIP_PART") ? "sales.way." : "credit.way.";
        return new WayView(
                way.kind(),
                texts.text(
                        actor.locale(),
                        prefix + way.kind(),
                        way.amount() == null ? "" : way.amount().toPlainString(),
                        way.productLine()),
                way.amount(),
                way.lines(),
                way.productLine());
    }

    static List<MoveView> moves(Texts texts, Actor actor, Map<String, String> moves) {
        return moves.entrySet().stream()
                .map(m -> new MoveView(
                        m.getKey(),
                        m.getValue().isEmpty(),
                        m.getValue().isEmpty() ? null : texts.text(actor.locale(), "sales.not-now." + m.getValue())))
                .toList();
    }
}
