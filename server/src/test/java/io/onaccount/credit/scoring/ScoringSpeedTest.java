package io.onaccount.credit.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.credit.CreditTestBed;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long scoring takes with 5,000 customers and a million items over two and a half years, each with its order, delivery, receipt, allocations and
 * entries: {@code mvn test -Dtest=ScoringSpeedTest -Donaccount.bench=true} prints the figures. The goal is ten seconds for a run.
 */
@EnabledIfSystemProperty(named = "onaccount.bench", matches = "true")
class ScoringSpeedTest {
    private static final int CUSTOMERS = Integer.getInteger("onaccount.bench.customers", 5000);
    private static final int ITEMS = Integer.getInteger("onaccount.bench.items", 1_000_000);
    private static final LocalDate TODAY = CreditTestBed.TODAY;

    private final CreditTestBed bed = new CreditTestBed();

    /** A uuid by kind and number. */
    private static String id(String kind, String n) {
        return "('00000000-0000-7000-80" + kind + "-' || lpad(to_hex(" + n + "), 12, '0'))::uuid";
    }

    private void fill() {
        String c = Long.toString(bed.company);
        String party = id("01", "1 + n %% " + CUSTOMERS).replace("%%", "%");
        String numbers = " from generate_series(1, " + ITEMS + ") n";
        String day = "('" + TODAY + "'::date - (n::bigint * 7919 % 900)::int)";
        String paid = "(" + day + " + 30 + (n::bigint * 31 % 40)::int - 5)";
        String isPaid = paid + " <= '" + TODAY + "'";
        bed.application
                .database()
                .sql(
                        "insert into receivables.cash_account (company_id, id, code, name, currency) values (" + c
                                + ", " + id("00", "1") + ", 'BANK', 'Bank', 'CNY')",
                        "set synchronous_commit = off; "
                                + header(c, "01", "customer", "ACTIVE", id("01", "n"), "'2020-01-01'", "null")
                                + " from generate_series(1, " + CUSTOMERS + ") n; "
                                + header(c, "02", "sales-order", "DELIVERED", party, day, "100 + n % 900") + numbers
                                + "; "
                                + header(c, "03", "delivery", "POSTED", party, day, "100 + n % 900") + numbers + "; "
                                + header(c, "04", "receipt", "CONFIRMED", party, paid, "100 + n % 900") + numbers
                                + " where " + isPaid + "; "
                                + "insert into receivables.open_item (company_id, id, party_id, document_id, order_id, kind, number, amount, settled, currency, date, due) select "
                                + c + ", " + id("05", "n") + ", " + party + ", " + id("03", "n") + ", " + id("02", "n")
                                + ", 'DELIVERY', n, 100 + n % 900, case when " + isPaid
                                + " then 100 + n % 900 else 0 end, 'CNY', " + day + ", " + day + " + 30"
                                + numbers + "; "
                                + "insert into receivables.receipt (company_id, id, party_id, amount, currency, cash_account_id, method, posted, posted_on, allocated) select "
                                + c + ", " + id("04", "n") + ", " + party + ", 100 + n % 900, 'CNY', " + id("00", "1")
                                + ", 'TRANSFER', true, " + paid
                                + ", 100 + n % 900" + numbers + " where " + isPaid + "; "
                                + "insert into receivables.allocation (company_id, id, match_id, party_id, item_id, receipt_id, amount, currency, happened_on, item_date, item_due) select "
                                + c + ", " + id("06", "n") + ", " + id("06", "n") + ", " + party + ", " + id("05", "n")
                                + ", " + id("04", "n")
                                + ", 100 + n % 900, 'CNY', " + paid + ", " + day + ", " + day + " + 30" + numbers
                                + " where "
                                + isPaid + "; "
                                + "insert into credit.account (company_id, id, party_id, currency, credit_limit, receivable) select "
                                + c
                                + ", i.party_id, i.party_id, 'CNY', 100000, sum(i.amount - i.settled) from receivables.open_item i where i.company_id = "
                                + c
                                + " group by i.party_id" + "; "
                                + entry(c, "11", party, id("02", "n"), "null::uuid", "ORDERED", "", day, "confirm")
                                + numbers + "; "
                                + entry(c, "12", party, id("02", "n"), "null::uuid", "ORDERED", "-", day, "deliver")
                                + numbers + "; "
                                + entry(c, "13", party, id("03", "n"), id("02", "n"), "RECEIVABLE", "", day, "deliver")
                                + numbers + "; "
                                + entry(
                                        c,
                                        "14",
                                        party,
                                        id("03", "n"),
                                        id("02", "n"),
                                        "RECEIVABLE",
                                        "-",
                                        paid,
                                        "allocate")
                                + numbers + " where " + isPaid,
                        "vacuum analyze document.header",
                        "vacuum analyze receivables.open_item",
                        "vacuum analyze receivables.allocation",
                        "vacuum analyze receivables.receipt",
                        "vacuum analyze credit.entry",
                        "analyze credit.account");
    }

    private static String header(
            String c, String kind, String name, String state, String party, String date, String total) {
        return "insert into document.header (company_id, id, kind, number, title, state, party_id, date, currency, total) select "
                + c + ", " + id(kind, "n") + ", '" + name + "', '" + name + "-' || n, '', '" + state + "', " + party
                + ", " + date + ", 'CNY', " + total;
    }

    private static String entry(
            String c,
            String kind,
            String party,
            String document,
            String order,
            String bucket,
            String sign,
            String date,
            String cause) {
        return "insert into credit.entry (company_id, id, account_id, document_id, order_id, bucket, amount, currency, happened_on, cause) select "
                + c + ", " + id(kind, "n") + ", " + party + ", " + document + ", " + order + ", '" + bucket + "', "
                + sign
                + "(100 + n % 900), 'CNY', " + date + ", '" + cause + "'";
    }

    @Test
    void aRunOfAllCustomers() {
        fill();
        Scores scores = bed.application.bean(Scores.class);
        for (int i = 0; i < 3; i++) {
            Scores.Run run = scores.run(bed.company, TODAY, null, Scores.Progress.NONE);
            System.out.printf(
                    "scoring: run %d of %d customers, %d items: %d ms%n", i + 1, run.customers(), ITEMS, run.millis());
            assertThat(run.graded()).isEqualTo(CUSTOMERS);
        }
        Factors factors = bed.application.bean(Factors.class);
        for (int years = 0; years < 2; years++) {
            LocalDate day = TODAY.minusYears(years);
            long began = System.nanoTime();
            int found = bed.read(tx -> factors.gather(tx, day)).size();
            System.out.printf(
                    "scoring: factors of %d customers as of %s: %d ms%n",
                    found, day, (System.nanoTime() - began) / 1_000_000);
        }
        UUID backTest = bed.application
                .bean(BackTest.class)
                .run(bed.company, TODAY, null, new BackTest.Question(12, 90, 30, 10, false), Scores.Progress.NONE);
        UUID simulation = bed.application
                .bean(Simulation.class)
                .run(
                        bed.company,
                        TODAY,
                        null,
                        new Simulation.Question(TODAY.minusYears(1).plusDays(1), TODAY, 60, false),
                        Scores.Progress.NONE);
        Trials trials = bed.application.bean(Trials.class);
        for (UUID id : java.util.List.of(backTest, simulation)) {
            Trials.Trial trial = bed.read(tx -> trials.find(tx, id));
            System.out.printf("scoring: %s: %d ms%n", trial.type(), trial.millis());
        }
    }
}
