package io.onaccount.invoicing;

import io.onaccount.invoicing.IncomingInvoices.Fit;
import io.onaccount.invoicing.IncomingInvoices.Obstacle;
import io.onaccount.invoicing.NewInvoice.Part;
import io.onaccount.invoicing.efapiao.EInvoice;
import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.organization.Actor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Whether an invoice that was read belongs to what waits. */
final class IncomingFit {
    private IncomingFit() {}

    /**
     * What an invoice may be of.
     *
     * @param total what is left of it, negative when it is red
     * @param blue the official number of the invoice that a red one takes back
     */
    record Candidate(
            UUID id,
            String kind,
            String number,
            String customer,
            InvoiceKind invoiceKind,
            String buyer,
            String taxNumber,
            BigDecimal total,
            boolean red,
            String blue) {}

    /** A name or number without what people write differently: blanks, hyphens, case, the width of brackets. */
    static String key(String text) {
        return text.replaceAll("[\\s\u3000-]", "")
                .replace('（', '(')
                .replace('）', ')')
                .toUpperCase(Locale.ROOT);
    }

    /** What keeps it from being filed at anything. */
    static List<Obstacle> problems(EInvoice invoice, String ownTaxNumber, Actor actor) {
        List<Obstacle> problems = new ArrayList<>();
        if (invoice.number().isEmpty()) {
            problems.add(Obstacle.of("no-number"));
        }
        if (invoice.issued() == null) {
            problems.add(Obstacle.of("no-date"));
        }
        if (invoice.totals().gross() == null) {
            problems.add(Obstacle.of("no-total"));
        }
        if (!invoice.currency().isEmpty() && !invoice.currency().equals(actor.currency())) {
            problems.add(Obstacle.of("currency", invoice.currency(), actor.currency()));
        }
        String seller = key(invoice.seller().taxId());
        if (!ownTaxNumber.isEmpty() && !seller.isEmpty() && !seller.equals(ownTaxNumber)) {
            problems.add(Obstacle.of("seller", invoice.seller().name()));
        }
        return problems;
    }

    /** An invoice that is registered under this number lacks only the file, if it is the same invoice. */
    static Fit registered(EInvoice invoice, Candidate there) {
        List<Obstacle> problems = new ArrayList<>();
        buyer(invoice, there, problems);
        amount(invoice, there.total(), problems);
        return fit(there, true, false, problems);
    }

    private static void buyer(EInvoice invoice, Candidate candidate, List<Obstacle> problems) {
        if (!isBuyer(invoice, candidate)) {
            problems.add(Obstacle.of("buyer", invoice.buyer().name(), candidate.buyer()));
        }
    }

    private static void amount(EInvoice invoice, BigDecimal total, List<Obstacle> problems) {
        BigDecimal gross = invoice.totals().gross();
        if (gross != null && gross.abs().compareTo(total.abs()) != 0) {
            problems.add(Obstacle.of(
                    "amount",
                    gross.abs().setScale(2, RoundingMode.HALF_UP).toPlainString(),
                    total.abs().setScale(2, RoundingMode.HALF_UP).toPlainString()));
        }
    }

    private static Fit fit(Candidate one, boolean issued, boolean part, List<Obstacle> problems) {
        return new Fit(
                one.id(),
                one.kind(),
                one.number(),
                one.customer(),
                one.invoiceKind(),
                one.total(),
                issued,
                part,
                problems);
    }

    /** A tax number that differs settles it; without one the name does. */
    private static boolean isBuyer(EInvoice invoice, Candidate candidate) {
        String told = key(invoice.buyer().taxId());
        String asked = key(candidate.taxNumber());
        return (told.isEmpty() || asked.isEmpty())
                ? key(invoice.buyer().name()).equals(key(candidate.buyer()))
                : told.equals(asked);
    }

