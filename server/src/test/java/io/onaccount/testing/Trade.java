package io.onaccount.testing;

import io.onaccount.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A company that trades, written by plain SQL, so that it can be made in the database of any server: two people who may do everything, with
 * their API tokens, a payment term, a warehouse and a cash account; customers and products as asked for.
 */
public final class Trade {
    /** Counted down: companies founded through the product take the id after the highest there is. */
    private static final AtomicLong COMPANIES = new AtomicLong(900_000);

    private static final String TOKEN = "oa_test_";

    public final long company = COMPANIES.decrementAndGet();
    public final UUID term = Ids.next();
    public final UUID warehouse = Ids.next();
    public final UUID cashAccount = Ids.next();
    private final UUID role = Ids.next();
    private final Consumer<String> sql;
    private int products;
    private int customers;

    /** @param sql runs a statement as the owner of the tables */
    public Trade(Consumer<String> sql) {
        this.sql = sql;
        run("insert into organization.company (id, name) values (%d, 'Trade %d')", company, company);
        run(
                "insert into organization.role (company_id, id, code, name, rights) values (%d, '%s', 'all', 'All', '{*.*}')",
                company, role);
        run(
                "insert into party.payment_term (company_id, id, code, name, name_en, rule, days) values (%d, '%s', 'NET30', '净30天', 'Net 30 days', 'NET_DAYS', 30)",
                company, term);
        header(warehouse, "warehouse", "WH1");
        run("insert into stock.warehouse (company_id, id) values (%d, '%s')", company, warehouse);
        run(
                "insert into receivables.cash_account (company_id, id, code, name, currency) values (%d, '%s', 'BANK', 'Bank', 'CNY')",
                company, cashAccount);
    }

    private void run(String statement, Object... values) {
        sql.accept(statement.formatted(values));
    }

    private void header(UUID id, String kind, String number) {
        run(
                "insert into document.header (company_id, id, kind, number, title, state, party_id, date) values (%d, '%s', '%s', '%s', '%s', 'ACTIVE', %s, '2025-01-01')",
                company, id, kind, number, number, kind.equals("customer") ? "'" + id + "'" : "null");
    }

    /** Another person who may do everything; answers their API token. */
    public String person() {
        return person("ALL", role);
    }

    /**
     * Another person with these rights.
     *
     * @param scope ALL, or OWN for one who sees only their own
     */
    public String person(String scope, String... rights) {
        UUID own = Ids.next();
        run(
                "insert into organization.role (company_id, id, code, name, rights) values (%d, '%s', '%s', 'Some', '{%s}')",
                company, own, own, String.join(",", rights));
        return person(scope, own);
    }

    private String person(String scope, UUID as) {
        UUID user = Ids.next();
        String token = TOKEN + user;
        run("insert into organization.app_user (id, login, name) values ('%s', '%s', 'Person')", user, user);
        run("insert into organization.user_company (user_id, company) values ('%s', %d)", user, company);
        run(
                "insert into organization.membership (company_id, user_id, scope) values (%d, '%s', '%s')",
                company, user, scope);
        run(
                "insert into organization.membership_role (company_id, user_id, role_id) values (%d, '%s', '%s')",
                company, user, as);
        run(
                "insert into organization.api_token (token_hash, id, user_id, company, name, expires_at) values (decode('%s', 'hex'), '%s', '%s', %d, 'test', now() + interval '1 day')",
                sha256(token), Ids.next(), user, company);
        return token;
    }

    /** Hands a record to the person with this token. */
    public void owner(UUID record, String token) {
        run(
                "update document.header set owner_id = '%s' where company_id = %d and id = '%s'",
                token.substring(TOKEN.length()), company, record);
    }

    /** A customer paying net 30 days with this limit. */
    public UUID customer(String limit) {
        UUID id = Ids.next();
        header(id, "customer", "C" + ++customers);
        run("insert into party.party (company_id, id, payment_term_id) values (%d, '%s', '%s')", company, id, term);
        run(
                "insert into credit.account (company_id, id, party_id, currency, credit_limit) values (%d, '%s', '%s', 'CNY', %s)",
                company, id, id, limit);
        return id;
    }

    /** A product at 13 % without a lowest price, and so much on hand. */
    public UUID product(String onHand) {
        UUID id = Ids.next();
        header(id, "product", "P" + ++products);
        run(
                "insert into catalog.product (company_id, id, unit, tax_rate, list_price) values (%d, '%s', '件', 0.13, 10)",
                company, id);
        run(
                "insert into stock.on_hand (company_id, warehouse_id, product_id, quantity) values (%d, '%s', '%s', %s)",
                company, warehouse, id, onHand);
        return id;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
