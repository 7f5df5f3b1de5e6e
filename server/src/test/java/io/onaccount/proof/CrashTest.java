package io.onaccount.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.platform.postgres.ManagedPostgres;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Load;
import io.onaccount.testing.Trade;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed in mid-load, by turns alone and together with its PostgreSQL, and started again: everything it had acknowledged is
 * there, nothing is there by half, and what it had not acknowledged can be sent again under the same key without being done twice. {@code
 * -Donaccount.test.crashes=20} for more rounds than a few.
 */
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("onaccount.test.crashes", 3);
    private static final int CALLERS = 8;

    @TempDir
    Path folder;

    private int port;
    private Process server;
    private Trade trade;
    private List<String> tokens;
    private List<UUID> customers;
    private List<UUID> products;

    /** One call that changes something, as it was sent; {@code answer} is null while nobody knows what became of it. */
    private static final class Sent {
        final String path;
        final String key = UUID.randomUUID().toString();
        final String body;
        final String token;
        volatile Answer answer;

        Sent(String token, String path, String body) {
            this.token = token;
            this.path = path;
            this.body = body.replace("§", key);
        }
    }

    private final Queue<Sent> all = new ConcurrentLinkedQueue<>();
    private final Queue<String> undelivered = new ConcurrentLinkedQueue<>();
    private final Queue<String> unconfirmed = new ConcurrentLinkedQueue<>();

    @Test
    void nothingAcknowledgedIsLostAndNothingIsDoneByHalfOrTwice() throws Exception {
        start();
        trade = new Trade(this::sql);
        tokens = List.of(trade.person(), trade.person());
        customers = List.of(trade.customer("1000000000"), trade.customer("1000000000"), trade.customer("1000000000"));
        products = List.of(trade.product("1000000000"), trade.product("1000000000"), trade.product("1000000000"));
        int unknown = 0;
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                load(round);
                start();
                List<Sent> open =
                        all.stream().filter(sent -> sent.answer == null).toList();
                unknown += open.size();
                for (Sent sent : open) {
                    call(sent);
                    assertThat(sent.answer.status())
                            .as(sent.path + " again: " + sent.answer)
                            .isIn(200, 201);
                    follow(sent);
                }
                nothingIsMissing(round);
                nothingIsHalf(round);
                proofsAreClean(round);
            }
        } finally {
            stop();
        }
        System.out.printf(
                "crashes: %d rounds, %d calls, %d of them unanswered when the server was killed and sent again: %s orders, %s deliveries, %s receipts%n",
                ROUNDS, all.size(), unknown, count("/sales-orders"), count("/deliveries"), count("/receipts?"));
    }

    private long count(String path) {
        return all.stream().filter(sent -> (sent.path + "?").startsWith(path)).count();
    }

    // ---- the load

    private void load(int round) throws Exception {
        AtomicBoolean killed = new AtomicBoolean();
        Thread killer = Thread.ofPlatform().start(() -> {
            try {
                long enough = all.size() + 50L + new Random(round).nextInt(200);
                long late = System.nanoTime() + Duration.ofSeconds(15).toNanos();
                while (all.size() < enough && System.nanoTime() < late) {
                    Thread.sleep(5);
                }
                killed.set(true);
                kill(round % 2 == 0);
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Load.atOnce(CALLERS, caller -> {
            Random random = new Random(round * 100L + caller);
            while (true) {
                Sent sent = next(caller, random);
                all.add(sent);
                try {
                    call(sent);
                } catch (IllegalStateException e) {
                    if (killed.get()) {
                        return caller;
                    }
                    throw e;
                }
                assertThat(sent.answer.status())
                        .as(sent.path + ": " + sent.answer)
                        .isIn(200, 201);
                follow(sent);
            }
        });
        killer.join();
        server.waitFor();
    }

    private Sent next(int caller, Random random) {
        String mine = tokens.get(caller % 2);
        String delivered = random.nextInt(3) == 0 ? undelivered.poll() : null;
        if (delivered != null) {
            return new Sent(
                    mine,
                    "/deliveries/bulk",
                    "{\"deliveries\":[{\"note\":\"§\",\"lines\":[{\"order\":\"" + delivered
                            + "\",\"position\":1,\"quantity\":\"2\"},{\"order\":\"" + delivered
                            + "\",\"position\":3,\"quantity\":\"1\"}]}]}");
        }
        String confirmed = random.nextInt(2) == 0 ? unconfirmed.poll() : null;
        if (confirmed != null) {
            // Entered with the first token, confirmed by the other person.
            return new Sent(tokens.get(1), "/receipts/" + confirmed + "/confirmation", "{}");
        }
        UUID customer = customers.get(random.nextInt(customers.size()));
        if (random.nextInt(4) == 0) {
            return new Sent(
                    tokens.get(0),
                    "/receipts",
                    "{\"party\":\"" + customer + "\",\"amount\":\"" + (1 + random.nextInt(50))
                            + ".00\",\"cashAccount\":\"" + trade.cashAccount
                            + "\",\"method\":\"TRANSFER\",\"reference\":\"§\"}");
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            lines.append(i == 0 ? "" : ",")
                    .append("{\"product\":\"")
                    .append(products.get(i))
                    .append("\",\"quantity\":\"")
                    .append(2 + random.nextInt(5))
                    .append("\"}");
        }
        return new Sent(
                mine,
                "/sales-orders?confirm=true",
                "{\"customer\":\"" + customer + "\",\"reference\":\"§\",\"lines\":[" + lines + "]}");
    }

    private void call(Sent sent) {
        sent.answer = http(sent.token).with("Idempotency-Key", sent.key).post(sent.path, sent.body);
    }

    /** What an answered call makes possible. */
    private void follow(Sent sent) {
        if (sent.path.startsWith("/sales-orders")) {
            assertThat(sent.answer.json().path("outcome").asString()).isEqualTo("confirmed");
            undelivered.add(sent.answer.json().path("order").path("id").asString());
        } else if (sent.path.equals("/receipts")) {
            unconfirmed.add(sent.answer.json().path("id").asString());
        }
    }

    // ---- the proof

    private void nothingIsMissing(int round) {
        for (Sent sent : all) {
            switch (sent.path) {
                case "/sales-orders?confirm=true" ->
                    assertThat(value("select string_agg(o.id::text || ' ' || h.state, ',') from sales.sales_order o"
                                    + " join document.header h on h.company_id = o.company_id and h.id = o.id where o.customer_reference = '"
                                    + sent.key + "'"))
                            .as("round %d: order of key %s", round, sent.key)
                            .isEqualTo(
                                    sent.answer.json().path("order").path("id").asString() + " CONFIRMED");
                case "/deliveries/bulk" ->
                    assertThat(value("select string_agg(d.id::text || ' ' || h.state, ',') from fulfilment.delivery d"
                                    + " join document.header h on h.company_id = d.company_id and h.id = d.id where d.note = '"
                                    + sent.key + "'"))
                            .as("round %d: delivery of key %s", round, sent.key)
                            .isEqualTo(sent.answer
                                            .json()
                                            .path("deliveries")
                                            .path(0)
                                            .path("id")
                                            .asString() + " POSTED");
                case "/receipts" ->
                    assertThat(value("select string_agg(id::text, ',') from receivables.receipt where reference = '"
                                    + sent.key + "'"))
                            .as("round %d: receipt of key %s", round, sent.key)
                            .isEqualTo(sent.answer.json().path("id").asString());
                default ->
                    assertThat(value("select h.state from document.header h where h.id = '"
                                    + sent.answer.json().path("id").asString() + "'"))
                            .as("round %d: %s", round, sent.path)
                            .isEqualTo("CONFIRMED");
            }
        }
    }

    private void nothingIsHalf(int round) {
        none(round, "orders without header, or the other way round", """
                select 1 from sales.sales_order o full join (select * from document.header where kind = 'sales-order') h
                on h.company_id = o.company_id and h.id = o.id where o.id is null or h.id is null""");
        none(round, "orders without their three lines, history and exposure", """
                select 1 from sales.sales_order o
                where (select count(*) from sales.order_line l where l.company_id = o.company_id and l.order_id = o.id) <> 3
                   or not exists (select 1 from organization.audit_entry a where a.company_id = o.company_id and a.subject_id = o.id)
                   or (select sum(e.amount) from credit.entry e where e.company_id = o.company_id and e.document_id = o.id and e.cause = 'confirm') is distinct from o.total""");
        none(round, "deliveries without their lines, goods movement, open item and journal", """
                select 1 from fulfilment.delivery d
                where (select count(*) from fulfilment.delivery_line l where l.company_id = d.company_id and l.delivery_id = d.id) <> 2
                   or (select -sum(m.quantity) from stock.movement m where m.company_id = d.company_id and m.document_id = d.id) is distinct from 3
                   or (select sum(i.amount) from receivables.open_item i where i.company_id = d.company_id and i.document_id = d.id) is distinct from d.total
                   or not exists (select 1 from receivables.journal j where j.company_id = d.company_id and j.document_id = d.id)""");
        none(round, "receipts without header, or confirmed without journal", """
                select 1 from receivables.receipt r left join document.header h on h.company_id = r.company_id and h.id = r.id
                where h.id is null or r.posted <> (h.state = 'CONFIRMED')
                   or r.posted and not exists (select 1 from receivables.journal j where j.company_id = r.company_id and j.document_id = r.id)""");
        none(round, "allocations that differ from what is settled", """
                select 1 from receivables.open_item i where i.settled <> coalesce((select sum(a.amount) from receivables.allocation a
                  where a.company_id = i.company_id and a.item_id = i.id), 0)""");
        none(round, "journals that don't balance", """
                select 1 from receivables.journal j where (select sum(l.amount) from receivables.journal_line l
                  where l.company_id = j.company_id and l.journal_id = j.id) is distinct from 0""");
        none(round, "stock that differs from its movements", """
                select 1 from stock.on_hand o where o.quantity <> 1000000000 + coalesce((select sum(m.quantity) from stock.movement m
                  where m.company_id = o.company_id and m.product_id = o.product_id and m.warehouse_id = o.warehouse_id), 0)""");
    }

    private void none(int round, String what, String query) {
        assertThat(value("select count(*) from (" + query + ") x"))
                .as("round %d: %s", round, what)
                .isEqualTo("0");
    }

    private void proofsAreClean(int round) {
        for (String path : List.of("/credit/proof", "/ledger/proof")) {
            Answer proof = http(tokens.getFirst()).post(path, "{}");
            assertThat(proof.status()).as(proof.toString()).isIn(200, 201);
            assertThat(proof.json().path("last").path("drifts").asInt(-1))
                    .as("round %d: %s", round, proof)
                    .isZero();
        }
    }

    // ---- the server in its own process, as it is started in earnest: durable, with its own PostgreSQL

    private void start() throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = folder.resolve("server.log");
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.onaccount.OnAccountApplication",
                        "--onaccount.empty=true",
                        "--onaccount.port=" + port,
                        "--onaccount.data=" + folder.resolve("data"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long limit = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!isUp()) {
            if (!server.isAlive() || System.nanoTime() > limit) {
                List<String> lines = Files.readAllLines(log);
                throw new AssertionError("the server doesn't start:\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
            }
            Thread.sleep(100);
        }
    }

    private boolean isUp() {
        try {
            return http("").call("GET", "/api/v1/session", null).status() > 0;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** kill -9, without a chance to say goodbye. */
    private void kill(boolean withDatabase) throws IOException {
        if (withDatabase) {
            ProcessHandle.of(Long.parseLong(postmaster().getFirst().strip())).ifPresent(database -> {
                database.children().forEach(ProcessHandle::destroyForcibly);
                database.destroyForcibly();
            });
        }
        server.destroyForcibly();
    }

    private void stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(60, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }

    private Http http(String token) {
        return Http.at("http://127.0.0.1:" + port).token(token);
    }

    private List<String> postmaster() throws IOException {
        return Files.readAllLines(folder.resolve("data/postgres/postmaster.pid"));
    }

    private Connection owner() throws SQLException, IOException {
        Properties secrets = new Properties();
        try (var in = Files.newInputStream(folder.resolve("data/postgres.secret"))) {
            secrets.load(in);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postmaster().get(3).strip() + "/" + ManagedPostgres.DATABASE,
                ManagedPostgres.OWNER,
                secrets.getProperty(ManagedPostgres.OWNER));
    }

    private void sql(String statement) {
        try (Connection connection = owner();
                var prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private String value(String query) {
        try (Connection connection = owner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
