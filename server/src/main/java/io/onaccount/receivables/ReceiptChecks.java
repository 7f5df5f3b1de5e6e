package io.onaccount.receivables;

import io.onaccount.organization.Actor;
import io.onaccount.party.Parties;
import io.onaccount.party.Party;
import io.onaccount.platform.Input;
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

/** Whether what was entered makes a receipt, and what it refers to. */
record ReceiptChecks(Map<UUID, Party> parties, Map<UUID, CashAccount> cash) {
    private static final int MOST_PURPOSES = 200;

    Party party(NewReceipt receipt) {
        return Objects.requireNonNull(parties.get(receipt.party()));
    }

    Receipt.Names names(NewReceipt receipt) {
        CashAccount account = Objects.requireNonNull(cash.get(receipt.cashAccount()));
        return new Receipt.Names(party(receipt).code(), party(receipt).name(), account.code(), account.name());
    }

    /** Throws 404 for a customer that isn't there and 400 with every wrong field of all the receipts. */
    static ReceiptChecks of(Tx tx, Actor actor, Parties parties, List<NewReceipt> receipts) {
        Problem.Collector problems = new Problem.Collector();
        Set<UUID> wanted = new LinkedHashSet<>();
        receipts.forEach(r -> wanted.add(r.party()));
        Map<UUID, Party> known = parties.require(tx, actor, wanted);
        Map<UUID, CashAccount> cash = CashAccounts.active(
                tx, receipts.stream().map(NewReceipt::cashAccount).toList());
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
        for (int i = 0; i < receipts.size(); i++) {
            check(problems, actor, receipts.get(i), receipts.size() == 1 ? "" : "[" + i + "].", cash, owners);
        }
        problems.throwIfAny();
        return new ReceiptChecks(known, cash);
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
            Map<UUID, UUID> owners) {
        BigDecimal amount = Input.amount(problems, at + "amount", receipt.amount(), actor.currency());
        problems.check(amount.signum() > 0, at + "amount", "receipt-not-positive");
        if (receipt.fee() != null) {
            BigDecimal fee = Input.amount(problems, at + "fee", receipt.fee(), actor.currency());
            problems.check(fee.signum() >= 0, at + "fee", "negative");
            problems.check(fee.compareTo(amount) <= 0, at + "fee", "receipt-fee");
        }
        problems.check(!receipt.date().isAfter(actor.today()), at + "date", "receipt-future");
        problems.check(receipt.date().getYear() >= 1990, at + "date", "out-of-range");
        problems.check(cash.containsKey(receipt.cashAccount()), at + "cashAccount", "receipt-cash-account");
        Input.text(problems, at + "payer", receipt.payer(), 200);
        Input.text(problems, at + "reference", receipt.reference(), 500);
        Input.text(problems, at + "note", receipt.note(), 2000);
        problems.check(receipt.purposes().size() <= MOST_PURPOSES, at + "purposes", "out-of-range");
        for (int i = 0; i < receipt.purposes().size(); i++) {
            Purpose purpose = receipt.purposes().get(i);
            String field = at + "purposes[" + i + "]";
            UUID target = purpose.item() != null ? purpose.item() : purpose.order();
            if (!problems.check((purpose.item() == null) != (purpose.order() == null), field, "receipt-purpose")) {
                continue;
            }
            problems.check(
                    receipt.party().equals(owners.get(target)),
                    field + (purpose.item() != null ? ".item" : ".order"),
                    "allocation-item");
            if (purpose.amount() != null) {
                BigDecimal most = Input.amount(problems, field + ".amount", purpose.amount(), actor.currency());
                problems.check(most.signum() > 0, field + ".amount", "receipt-not-positive");
            }
        }
    }
}
