package io.onaccount.sales;

/** Why a quote was lost (丢单原因). */
public enum LostReason {
    /** Too dear. */
    PRICE,
    /** Too late. */
    DELIVERY,
    /** Payment or other terms. */
    TERMS,
    /** Not what was wanted. */
    SPECIFICATION,
    /** Somebody else has it. */
    COMPETITOR,
    /** It is not needed any more. */
    NO_NEED,
    /** Nothing was heard. */
    NO_ANSWER,
    /** Something else, said in words. */
    OTHER
}
