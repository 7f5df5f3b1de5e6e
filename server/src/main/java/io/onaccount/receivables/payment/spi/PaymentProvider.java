package io.onaccount.receivables.payment.spi;

import io.onaccount.receivables.ReceiptMethod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One who takes customers' money for us and tells us so. */
public interface PaymentProvider {
    /** Its name in addresses and settings, {@code wechat}; its name in words is the text {@code payment.provider.<name>}. */
    String name();

    /** How the receipts it brings were paid. */
    ReceiptMethod method();

    /** Whether no money moves: for trying out. */
    default boolean isTrial() {
        return false;
    }

    /** Whether it takes money of this currency (ISO 4217). */
    boolean takes(String currency);

    /** Asks it to take a payment; answers the address where the customer pays, a whole one or a page of ours. */
    String open(Merchant merchant, Asked asked);

    /**
     * What it tells us, once its signature, by its own rules, has been found right.
     *
     * @throws io.onaccount.platform.Problem 4xx for what it didn't send, or sent too long ago
     */
    Notice read(Merchant merchant, Call call);

    /** What it wants to hear when we have taken note. */
    String thanks();

    /**
     * Who we are to it.
     *
     * @param number by which it knows us
     * @param secret what both of us sign with
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Merchant(String number, byte[] secret) {}

    /**
     * A payment to be taken.
     *
     * @param order by which it names the payment to us
     * @param currency of the amount, one that it {@linkplain #takes takes}
     * @param payee who is paid, in words
     * @param subject what for, in words
     * @param until it is to be refused afterwards
     * @param server where we are reached from outside, {@code https://…}; empty when nobody has said
     * @param callback the path it calls
     * @param back the path the customer comes back to
     */
    record Asked(
            String order,
            BigDecimal amount,
            String currency,
            String payee,
            String subject,
            Instant until,
            String server,
            String callback,
            String back) {}

    /**
     * A call as it came in.
     *
     * @param headers names in lower case
     */
    @SuppressWarnings("ArrayRecordComponent") // as it came in: a signature is over these very bytes
    record Call(Map<String, String> headers, byte[] body, Instant at) {}

    /**
     * What became of a payment.
     *
     * @param transaction its own number for the money; null when none came
     * @param fee what it keeps of the amount
     */
    record Notice(
            String order,
            boolean paid,
            @Nullable String transaction,
            BigDecimal amount,
            String currency,
            BigDecimal fee,
            Instant paidAt) {}
}
