package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Carrier;
import io.onaccount.invoicing.efapiao.EInvoice.Discount;
import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import io.onaccount.invoicing.efapiao.EInvoice.Totals;
import io.onaccount.invoicing.efapiao.ReadInvoice.Warning;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An invoice while it is being read, and what was noticed on the way. */
final class Draft {
    private static final int LONGEST = 2000;
    private static final int MOST_LINES = 20_000;

    final Syntax syntax;
    Carrier carrier = Carrier.XML;
    String profile = "";
    Kind kind = Kind.OTHER;
    boolean credit;
    String number = "";
    String code = "";
    String checkCode = "";

    @Nullable
    LocalDate issued;

    @Nullable
    LocalDate due;

    String currency = "";
    Party seller = Party.NOBODY;
    Party buyer = Party.NOBODY;
    final List<Line> lines = new ArrayList<>();
    final List<TaxShare> taxes = new ArrayList<>();

    @Nullable
    BigDecimal lineTotal;

    @Nullable
    BigDecimal allowances;

    @Nullable
    BigDecimal charges;

    @Nullable
    BigDecimal net;

    @Nullable
    BigDecimal tax;

    @Nullable
    BigDecimal gross;

    @Nullable
    BigDecimal prepaid;

    @Nullable
    BigDecimal rounding;

    @Nullable
    BigDecimal payable;

    String terms = "";
    final List<Discount> discounts = new ArrayList<>();
    final Set<String> originals = new LinkedHashSet<>();
    String note = "";
    final Set<Warning> warnings = new LinkedHashSet<>();

    Draft(Syntax syntax) {
        this.syntax = syntax;
    }

    void warn(String code, Object... arguments) {
        warnings.add(Warning.of(code, arguments));
    }

    /** The number; null for none, with a warning where something else stands in its place. */
    @Nullable
    BigDecimal number(String field, String text) {
        if (text.isEmpty()) {
            return null;
        }
        BigDecimal number = Figures.number(text).orElse(null);
        if (number == null) {
            warn("unreadable", field, shortened(text));
        }
        return number;
    }

    /** The day; null for none, with a warning where something else stands in its place. */
    @Nullable
    LocalDate day(String field, String text) {
        if (text.isEmpty()) {
            return null;
        }
        LocalDate day = Figures.day(text).orElse(null);
        if (day == null) {
            warn("unreadable", field, shortened(text));
        }
        return day;
    }

    private static String shortened(String text) {
        return clean(text, 40);
    }

    /** Without control characters and not longer than that. */
    static String clean(String text, int longest) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), longest));
        text.codePoints()
                .filter(c -> c == '\n' || !(Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE))
                .limit(longest)
                .forEach(out::appendCodePoint);
        return out.toString().strip();
    }

    /** A word that stands on one line. */
    static String word(String text) {
        return clean(text.replaceAll("\\s+", " "), LONGEST);
    }

    void add(Line line) {
        if (lines.size() >= MOST_LINES) {
            throw Unreadable.of("structure");
        }
        lines.add(line);
    }

    void add(Discount discount) {
        if (!discounts.contains(discount)) {
            discounts.add(discount);
        }
    }

    EInvoice finished() {
        return new EInvoice(
                syntax,
                carrier,
                word(profile),
                kind,
                credit,
                word(number),
                word(code),
                word(checkCode),
                issued,
                due,
                word(currency),
                seller,
                buyer,
                lines,
                new Totals(lineTotal, allowances, charges, net, tax, gross, prepaid, rounding, payable),
                taxes,
                clean(terms, LONGEST * 2),
                discounts,
                List.copyOf(originals),
                clean(note, LONGEST * 2));
    }
}
