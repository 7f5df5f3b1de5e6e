package io.onaccount.receivables.bank;

import io.onaccount.credit.CreditControl;
import io.onaccount.credit.CreditProof;
import io.onaccount.organization.Actor;
import io.onaccount.party.CustomerEntry;
import io.onaccount.party.Customers;
import io.onaccount.platform.Ids;
import io.onaccount.platform.Money;
import io.onaccount.receivables.CashAccounts;
import io.onaccount.receivables.ExchangeRates;
import io.onaccount.receivables.ItemKind;
import io.onaccount.receivables.Ledger;
import io.onaccount.receivables.NewOpenItem;
import io.onaccount.receivables.OpenItems;
import io.onaccount.receivables.OpeningBalances;
import io.onaccount.receivables.Receipts;
import io.onaccount.testing.TestCompany;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A company with a bank account, customers and what they owe, for tests of reconciliation. */
final class BankBed {
    static final LocalDate DAY = LocalDate.of(2026, 3, 20);
    static final String ACCOUNT = "6222000011112222";
    static final Set<String> ALL = Set.of(
            "receipt.create",
            "receipt.confirm",
            "receipt.reverse",
            "receipt.delete",
            "cash-entry.create",
            "cash-entry.reverse");

    final TestCompany company = new TestCompany(ALL.toArray(String[]::new));
    final Actor importer = company.actor;
    final Actor cashier = company.user("cashier", ALL);
    final BankFiles files = company.application.bean(BankFiles.class);
    final BankWork work = company.application.bean(BankWork.class);
    final BankMatching matching = company.application.bean(BankMatching.class);
    final BankSettings settings = company.application.bean(BankSettings.class);
    final BankRules rules = company.application.bean(BankRules.class);
    final BankBalances balances = company.application.bean(BankBalances.class);
    final Receipts receipts = company.application.bean(Receipts.class);
    final Ledger ledger = company.application.bean(Ledger.class);
    final CreditProof proof = company.application.bean(CreditProof.class);
    final CreditControl credit = company.application.bean(CreditControl.class);
    private final Customers customers = company.application.bean(Customers.class);
    private final OpeningBalances openings = company.application.bean(OpeningBalances.class);
    final UUID bank = account("B1", ACCOUNT);
    private int files_;

    UUID account(String code, String number) {
        return company.write(tx -> company.application
                .bean(CashAccounts.class)
                .create(tx, importer, new CashAccounts.NewCashAccount(code, "Bank " + code, "ICBC", number, true)));
    }

    /** An account in dollars, which are worth 7.2 on the day. */
    UUID dollars(String number) {
        company.write(tx -> company.application
                .bean(ExchangeRates.class)
                .create(tx, importer, new ExchangeRates.NewRate("USD", DAY, new BigDecimal("7.2"), 1, false, "t")));
        return company.write(tx -> company.application
                .bean(CashAccounts.class)
                .create(tx, importer, new CashAccounts.NewCashAccount("USD", "Dollars", "ICBC", number, "USD", true)));
    }

    /** An open item in dollars at 7; answers its id. */
    UUID owesDollars(UUID customer, String number, String amount, LocalDate due) {
        return item(company.write(tx -> openings.create(
                tx,
                importer,
                new OpeningBalances.NewOpeningBalance(
                        customer,
                        number,
                        new BigDecimal(amount),
                        due.minusDays(30),
                        due,
                        null,
                        "USD",
                        new BigDecimal("7")))));
    }

    UUID customer(String name) {
        return company.write(tx -> customers.create(tx, importer, CustomerEntry.named(null, name)));
    }

    /** An open item; answers its id. */
    UUID owes(UUID customer, String number, String amount, LocalDate due) {
        UUID document = company.write(tx -> openings.create(
                tx,
                importer,
                new OpeningBalances.NewOpeningBalance(
                        customer, number, new BigDecimal(amount), due.minusDays(30), due, null)));
        return item(document);
    }

    /** An open item that came by a delivery; answers its id. */
    UUID delivered(UUID customer, String number, String amount, LocalDate on) {
        UUID document = Ids.next();
        company.application
                .database()
                .sql(
                        "insert into document.header (company_id, id, kind, number, title, state, party_id, date, currency) values ("
                                + company.id + ", '" + document + "', 'delivery', '" + number + "', 'T', 'POSTED', '"
                                + customer
                                + "', '" + on + "', 'CNY')");
        return company.write(tx -> company.application
                .bean(OpenItems.class)
                .raise(
                        tx,
                        importer,
                        new NewOpenItem(
                                document,
                                customer,
                                null,
                                ItemKind.DELIVERY,
                                number,
                                Money.of(amount, "CNY"),
                                on,
                                on.plusDays(60),
                                "")));
    }

