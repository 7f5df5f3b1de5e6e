package io.onaccount.receivables;

import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An open item as read; amounts in the company's currency, negative for what we owe the customer. */
public record OpenItem(
        UUID id,
        UUID party,
        UUID document,
        @Nullable UUID order,
        ItemKind kind,
        String number,
        BigDecimal amount,
        BigDecimal settled,
        LocalDate date,
        LocalDate due,
        String term) {
    static final String COLUMNS =
            "i.id, i.party_id, i.document_id, i.order_id, i.kind, i.number, i.amount, i.settled, i.currency, i.date, i.due, i.term";

    static OpenItem read(Row row) {
        String currency = row.text("currency");
        return new OpenItem(
                row.uuid("id"),
                row.uuid("party_id"),
                row.uuid("document_id"),
                row.uuidOrNull("order_id"),
                row.choice("kind", ItemKind.class),
                row.text("number"),
                row.money("amount", currency).amount(),
                row.money("settled", currency).amount(),
                row.date("date"),
                row.date("due"),
                row.text("term"));
    }

    /** What is not settled yet; its sign is the item's. */
    public BigDecimal open() {
        return amount.subtract(settled);
    }

    /** The same with so much more settled. */
    OpenItem settledBy(BigDecimal more) {
        return new OpenItem(id, party, document, order, kind, number, amount, settled.add(more), date, due, term);
    }

    boolean isCredit() {
        return amount.signum() < 0;
    }
}
