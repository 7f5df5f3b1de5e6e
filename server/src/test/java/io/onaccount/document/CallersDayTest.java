package io.onaccount.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.document.listing.ListQuery;
import io.onaccount.document.listing.Lists;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Ids;
import io.onaccount.platform.db.Database;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What day it is for a list is the caller's business day and never the database's. */
class CallersDayTest {
    private static final long COMPANY = 690_101;
    private final TestApplication application = TestApplication.shared();

    /** One of them is enough to be wrong around midnight and in every test that passes two years. */
    @Test
    void nobodyAsksTheDatabaseWhatDayItIs() throws IOException {
        Pattern asks =
                Pattern.compile("current_date|current_timestamp::date|now\\(\\)::date", Pattern.CASE_INSENSITIVE);
        try (var files = Files.walk(Path.of("src/main/java/io/onaccount"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> asks.matcher(read(file)).find()))
                    .as("hand the day in: Actor.today(), or ListDefinition.TODAY in a list")
                    .isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTemporaryLimitCountsOnTheDayOfWhoeverAsks() {
        UUID customer = Ids.next();
        application
                .database()
                .sql(
                        "insert into organization.company (id, name) values (" + COMPANY
                                + ", 'Days') on conflict do nothing",
                        "insert into document.header (company_id, id, kind, number, title, state, date) values ("
                                + COMPANY
                                + ", '" + customer + "', 'customer', '" + customer
                                + "', 'Days customer', 'ACTIVE', '2025-01-01')",
                        "insert into party.party (company_id, id) values (" + COMPANY + ", '" + customer + "')",
                        "insert into credit.account (company_id, id, party_id, currency, credit_limit, temporary_limit, temporary_from, temporary_to) values ("
                                + COMPANY + ", '" + customer + "', '" + customer
                                + "', 'CNY', 100, 50, '2024-03-01', '2024-03-31')");
        assertThat(free("2024-02-29", customer)).isEqualTo("100.00");
        assertThat(free("2024-03-01", customer)).isEqualTo("150.00");
        assertThat(free("2024-03-31", customer)).isEqualTo("150.00");
        assertThat(free("2024-04-01", customer)).isEqualTo("100.00");
    }

    private String free(String day, UUID customer) {
        UUID user = Ids.next();
        Actor actor = new Actor(
                COMPANY,
                user,
                "Days",
                Locale.ENGLISH,
                Set.of("credit-account.view"),
                Scope.all(user),
                null,
                "CNY",
                ZoneId.of("Asia/Shanghai"),
                LocalDate.parse(day));
        Kind kind = application.bean(Kinds.class).named("credit-account").orElseThrow();
        ListQuery query = ListQuery.ALL
                .filtered("[\"party\",\"=\",\"" + customer + "\"]")
                .searched(customer.toString())
                .sorted("-usedShare")
                .columns("free");
        List<Map<String, Object>> rows = application
                .bean(Database.class)
                .read(
                        COMPANY,
                        tx -> List.copyOf(application
                                .bean(Lists.class)
                                .page(tx, actor, kind, query)
                                .rows()));
        return rows.getFirst().get("free").toString();
    }
}
