package io.onaccount.receivables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onaccount.credit.CreditTestBed;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Tx;
import io.onaccount.testing.Http;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Statements (RCV-04): what a customer is told is what the books say, stays as it was told, and is answered line by line. */
class StatementsTest {
    private static final LocalDate DAY = CreditTestBed.TODAY;
    private static final LocalDate END = DAY.withDayOfMonth(1).minusDays(1);

    private final CreditTestBed bed = new CreditTestBed();
    private final Statements statements = bed.application.bean(Statements.class);
    private final StatementRun run = bed.application.bean(StatementRun.class);
    private final Ledger ledger = bed.application.bean(Ledger.class);
    private final OpenItems items = bed.application.bean(OpenItems.class);
    private final Receipts receipts = bed.application.bean(Receipts.class);
    private final Actor clerk = with(bed.actor, "statement.view");
    private final Actor cashier = bed.somebodyElse();
    private final UUID bank = bed.write(tx -> bed.application
            .bean(CashAccounts.class)
            .create(tx, clerk, new CashAccounts.NewCashAccount("BANK", "Bank", null, null, true)));

    private static Actor with(Actor actor, String... rights) {
        return new Actor(
                actor.company(),
                actor.user(),
                actor.name(),
                Locale.ENGLISH,
                new HashSet<>(Set.of(rights)),
                actor.scope(),
                actor.department(),
                actor.currency(),
                actor.zone(),
                actor.today());
    }

