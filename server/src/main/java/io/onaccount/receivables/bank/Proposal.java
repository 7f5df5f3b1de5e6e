package io.onaccount.receivables.bank;

import io.onaccount.receivables.LedgerAccount;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a line may be.
 *
 * @param party for a receipt: whose money it is
 * @param items what it settles; with none it goes to what is oldest
 * @param orders what is kept for orders that are not delivered yet
 * @param receipt a receipt that is in the books already
 * @param account the other side in the books, for what is no customer's money
 * @param confidence from 0 to 100; what was right before in such cases is nearer to 100
 */
public record Proposal(
        Kind kind,
        @Nullable BankNamed party,
        List<ItemShare> items,
        List<OrderShare> orders,
        @Nullable BankNamed receipt,
        @Nullable LedgerAccount account,
        int confidence,
        List<Reason> reasons) {

    /** What is to be done with the line. */
    public enum Kind {
        /** Make a receipt of it. */
        RECEIPT,
        /** It is a receipt that is there. */
        MATCH,
        /** It is no customer's money. */
        ENTRY
    }

    /** A record by its number and name. */
    public record BankNamed(UUID id, String number, String name) {}

    /** So much of the money for an open item. */
    public record ItemShare(UUID item, String number, BigDecimal open, BigDecimal amount) {}

    /** So much of the money kept for an order. */
    public record OrderShare(UUID order, String number, BigDecimal amount) {}
}
