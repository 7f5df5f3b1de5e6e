package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.organization.Actor;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.NewReceipt.Purpose;
import io.onaccount.receivables.Receipt.PurposeRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of receipts: read with their names and purposes in one statement, or made from what is known. */
final class ReceiptRows {
    private ReceiptRows() {}

    static void writePurposes(Tx tx, UUID receipt, List<Purpose> purposes) {
        if (purposes.isEmpty()) {
            return;
        }
        List<Integer> lines = java.util.stream.IntStream.rangeClosed(1, purposes.size())
                .boxed()
                .toList();
        tx.add(
                Rank.DETAIL,
                """
                insert into receivables.receipt_purpose (company_id, receipt_id, line, item_id, order_id, amount)
                select ?, ?, n.line, n.item, n.order_id, n.amount
                from unnest(?::integer[], ?::uuid[], ?::uuid[], ?::numeric[]) as n (line, item, order_id, amount)""",
                tx.company(),
                receipt,
                SqlArray.of("integer", lines),
                SqlArray.of("uuid", purposes, Purpose::item),
                SqlArray.of("uuid", purposes, Purpose::order),
                SqlArray.of("numeric", purposes, Purpose::amount));
    }

    static Receipt read(Tx tx, Header header) {
        return read(tx, List.of(header)).getFirst();
    }

    /** Several, in order, in one statement. */
    static List<Receipt> read(Tx tx, List<Header> headers) {
        Map<UUID, Header> byId = new LinkedHashMap<>();
        headers.forEach(header -> byId.put(header.id(), header));
        Map<UUID, List<PurposeRow>> purposes = new HashMap<>();
        Map<UUID, Receipt> read = new HashMap<>();
        tx.list(
                        """
                        select r.*, n.number as party_code, n.title as party_name, coalesce(c.code, '') as cash_code,
                          coalesce(c.name, '') as cash_name, y.number as payable_number, p.line, p.item_id, p.order_id,
                          p.amount as purpose_amount, p.assigned as purpose_assigned
                        from receivables.receipt r
                        join document.header n on n.company_id = ? and n.id = r.party_id
                        left join receivables.cash_account c on c.company_id = ? and c.id = r.cash_account_id
                        left join receivables.payable y on y.company_id = ? and y.id = r.payable_id
                        left join receivables.receipt_purpose p on p.company_id = ? and p.receipt_id = r.id
                        where r.company_id = ? and r.id = any(?) order by r.id, p.line desc""",
                        row -> {
                            UUID id = row.uuid("id");
                            List<PurposeRow> own = purposes.computeIfAbsent(id, r -> new ArrayList<>());
                            if (row.textOrNull("line") != null) {
                                own.addFirst(purpose(row));
                            }
                            // the last of a receipt has all of them
                            return Map.entry(id, read(row, Objects.requireNonNull(byId.get(id)), own));
                        },
                        tx.company(),
                        tx.company(),
                        tx.company(),
                        tx.company(),
                        tx.company(),
                        SqlArray.of("uuid", byId.keySet()))
                .forEach(entry -> read.put(entry.getKey(), entry.getValue()));
        return headers.stream()
                .map(header -> Objects.requireNonNull(read.get(header.id())))
                .toList();
    }

    /** A draft as it will be read. */
    static Receipt draft(Actor actor, Header header, ReceiptChecks known, NewReceipt receipt) {
        String currency = actor.currency();
        String own = known.currency(receipt);
        ReceiptChecks.Worth worth = known.worth(actor, receipt);
        BigDecimal zero = Money.zero(currency).amount();
        List<PurposeRow> purposes = new ArrayList<>();
        for (Purpose purpose : receipt.purposes()) {
            BigDecimal amount = purpose.amount() == null
                    ? null
                    : new Money(purpose.amount(), own == null ? currency : own).amount();
            purposes.add(new PurposeRow(purposes.size() + 1, purpose.item(), purpose.order(), amount, zero));
        }
        return new Receipt(
                header,
                known.names(receipt),
                receipt.party(),
                new Money(worth.amount(), currency).amount(),
                new Money(worth.fee(), currency).amount(),
                receipt.feeBy(),
                new Money(worth.withheld(), currency).amount(),
                receipt.cashAccount(),
                receipt.method(),
                Receipts.text(receipt.payer()),
                Receipts.text(receipt.payerAccount()),
                Receipts.text(receipt.reference()),
                Receipts.text(receipt.note()),
                receipt.payable(),
                false,
                null,
                null,
                null,
                zero,
                zero,
                zero,
                zero,
                own == null
                        ? null
                        : new Receipt.Own(
                                own,
                                Objects.requireNonNull(known.rate(receipt)),
                                new Money(receipt.credited(), own).amount(),
                                new Money(receipt.fees(), own).amount(),
                                new Money(receipt.keptBack(), own).amount(),
                                Money.zero(own).amount(),
                                Money.zero(own).amount()),
                purposes);
    }

    private static PurposeRow purpose(Row row) {
        BigDecimal amount = row.decimalOrNull("purpose_amount");
        return new PurposeRow(
                row.integer("line"),
                row.uuidOrNull("item_id"),
                row.uuidOrNull("order_id"),
                amount == null
                        ? null
                        : row.money(
                                        "purpose_amount",
                                        row.textOrNull("fx_currency") == null
                                                ? row.text("currency")
                                                : row.text("fx_currency"))
                                .amount(),
                row.money("purpose_assigned", row.text("currency")).amount());
    }

    private static Receipt read(Row row, Header header, List<PurposeRow> purposes) {
        String currency = row.text("currency");
        return new Receipt(
                header,
                new Receipt.Names(
                        row.text("party_code"),
                        row.text("party_name"),
                        row.text("cash_code"),
                        row.text("cash_name"),
                        row.textOrNull("payable_number")),
                row.uuid("party_id"),
                row.money("amount", currency).amount(),
                row.money("fee", currency).amount(),
                row.choice("fee_by", NewReceipt.FeeBy.class),
                row.money("withheld", currency).amount(),
                row.uuidOrNull("cash_account_id"),
                row.choice("method", ReceiptMethod.class),
                row.text("payer"),
                row.text("payer_account"),
                row.text("reference"),
                row.text("note"),
                row.uuidOrNull("payable_id"),
                row.bool("posted"),
                row.dateOrNull("posted_on"),
                row.dateOrNull("reversed_on"),
                row.uuidOrNull("journal_id"),
                row.money("allocated", currency).amount(),
                row.money("unapplied", currency).amount(),
                row.money("refunded", currency).amount(),
                row.money("assigned", currency).amount(),
                own(row),
                purposes);
    }

    private static Receipt.@Nullable Own own(Row row) {
        String currency = row.textOrNull("fx_currency");
        return currency == null
                ? null
                : new Receipt.Own(
                        currency,
                        row.decimal("rate").stripTrailingZeros(),
                        row.money("fx_amount", currency).amount(),
                        row.money("fx_fee", currency).amount(),
                        row.money("fx_withheld", currency).amount(),
                        row.money("fx_allocated", currency).amount(),
                        row.money("fx_refunded", currency).amount());
    }
}
