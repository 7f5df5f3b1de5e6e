package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Input;
import io.onaccount.platform.Money;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.CashAccounts.CashAccount;
import io.onaccount.receivables.NewReceipt.Purpose;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether what was entered makes a receipt, and what it refers to. */
record ReceiptChecks(Map<UUID, Party> parties, Map<UUID, CashAccount> cash, Known known) {
    private static final int MOST_PURPOSES = 200;

    Party party(NewReceipt receipt) {
        return Objects.requireNonNull(parties.get(receipt.party()));
    }

    Receipt.Names names(NewReceipt receipt) {
        CashAccount account = receipt.cashAccount() == null ? null : cash.get(receipt.cashAccount());
        Payables.Payable payable =
                receipt.payable() == null ? null : known.payables().get(receipt.payable());
        return new Receipt.Names(
                party(receipt).code(),
                party(receipt).name(),
                account == null ? "" : account.code(),
                account == null ? "" : account.name(),
                payable == null ? null : payable.number());
    }

    /** The currency of a receipt when it isn't the company's: that of its account. */
    @Nullable
    String currency(NewReceipt receipt) {
        CashAccount account = receipt.cashAccount() == null ? null : cash.get(receipt.cashAccount());
        return account == null || account.currency().equals(known.base()) ? null : account.currency();
    }

    /** What a unit of it is worth; null in the company's currency. */
    @Nullable
    BigDecimal rate(NewReceipt receipt) {
        String currency = currency(receipt);
        return currency == null
                ? null
                : receipt.rate() != null ? receipt.rate() : known.rates().get(currency + " " + receipt.date());
    }

    /** A receipt's amounts in the company's currency; the fee and what is withheld never more than the whole. */
    record Worth(BigDecimal amount, BigDecimal fee, BigDecimal withheld) {}

    Worth worth(Actor actor, NewReceipt receipt) {
        BigDecimal rate = rate(receipt);
        return rate == null
                ? new Worth(receipt.credited(), receipt.fees(), receipt.keptBack())
                : worth(actor, receipt, rate);
    }

    private static Worth worth(Actor actor, NewReceipt receipt, BigDecimal rate) {
        BigDecimal amount =
                Money.round(receipt.credited().multiply(rate), actor.currency()).amount();
        BigDecimal fee =
                Money.round(receipt.fees().multiply(rate), actor.currency()).amount();
        BigDecimal withheld =
                Money.round(receipt.keptBack().multiply(rate), actor.currency()).amount();
        if (receipt.feeBy() == NewReceipt.FeeBy.US) {
            fee = fee.min(amount);
            withheld = withheld.min(amount.subtract(fee));
        }
        return new Worth(amount, fee, withheld);
    }

    /**
     * What receipts refer to.
     *
     * @param base the company's currency
     * @param rates "currency day" → what a unit was worth, for those that name none themselves
     * @param owners whose items and orders these are
     * @param currencies of the items that are in another currency
     * @param payables what may be set off
     * @param authorities payer → the customers they may pay for
     * @param bills numbers of bills that are taken already
     */
    record Known(
            String base,
            Map<String, BigDecimal> rates,
            Map<UUID, UUID> owners,
            Map<UUID, String> currencies,
            Map<UUID, Payables.Payable> payables,
            Map<UUID, Set<UUID>> authorities,
            Set<String> bills) {

        static Known of(String base, Map<String, BigDecimal> rates) {
            return new Known(base, rates, Map.of(), Map.of(), Map.of(), Map.of(), new HashSet<>());
        }

        /** Whether the payer may name this item or order. */
        boolean mayPay(UUID payer, Purpose purpose) {
            UUID owner = owners.get(purpose.item() != null ? purpose.item() : purpose.order());
            return payer.equals(owner)
                    || (owner != null
                            && purpose.item() != null
                            && authorities.getOrDefault(payer, Set.of()).contains(owner));
        }
    }

    /** Throws 404 for a customer that isn't there and 400 with every wrong field of all the receipts. */
    static ReceiptChecks of(Tx tx, Actor actor, Parties parties, List<NewReceipt> receipts) {
        return of(tx, actor, parties, receipts, null);
    }

