package io.onaccount.document.mailing;

import io.onaccount.document.mailing.SmsGateways.Gateway;
import io.onaccount.document.mailing.SmsGateways.Method;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hands text messages to a gateway over HTTP. Whatever it answers, it gets a bounded time and is read to a bounded length; it can't lead
 * elsewhere. One that doesn't answer or has too much to do is left alone for a while, lest it hold up what others send.
 */
final class SmsConnection implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 20_000;
    private static final int LONGEST_ANSWER = 300;
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final Gateway gateway;
    private final @Nullable String secret;
    private final Duration patience;
    private final boolean local;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param secret null when it can't be opened, empty for none
     * @param patience how long an answer may take as a whole
     * @param local whether it may be on this machine
     */
    SmsConnection(Gateway gateway, @Nullable String secret, Duration patience, boolean local) {
        this.gateway = gateway;
        this.secret = secret;
        this.patience = patience;
        this.local = local;
    }

    /** Sends a message; answers what the gateway said, or throws why it didn't take it. */
    String send(String phone, String text, String id, Instant now) {
        if (gateway.provider() == SmsGateways.Provider.SIMULATED) {
            return "";
        }
        if (secret == null) {
            throw SmtpRefusal.ofServer("sms.secret-unreadable");
        }
        HttpResponse<byte[]> response = call(request(new SmsRequest(phone, text, secret, id)));
        String body = new String(response.body(), StandardCharsets.UTF_8);
        String said = shown(response.statusCode() + " " + body);
        int status = response.statusCode();
        if (status == 429 || status / 100 == 5) {
            throw SmtpRefusal.ofServer(said, pause(response, now));
        }
        if (status == 401 || status == 403 || status == 407) {
            throw new SmtpRefusal(SmtpRefusal.Kind.SERVER, said);
        }
        if (status / 100 == 2 || status / 100 == 4) {
            if (!gateway.badNumber().isEmpty() && body.contains(gateway.badNumber())) {
                throw new SmtpRefusal(SmtpRefusal.Kind.ADDRESS, said);
            }
        }
        if (status / 100 != 2 || !body.contains(gateway.success())) {
            throw new SmtpRefusal(SmtpRefusal.Kind.MAIL, said);
        }
        return said;
    }

    /** The answer to be kept: short, in one line, and without the secret, should the gateway repeat it as it was sent or as it is. */
    private String shown(String answer) {
        String clean = answer;
        for (String form : secret == null || secret.isEmpty() ? List.<String>of() : SmsRequest.forms(secret)) {
            clean = clean.replace(form, "***");
        }
        return MailAddress.oneLine(clean, LONGEST_ANSWER);
    }

    /**
     * Mail servers stand in companies' own networks, and so may gateways; but what an HTTP server answers is shown, so that neither what listens
     * on this machine alone nor where clouds hand out credentials is asked.
     */
    static boolean isNobodys(InetAddress address, boolean local) {
        byte[] bytes = address.getAddress();
        boolean clouds = bytes.length == 4
                ? (bytes[0] == 100 && (bytes[1] & 0xc0) == 64)
                        || Arrays.equals(bytes, new byte[] {(byte) 192, 0, 0, (byte) 192})
                : Arrays.equals(Arrays.copyOf(bytes, 4), new byte[] {(byte) 0xfd, 0, 0x0e, (byte) 0xc2});
        return SmtpConnection.isNobodys(address) || clouds || (!local && address.isLoopbackAddress());
    }

    private HttpRequest request(SmsRequest message) {
        URI address = URI.create(message.address(gateway.url()));
        SmtpConnection.refuse(address.getHost(), found -> isNobodys(found, local), "sms.no-gateway-there");
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience);
        try {
            SmsRequest.headers(gateway.headers())
                    .orElse(Map.of())
                    .forEach((name, value) -> request.header(name, message.header(value)));
        } catch (IllegalArgumentException e) {
            throw SmtpRefusal.ofServer("problem.sms-headers");
        }
        if (gateway.method() == Method.GET) {
            return request.GET().build();
        }
        String type = gateway.format() == SmsGateways.Format.JSON
                ? "application/json; charset=utf-8"
                : "application/x-www-form-urlencoded; charset=utf-8";
        return request.header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(message.body(gateway.body(), gateway.format())))
                .build();
    }

    private HttpResponse<byte[]> call(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> new Beginning());
        try {
            // The client's own timeout ends with the headers; a body that drips would go on for ever.
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw SmtpRefusal.ofServer("sms.no-answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException || e.getCause() instanceof HttpConnectTimeoutException) {
                throw SmtpRefusal.ofServer("sms.not-reached");
            }
            if (e.getCause() instanceof IOException) {
                throw SmtpRefusal.ofServer("sms.no-answer");
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw SmtpRefusal.ofServer("sms.no-answer");
        }
    }

    /** The beginning of a body; what comes after it isn't waited for. */
    private static final class Beginning implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                byte[] bytes = new byte[Math.min(part.remaining(), MOST_BYTES - read.size())];
                part.get(bytes);
                read.writeBytes(bytes);
            }
            if (read.size() == MOST_BYTES && subscription != null) {
                subscription.cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable e) {
            body.completeExceptionally(e);
        }

        @Override
        public void onComplete() {
            body.complete(read.toByteArray());
        }
    }

    /** How long it asks us to wait; zero when it doesn't say or says nonsense. */
    private static Duration pause(HttpResponse<?> response, Instant now) {
        String said = response.headers().firstValue("Retry-After").orElse("").strip();
        try {
            Duration wait = said.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(said))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(said, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        } catch (DateTimeException | ArithmeticException e) {
            return Duration.ZERO;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
