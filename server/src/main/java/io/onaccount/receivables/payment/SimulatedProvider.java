package io.onaccount.receivables.payment;

import io.onaccount.platform.Problem;
import io.onaccount.receivables.ReceiptMethod;
import io.onaccount.receivables.payment.spi.PaymentProvider;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider for trying out: a cashier's desk of its own, and signed calls over HTTP as a real one makes them. It knows of a payment what it was
 * told when it was asked, and nothing of our books. No money moves.
 */
@Component
final class SimulatedProvider implements PaymentProvider {
    static final String NAME = "simulated";
    static final String TIMESTAMP = "x-timestamp";
    static final String SIGNATURE = "x-signature";

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 10_000;

    private final JsonMapper json;

    SimulatedProvider(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ReceiptMethod method() {
        return ReceiptMethod.OTHER;
    }

    @Override
    public boolean isTrial() {
        return true;
    }

    @Override
    public boolean takes(String currency) {
        return true;
    }

    /** What it was asked, as it keeps it: in the address of its desk, signed. */
    record Ticket(
            String order,
            BigDecimal amount,
            String currency,
            String payee,
            String subject,
            Instant until,
            String callback,
            String back) {}

    @Override
    public String open(Merchant merchant, Asked asked) {
        Ticket ticket = new Ticket(
                asked.order(),
                asked.amount(),
                asked.currency(),
                asked.payee(),
                asked.subject(),
                asked.until(),
                asked.callback(),
                asked.back());
        byte[] facts = json.writeValueAsBytes(ticket);
        return "/pay-desk#" + Base64.getUrlEncoder().withoutPadding().encodeToString(facts) + "."
                + Hmac.sign(merchant.secret(), facts);
    }

    /** What it says when it calls. */
    record Said(
            String order,
            String status,
            @Nullable String transaction,
            BigDecimal amount,
            String currency,
            @Nullable BigDecimal fee,
            Instant paidAt) {}

    @Override
    public Notice read(Merchant merchant, Call call) {
        String timestamp = call.headers().getOrDefault(TIMESTAMP, "");
        String signature = call.headers().getOrDefault(SIGNATURE, "");
        if (call.body().length > MOST_BYTES
                || !Hmac.isSigned(
                        merchant.secret(), signature, timestamp.getBytes(StandardCharsets.UTF_8), call.body())) {
            throw Problem.of(403, "payment-unsigned");
        }
        if (!isFresh(timestamp, call.at())) {
            throw Problem.of(403, "payment-stale");
        }
        Said said = said(call.body());
        return new Notice(
                said.order(),
                said.status().equals("PAID"),
                said.transaction(),
                said.amount(),
                said.currency(),
                said.fee() == null ? BigDecimal.ZERO : said.fee(),
                said.paidAt());
    }

    private static boolean isFresh(String timestamp, Instant now) {
        try {
            Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(sent, now).abs().compareTo(FRESH) <= 0;
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    @SuppressWarnings("NullAway") // read from JSON, where they may be missing
    private Said said(byte[] body) {
        try {
            Said said = json.readValue(body, Said.class);
            if (said != null
                    && said.order() != null
                    && said.status() != null
                    && said.amount() != null
                    && said.currency() != null
                    && said.paidAt() != null
                    && said.amount().precision() - said.amount().scale() < 16
                    && said.amount().scale() < 10) {
                return said;
            }
        } catch (JacksonException e) {
            // signed nonsense is nonsense
        }
        throw Problem.of(400, "payment-unreadable");
    }

    @Override
    public String thanks() {
        return "success";
    }
}
