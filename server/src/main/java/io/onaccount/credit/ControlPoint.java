package io.onaccount.credit;

import org.jspecify.annotations.Nullable;

/** Where credit is asked (管控点, CRD-20), in the order a sale passes them. */
public enum ControlPoint {
    /** A quote goes to the customer: nothing is taken. Where a policy says nothing here, what would hold its order is pointed out. */
    QUOTE,
    /** An order is confirmed: credit is taken. */
    CONFIRM,
    /** A confirmed order is changed: credit is taken for the difference. Where a policy says nothing here, its rules for confirming hold. */
    CHANGE,
    /** The warehouse is told what may go; nothing is added. Where a policy says nothing here, its rules for delivery hold. */
    SHIPPING_NOTICE,
    /** Goods leave for an order that has taken its credit already: only what has turned worse since stops them. */
    DELIVERY;

    /** Whether what is asked for comes on top of what the customer owes; otherwise it was added before. */
    public boolean adds() {
        return this == QUOTE || this == CONFIRM || this == CHANGE;
    }

    /** Whose rules hold here where a policy has none of its own for a check; null: nobody's. */
    @Nullable
    ControlPoint fallback() {
        return switch (this) {
            case QUOTE, CHANGE -> CONFIRM;
            case SHIPPING_NOTICE -> DELIVERY;
            case CONFIRM, DELIVERY -> null;
        };
    }

    /** What a borrowed rule does here: a quote binds nobody, so it is only warned. */
    Effect borrowed(Effect effect) {
        return this == QUOTE && effect.holds() ? Effect.WARN : effect;
    }
}