    /** As {@link #of(Tx, Actor, Parties, List)}, for a draft that is written anew. */
    static ReceiptChecks of(Tx tx, Actor actor, Parties parties, List<NewReceipt> receipts, @Nullable UUID changed) {
        Problem.Collector problems = new Problem.Collector();
        Set<UUID> wanted = new LinkedHashSet<>();
        receipts.forEach(r -> wanted.add(r.party()));
        Map<UUID, Party> known = parties.require(tx, actor, wanted);
        Map<UUID, CashAccount> cash = CashAccounts.active(
                tx,
                receipts.stream()
                        .map(NewReceipt::cashAccount)
                        .filter(Objects::nonNull)
                        .toList());
        Set<UUID> items = new HashSet<>();
        Set<UUID> orders = new HashSet<>();
        for (NewReceipt receipt : receipts) {
            for (Purpose purpose : receipt.purposes()) {
                if (purpose.item() != null) {
                    items.add(purpose.item());
                }
                if (purpose.order() != null) {
                    orders.add(purpose.order());
                }
            }
        }
        Map<UUID, UUID> owners = owners(tx, items, orders);
        Map<UUID, Payables.Payable> payables = Payables.read(
                tx,
                receipts.stream()
                        .map(NewReceipt::payable)
                        .filter(Objects::nonNull)
                        .toList());
        Known found = new Known(
                actor.currency(),
                rates(tx, actor, receipts, cash),
                owners,
                currencies(tx, items),
                payables,
                authorities(tx, receipts, owners),
                Bills.taken(
                        tx,
                        receipts.stream()
                                .map(r -> r.bill() == null ? null : r.bill().number())
                                .filter(Objects::nonNull)
                                .map(String::strip)
                                .toList(),
                        changed));
        if (!payables.isEmpty() && !ReceiptSettings.read(tx).offsets()) {
            problems.add("method", "offset-off");
        }
        for (int i = 0; i < receipts.size(); i++) {
            check(problems, actor, receipts.get(i), receipts.size() == 1 ? "" : "[" + i + "].", cash, found);
        }
        problems.throwIfAny();
        return new ReceiptChecks(known, cash, found);
    }

    /** What the currencies of the accounts were worth on the days of the receipts. */
    static Map<String, BigDecimal> rates(Tx tx, Actor actor, List<NewReceipt> receipts, Map<UUID, CashAccount> cash) {
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        for (NewReceipt receipt : receipts) {
            CashAccount account = receipt.cashAccount() == null ? null : cash.get(receipt.cashAccount());
            if (account != null && !account.currency().equals(actor.currency()) && receipt.rate() == null) {
                String key = account.currency() + " " + receipt.date();
                if (!rates.containsKey(key)) {
                    ExchangeRates.base(tx, actor, account.currency(), receipt.date())
                            .ifPresent(rate -> rates.put(key, rate));
                }
            }
        }
        return rates;
    }

    private static Map<UUID, String> currencies(Tx tx, Set<UUID> items) {
        Map<UUID, String> currencies = new LinkedHashMap<>();
        if (!items.isEmpty()) {
            tx.list(
                            "select i.id, i.fx_currency from receivables.open_item i where i.company_id = ? and i.id = any(?) and i.fx_currency is not null",
                            row -> Map.entry(row.uuid("id"), row.text("fx_currency")),
                            tx.company(),
                            SqlArray.of("uuid", items))
                    .forEach(entry -> currencies.put(entry.getKey(), entry.getValue()));
        }
        return currencies;
    }

    private static Map<UUID, Set<UUID>> authorities(Tx tx, List<NewReceipt> receipts, Map<UUID, UUID> owners) {
        Map<UUID, Set<UUID>> authorities = new LinkedHashMap<>();
        for (NewReceipt receipt : receipts) {
            if (receipt.purposes().stream()
                    .map(Purpose::item)
                    .anyMatch(item -> item != null && !receipt.party().equals(owners.get(item)))) {
                authorities
                        .computeIfAbsent(receipt.party(), payer -> new HashSet<>())
                        .addAll(PaymentAuthorities.of(tx, receipt.party(), receipt.date())
                                .keySet());
            }
        }
        return authorities;
    }

    /** Whose items and orders these are. */
    private static Map<UUID, UUID> owners(Tx tx, Set<UUID> items, Set<UUID> orders) {
        Map<UUID, UUID> owners = new LinkedHashMap<>();
        if (!items.isEmpty() || !orders.isEmpty()) {
            tx.list(
                            """
                            select i.id, i.party_id from receivables.open_item i where i.company_id = ? and i.id = any(?)
                            union all
                            select h.id, h.party_id from document.header h where h.company_id = ? and h.id = any(?) and h.kind = 'sales-order'
                              and h.party_id is not null""",
                            row -> Map.entry(row.uuid("id"), row.uuid("party_id")),
                            tx.company(),
                            SqlArray.of("uuid", items),
                            tx.company(),
                            SqlArray.of("uuid", orders))
                    .forEach(entry -> owners.put(entry.getKey(), entry.getValue()));
        }
        return owners;
    }

