package io.onaccount.sales;

import io.onaccount.document.Header;
import io.onaccount.organization.CompanySettings.StockCheck;
import io.onaccount.party.PaymentTerm;
import io.onaccount.party.PaymentTerms;
import io.onaccount.platform.LineAmounts;
import io.onaccount.platform.db.PartOf;
import io.onaccount.platform.db.Rank;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SQL of quotes. */
@Component
final class QuoteTables {
    private final QuoteTakings takings;

    QuoteTables(QuoteTakings takings) {
        this.takings = takings;
    }

    /** @param root the first version: its own id for a first one */
    void insert(Tx tx, PricedQuote quote, UUID root, int revision) {
        PricedOrder whole = quote.whole();
        tx.add(
                Rank.DOCUMENT,
                """
                insert into sales.quote (company_id, id, party_id, root_id, revision, payment_term_id, contact, delivery_address, customer_reference,
                    note, delivery_date, valid_until, tax_inclusive, discount, net, tax, total, charges)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                tx.company(),
                quote.id(),
                whole.customer().id(),
                root,
                revision,
                quote.term(),
                whole.contact(),
                whole.deliveryAddress(),
                whole.reference(),
                whole.note(),
                whole.deliveryDate(),
                quote.validUntil(),
                whole.taxInclusive(),
                whole.discount(),
                whole.net(),
                whole.tax(),
                whole.total(),
                whole.chargesTotal());
        insertLines(tx, quote);
    }

    /** Writes a draft anew; its header is locked. */
    void replace(Tx tx, PricedQuote quote) {
        PricedOrder whole = quote.whole();
        tx.add(
                Rank.DOCUMENT,
                """
                update sales.quote set party_id = ?, payment_term_id = ?, contact = ?, delivery_address = ?, customer_reference = ?, note = ?,
                    delivery_date = ?, valid_until = ?, tax_inclusive = ?, discount = ?, net = ?, tax = ?, total = ?, charges = ?
                where company_id = ? and id = ?""",
                whole.customer().id(),
                quote.term(),
                whole.contact(),
                whole.deliveryAddress(),
                whole.reference(),
                whole.note(),
                whole.deliveryDate(),
                quote.validUntil(),
                whole.taxInclusive(),
                whole.discount(),
                whole.net(),
                whole.tax(),
                whole.total(),
                whole.chargesTotal(),
                tx.company(),
                quote.id());
        deleteLines(tx, quote.id());
        insertLines(tx, quote);
    }

    private static void insertLines(Tx tx, PricedQuote quote) {
        List<PricedQuote.Line> lines = quote.lines();
        tx.add(
                Rank.DETAIL,
                """
                insert into sales.quote_line (company_id, quote_id, position, product_id, quantity, unit, price, discount, tax_rate, delivery_date, note,
                    optional, chosen, net, tax, total)
                select ?, ?, n.* from unnest(?::smallint[], ?::uuid[], ?::numeric[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::date[],
                    ?::text[], ?::boolean[], ?::boolean[], ?::numeric[], ?::numeric[], ?::numeric[]) as n""",
                tx.company(),
                quote.id(),
                SqlArray.of("smallint", lines, l -> l.line().position()),
                SqlArray.of("uuid", lines, l -> l.line().offer().product().id()),
                SqlArray.of("numeric", lines, l -> l.line().quantity()),
                SqlArray.of("text", lines, l -> l.line().offer().product().unit()),
                SqlArray.of("numeric", lines, l -> l.line().price()),
                SqlArray.of("numeric", lines, l -> l.line().discount()),
                SqlArray.of("numeric", lines, l -> l.line().taxRate()),
                SqlArray.of("date", lines, l -> l.line().deliveryDate()),
                SqlArray.of("text", lines, l -> l.line().note()),
                SqlArray.of("boolean", lines, PricedQuote.Line::optional),
                SqlArray.of("boolean", lines, l -> !l.optional()),
                SqlArray.of("numeric", lines, l -> l.line().amounts().net()),
                SqlArray.of("numeric", lines, l -> l.line().amounts().tax()),
                SqlArray.of("numeric", lines, l -> l.line().amounts().total()));
        List<PartOf<PricedOrder, PricedOrder.Charge>> charges =
                PartOf.all(List.of(quote.whole()), PricedOrder::charges);
        if (!charges.isEmpty()) {
            tx.add(
                    Rank.DETAIL,
                    """
                    insert into sales.quote_charge (company_id, quote_id, position, name, tax_rate, net, tax, total)
                    select ?, ?, n.* from unnest(?::smallint[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[]) as n""",
                    tx.company(),
                    quote.id(),
                    SqlArray.of("smallint", charges, c -> c.part().position()),
                    SqlArray.of("text", charges, c -> c.part().name()),
                    SqlArray.of("numeric", charges, c -> c.part().taxRate()),
                    SqlArray.of("numeric", charges, c -> c.part().amounts().net()),
                    SqlArray.of("numeric", charges, c -> c.part().amounts().tax()),
                    SqlArray.of("numeric", charges, c -> c.part().amounts().total()));
        }
    }

    void delete(Tx tx, UUID id) {
        deleteLines(tx, id);
        tx.add(Rank.DETAIL, "delete from sales.quote where company_id = ? and id = ?", tx.company(), id);
    }

    private static void deleteLines(Tx tx, UUID id) {
        tx.add(Rank.DETAIL, "delete from sales.quote_line where company_id = ? and quote_id = ?", tx.company(), id);
        tx.add(Rank.DETAIL, "delete from sales.quote_charge where company_id = ? and quote_id = ?", tx.company(), id);
    }

    /** The customer has chosen: which lines count, and what they come to. */
    void chosen(Tx tx, UUID id, QuoteChoice choice) {
        tx.add(
                Rank.DOCUMENT,
                "update sales.quote set net = ?, tax = ?, total = ? where company_id = ? and id = ?",
                choice.net(),
                choice.tax(),
                choice.total(),
                tx.company(),
                id);
        List<Map.Entry<Integer, LineAmounts>> lines =
                new ArrayList<>(choice.amounts().entrySet());
        tx.add(
                Rank.DETAIL,
                """
                update sales.quote_line l set chosen = true, net = n.net, tax = n.tax, total = n.total
                from unnest(?::smallint[], ?::numeric[], ?::numeric[], ?::numeric[]) as n (position, net, tax, total)
                where l.company_id = ? and l.quote_id = ? and l.position = n.position""",
                SqlArray.of("smallint", lines, Map.Entry::getKey),
                SqlArray.of("numeric", lines, l -> l.getValue().net()),
                SqlArray.of("numeric", lines, l -> l.getValue().tax()),
                SqlArray.of("numeric", lines, l -> l.getValue().total()),
                tx.company(),
                id);
    }

    void lost(Tx tx, UUID id, LostReason reason, String remark) {
        tx.add(
                Rank.DETAIL,
                "update sales.quote set lost_reason = ?, lost_remark = ? where company_id = ? and id = ?",
                reason,
                remark,
                tx.company(),
                id);
    }

    /** What the rules ask before a quote goes out. */
    record ForSending(UUID customer, @Nullable PaymentTerm term, List<ConfirmRules.Line> lines) {
        StockCheck stockCheck() {
            return StockCheck.IGNORE; // what is quoted is not promised
        }
    }

    ForSending forSending(Tx tx, Header header) {
        String currency = Objects.requireNonNull(header.currency());
        List<ConfirmRules.Line> lines = tx.list(
                """
                select l.position, l.product_id, p.code, l.quantity, l.net, l.tax, l.total, o.tax_inclusive, p.minimum_price, p.price_includes_tax
                from sales.quote_line l
                join sales.quote o on o.company_id = l.company_id and o.id = l.quote_id
                join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.quote_id = ? order by l.position""",
                row -> new ConfirmRules.Line(
                        row.integer("position"),
                        row.uuid("product_id"),
                        row.text("code"),
                        row.decimal("quantity"),
                        OrderTables.amounts(row, currency),
                        row.bool("tax_inclusive"),
                        row.decimalOrNull("minimum_price"),
                        row.bool("price_includes_tax"),
                        false,
                        BigDecimal.ZERO),
                tx.company(),
                header.id());
        return tx.one(
                """
                select o.party_id, to_jsonb(t)::text as term from sales.quote o
                left join party.payment_term t on t.company_id = o.company_id and t.id = o.payment_term_id
                where o.company_id = ? and o.id = ?""",
                row -> new ForSending(row.uuid("party_id"), PaymentTerms.of(row), lines),
                tx.company(),
                header.id());
    }

    /** The quote whose header was found. */
    Quote read(Tx tx, Header header) {
        Map<Integer, QuoteTakings.Taken> taken = takings.taken(tx, header.id());
        List<Quote.Line> lines = tx.list(
                """
                select l.*, p.code as product_code, p.name as product_name
                from sales.quote_line l join catalog.product_view p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.quote_id = ? order by l.position""",
                row -> new Quote.Line(
                        row.integer("position"),
                        row.uuid("product_id"),
                        row.text("product_code"),
                        row.text("product_name"),
                        row.decimal("quantity"),
                        row.text("unit"),
                        row.decimal("price"),
                        row.decimal("discount"),
                        row.decimal("tax_rate"),
                        row.dateOrNull("delivery_date"),
                        row.text("note"),
                        row.bool("optional"),
                        row.bool("chosen"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        taken.getOrDefault(row.integer("position"), QuoteTakings.Taken.NOTHING)
                                .quantity()),
                tx.company(),
                header.id());
        List<SalesOrder.Charge> charges = tx.list(
                "select position, name, tax_rate, net, tax, total from sales.quote_charge where company_id = ? and quote_id = ? order by position",
                OrderTables::charge,
                tx.company(),
                header.id());
        return tx.one(
                "select o.* from sales.quote o where o.company_id = ? and o.id = ?",
                row -> new Quote(
                        header.id(),
                        header.number(),
                        header.state(),
                        header.version(),
                        row.uuid("root_id"),
                        row.integer("revision"),
                        row.uuid("party_id"),
                        header.title(),
                        header.owner(),
                        header.department(),
                        header.date(),
                        row.date("valid_until"),
                        row.dateOrNull("delivery_date"),
                        row.uuidOrNull("payment_term_id"),
                        row.text("contact"),
                        row.text("delivery_address"),
                        row.text("customer_reference"),
                        row.text("note"),
                        row.bool("tax_inclusive"),
                        Objects.requireNonNull(header.currency()),
                        row.decimal("discount"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total"),
                        row.decimal("charges"),
                        row.textOrNull("lost_reason") == null ? null : row.choice("lost_reason", LostReason.class),
                        row.text("lost_remark"),
                        lines,
                        charges),
                tx.company(),
                header.id());
    }

    /** Those of these quotes whose last day is before this one. */
    Set<UUID> over(Tx tx, Collection<UUID> ids, LocalDate day) {
        return new HashSet<>(tx.list(
                "select o.id from sales.quote o where o.company_id = ? and o.id = any(?) and o.valid_until < ?",
                row -> row.uuid("id"),
                tx.company(),
                SqlArray.of("uuid", ids),
                day));
    }

    /** The number of the first version, which the later ones carry on. */
    String rootNumber(Tx tx, UUID root) {
        return tx.one(
                "select h.number from document.header h where h.company_id = ? and h.id = ?",
                row -> row.text("number"),
                tx.company(),
                root);
    }

    /** Whether this person is still with the company. */
    boolean isMember(Tx tx, @Nullable UUID user) {
        return tx.first(
                        "select m.user_id from organization.membership m where m.company_id = ? and m.user_id = ? and m.active",
                        row -> row.uuid("user_id"),
                        tx.company(),
                        user)
                .isPresent();
    }
}
