package io.onaccount.sales;

import io.onaccount.credit.CreditControl;
import io.onaccount.credit.FreeCredit;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.testing.TestApplication;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A trading company of its own on the shared server: customers, products, a warehouse; for tests at the doors of sales and fulfilment. */
public final class TradeTestBed {
    /** Counted down: companies founded through the product take the id after the highest there is. */
    private static final AtomicLong COMPANIES = new AtomicLong(800_000);

    public static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

    public final TestApplication application = TestApplication.shared();
    public final Database database = application.bean(Database.class);
    public final SalesOrders orders = application.bean(SalesOrders.class);
    public final OrderSplits splits = application.bean(OrderSplits.class);
    public final CreditControl credit = application.bean(CreditControl.class);
    public final long company = COMPANIES.decrementAndGet();
    public final Actor actor;
    public final UUID net30 = Ids.next();
    public final UUID warehouse;

    public TradeTestBed() {
        UUID user = Ids.next();
        sql(
                "insert into organization.company (id, name) values (" + company + ", 'Trade " + company + "')",
                "insert into organization.app_user (id, login, name) values ('" + user + "', 'trade" + company
                        + "', 'Trader')",
                "insert into organization.membership (company_id, user_id, scope) values (" + company + ", '" + user
                        + "', 'ALL')",
                "insert into party.payment_term (company_id, id, code, name, name_en, rule, days) values (" + company
                        + ", '" + net30 + "', 'NET30', '净30天', 'Net 30 days', 'NET_DAYS', 30)");
        actor = actor(user, "sales-order.confirm", "delivery.create");
        warehouse = header("warehouse", "WH1", "ACTIVE");
        sql("insert into stock.warehouse (company_id, id) values (" + company + ", '" + warehouse + "')");
    }

    private Actor actor(UUID user, String... rights) {
        return new Actor(
                company,
                user,
                "Trader",
                Locale.ENGLISH,
                new HashSet<>(Arrays.asList(rights)),
                Scope.all(user),
                null,
                "CNY",
                ZoneId.of("Asia/Shanghai"),
                TODAY);
    }

    /** The same trader with exactly these rights. */
    public Actor with(String... rights) {
        return actor(actor.user(), rights);
    }

    /** Another trader, for what takes two people. */
    public Actor somebodyElse(String... rights) {
        UUID user = Ids.next();
        sql("insert into organization.app_user (id, login, name) values ('" + user + "', 'e" + user + "', 'Else')");
        return actor(user, rights);
    }

    /** The same trader who sees only what they own. */
    public Actor stranger() {
        UUID user = Ids.next();
        sql("insert into organization.app_user (id, login, name) values ('" + user + "', 'x" + user + "', 'Stranger')");
        return new Actor(
                company,
                user,
                "Stranger",
                Locale.ENGLISH,
                Set.of("sales-order.confirm"),
                new Scope(Scope.Level.OWN, user, Set.of()),
                null,
                "CNY",
                actor.zone(),
                TODAY);
    }

    /** A customer paying net 30 days with this limit; null for unlimited. */
    public UUID customer(String limit) {
        return customers(Collections.singletonList(limit)).getFirst();
    }

    /** Many of them at once. */
    public List<UUID> customers(List<String> limits) {
        List<UUID> ids = limits.stream().map(limit -> Ids.next()).toList();
        List<String> headers = new ArrayList<>();
        List<String> parties = new ArrayList<>();
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String key = "(" + company + ", '" + ids.get(i) + "'";
            headers.add(key + ", 'customer', 'C" + Ids.next() + "', 'customer', 'ACTIVE', '2025-01-01')");
            parties.add(key + ", '" + net30 + "')");
            accounts.add(key + ", '" + ids.get(i) + "', 'CNY', " + limits.get(i) + ")");
        }
        sql(
                "insert into document.header (company_id, id, kind, number, title, state, date) values "
                        + String.join(",", headers),
                "insert into party.party (company_id, id, payment_term_id) values " + String.join(",", parties),
                "insert into credit.account (company_id, id, party_id, currency, credit_limit) values "
                        + String.join(",", accounts));
        return ids;
    }

    /** A product at 13 % with this list price and minimum price (null for none) including tax, and so much on hand. */
    public UUID product(String listPrice, String minimumPrice, String onHand) {
        UUID id = header("product", "P" + Ids.next(), "ACTIVE");
        sql(
                "insert into catalog.product (company_id, id, unit, tax_rate, list_price, minimum_price) values ("
                        + company + ", '" + id + "', '件', 0.13, " + listPrice + ", " + minimumPrice + ")",
                "insert into stock.on_hand (company_id, warehouse_id, product_id, quantity) values (" + company + ", '"
                        + warehouse + "', '" + id + "', " + onHand + ")");
        return id;
    }

    private UUID header(String kind, String number, String state) {
        UUID id = Ids.next();
        sql("insert into document.header (company_id, id, kind, number, title, state, date) values (" + company + ", '"
                + id + "', '" + kind + "', '" + number + "', '" + kind + "', '" + state + "', '2025-01-01')");
        return id;
    }

    public void sql(String... statements) {
        application.database().sql(statements);
    }

    public <T> T write(Function<Tx, T> body) {
        return database.write(company, body);
    }

    public <T> T read(Function<Tx, T> body) {
        return database.read(company, body);
    }

    /** Places an order of one line and confirms it. */
    public OrderAnswer order(UUID customer, UUID product, String quantity, String price) {
        return place(NewSalesOrder.of(customer, TODAY, List.of(line(product, quantity, price))), true);
    }

    public OrderAnswer place(NewSalesOrder order, boolean confirm) {
        return write(tx -> orders.place(tx, actor, order, confirm));
    }

    public OrderAnswer confirm(UUID order) {
        return write(tx -> orders.confirm(tx, actor, order, null));
    }

    public static NewSalesOrder.Line line(UUID product, String quantity, String price) {
        return NewSalesOrder.Line.of(product, new BigDecimal(quantity), price == null ? null : new BigDecimal(price));
    }

    public SalesOrder find(UUID order) {
        return read(tx -> orders.find(tx, actor, order));
    }

    public FreeCredit figures(UUID customer) {
        return read(tx -> credit.freeCredit(tx, customer, TODAY));
    }
}