    @Test
    void saysWhatTheBooksSayAndGoesOnWhereTheLastOneEnded() {
        UUID customer = bed.customer("null");
        raise(customer, "300.00", END.minusDays(50));
        raise(customer, "200.00", END.minusDays(5));
        received(customer, "120.00", END.minusDays(2));
        raise(customer, "70.00", END.plusDays(3));
        Statement first = made(customer, null, END);
        assertThat(first.from()).isEqualTo(END.withDayOfMonth(1));
        assertThat(first.opening()).isEqualByComparingTo("300");
        assertThat(first.debit()).isEqualByComparingTo("200");
        assertThat(first.credit()).isEqualByComparingTo("120");
        assertThat(first.closing()).isEqualByComparingTo("380");
        assertThat(first.lines()).hasSize(2);
        assertThat(first.lines().getLast().balance()).isEqualByComparingTo(first.closing());
        BigDecimal aged = first.buckets().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(aged.subtract(first.unapplied())).isEqualByComparingTo(first.closing());
        BigDecimal owed = bed.read(tx -> ledger.owed(tx, clerk, customer, END));
        assertThat(first.closing()).isEqualByComparingTo(owed);
        assertThat(first.changed()).isFalse();
        assertThat(first.intact()).isTrue();

        Statement second = made(customer, null, DAY);
        assertThat(second.from()).isEqualTo(END.plusDays(1));
        assertThat(second.opening()).isEqualByComparingTo(first.closing());
        assertThat(second.closing()).isEqualByComparingTo("450");
        assertThatThrownBy(() -> made(customer, null, DAY))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("statement-exists"));
        assertThatThrownBy(() -> made(customer, null, DAY.plusDays(1))).isInstanceOf(Problem.class);
    }

    /** AL-CS-01: 50 from before, an invoice of 80 and 30 received: 130, then 100. */
    @Test
    void theRunningBalanceOfAMonth() {
        UUID customer = bed.customer("null");
        raise(customer, "50.00", LocalDate.of(2026, 2, 20));
        raise(customer, "80.00", LocalDate.of(2026, 3, 5));
        received(customer, "30.00", LocalDate.of(2026, 3, 12));
        Statement march = made(customer, LocalDate.of(2026, 3, 1), DAY);
        assertThat(march.opening()).isEqualByComparingTo("50");
        assertThat(march.lines())
                .extracting(line -> line.balance().toPlainString())
                .containsExactly("130.00", "100.00");
        assertThat(march.closing()).isEqualByComparingTo("100");
    }

    /** AL-CS-02: an invoice of January is in the opening of March, one of March in its movements. */
    @Test
    void whatCameBeforeIsInTheOpening() {
        UUID customer = bed.customer("null");
        raise(customer, "121.00", LocalDate.of(2026, 1, 10));
        raise(customer, "121.00", LocalDate.of(2026, 3, 10));
        Statement march = made(customer, LocalDate.of(2026, 3, 1), DAY);
        assertThat(march.opening()).isEqualByComparingTo("121");
        assertThat(march.lines()).hasSize(1);
        assertThat(march.closing()).isEqualByComparingTo("242");
    }

    @Test
    void laterChangesOfWhatWasToldAreFlagged() {
        UUID customer = bed.customer("null");
        raise(customer, "300.00", END.minusDays(10));
        Statement told = made(customer, null, END);
        answer(told, List.of());
        assertThat(found(told).state()).isEqualTo(StatementState.AGREED);
        raise(customer, "50.00", END.plusDays(1));
        assertThat(found(told).changed()).as("after the period").isFalse();
        raise(customer, "40.00", END.minusDays(1));
        assertThat(found(told).changed()).isTrue();
        raise(customer, "-40.00", END.minusDays(1));
        assertThat(found(told).changed())
                .as("the balance is right again, the movements aren't")
                .isTrue();
        assertThat(found(told).closing()).isEqualByComparingTo("300");
        bed.application
                .database()
                .sql("update receivables.statement set closing = closing + 1, debit = debit + 1 where id = '"
                        + told.header().id() + "'");
        assertThat(found(told).intact())
                .as("a figure was changed in the database")
                .isFalse();
    }

    @Test
    void differencesWaitUntilTheyAreClearedUp() {
        UUID customer = bed.customer("null");
        raise(customer, "300.00", END.minusDays(10));
        Statement told = made(customer, null, END);
        write(tx -> statements.sent(tx, clerk, told.header().id(), null, "Wang"));
        answer(told, List.of(new Statements.Otherwise(1, new BigDecimal("250.00"), "discount of 50")));
        Statement different = found(told);
        assertThat(different.state()).isEqualTo(StatementState.DIFFERENT);
        assertThat(different.differences()).hasSize(1);
        UUID difference = different.differences().getFirst().id();
        assertThatThrownBy(() -> write(tx -> statements.resolve(tx, clerk, difference, " ")))
                .isInstanceOf(Problem.class);
        write(tx -> statements.resolve(tx, clerk, difference, "credit note given"));
        assertThatThrownBy(() -> write(tx -> statements.resolve(tx, clerk, difference, "again")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("statement-resolved"));
        answer(told, List.of());
        assertThat(found(told).state()).isEqualTo(StatementState.AGREED);
        assertThatThrownBy(() -> answer(told, List.of(new Statements.Otherwise(0, null, "too late"))))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> answer(told, List.of(new Statements.Otherwise(9, null, "no such line"))))
                .isInstanceOf(Problem.class);
    }

    @Test
    void aCustomerAnswersByALinkOnceAndHandsInTheSignedPaper() {
        UUID customer = bed.customer("null");
        raise(customer, "300.00", END.minusDays(10));
        Statement told = made(customer, null, END);
        member(clerk);
        StatementLinks links = bed.application.bean(StatementLinks.class);
        String token =
                bed.write(tx -> links.make(tx, clerk, told.header().id())).token();
        Http nobody = Http.at(bed.application);
        String forged = token.substring(0, token.length() - 3) + "AAA";
        assertThat(nobody.post("/statement-links/statement", "{\"token\":\"" + forged + "\"}")
                        .status())
                .isEqualTo(404);
        Http.Answer seen = nobody.post("/statement-links/statement", "{\"token\":\"" + token + "\"}");
        assertThat(seen.status()).as(seen.toString()).isEqualTo(200);
        assertThat(seen.json().path("closing").asString()).isEqualTo("300.00");
        assertThat(seen.json().path("answered").asBoolean()).isFalse();
        byte[] pdf = nobody.post("/statement-links/pdf", "{\"token\":\"" + token + "\"}")
                .response()
                .body();
        assertThat(text(pdf)).contains("STATEMENT OF ACCOUNT", told.header().number(), "300.00");
        String file = "--s\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + token
                + "\r\n--s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"signed.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.7 signed\r\n--s--\r\n";
        assertThat(nobody.call(
                                "POST",
                                "/statement-links/file",
                                file.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                "multipart/form-data; boundary=s")
                        .status())
                .isEqualTo(204);
        String answer = "{\"token\":\"" + token
                + "\",\"by\":\"Wang Fang\",\"lines\":[{\"line\":1,\"theirs\":\"290.00\",\"remark\":\"ten less\"}]}";
        assertThat(nobody.post("/statement-links/answer", answer.replace("\"line\":1", "\"line\":7"))
                        .status())
                .isEqualTo(400);
        Http.Answer answered = nobody.post("/statement-links/answer", answer);
        assertThat(answered.status()).as(answered.toString()).isEqualTo(200);
        assertThat(answered.json().path("answered").asBoolean()).isTrue();
        assertThat(nobody.post("/statement-links/answer", answer).status()).isEqualTo(409);
        assertThat(found(told).answeredBy()).isEqualTo("Wang Fang");
        assertThat(found(told).differences()).hasSize(1);
    }

    @Test
    void aRunMakesThoseWhoseBillingDayItIsOnce() {
        UUID monthEnd = bed.customer("null");
        UUID onThe25th = bed.customer("null");
        UUID nothing = bed.customer("null");
        raise(monthEnd, "10.00", END.minusDays(1));
        raise(onThe25th, "20.00", END.withDayOfMonth(2));
        write(tx -> statements.setBillingDay(tx, clerk, onThe25th, 25));
        assertThat((Object) bed.read(tx -> statements.billingDay(tx, clerk, onThe25th)))
                .isEqualTo(25);
        assertThat(run.make(clerk, END.withDayOfMonth(25), false, (done, of) -> {}))
                .isEqualTo(1);
        assertThat(run.make(clerk, END, false, (done, of) -> {})).isEqualTo(1);
        assertThat(run.make(clerk, END, false, (done, of) -> {})).as("again").isZero();
        assertThat(run.make(clerk, END, true, (done, of) -> {}))
                .as("everyone: the rest of the month of the other")
                .isEqualTo(1);
        assertThat(count("statement", nothing)).isZero();
    }

    @Test
    void theyAreMadeByThemselvesTheMorningAfter() {
        StatementMornings mornings = bed.application.bean(StatementMornings.class);
        member(clerk);
        assertThat(mornings.make(bed.company)).isZero();
        Actor now = bed.read(tx -> bed.application
                .bean(io.onaccount.organization.Organization.class)
                .actor(tx, clerk.user())
                .orElseThrow());
        LocalDate yesterday = now.today().minusDays(1);
        UUID customer = bed.customer("null");
        raise(customer, "10.00", yesterday);
        write(tx -> statements.setBillingDay(tx, clerk, customer, yesterday.getDayOfMonth()));
        write(tx -> mornings.set(tx, clerk, true, false, false));
        assertThat(mornings.make(bed.company)).isEqualTo(1);
        assertThat(mornings.make(bed.company)).as("once").isZero();
        write(tx -> mornings.set(tx, clerk, false, false, false));
        assertThat(mornings.make(bed.company)).isZero();
    }

    /** Two thousand a second and more, without rendering. */
    @Test
    void aRunOfManyIsFast() {
        int customers = 4000;
        String company = Long.toString(bed.company);
        bed.documents("customer", null, customers);
        bed.application
                .database()
                .sql(
                        "insert into party.party (company_id, id) select company_id, id from document.header where company_id = "
                                + company
                                + " and kind = 'customer' and not exists (select 1 from party.party p where p.company_id = "
                                + company + " and p.id = header.id)",
                        "create temporary table many as select h.id as party, gen_random_uuid() as journal, g as n from document.header h, generate_series(1, 10) g"
                                + " where h.company_id = " + company + " and h.kind = 'customer'",
                        "insert into receivables.journal (company_id, id, cause, document_id, happened_on) select "
                                + company + ", journal, 'delivery', party, date '" + END + "' - n from many",
                        "insert into receivables.journal_line (company_id, journal_id, line, account, party_id, amount, currency, base_amount, happened_on) select "
                                + company + ", journal, 1, 'RECEIVABLE', party, 100 + n, 'CNY', 100 + n, date '" + END
                                + "' - n from many union all select " + company
                                + ", journal, 2, 'SALES_CLEARING', party, -100 - n, 'CNY', -100 - n, date '" + END
                                + "' - n from many",
                        "insert into receivables.party_balance (company_id, party_id, receivable) select " + company
                                + ", party, sum(100 + n) from many group by party",
                        "drop table many",
                        "analyze receivables.journal_line");
        long begin = System.nanoTime();
        int made = run.make(clerk, END, false, (done, of) -> {});
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%d statements of ten lines in %.2f s: %.0f/s%n", made, seconds, made / seconds);
        assertThat(made).isEqualTo(customers);
        assertThat(made / seconds)
                .isGreaterThan(50); // 2,000 on a machine that does nothing else; row by row it would be 20
    }

    private long count(String kind, UUID party) {
        return Long.parseLong(bed.application
                .database()
                .value("select count(*) from document.header where company_id = " + bed.company + " and kind = '" + kind
                        + "' and party_id = '" + party + "'"));
    }

    /** Makes the clerk somebody the application knows, with the right to see statements. */
    private void member(Actor actor) {
        UUID role = io.onaccount.platform.Ids.next();
        bed.application
                .database()
                .sql(
                        "insert into organization.membership (company_id, user_id, scope) values (" + bed.company
                                + ", '" + actor.user() + "', 'ALL') on conflict do nothing",
                        "insert into organization.role (company_id, id, code, name, rights) values (" + bed.company
                                + ", '" + role + "', 'st', 'st', '{statement.*}')",
                        "insert into organization.membership_role (company_id, user_id, role_id) values (" + bed.company
                                + ", '" + actor.user() + "', '" + role + "')");
    }

    private Statement made(UUID customer, LocalDate from, LocalDate to) {
        UUID id = bed.write(tx -> statements.make(tx, clerk, customer, from, to));
        return bed.read(tx -> statements.find(tx, clerk, id));
    }

    private Statement found(Statement statement) {
        return bed.read(tx -> statements.find(tx, clerk, statement.header().id()));
    }

    private void answer(Statement statement, List<Statements.Otherwise> otherwise) {
        write(tx -> statements.answer(tx, clerk, statement.header().id(), null, "Wang", otherwise, null));
    }

    private void raise(UUID customer, String amount, LocalDate date) {
        boolean credit = amount.startsWith("-");
        UUID document = bed.document(credit ? "sales-return" : "delivery", customer);
        bed.write(tx -> items.raise(
                tx,
                clerk,
                new NewOpenItem(
                        document,
                        customer,
                        null,
                        credit ? ItemKind.RETURN : ItemKind.DELIVERY,
                        "D-" + io.onaccount.platform.Ids.next(),
                        Money.of(amount, "CNY"),
                        date,
                        date.plusDays(30),
                        "")));
    }

    private void received(UUID customer, String amount, LocalDate on) {
        UUID id = bed.write(tx -> receipts.create(
                tx,
                clerk,
                new NewReceipt(
                        customer,
                        on,
                        new BigDecimal(amount),
                        null,
                        bank,
                        ReceiptMethod.TRANSFER,
                        null,
                        null,
                        null,
                        List.of())));
        write(tx -> receipts.confirm(tx, cashier, id, null, true));
    }

    private void write(Consumer<Tx> body) {
        boolean done = bed.write(tx -> {
            body.accept(tx);
            return true;
        });
        assertThat(done).isTrue();
    }

    private static String text(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