    /** Everything that is wrong with one, apart from the customer. */
    static void check(
            Problem.Collector problems,
            Actor actor,
            NewReceipt receipt,
            String at,
            Map<UUID, CashAccount> cash,
            Known known) {
        CashAccount account = receipt.cashAccount() == null ? null : cash.get(receipt.cashAccount());
        String currency = account == null ? actor.currency() : account.currency();
        BigDecimal amount = Input.amount(problems, at + "amount", receipt.amount(), currency);
        problems.check(amount.signum() > 0, at + "amount", "receipt-not-positive");
        BigDecimal kept = BigDecimal.ZERO;
        if (receipt.fee() != null) {
            kept = Input.amount(problems, at + "fee", receipt.fee(), currency);
            problems.check(kept.signum() >= 0, at + "fee", "negative");
            int most = receipt.feeBy() == NewReceipt.FeeBy.US ? 0 : -1; // something must be left to be credited
            problems.check(kept.compareTo(amount) <= most, at + "fee", "receipt-fee");
        }
        if (receipt.withheld() != null) {
            BigDecimal withheld = Input.amount(problems, at + "withheld", receipt.withheld(), currency);
            problems.check(withheld.signum() >= 0, at + "withheld", "negative");
            problems.check(withheld.add(kept).compareTo(amount) <= 0, at + "withheld", "receipt-withheld");
        }
        if (receipt.method().isMoney()) {
            problems.check(
                    receipt.cashAccount() != null && cash.containsKey(receipt.cashAccount()),
                    at + "cashAccount",
                    "receipt-cash-account");
            problems.check(receipt.payable() == null, at + "payable", "receipt-payable-only");
        } else if (receipt.method() == ReceiptMethod.OFFSET) {
            offset(problems, receipt, at, known);
        }
        Bills.check(problems, receipt, at, receipt.bill(), known.bills());
        boolean own = currency.equals(actor.currency());
        ExchangeRates.check(problems, at, receipt.rate(), own);
        BigDecimal rate =
                receipt.rate() != null ? receipt.rate() : known.rates().get(currency + " " + receipt.date());
        if (!own
                && problems.check(rate != null, at + "rate", "rate-missing", currency, receipt.date())
                && rate != null) {
            BigDecimal worth = Input.amount(
                    problems,
                    at + "amount",
                    Money.round(receipt.credited().multiply(rate), actor.currency())
                            .amount(),
                    actor.currency());
            problems.check(worth.signum() > 0, at + "amount", "receipt-not-positive");
        }
        problems.check(!receipt.date().isAfter(actor.today()), at + "date", "receipt-future");
        problems.check(receipt.date().getYear() >= 1990, at + "date", "out-of-range");
        Input.text(problems, at + "payer", receipt.payer(), 200);
        Input.text(problems, at + "payerAccount", receipt.payerAccount(), 60);
        Input.text(problems, at + "reference", receipt.reference(), 500);
        Input.text(problems, at + "note", receipt.note(), 2000);
        problems.check(receipt.purposes().size() <= MOST_PURPOSES, at + "purposes", "out-of-range");
        for (int i = 0; i < receipt.purposes().size(); i++) {
            Purpose purpose = receipt.purposes().get(i);
            String field = at + "purposes[" + i + "]";
            if (!problems.check((purpose.item() == null) != (purpose.order() == null), field, "receipt-purpose")) {
                continue;
            }
            problems.check(
                    known.mayPay(receipt.party(), purpose),
                    field + (purpose.item() != null ? ".item" : ".order"),
                    "allocation-item");
            String other = purpose.item() == null ? null : known.currencies().get(purpose.item());
            problems.check(
                    currency.equals(other == null ? actor.currency() : other),
                    field + (purpose.item() != null ? ".item" : ".order"),
                    "receipt-other-currency");
            if (purpose.amount() != null) {
                BigDecimal most = Input.amount(problems, field + ".amount", purpose.amount(), currency);
                problems.check(most.signum() > 0, field + ".amount", "receipt-not-positive");
            }
        }
    }

    /** No money: what we owe the customer is set off, as far as it goes. */
    private static void offset(Problem.Collector problems, NewReceipt receipt, String at, Known known) {
        problems.check(receipt.cashAccount() == null, at + "cashAccount", "offset-no-money");
        problems.check(receipt.fees().signum() == 0, at + "fee", "offset-no-money");
        problems.check(receipt.keptBack().signum() == 0, at + "withheld", "offset-no-money");
        Payables.Payable payable =
                receipt.payable() == null ? null : known.payables().get(receipt.payable());
        if (payable == null || !payable.party().equals(receipt.party())) {
            problems.add(at + "payable", "offset-payable");
        } else {
            problems.check(
                    receipt.amount().compareTo(payable.open()) <= 0, at + "amount", "offset-too-much", payable.open());
        }
    }
}
