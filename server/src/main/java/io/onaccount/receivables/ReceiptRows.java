package io.onaccount.receivables;

import io.onaccount.document.Header;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.NewReceipt.Purpose;
import io.onaccount.receivables.Receipt.PurposeRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

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
        List<PurposeRow> purposes = new ArrayList<>();
        return tx.list(
                        """
                        select r.*, n.number as party_code, n.title as party_name, c.code as cash_code, c.name as cash_name, p.line, p.item_id,
                          p.order_id, p.amount as purpose_amount, p.assigned as purpose_assigned
                        from receivables.receipt r
                        join document.header n on n.company_id = ? and n.id = r.party_id
                        join receivables.cash_account c on c.company_id = ? and c.id = r.cash_account_id
                        left join receivables.receipt_purpose p on p.company_id = ? and p.receipt_id = r.id
                        where r.company_id = ? and r.id = ? order by p.line desc""",
                        row -> {
                            if (row.textOrNull("line") != null) {
                                purposes.addFirst(purpose(row));
                            }
                            return read(row, header, purposes); // the last has all of them
                        },
                        tx.company(),
                        tx.company(),
                        tx.company(),
                        tx.company(),
                        header.id())
                .getLast();
    }

    /** A draft as it will be read. */
    static Receipt draft(Header header, Receipt.Names names, NewReceipt receipt) {
        String currency = Objects.requireNonNull(header.currency());
        BigDecimal zero = Money.zero(currency).amount();
        List<PurposeRow> purposes = new ArrayList<>();
        for (Purpose purpose : receipt.purposes()) {
            BigDecimal amount = purpose.amount() == null ? null : new Money(purpose.amount(), currency).amount();
            purposes.add(new PurposeRow(purposes.size() + 1, purpose.item(), purpose.order(), amount, zero));
        }
        return new Receipt(
                header,
                names,
                receipt.party(),
                new Money(receipt.amount(), currency).amount(),
                new Money(receipt.fees(), currency).amount(),
                receipt.cashAccount(),
                receipt.method(),
                Receipts.text(receipt.payer()),
                Receipts.text(receipt.reference()),
                Receipts.text(receipt.note()),
                false,
                null,
                null,
                null,
                zero,
                zero,
                zero,
                zero,
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
                        : row.money("purpose_amount", row.text("currency")).amount(),
                row.money("purpose_assigned", row.text("currency")).amount());
    }

    private static Receipt read(Row row, Header header, List<PurposeRow> purposes) {
        String currency = row.text("currency");
        return new Receipt(
                header,
                new Receipt.Names(
                        row.text("party_code"), row.text("party_name"), row.text("cash_code"), row.text("cash_name")),
                row.uuid("party_id"),
                row.money("amount", currency).amount(),
                row.money("fee", currency).amount(),
                row.uuid("cash_account_id"),
                row.choice("method", ReceiptMethod.class),
                row.text("payer"),
                row.text("reference"),
                row.text("note"),
                row.bool("posted"),
                row.dateOrNull("posted_on"),
                row.dateOrNull("reversed_on"),
                row.uuidOrNull("journal_id"),
                row.money("allocated", currency).amount(),
                row.money("unapplied", currency).amount(),
                row.money("refunded", currency).amount(),
                row.money("assigned", currency).amount(),
                purposes);
    }
}
