package io.onaccount.document.printing;

import io.onaccount.platform.Capitals;
import io.onaccount.platform.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values as a template sees them: written as text by their type, one way for all kinds. */
final class PrintValues implements Template.Scope {
    private static final DecimalFormatSymbols SIGNS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    /**
     * How values are written.
     *
     * @param priceDecimals the fewest decimals of a price
     * @param wholeAfterJiao whether 整 also follows 角
     */
    record Style(String currency, int priceDecimals, boolean wholeAfterJiao) {}

    private final Map<String, PrintFields.Item> items = new HashMap<>();
    private final Map<String, @Nullable Object> values;
    private final Style style;
    private final Function<String, @Nullable String> labels;

    /** @param labels the label of a name; null when there is none */
    PrintValues(
            List<PrintFields.Item> items,
            Map<String, @Nullable Object> values,
            Style style,
            Function<String, @Nullable String> labels) {
        items.forEach(item -> this.items.put(item.name(), item));
        this.values = values;
        this.style = style;
        this.labels = labels;
    }

    @Override
    public @Nullable String text(String name) {
        PrintFields.Item item = items.get(name);
        if (item != null) {
            return item.type() == PrintFields.Type.LINES ? null : written(item.type(), values.get(name), style);
        }
        return name.startsWith("label.") ? labels.apply(name.substring("label.".length())) : null;
    }

    @Override
    public @Nullable List<Template.Scope> lines(String name) {
        PrintFields.Item item = items.get(name);
        if (item == null || item.type() != PrintFields.Type.LINES) {
            return null;
        }
        return rows(values.get(name)).stream()
                .<Template.Scope>map(row -> new PrintValues(item.lines(), row, style, label -> null))
                .toList();
    }

    @Override
    public boolean has(String name) {
        return switch (values.get(name)) {
            case null -> false;
            case BigDecimal number -> number.signum() != 0;
            case List<?> list -> !list.isEmpty();
            case Object value -> !value.toString().isBlank();
        };
    }

    @SuppressWarnings("unchecked") // PrintFields puts nothing else into a list
    static List<Map<String, @Nullable Object>> rows(@Nullable Object value) {
        return value == null ? List.of() : (List<Map<String, @Nullable Object>>) value;
    }

    static String written(PrintFields.Type type, @Nullable Object value, Style style) {
        if (value == null) {
            return "";
        }
        return switch (type) {
            case TEXT -> sound(value.toString());
            case DATE -> ((LocalDate) value).toString();
            case MONEY -> decimal((BigDecimal) value, Money.digits(style.currency()), Money.digits(style.currency()));
            case PRICE -> decimal((BigDecimal) value, style.priceDecimals(), 6);
            case QUANTITY -> decimal((BigDecimal) value, 0, 6);
            case PERCENT -> decimal(((BigDecimal) value).movePointRight(2), 0, 4) + "%";
            case CAPITALS ->
                style.currency().equals("CNY") ? Capitals.of((BigDecimal) value, style.wholeAfterJiao()) : "";
            case NUMBER, PICTURE, LINES -> value.toString();
        };
    }

    private static String decimal(BigDecimal value, int fewest, int most) {
        DecimalFormat format = new DecimalFormat("#,##0", SIGNS);
        format.setMinimumFractionDigits(fewest);
        format.setMaximumFractionDigits(Math.max(fewest, most));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }

    /** Signs that look like others, and the ones the font has: where two share a shape, a search would find the rarer. */
    private static final String TWINS = "\u2012\u2035\u2215\u2329\u232a\u2003\u301c";

    private static final String KEPT = "\u2013\uff40\uff0f\u3008\u3009\u3000\uff5e";

    /** Radicals in the guise of characters (⼈ for 人, as some programs export them) become the characters, which fonts and searches know. */
    private static String sound(String text) {
        if (text.chars().noneMatch(c -> (c >= 0x2E80 && c <= 0x2FDF) || TWINS.indexOf(c) >= 0)) {
            return text;
        }
        StringBuilder sound = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c >= 0x2E80 && c <= 0x2FDF) {
                sound.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
            } else if (TWINS.indexOf(c) >= 0) {
                sound.append(KEPT.charAt(TWINS.indexOf(c)));
            } else {
                sound.appendCodePoint(c);
            }
        });
        return sound.toString();
    }
}
