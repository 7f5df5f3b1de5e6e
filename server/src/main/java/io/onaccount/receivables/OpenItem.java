package io.onaccount.receivables;

import io.onaccount.platform.Money;
import io.onaccount.platform.db.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An open item as read; amounts in the company's currency, negative for what we owe the customer.
 *
 * @param discountUntil the last day on which money earns a cash discount, grace included; null for none
 * @param foreign what it is in when that is another currency, or null
 */
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
        String term,
        int instalment,
        int instalments,
        @Nullable LocalDate discountUntil,
        @Nullable Foreign foreign) {
    static final String COLUMNS =
            "i.id, i.party_id, i.document_id, i.order_id, i.kind, i.number, i.amount, i.settled, i.currency, i.date, i.due, i.term,"
                    + " i.instalment, i.instalments, i.discount_until, i.fx_currency, i.fx_amount, i.fx_settled";

    OpenItem(
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
        this(id, party, document, order, kind, number, amount, settled, date, due, term, 1, 1, null, null);
    }

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
                row.text("term"),
                row.integer("instalment"),
                row.integer("instalments"),
                row.dateOrNull("discount_until"),
                foreign(row));
    }

    static @Nullable Foreign foreign(Row row) {
        String currency = row.textOrNull("fx_currency");
        return currency == null
                ? null
                : new Foreign(
                        currency,
                        row.money("fx_amount", currency).amount(),
                        row.money("fx_settled", currency).amount());
    }

    /** What is not settled yet; its sign is the item's. */
    public BigDecimal open() {
        return amount.subtract(settled);
    }

    /** The same of a smaller amount; of one in the company's currency. */
    OpenItem lessBy(BigDecimal part) {
        return new OpenItem(
                id,
                party,
                document,
                order,
                kind,
                number,
                amount.subtract(part),
                settled,
                date,
                due,
                term,
                instalment,
                instalments,
                discountUntil,
                foreign);
    }

    /** The same with so much more settled, in the company's currency and in its own. */
    OpenItem settledBy(BigDecimal more, BigDecimal moreForeign) {
        return new OpenItem(
                id,
                party,
                document,
                order,
                kind,
                number,
                amount,
                settled.add(more),
                date,
                due,
                term,
                instalment,
                instalments,
                discountUntil,
                foreign == null ? null : foreign.settledBy(moreForeign));
    }

    /** The same with its amounts in its own currency: for deciding only. */
    OpenItem inItsCurrency() {
        return foreign == null
                ? this
                : new OpenItem(
                        id,
                        party,
                        document,
                        order,
                        kind,
                        number,
                        foreign.amount(),
                        foreign.settled(),
                        date,
                        due,
                        term,
                        instalment,
                        instalments,
                        discountUntil,
                        foreign);
    }

    /** Its currency, null for the company's. */
    @Nullable
    String currency() {
        return foreign == null ? null : foreign.currency();
    }

    /** What part of what is open is worth, the part being in its own currency. */
    BigDecimal worth(BigDecimal part, String base) {
        return foreign == null ? part : foreign.share(part, open(), base);
    }

    /** What part of it, in its own currency, is worth so much of what is open. */
    BigDecimal partWorth(BigDecimal worth) {
        if (foreign == null) {
            return worth;
        }
        return worth.compareTo(open()) == 0
                ? foreign.open()
                : foreign.open().multiply(worth).divide(open(), Money.digits(foreign.currency()), RoundingMode.HALF_UP);
    }

    boolean isCredit() {
        return amount.signum() < 0;
    }
}