    /** What it may be of: same buyer, and red or not as it is. Those without problems first. */
    static List<Fit> of(EInvoice invoice, List<Candidate> candidates, Map<UUID, List<InvoiceLine>> lines) {
        List<Fit> fits = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.red() == invoice.credit() && isBuyer(invoice, candidate)) {
                fits.add(one(invoice, candidate, lines.getOrDefault(candidate.id(), List.of())));
            }
        }
        fits.sort(Comparator.comparingInt((Fit fit) -> fit.problems().size()).thenComparing(Fit::part));
        return fits.size() > 20 ? fits.subList(0, 20) : fits;
    }

    private static Fit one(EInvoice invoice, Candidate candidate, List<InvoiceLine> lines) {
        List<Obstacle> problems = new ArrayList<>();
        if (!isKind(invoice, candidate.invoiceKind())) {
            problems.add(Obstacle.of("kind"));
        }
        if (candidate.red()
                && !invoice.originals().isEmpty()
                && !invoice.originals().contains(candidate.blue())) {
            problems.add(Obstacle.of("original", String.join(", ", invoice.originals()), candidate.blue()));
        }
        BigDecimal gross = invoice.totals().gross();
        boolean whole = gross != null && gross.abs().compareTo(candidate.total().abs()) == 0;
        boolean part = !whole && isPart(invoice, lines);
        if (!part) {
            amount(invoice, candidate.total(), problems);
        }
        return fit(candidate, false, part, problems);
    }

    /** Digital ones have twenty digits, foreign ones are of another kind; special and ordinary aren't each other. */
    private static boolean isKind(EInvoice invoice, InvoiceKind kind) {
        boolean chinese = invoice.syntax() == Syntax.SHUDIANPIAO || invoice.syntax() == Syntax.VAT_EINVOICE;
        return kind.isNumber(invoice.number())
                && kind.isCode(invoice.code())
                && (!chinese
                        || (invoice.kind() != Kind.SPECIAL && invoice.kind() != Kind.ORDINARY)
                        || kind == InvoiceKind.OTHER
                        || kind.isSpecial() == (invoice.kind() == Kind.SPECIAL));
    }

    private static boolean isPart(EInvoice invoice, List<InvoiceLine> lines) {
        BigDecimal gross = invoice.totals().gross();
        if (gross == null) {
            return false;
        }
        return parts(invoice, lines)
                .map(parts -> {
                    BigDecimal sum = BigDecimal.ZERO;
                    for (Part part : parts) {
                        InvoiceLine line = lines.stream()
                                .filter(one -> one.position() == part.position())
                                .findFirst()
                                .orElseThrow();
                        sum = sum.add(line.total()
                                .multiply(part.quantity())
                                .divide(line.quantity(), 4, RoundingMode.HALF_UP));
                    }
                    // Each part is rounded when it is issued, which compares exactly.
                    BigDecimal most = new BigDecimal("0.01").multiply(BigDecimal.valueOf(parts.size()));
                    return sum.subtract(gross.abs()).abs().compareTo(most) <= 0;
                })
                .orElse(false);
    }

    /** Which lines of an application an invoice is of and how much of each; empty when one of its lines is none of them. */
    static Optional<List<Part>> parts(EInvoice invoice, List<InvoiceLine> lines) {
        List<Part> parts = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        for (EInvoice.Line read : invoice.lines()) {
            if (read.discount()) {
                continue;
            }
            Optional<InvoiceLine> line = lines.stream()
                    .filter(one -> !used.contains(one.position()) && isOf(read, one))
                    .max(Comparator.comparing(one -> read.quantity() != null
                            && one.left().compareTo(read.quantity().abs()) == 0));
            if (line.isEmpty()) {
                return Optional.empty();
            }
            used.add(line.get().position());
            BigDecimal quantity = read.quantity() == null
                    ? line.get().left()
                    : read.quantity().abs();
            parts.add(new Part(line.get().position(), quantity));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }

    private static boolean isOf(EInvoice.Line read, InvoiceLine line) {
        String name = key(read.name().replaceFirst("^\\*[^*]*\\*", ""));
        boolean enough = line.left().signum() > 0
                && (read.quantity() == null || read.quantity().abs().compareTo(line.left()) <= 0);
        boolean spec = read.spec().isEmpty()
                || line.specification().isEmpty()
                || key(read.spec()).equals(key(line.specification()));
        return enough && spec && name.equals(key(line.name()));
    }
}
