package io.onaccount.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.Load;
import io.onaccount.testing.TestApplication;
import io.onaccount.testing.Trade;
import java.time.LocalDate;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Sixteen callers do everything that moves credit, goods and money at the same few customers at once: confirm, ship, return, cancel, close,
 * receive, allocate, take back, bounce. Whatever is refused is refused politely, and afterwards all books agree to the cent.
 */
class MixedOperationsTest {
    private static final int CALLERS = 16;
    private static final int STEPS = Integer.getInteger("onaccount.test.steps", 40);

    private final TestApplication application = TestApplication.shared();
    private final Trade trade = new Trade(application.database()::sql);
    private final Http one = Http.at(application).token(trade.person());
    private final Http other = Http.at(application).token(trade.person());
    private final UUID[] customers =
            IntStream.range(0, 3).mapToObj(i -> trade.customer("20000")).toArray(UUID[]::new);
    private final UUID[] products =
            IntStream.range(0, 3).mapToObj(i -> trade.product("100000")).toArray(UUID[]::new);

    private final Queue<String> orders = new ConcurrentLinkedQueue<>();
    private final Queue<String> deliveries = new ConcurrentLinkedQueue<>();
    private final Queue<String> receipts = new ConcurrentLinkedQueue<>();
    private final Queue<String> bills = new ConcurrentLinkedQueue<>();
    private final Queue<String> allocations = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();

    @Test
    void everythingAtOnceLeavesTheBooksInOrder() throws Exception {
        long seed = System.nanoTime();
        Load.steps(CALLERS, STEPS, seed, (caller, random) -> step(random));
        System.out.println("mixed operations, seed " + seed + ": " + new TreeMap<>(done));
        for (String path : new String[] {"/credit/proof", "/ledger/proof"}) {
            Answer proof = one.post(path, "{}");
            assertThat(proof.json().path("last").path("drifts").asInt(-1))
                    .as("seed %d, %s: %s", seed, path, proof)
                    .isZero();
        }
        none("stock that differs from its movements", """
                select 1 from stock.on_hand o where o.company_id = %d and o.quantity <> 100000 + coalesce((select sum(m.quantity)
                  from stock.movement m where m.company_id = o.company_id and m.product_id = o.product_id and m.warehouse_id = o.warehouse_id), 0)""");
        none("receipts that are not allocated, unapplied and refunded", """
                select 1 from receivables.receipt r where r.company_id = %d and (
                  r.allocated <> coalesce((select sum(a.amount) from receivables.allocation a where a.company_id = r.company_id and a.receipt_id = r.id), 0)
                  or r.allocated + r.unapplied + r.refunded <> case when r.posted then r.amount else 0 end)""");
        none("items settled by more or less than their allocations", """
                select 1 from receivables.open_item i where i.company_id = %d and i.settled <> coalesce((select sum(a.amount)
                  from receivables.allocation a where a.company_id = i.company_id and a.item_id = i.id), 0)""");
        none(
                "accounts with less than nothing ordered",
                "select 1 from credit.account a where a.company_id = %d and a.ordered < 0");
        none("deposits kept that are not what receipts keep", """
                select 1 from credit.deposit d where d.company_id = %d and d.assigned <> coalesce((select sum(p.assigned)
                  from receivables.receipt_purpose p where p.company_id = d.company_id and p.order_id = d.order_id), 0)""");
        for (String what :
                new String[] {"confirm", "ship", "return", "cancel", "receive", "take back", "bounce", "refund", "bill"
                }) {
            assertThat(done).as("seed %d did it at all", seed).containsKey(what);
        }
    }

    private void none(String what, String query) {
        assertThat(application.database().value("select count(*) from (" + query.formatted(trade.company) + ") x"))
                .as(what)
                .isEqualTo("0");
    }

    private void step(Random random) {
        switch (random.nextInt(15)) {
            case 0, 1, 2 -> order(random);
            case 3, 4 -> ship(random);
            case 5 -> bringBack(random);
            case 6 -> end(random);
            case 7, 8 -> receive(random);
            case 9 -> takeBack();
            case 10 -> allocate();
            case 11 -> sendBack(random);
            case 12 -> bill(random);
            case 13 -> call("allocate all", one, "/customers/" + any(random, customers) + "/allocations", "{}");
            default -> bounce();
        }
    }

    /** Refused by a rule, by the state or by somebody who was faster: all fine, but never a failure. */
    private Answer call(String what, Http caller, String path, String body) {
        Answer answer = body == null ? caller.delete(path) : caller.postOnce(path, body);
        assertThat(answer.status()).as(what + " " + path + ": " + answer).isIn(200, 201, 204, 404, 409, 400, 422);
        if (answer.status() < 300) {
            done.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet();
        } else {
            done.computeIfAbsent(what + " " + answer.code(), w -> new AtomicInteger())
                    .incrementAndGet();
        }
        return answer;
    }

    private static <T> T any(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }

