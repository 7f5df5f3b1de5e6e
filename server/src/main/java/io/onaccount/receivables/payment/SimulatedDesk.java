package io.onaccount.receivables.payment;

import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Database;
import io.onaccount.receivables.payment.SimulatedProvider.Said;
import io.onaccount.receivables.payment.SimulatedProvider.Ticket;
import io.onaccount.receivables.payment.spi.PaymentProvider.Merchant;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The cashier's desk of the provider for trying out: what a customer would see in the app of a real one, and the call it makes to us. */
@Component
public final class SimulatedDesk {
    private static final BigDecimal FEE = new BigDecimal("0.006");

    private final JsonMapper json;
    private final PaymentSettings settings;
    private final Database database;
    private final Environment environment;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    SimulatedDesk(JsonMapper json, PaymentSettings settings, Database database, Environment environment, Clock clock) {
        this.json = json;
        this.settings = settings;
        this.database = database;
        this.environment = environment;
        this.clock = clock;
    }

    private record Known(Ticket ticket, Merchant merchant) {}

    /** A ticket it has signed itself; 404 for anything else. */
    private Known known(String text) {
        int dot = Math.max(0, text.lastIndexOf('.'));
        try {
            byte[] facts = Base64.getUrlDecoder().decode(text.substring(0, dot));
            Ticket ticket = json.readValue(facts, Ticket.class);
            String[] path = ticket == null
                    ? new String[0]
                    : String.valueOf(ticket.callback()).split("/");
            if (ticket != null && path.length > 2) {
                Merchant merchant = database.read(
                                Long.parseLong(path[path.length - 2]), tx -> settings.find(tx, SimulatedProvider.NAME))
                        .map(PaymentSettings.InUse::merchant)
                        .orElseThrow(SimulatedDesk::unknown);
                if (Hmac.isSigned(merchant.secret(), text.substring(dot + 1), facts)) {
                    return new Known(ticket, merchant);
                }
            }
        } catch (IllegalArgumentException | JacksonException e) {
            // no ticket of its own
        }
        throw unknown();
    }

    private static Problem unknown() {
        return Problem.of(404, "payment-unknown");
    }

    /**
     * What is to be paid.
     *
     * @param back where the customer goes afterwards
     */
    public record Bill(String payee, String subject, BigDecimal amount, String currency, Instant until, String back) {}

    /** What a ticket asks for; 404 for one that isn't its own. */
    public Bill bill(String ticket) {
        Ticket asked = known(ticket).ticket();
        return new Bill(asked.payee(), asked.subject(), asked.amount(), asked.currency(), asked.until(), asked.back());
    }

    /** Somebody pays, or doesn't: the shop is told over HTTP. Answers whether it has heard. */
    public boolean decide(String ticket, boolean pays) {
        Known known = known(ticket);
        Ticket asked = known.ticket();
        Instant now = clock.instant();
        if (pays && now.isAfter(asked.until())) {
            throw Problem.conflict("payment-desk-closed");
        }
        Said said = new Said(
                asked.order(),
                pays ? "PAID" : "REFUSED",
                pays ? "SIM" + Ids.next() : null,
                asked.amount(),
                asked.currency(),
                pays
                        ? Money.round(asked.amount().multiply(FEE), asked.currency())
                                .amount()
                        : null,
                now);
        return send(known.merchant(), asked.callback(), json.writeValueAsBytes(said)) / 100 == 2;
    }

    private int send(Merchant merchant, String path, byte[] body) {
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        String port = environment.getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header(SimulatedProvider.TIMESTAMP, timestamp)
                .header(
                        SimulatedProvider.SIGNATURE,
                        Hmac.sign(merchant.secret(), timestamp.getBytes(StandardCharsets.UTF_8), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 503;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 503;
        }
    }
}
