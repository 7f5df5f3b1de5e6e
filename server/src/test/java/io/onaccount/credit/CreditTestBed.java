package io.onaccount.credit;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Database;
import io.onaccount.platform.db.Tx;
import io.onaccount.testing.TestApplication;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A company of its own on the shared server, with customers and documents made by plain SQL: for tests at the doors. */
public final class CreditTestBed {
    /** Counted down: companies founded through the product take the id after the highest there is. */
    private static final AtomicLong COMPANIES = new AtomicLong(600_000);

    public static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

    public final TestApplication application = TestApplication.shared();
    public final Database database = application.bean(Database.class);
    public final CreditControl credit = application.bean(CreditControl.class);
    public final long company = COMPANIES.decrementAndGet();
    public final Actor actor;

    public CreditTestBed() {
        UUID user = Ids.next();
        application
                .database()
                .sql(
                        "insert into organization.company (id, name) values (" + company + ", 'Bed " + company + "')",
                        "insert into organization.app_user (id, login, name) values ('" + user + "', 'bed" + company
                                + "', 'Bed')");
        actor = new Actor(
                company,
                user,
                "Bed",
                Locale.ENGLISH,
                Set.of(),
                Scope.all(user),
                null,
                "CNY",
                ZoneId.of("Asia/Shanghai"),
                TODAY);
    }

    /** Another person of the same company. */
    public Actor somebodyElse() {
        UUID user = Ids.next();
        application
                .database()
                .sql("insert into organization.app_user (id, login, name) values ('" + user + "', 'x" + user
                        + "', 'Else')");
        return new Actor(
                company, user, "Else", Locale.ENGLISH, Set.of(), Scope.all(user), null, "CNY", actor.zone(), TODAY);
    }

    /** A customer with this limit, null for unlimited; the account is opened. */
    public UUID customer(String limit) {
        UUID id = stranger();
        application
                .database()
                .sql("insert into credit.account (company_id, id, party_id, currency, credit_limit) values (" + company
                        + ", '" + id + "', '" + id + "', 'CNY', " + limit + ")");
        return id;
    }

    /** A customer without an account. */
    public UUID stranger() {
        UUID id = document("customer", null);
        application.database().sql("insert into party.party (company_id, id) values (" + company + ", '" + id + "')");
        return id;
    }

    /** A header to hang entries on. */
    public UUID document(String kind, UUID party) {
        return documents(kind, party, 1).getFirst();
    }

    /** Many headers at once. */
    public List<UUID> documents(String kind, UUID party, int count) {
        List<UUID> ids =
                java.util.stream.Stream.generate(Ids::next).limit(count).toList();
        StringBuilder values = new StringBuilder();
        for (UUID id : ids) {
            values.append(values.isEmpty() ? "" : ",")
                    .append("(" + company + ", '" + id + "', '" + kind + "', '" + id + "', 'T', '"
                            + (kind.equals("customer") ? "ACTIVE" : "CONFIRMED") + "', "
                            + (party == null ? "null" : "'" + party + "'") + ", '" + TODAY + "', 'CNY')");
        }
        application
                .database()
                .sql(
                        "insert into document.header (company_id, id, kind, number, title, state, party_id, date, currency) values "
                                + values);
        return ids;
    }

    public UUID order(UUID party) {
        return document("sales-order", party);
    }

    public <T> T write(Function<Tx, T> body) {
        return database.write(company, body);
    }

    public <T> T read(Function<Tx, T> body) {
        return database.read(company, body);
    }

    public CreditDecision reserve(UUID order, UUID party, String amount) {
        return write(tx -> credit.reserve(tx, actor, CreditRequest.of(order, party, cny(amount), TODAY, null)));
    }

    public FreeCredit figures(UUID party) {
        return read(tx -> credit.freeCredit(tx, party, TODAY));
    }

    public BigDecimal exposure(UUID party) {
        return figures(party).exposure();
    }

    /** Σ entries of a customer, with their signs. */
    public BigDecimal entries(UUID party) {
        String sum = application
                .database()
                .value(
                        "select coalesce(sum(case when bucket in ('UNAPPLIED', 'DEPOSIT') then -amount else amount end), 0)::numeric(19,2) from credit.entry where company_id = "
                                + company + " and account_id = '" + party + "'");
        return new BigDecimal(sum);
    }

    public static Money cny(String amount) {
        return Money.of(amount, "CNY");
    }
}