    private void order(Random random) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            lines.append(i == 0 ? "" : ",")
                    .append("{\"product\":\"")
                    .append(any(random, products))
                    .append("\",\"quantity\":\"")
                    .append(1 + random.nextInt(60))
                    .append("\",\"price\":\"")
                    .append(1 + random.nextInt(20))
                    .append(".37\"}");
        }
        Answer answer = call(
                "confirm",
                one,
                "/sales-orders?confirm=true",
                "{\"customer\":\"" + any(random, customers) + "\",\"lines\":[" + lines + "]}");
        if (answer.json().path("outcome").asString().equals("confirmed")) {
            orders.add(answer.json().path("order").path("id").asString());
        }
    }

    /** Part of an order, which goes back into the queue: two may ship it at once. */
    private void ship(Random random) {
        String order = orders.poll();
        if (order == null) {
            return;
        }
        orders.add(order);
        Answer answer = call(
                "ship",
                one,
                "/deliveries/bulk",
                "{\"deliveries\":[{\"lines\":[{\"order\":\"" + order + "\",\"position\":1,\"quantity\":\""
                        + (1 + random.nextInt(20)) + "\"}]}]}");
        if (answer.status() == 201) {
            deliveries.add(answer.json().path("deliveries").path(0).path("id").asString());
        }
    }

    private void bringBack(Random random) {
        String delivery = deliveries.poll();
        if (delivery == null) {
            return;
        }
        deliveries.add(delivery);
        String party =
                application.database().value("select party_id from fulfilment.delivery where id = '" + delivery + "'");
        Answer draft = call(
                "return draft",
                one,
                "/returns",
                "{\"customer\":\"" + party + "\",\"lines\":[{\"delivery\":\"" + delivery
                        + "\",\"position\":1,\"quantity\":\"" + (1 + random.nextInt(3)) + "\",\"warehouse\":\""
                        + trade.warehouse + "\"}]}");
        if (draft.status() == 201) {
            call("return", one, "/returns/" + draft.json().path("id").asString() + "/posting", "{}");
        }
    }

    private void end(Random random) {
        String order = orders.poll();
        if (order != null) {
            boolean close = random.nextBoolean();
            call(
                    close ? "close" : "cancel",
                    one,
                    "/sales-orders/" + order + (close ? "/closure" : "/cancellation"),
                    "{}");
        }
    }

    /** Half of the money is meant for an order, whose deliveries then take it. */
    private void receive(Random random) {
        String order = random.nextBoolean() ? orders.peek() : null;
        String party = order == null
                ? any(random, customers).toString()
                : application.database().value("select party_id from sales.sales_order where id = '" + order + "'");
        Answer draft = call(
                order == null ? "receipt" : "deposit",
                one,
                "/receipts",
                "{\"party\":\"" + party + "\",\"amount\":\"" + (1 + random.nextInt(900))
                        + ".11\",\"cashAccount\":\"" + trade.cashAccount + "\",\"method\":\"TRANSFER\""
                        + (order == null ? "" : ",\"purposes\":[{\"order\":\"" + order + "\"}]") + "}");
        String id = draft.json().path("id").asString();
        Answer confirmed = call(
                "receive", other, "/receipts/" + id + "/confirmation", "{\"allocate\":" + random.nextBoolean() + "}");
        if (confirmed.status() == 200) {
            receipts.add(id);
            for (JsonNode allocation : confirmed.json().path("allocations")) {
                allocations.add(allocation.path("id").asString());
            }
        }
    }

    private void allocate() {
        String receipt = receipts.poll();
        if (receipt != null) {
            receipts.add(receipt);
            call("allocate", one, "/receipts/" + receipt + "/allocations", "{}");
        }
    }

    private void takeBack() {
        String allocation = allocations.poll();
        if (allocation != null) {
            call("take back", one, "/allocations/" + allocation, null);
        }
    }

    /** Several may send the same money back at once. */
    private void sendBack(Random random) {
        String receipt = receipts.poll();
        if (receipt == null) {
            return;
        }
        receipts.add(receipt);
        Answer draft = call(
                "refund draft",
                one,
                "/refunds",
                "{\"receipt\":\"" + receipt + "\",\"amount\":\"" + (1 + random.nextInt(30)) + ".07\",\"cashAccount\":\""
                        + trade.cashAccount + "\",\"reason\":\"paid twice\"}");
        if (draft.status() == 201) {
            String refund = "/refunds/" + draft.json().path("id").asString();
            call("refund", other, refund + "/confirmation", "{}");
            if (random.nextInt(3) == 0) {
                call("refund back", other, refund + "/reversal", "{\"reason\":\"came back\"}");
            }
        }
    }

    /** A bill comes in and is passed on or not paid, whoever is faster. */
    private void bill(Random random) {
        String bill = bills.poll();
        if (bill != null) {
            bills.add(bill);
            boolean pass = random.nextBoolean();
            call(
                    pass ? "endorse" : "dishonour",
                    other,
                    "/bills/" + bill + (pass ? "/endorsement" : "/dishonour"),
                    pass
                            ? "{\"to\":\"Supplier\"}"
                            : "{\"reason\":\"no funds\",\"cashAccount\":\"" + trade.cashAccount + "\"}");
        }
        Answer draft = call(
                "bill draft",
                one,
                "/receipts",
                "{\"party\":\"" + any(random, customers) + "\",\"amount\":\"" + (1 + random.nextInt(900))
                        + ".03\",\"method\":\"BILL\",\"bill\":{\"kind\":\"BANK\",\"number\":\"" + UUID.randomUUID()
                        + "\",\"due\":\""
                        + LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).plusDays(90) + "\"}}");
        if (draft.status() == 201) {
            String id = draft.json().path("id").asString();
            call("bill", other, "/receipts/" + id + "/confirmation", "{}");
            receipts.add(id);
            bills.add(application.database().value("select id from receivables.bill where receipt_id = '" + id + "'"));
        }
    }

    private void bounce() {
        String receipt = receipts.poll();
        if (receipt != null) {
            call("bounce", one, "/receipts/" + receipt + "/reversal", "{\"reason\":\"bounced\"}");
        }
    }
}