    private UUID item(UUID document) {
        return company.read(tx -> tx.one(
                "select i.id from receivables.open_item i where i.company_id = ? and i.document_id = ?",
                row -> row.uuid("id"),
                company.id,
                document));
    }

    /** Many open items at once; answers their ids in order. */
    List<UUID> owe(List<OpeningBalances.NewOpeningBalance> all) {
        List<UUID> documents = company.write(tx -> openings.create(tx, importer, all));
        Map<UUID, UUID> items = new java.util.HashMap<>();
        company.read(tx -> tx.list(
                "select i.id, i.document_id from receivables.open_item i where i.company_id = ?",
                row -> items.put(row.uuid("document_id"), row.uuid("id")),
                company.id));
        return documents.stream().map(items::get).toList();
    }

    /** One line of the bank. */
    record Paid(LocalDate day, String amount, String name, String account, String text) {}

    /** Imports the lines as a file; answers their ids in order. */
    List<UUID> reported(Paid... lines) {
        return reportedOf(ACCOUNT, lines);
    }

    /** As {@link #reported}, of another account. */
    List<UUID> reportedOf(String account, Paid... lines) {
        StringBuilder file = new StringBuilder("账号：," + account + "\n交易日期,交易金额,对方户名,对方账号,摘要,交易流水号\n");
        int number = ++files_ * 10_000;
        for (Paid line : lines) {
            file.append(String.join(
                            ",",
                            line.day().toString(),
                            line.amount(),
                            "\"" + line.name() + "\"",
                            line.account(),
                            "\"" + line.text() + "\"",
                            "REF" + String.format("%08d", ++number)))
                    .append('\n');
        }
        List<UUID> statements = company.write(tx -> files
                .importStatements(
                        tx,
                        importer,
                        files.keep(tx, importer, "a.csv", file.toString().getBytes(StandardCharsets.UTF_8)),
                        Map.of())
                .stream()
                .map(BankFiles.Imported::id)
                .toList());
        return company.read(tx -> tx.list(
                "select l.id from receivables.bank_line l where l.company_id = ? and l.statement_id = ? order by l.place",
                row -> row.uuid("id"),
                company.id,
                statements.getFirst()));
    }

    List<Proposal> proposals(UUID line) {
        return company.read(tx -> work.find(tx, cashier, line).proposals());
    }

    OpenLine line(UUID line) {
        return company.read(tx -> work.find(tx, cashier, line).line());
    }

    /** Carries out the surest proposal of a line. */
    OpenLine accept(UUID line) {
        List<BankWork.Accepted> done = work.accept(cashier, List.of(line), 0);
        if (done.getFirst().problem() != null) {
            throw new AssertionError(done.getFirst().problem());
        }
        return line(line);
    }

    /** Everything that a decision moves, as text: items, balances, exposure, books, what was learned. */
    List<String> state() {
        List<String> all = new ArrayList<>();
        for (String sql : List.of(
                "select 'item ' || i.id || ' ' || i.settled as line from receivables.open_item i where i.company_id = ? order by 1",
                "select 'balance ' || b.party_id || ' ' || b.receivable || ' ' || b.money as line from receivables.party_balance b where b.company_id = ? order by 1",
                "select 'days ' || d.party_id || ' ' || d.due || ' ' || d.open as line from receivables.open_day d where d.company_id = ? and d.open <> 0 order by 1",
                "select 'credit ' || e.account_id || ' ' || e.bucket || ' ' || sum(e.amount) as line from credit.entry e where e.company_id = ? group by e.account_id, e.bucket having sum(e.amount) <> 0 order by 1",
                "select 'books ' || l.account || ' ' || coalesce(l.party_id::text, '') || ' ' || coalesce(l.cash_account_id::text, '') || ' ' || sum(l.base_amount) as line"
                        + " from receivables.journal_line l where l.company_id = ? group by l.account, l.party_id, l.cash_account_id having sum(l.base_amount) <> 0 order by 1",
                "select 'payer ' || p.kind || p.key || p.party_id || p.times as line from receivables.bank_payer p where p.company_id = ? order by 1",
                "select 'work ' || w.line_id || w.state || coalesce(w.receipt_id::text, '') || coalesce(w.entry_id::text, '') || w.reason as line from receivables.bank_work w where w.company_id = ? order by 1")) {
            all.addAll(company.read(tx -> tx.list(sql, row -> row.text("line"), company.id)));
        }
        return all;
    }

    /** Books and exposure agree with the documents. */
    List<Object> drift() {
        return company.read(tx -> {
            List<Object> all = new ArrayList<>(ledger.drift(tx));
            all.addAll(proof.drift(tx));
            return all;
        });
    }
}
