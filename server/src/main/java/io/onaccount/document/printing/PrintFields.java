package io.onaccount.document.printing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be printed of a {@code D}: named values and lists of lines, in the order an Excel export shows them. The same description gives
 * the templates their fields, the values of a record, and what stands for them when there is no record yet.
 */
public final class PrintFields<D> {

    /** What a value is, which decides how it is written. */
    public enum Type {
        TEXT,
        DATE,
        /** In the document's currency. */
        MONEY,
        PRICE,
        QUANTITY,
        /** A fraction, written as a percentage. */
        PERCENT,
        NUMBER,
        /** An amount in capitals (人民币大写). */
        CAPITALS,
        /** A picture, for the source of an image. */
        PICTURE,
        LINES
    }

    /**
     * One field.
     *
     * @param lines the fields of each line; empty unless it is a list
     */
    public record Item(String name, Type type, List<Item> lines) {
        public Item {
            lines = List.copyOf(lines);
        }
    }

    private record Entry<D>(Item item, Function<D, @Nullable Object> value) {}

    private final List<Entry<D>> entries = new ArrayList<>();

    /** An empty description, to be added to. */
    public static <D> PrintFields<D> start() {
        return new PrintFields<>();
    }

    public PrintFields<D> text(String name, Function<D, @Nullable String> value) {
        return add(name, Type.TEXT, value);
    }

    public PrintFields<D> date(String name, Function<D, @Nullable LocalDate> value) {
        return add(name, Type.DATE, value);
    }

    public PrintFields<D> money(String name, Function<D, @Nullable BigDecimal> value) {
        return add(name, Type.MONEY, value);
    }

    /** An amount, and under {@code <name>InWords} the same in capitals. */
    public PrintFields<D> total(String name, Function<D, @Nullable BigDecimal> value) {
        return add(name, Type.MONEY, value).add(name + "InWords", Type.CAPITALS, value);
    }

    public PrintFields<D> price(String name, Function<D, @Nullable BigDecimal> value) {
        return add(name, Type.PRICE, value);
    }

    public PrintFields<D> quantity(String name, Function<D, @Nullable BigDecimal> value) {
        return add(name, Type.QUANTITY, value);
    }

    /** @param value a fraction: 0.13 is written 13% */
    public PrintFields<D> percent(String name, Function<D, @Nullable BigDecimal> value) {
        return add(name, Type.PERCENT, value);
    }

    public PrintFields<D> number(String name, Function<D, @Nullable Integer> value) {
        return add(name, Type.NUMBER, value);
    }

    /** @param value the address that holds the picture, {@code data:image/png;base64,…} */
    public PrintFields<D> picture(String name, Function<D, @Nullable String> value) {
        return add(name, Type.PICTURE, value);
    }

    /** The fields of something it has, under {@code <prefix>.<name>}. */
    public <S> PrintFields<D> group(String prefix, Function<D, S> part, PrintFields<S> fields) {
        fields.entries.forEach(entry -> add(
                new Item(prefix + "." + entry.item().name(), entry.item().type(), List.of()),
                d -> entry.value().apply(part.apply(d))));
        return this;
    }

    /** A list; each line has these fields. */
    public <L> PrintFields<D> lines(String name, Function<D, List<L>> lines, PrintFields<L> fields) {
        return add(
                new Item(name, Type.LINES, fields.items()),
                d -> lines.apply(d).stream().map(fields::values).toList());
    }

    private PrintFields<D> add(String name, Type type, Function<D, ? extends @Nullable Object> value) {
        return add(new Item(name, type, List.of()), value::apply);
    }

    private PrintFields<D> add(Item item, Function<D, @Nullable Object> value) {
        entries.add(new Entry<>(item, value));
        return this;
    }

    /** The fields there are. */
    public List<Item> items() {
        return entries.stream().map(Entry::item).toList();
    }

    Map<String, @Nullable Object> values(D record) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.item().name(), entry.value().apply(record)));
        return values;
    }
}
