package io.onaccount.receivables;

import static io.onaccount.document.ImportColumn.Type.CHOICE;
import static io.onaccount.document.ImportColumn.Type.DATE;
import static io.onaccount.document.ImportColumn.Type.NUMBER;
import static io.onaccount.document.ImportColumn.Type.TEXT;

import io.onaccount.document.ImportColumn;
import io.onaccount.document.ImportOutcome;
import io.onaccount.document.ImportRow;
import io.onaccount.document.ImportTarget;
import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opening balances, receipts and payables from files. */
final class ReceivablesImports {

    private ReceivablesImports() {}

    private static Map<String, Party> customers(Tx tx, Actor actor, Parties parties, List<ImportRow> rows) {
        Set<String> codes = new LinkedHashSet<>();
        rows.forEach(row -> codes.add(row.requiredText("customer").strip()));
        return parties.byCode(tx, actor, codes);
    }

    private static BigDecimal amount(ImportRow row) {
        return Objects.requireNonNull(row.number("amount"));
    }

    /** Opening balances; a row with the number of one that is there already adds nothing. */
    @Component
    static final class OfOpeningBalances implements ImportTarget {
        private final OpeningBalances openings;
        private final Parties parties;

        OfOpeningBalances(OpeningBalances openings, Parties parties) {
            this.openings = openings;
            this.parties = parties;
        }

        @Override
        public String name() {
            return "opening-balances";
        }

        @Override
        public String kind() {
            return OpeningBalances.KIND;
        }

        @Override
        public List<ImportColumn> columns() {
            return List.of(
                    ImportColumn.of("customer", TEXT, "C-00001").mandatory().alias("客户编码", "客户编号"),
                    ImportColumn.of("number", TEXT, "INV-2025-117"),
                    ImportColumn.of("amount", NUMBER, "12800.00").mandatory(),
                    ImportColumn.of("date", DATE, "2025-11-30").mandatory(),
                    ImportColumn.of("due", DATE, "2025-12-30"),
                    ImportColumn.of("currency", TEXT, ""),
                    ImportColumn.of("rate", NUMBER, ""),
                    ImportColumn.of("note", TEXT, ""));
        }

        @Override
        public Optional<String> key(ImportRow row) {
            return Optional.ofNullable(row.text("number")).map(String::strip).filter(number -> !number.isEmpty());
        }

