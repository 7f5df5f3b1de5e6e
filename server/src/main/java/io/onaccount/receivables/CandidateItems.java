package io.onaccount.receivables;

import io.onaccount.platform.Money;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the open items that money of some amount may settle, without reading all items of a large customer. */
final class CandidateItems {
    private static final int PAGE = 200;
    private static final Pattern NUMBER = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_/-]{2,39}");
    private static final int MOST_WORDS = 50;

    private CandidateItems() {}

    /** Words of the payer's reference that may be document numbers. */
    static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find() && words.size() < MOST_WORDS) {
            words.add(matcher.group());
        }
        return words;
    }

    /**
     * Open items of the customer: those named by id, number or order, one of exactly the amount, credit notes, and the oldest until the money is
     * used up.
     *
     * @param money in this currency
     * @param currency null for the company's; only items in it are found, except those named by id
     * @param valueDate the money's day: what still offers it a discount is found too
     * @param all whether also to find what nobody named
     */
    static List<OpenItem> find(
            Tx tx,
            UUID party,
            BigDecimal money,
            @Nullable String currency,
            LocalDate valueDate,
            Set<UUID> ids,
            Set<UUID> orders,
            Set<String> words,
            boolean all) {
        if (currency != null && !Money.isCurrency(currency)) {
            throw new IllegalArgumentException(currency);
        }
        String in = currency == null ? " and i.fx_currency is null" : " and i.fx_currency = '" + currency + "'";
        String open =
                "from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.settled <> i.amount" + in;
        String select = "(select " + OpenItem.COLUMNS + " " + open;
        List<Object> values = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        if (!ids.isEmpty()) {
            // Whoever named them may pay for others too.
            parts.add(
                    "(select " + OpenItem.COLUMNS
                            + " from receivables.open_item i where i.company_id = ? and i.id = any(?) and i.settled <> i.amount)");
            values.add(tx.company());
            values.add(SqlArray.of("uuid", ids));
        }
        if (!orders.isEmpty()) {
            add(parts, values, tx, party, select + " and i.order_id = any(?))", SqlArray.of("uuid", orders));
        }
        if (!words.isEmpty()) {
            add(parts, values, tx, party, select + " and i.number = any(?))", SqlArray.of("text", words));
        }
        if (all) {
            add(
                    parts,
                    values,
                    tx,
                    party,
                    select
                            + (currency == null
                                    ? " and i.amount - i.settled = ?"
                                    : " and i.fx_amount - i.fx_settled = ?")
                            + " order by i.due, i.id limit 1)",
                    money);
            add(parts, values, tx, party, select + " and i.amount < 0 order by i.due, i.id limit ?)", PAGE);
            add(parts, values, tx, party, select + " order by i.due, i.id limit ?)", PAGE);
            add(
                    parts,
                    values,
                    tx,
                    party,
                    select + " and i.discount_until >= ? order by i.discount_until, i.due, i.id limit " + PAGE + ")",
                    valueDate);
        }
        if (parts.isEmpty()) {
            return List.of();
        }
        Map<UUID, OpenItem> found = new LinkedHashMap<>();
        List<OpenItem> rows = tx.list(String.join(" union ", parts), OpenItem::read, values.toArray());
        rows.forEach(item -> found.put(item.id(), item));
        if (all) {
            more(tx, party, money, valueDate, in, found);
        }
        return List.copyOf(found.values());
    }

    private static void add(List<String> parts, List<Object> values, Tx tx, UUID party, String part, Object value) {
        parts.add(part);
        values.add(tx.company());
        values.add(party);
        values.add(value);
    }

    /** Reads on while what was found can't use up the money. */
    private static void more(
            Tx tx, UUID party, BigDecimal money, LocalDate valueDate, String in, Map<UUID, OpenItem> found) {
        List<OpenItem> page = found.values().stream()
                .filter(item -> item.party().equals(party))
                .sorted(java.util.Comparator.comparing(OpenItem::due).thenComparing(OpenItem::id))
                .toList();
        if (page.size() < PAGE) {
            return;
        }
        // The oldest page is all there, so whatever else was found stands behind its end in this order.
        @Nullable OpenItem last = page.get(PAGE - 1);
        while (last != null && sum(found, valueDate).compareTo(money) < 0) {
            page = tx.list(
                    "select " + OpenItem.COLUMNS
                            + " from receivables.open_item i where i.company_id = ? and i.party_id = ? and i.settled <> i.amount"
                            + in + " and (i.due, i.id) > (?, ?) order by i.due, i.id limit ?",
                    OpenItem::read,
                    tx.company(),
                    party,
                    last.due(),
                    last.id(),
                    5 * PAGE);
            page.forEach(item -> found.put(item.id(), item));
            last = page.isEmpty() ? null : page.getLast();
        }
    }

    /** The least money that settles all of them. */
    private static BigDecimal sum(Map<UUID, OpenItem> items, LocalDate valueDate) {
        return items.values().stream()
                .map(item -> DiscountSteps.leastPayable(item.inItsCurrency(), valueDate))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
