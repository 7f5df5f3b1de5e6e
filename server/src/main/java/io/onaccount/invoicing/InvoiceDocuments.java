package io.onaccount.invoicing;

import io.onaccount.invoicing.efapiao.EInvoice;
import io.onaccount.invoicing.efapiao.EInvoice.Carrier;
import io.onaccount.invoicing.efapiao.EInvoice.Discount;
import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.invoicing.efapiao.EInvoice.Totals;
import io.onaccount.invoicing.efapiao.Units;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.organization.CompanySettings.Letterhead;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Row;
import io.onaccount.platform.db.SqlArray;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Registered invoices as data for customers abroad (INV-02): what {@link io.onaccount.invoicing.efapiao.InvoiceWriting} writes. */
@Component
public final class InvoiceDocuments {
    private static final int PRICE_DECIMALS = 10;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Invoices invoices;
    private final Companies companies;

    InvoiceDocuments(Invoices invoices, Companies companies) {
        this.invoices = invoices;
        this.companies = companies;
    }

    /**
     * An issued invoice, or a red one as a credit note, with its due day and cash discounts where they are the same for all that is on it.
     *
     * @throws Problem 409 {@code invoice-not-issued} for a draft, {@code seller-incomplete} when the company has no tax number
     */
    public EInvoice of(Tx tx, Actor actor, UUID id) {
        Invoice invoice = invoices.find(tx, actor, id);
        LocalDate issued = invoice.issuedOn();
        if (issued == null) {
            throw Problem.conflict("invoice-not-issued", invoice.number());
        }
        Company company = companies.get(tx);
        Letterhead letterhead = company.settings().letterhead();
        if (letterhead.taxNumber().isBlank()) {
            throw Problem.conflict("seller-incomplete");
        }
        String country = country(letterhead.taxNumber(), invoice.currency(), "");
        Party seller = new Party(
                company.name(),
                letterhead.taxNumber().strip(),
                letterhead.address().strip(),
                "",
                "",
                country,
                "");
        Buyer to = invoice.buyer();
        Party buyer = new Party(
                to.title(), to.taxNumber(), to.address(), "", "", country(to.taxNumber(), "", country), to.email());
        boolean red = invoice.redOf() != null;
        Terms terms = red ? Terms.NONE : terms(tx, invoice, issued);
        return new EInvoice(
                Syntax.UBL_INVOICE,
                Carrier.XML,
                "",
                red ? Kind.CREDIT_NOTE : Kind.COMMERCIAL,
                red,
                invoice.officialNumber(),
                invoice.code(),
                "",
                issued,
                terms.due,
                invoice.currency(),
                seller,
                buyer,
                invoice.lines().stream().map(line -> line(line, red)).toList(),
                new Totals(
                        positive(invoice.net(), red),
                        null,
                        null,
                        positive(invoice.net(), red),
                        positive(invoice.tax(), red),
                        positive(invoice.total(), red),
                        null,
                        null,
                        positive(invoice.total(), red)),
                List.of(),
                terms.words,
                terms.steps,
                red && invoice.redOfNumber() != null ? List.of(invoice.redOfNumber()) : List.of(),
                invoice.remark());
    }

    /** VAT numbers begin with their country, and so does a currency's code. */
    private static String country(String taxNumber, String currency, String otherwise) {
        for (String code : List.of(taxNumber, currency)) {
            if (code.length() > 2 && COUNTRIES.contains(code.substring(0, 2))) {
                return code.substring(0, 2);
            }
        }
        return otherwise;
    }

    private static BigDecimal positive(BigDecimal amount, boolean red) {
        return plain(red ? amount.negate() : amount);
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal bare = amount.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    private static Line line(InvoiceLine line, boolean red) {
        BigDecimal quantity = positive(line.quantity(), red);
        BigDecimal net = positive(line.net(), red);
        BigDecimal rate = plain(line.taxRate().movePointRight(2));
        return new Line(
                String.valueOf(line.position()),
                line.name(),
                line.specification(),
                Units.code(line.unit()),
                quantity,
                plain(net.divide(quantity, PRICE_DECIMALS, RoundingMode.HALF_UP)),
                net,
                rate,
                rate.signum() == 0 ? "Z" : "S",
                positive(line.tax(), red),
                false);
    }

    /** What has to be paid when, and what is taken off before. */
    private record Terms(@Nullable LocalDate due, String words, List<Discount> steps) {
        static final Terms NONE = new Terms(null, "", List.of());
    }

    /** @param steps each as its last day and its rate */
    private record Owed(BigDecimal amount, BigDecimal base, LocalDate due, String term, Set<String> steps) {
        static Owed read(Row row) {
            return new Owed(
                    row.decimal("amount"),
                    row.decimal("discount_base"),
                    row.date("due"),
                    row.text("term"),
                    Set.copyOf(row.list("steps", String.class)));
        }
    }

    /** The open items of what is on the invoice; only where they agree is there a day or a step that can be told of the whole. */
    private static Terms terms(Tx tx, Invoice invoice, LocalDate issued) {
        Set<UUID> documents = new TreeSet<>();
        Set<UUID> orders = new TreeSet<>();
        invoice.lines().forEach(line -> {
            orders.add(line.order());
            documents.add(line.delivery() == null ? line.order() : line.delivery());
        });
        List<Owed> owed =
                tx.list("""
                select i.amount, i.discount_base, i.due, i.term, array(
                    select d.until::text || ' ' || d.rate::text from receivables.item_discount d
                    where d.company_id = i.company_id and d.item_id = i.id and not d.awaits_invoice) as steps
                from receivables.open_item i
                where i.company_id = ? and i.amount > 0 and i.document_id = any(?) and (i.order_id is null or i.order_id = any(?))
                order by i.due, i.id""", Owed::read, tx.company(), SqlArray.of("uuid", documents), SqlArray.of("uuid", orders));
        if (owed.isEmpty()) {
            return Terms.NONE;
        }
        Set<LocalDate> days = new TreeSet<>(owed.stream().map(Owed::due).toList());
        LocalDate due = days.size() == 1 && !days.iterator().next().isBefore(issued)
                ? days.iterator().next()
                : null;
        String words = String.join(
                "\n",
                new TreeSet<>(owed.stream()
                        .map(Owed::term)
                        .filter(term -> !term.isBlank())
                        .toList()));
        BigDecimal amount = sum(owed.stream().map(Owed::amount).toList());
        boolean same = owed.stream().map(Owed::steps).distinct().count() == 1;
        if (!same || amount.compareTo(invoice.total()) != 0) {
            return new Terms(due, words, List.of());
        }
        BigDecimal base = sum(owed.stream().map(Owed::base).toList());
        List<Discount> steps = new ArrayList<>();
        for (String told : owed.getFirst().steps()) {
            String[] step = told.split(" ", -1);
            long left = ChronoUnit.DAYS.between(issued, LocalDate.parse(step[0]));
            if (left >= 0 && left <= 9999) {
                steps.add(new Discount(
                        Math.toIntExact(left),
                        null,
                        plain(new BigDecimal(step[1])),
                        base.compareTo(amount) == 0 ? null : plain(base),
                        null));
            }
        }
        steps.sort(Comparator.comparing(one -> Objects.requireNonNull(one.days())));
        return new Terms(due, words, steps);
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