        @Override
        public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
            Map<String, Party> customers = customers(tx, actor, parties, rows);
            Map<String, UUID> there = there(tx, rows);
            Set<String> numbers = new LinkedHashSet<>();
            @Nullable ImportOutcome[] outcomes = new @Nullable ImportOutcome[rows.size()];
            List<Integer> places = new ArrayList<>();
            List<OpeningBalances.NewOpeningBalance> good = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                ImportRow row = rows.get(i);
                Party party = customers.get(row.requiredText("customer").strip());
                String number = key(row).orElse(null);
                UUID before = number == null ? null : there.get(number);
                if (before != null) {
                    outcomes[i] = new ImportOutcome.Repeated(before, number);
                    continue;
                }
                if (party == null) {
                    outcomes[i] = ImportOutcome.refused("customer", "receipt-no-customer");
                    continue;
                }
                OpeningBalances.NewOpeningBalance balance = new OpeningBalances.NewOpeningBalance(
                        party.id(),
                        number,
                        amount(row),
                        Objects.requireNonNull(row.date("date")),
                        row.date("due"),
                        row.text("note"),
                        row.text("currency"),
                        row.number("rate"));
                Problem.Collector problems = new Problem.Collector();
                OpeningBalances.check(problems, actor, balance, "", numbers);
                if (problems.isEmpty()) {
                    OpeningBalances.worth(tx, actor, problems, balance, "");
                }
                if (!problems.isEmpty()) {
                    outcomes[i] = new ImportOutcome.Refused(problems.errors());
                    continue;
                }
                places.add(i);
                good.add(balance);
            }
            if (!good.isEmpty()) {
                List<UUID> ids = openings.create(tx, actor, good);
                for (int i = 0; i < places.size(); i++) {
                    outcomes[places.get(i)] =
                            new ImportOutcome.Imported(ids.get(i), good.get(i).number());
                }
            }
            return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
        }

        private static Map<String, UUID> there(Tx tx, List<ImportRow> rows) {
            Set<String> numbers = new LinkedHashSet<>();
            rows.forEach(row -> {
                String number = row.text("number");
                if (number != null) {
                    numbers.add(number.strip());
                }
            });
            Map<String, UUID> there = new HashMap<>();
            tx.list(
                            "select h.number, h.id from document.header h where h.company_id = ? and h.kind = ? and h.number = any(?)",
                            row -> Map.entry(row.text("number"), row.uuid("id")),
                            tx.company(),
                            OpeningBalances.KIND,
                            SqlArray.of("text", numbers))
                    .forEach(entry -> there.put(entry.getKey(), entry.getValue()));
            return there;
        }
    }

    /** Receipts; they arrive as drafts, as whoever imports them may not confirm them. */
    @Component
    static final class OfReceipts implements ImportTarget {
        private final Receipts receipts;
        private final CashAccounts cashAccounts;
        private final Parties parties;

        OfReceipts(Receipts receipts, CashAccounts cashAccounts, Parties parties) {
            this.receipts = receipts;
            this.cashAccounts = cashAccounts;
            this.parties = parties;
        }

        @Override
        public String name() {
            return "receipts";
        }

        @Override
        public String kind() {
            return Receipts.KIND;
        }

        @Override
        public List<ImportColumn> columns() {
            return List.of(
                    ImportColumn.of("customer", TEXT, "C-00001").mandatory().alias("客户编码", "客户编号"),
                    ImportColumn.of("date", DATE, "2026-01-15").mandatory(),
                    ImportColumn.of("amount", NUMBER, "5000.00").mandatory(),
                    ImportColumn.of("rate", NUMBER, ""),
                    ImportColumn.of("fee", NUMBER, "0.00"),
                    ImportColumn.of("feeBy", CHOICE, "US").choices(List.of("US", "CUSTOMER")),
                    ImportColumn.of("withheld", NUMBER, "0.00"),
                    ImportColumn.of("cashAccount", TEXT, "BANK").mandatory(),
                    ImportColumn.of("method", CHOICE, "TRANSFER")
                            .choices(Arrays.stream(ReceiptMethod.values())
                                    .filter(ReceiptMethod::isMoney)
                                    .map(Enum::name)
                                    .toList()),
                    ImportColumn.of("payer", TEXT, ""),
                    ImportColumn.of("payerAccount", TEXT, ""),
                    ImportColumn.of("reference", TEXT, "INV-2025-117"),
                    ImportColumn.of("note", TEXT, ""));
        }

        @Override
        public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
            Map<String, Party> customers = customers(tx, actor, parties, rows);
            Map<String, UUID> accounts = new HashMap<>();
            Map<UUID, CashAccounts.CashAccount> active = new HashMap<>();
            Map<String, BigDecimal> rates = new HashMap<>();
            cashAccounts.all(tx).forEach(account -> {
                accounts.put(account.code(), account.id());
                if (account.active()) {
                    active.put(account.id(), account);
                }
            });
            @Nullable ImportOutcome[] outcomes = new @Nullable ImportOutcome[rows.size()];
            List<Integer> places = new ArrayList<>();
            List<NewReceipt> good = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                ImportRow row = rows.get(i);
                Party party = customers.get(row.requiredText("customer").strip());
                UUID account = accounts.get(row.requiredText("cashAccount").strip());
                if (party == null || account == null) {
                    outcomes[i] = party == null
                            ? ImportOutcome.refused("customer", "receipt-no-customer")
                            : ImportOutcome.refused("cashAccount", "receipt-cash-account");
                    continue;
                }
                String method = row.text("method");
                NewReceipt receipt = new NewReceipt(
                        party.id(),
                        Objects.requireNonNull(row.date("date")),
                        amount(row),
                        row.number("rate"),
                        row.number("fee"),
                        row.text("feeBy") == null
                                ? NewReceipt.FeeBy.US
                                : NewReceipt.FeeBy.valueOf(row.requiredText("feeBy")),
                        row.number("withheld"),
                        account,
                        method == null ? ReceiptMethod.TRANSFER : ReceiptMethod.valueOf(method),
                        row.text("payer"),
                        row.text("payerAccount"),
                        row.text("reference"),
                        row.text("note"),
                        null,
                        null,
                        List.of());
                rates.putAll(ReceiptChecks.rates(tx, actor, List.of(receipt), active));
                Problem.Collector problems = new Problem.Collector();
                ReceiptChecks.check(
                        problems, actor, receipt, "", active, ReceiptChecks.Known.of(actor.currency(), rates));
                if (!problems.isEmpty()) {
                    outcomes[i] = new ImportOutcome.Refused(problems.errors());
                    continue;
                }
                places.add(i);
                good.add(receipt);
            }
            if (!good.isEmpty()) {
                List<UUID> ids = receipts.create(tx, actor, good);
                for (int i = 0; i < places.size(); i++) {
                    outcomes[places.get(i)] = new ImportOutcome.Imported(ids.get(i), null);
                }
            }
            return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
        }
    }

    /** What we owe customers who are suppliers too; a row with the number of one that is there already adds nothing. */
    @Component
    static final class OfPayables implements ImportTarget {
        private final Payables payables;
        private final Parties parties;

        OfPayables(Payables payables, Parties parties) {
            this.payables = payables;
            this.parties = parties;
        }

        @Override
        public String name() {
            return "payables";
        }

        @Override
        public String kind() {
            return Payables.KIND;
        }

        @Override
        public List<ImportColumn> columns() {
            return List.of(
                    ImportColumn.of("customer", TEXT, "C-00001").mandatory().alias("客户编码", "客户编号"),
                    ImportColumn.of("number", TEXT, "PI-2026-009").mandatory(),
                    ImportColumn.of("date", DATE, "2026-01-15").mandatory(),
                    ImportColumn.of("due", DATE, "2026-02-14"),
                    ImportColumn.of("amount", NUMBER, "3000.00").mandatory(),
                    ImportColumn.of("note", TEXT, ""));
        }

        @Override
        public Optional<String> key(ImportRow row) {
            return Optional.of(row.requiredText("customer").strip() + " "
                    + row.requiredText("number").strip());
        }

        @Override
        public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
            Map<String, Party> customers = customers(tx, actor, parties, rows);
            @Nullable ImportOutcome[] outcomes = new @Nullable ImportOutcome[rows.size()];
            List<Integer> places = new ArrayList<>();
            List<Payables.NewPayable> wanted = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                ImportRow row = rows.get(i);
                Party party = customers.get(row.requiredText("customer").strip());
                if (party == null) {
                    outcomes[i] = ImportOutcome.refused("customer", "receipt-no-customer");
                    continue;
                }
                places.add(i);
                wanted.add(new Payables.NewPayable(
                        party.id(),
                        row.requiredText("number").strip(),
                        Objects.requireNonNull(row.date("date")),
                        row.date("due"),
                        amount(row),
                        row.text("note")));
            }
            Map<String, UUID> there = Payables.there(tx, wanted);
            Set<String> numbers = new LinkedHashSet<>();
            List<Integer> goodPlaces = new ArrayList<>();
            List<Payables.NewPayable> good = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                Payables.NewPayable payable = wanted.get(i);
                UUID before = there.get(payable.party() + " " + payable.number());
                if (before != null) {
                    outcomes[places.get(i)] = new ImportOutcome.Repeated(before, payable.number());
                    continue;
                }
                Problem.Collector problems = new Problem.Collector();
                Payables.check(problems, actor, payable, "", numbers);
                if (problems.isEmpty()) {
                    goodPlaces.add(places.get(i));
                    good.add(payable);
                } else {
                    outcomes[places.get(i)] = new ImportOutcome.Refused(problems.errors());
                }
            }
            if (!good.isEmpty()) {
                List<UUID> ids = payables.create(tx, actor, good);
                for (int i = 0; i < good.size(); i++) {
                    outcomes[goodPlaces.get(i)] =
                            new ImportOutcome.Imported(ids.get(i), good.get(i).number());
                }
            }
            return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
        }
    }

    /** Exchange rates; a day that has one already adds nothing. */
    @Component
    static final class OfExchangeRates implements ImportTarget {
        private final ExchangeRates rates;

        OfExchangeRates(ExchangeRates rates) {
            this.rates = rates;
        }

        @Override
        public String name() {
            return "exchange-rates";
        }

        @Override
        public String kind() {
            return ExchangeRates.KIND;
        }

        @Override
        public List<ImportColumn> columns() {
            return List.of(
                    ImportColumn.of("currency", TEXT, "USD").mandatory(),
                    ImportColumn.of("day", DATE, "2026-01-15").mandatory(),
                    ImportColumn.of("rate", NUMBER, "7.0123").mandatory(),
                    ImportColumn.of("units", NUMBER, "1"),
                    ImportColumn.of("source", TEXT, ""));
        }

        @Override
        public Optional<String> key(ImportRow row) {
            return Optional.of(row.requiredText("currency").strip() + " " + row.date("day"));
        }

        @Override
        public List<ImportOutcome> importRows(Tx tx, Actor actor, List<ImportRow> rows) {
            List<ExchangeRates.NewRate> wanted = rows.stream()
                    .map(row -> new ExchangeRates.NewRate(
                            row.requiredText("currency"),
                            Objects.requireNonNull(row.date("day")),
                            Objects.requireNonNull(row.number("rate")),
                            row.number("units") == null
                                    ? null
                                    : Objects.requireNonNull(row.number("units"))
                                            .intValue(),
                            false,
                            row.text("source")))
                    .toList();
            Map<String, UUID> there = ExchangeRates.there(tx, wanted);
            Set<String> days = new LinkedHashSet<>();
            @Nullable ImportOutcome[] outcomes = new @Nullable ImportOutcome[rows.size()];
            List<Integer> places = new ArrayList<>();
            List<ExchangeRates.NewRate> good = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                ExchangeRates.NewRate rate = wanted.get(i);
                String key = ExchangeRates.code(rate) + " " + rate.day();
                UUID before = there.get(key);
                Problem.Collector problems = new Problem.Collector();
                if (before != null) {
                    outcomes[i] = new ImportOutcome.Repeated(before, key);
                    continue;
                }
                ExchangeRates.check(problems, actor, rate, "", days);
                if (problems.isEmpty()) {
                    places.add(i);
                    good.add(rate);
                } else {
                    outcomes[i] = new ImportOutcome.Refused(problems.errors());
                }
            }
            if (!good.isEmpty()) {
                List<UUID> ids = rates.create(tx, actor, good);
                for (int i = 0; i < good.size(); i++) {
                    outcomes[places.get(i)] = new ImportOutcome.Imported(ids.get(i), ExchangeRates.code(good.get(i)));
                }
            }
            return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
        }
    }
}
