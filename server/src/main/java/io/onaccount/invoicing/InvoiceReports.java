package io.onaccount.invoicing;

import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What the invoices of a time sum to for the tax return, and whether their numbers are complete. */
@Component
public final class InvoiceReports {
    /** More than so many missing in a row is another book of forms, not a gap. */
    private static final int LARGEST_GAP = 1000;

    InvoiceReports() {}

    /**
     * What was invoiced in a month.
     *
     * @param month its first day
     * @param rate of tax, a fraction
     * @param red whether by red invoices, whose amounts are negative
     * @param invoices how many have lines at this rate
     */
    public record TaxRow(
            LocalDate month,
            InvoiceKind kind,
            BigDecimal rate,
            boolean red,
            long invoices,
            BigDecimal net,
            BigDecimal tax,
            BigDecimal total) {}

    /** By month, kind and rate, blue and red apart; void ones are not in it. Within the actor's scope. */
    public List<TaxRow> taxSummary(Tx tx, Actor actor, LocalDate from, LocalDate to) {
        return tx.list(
                Sql.of("""
                                select date_trunc('month', v.issued_on)::date as month, v.kind, l.tax_rate, v.red_of is not null as red,
                                    count(distinct v.id) as invoices, sum(l.net) as net, sum(l.tax) as tax, sum(l.total) as total
                                from invoicing.invoice v
                                join document.header h on h.company_id = v.company_id and h.id = v.id
                                join invoicing.invoice_line l on l.company_id = v.company_id and l.invoice_id = v.id and l.counts
                                where v.company_id = ? and v.issued_on between ? and ? and""", tx.company(), from, to)
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("group by 1, 2, 3, 4 order by 1 desc, 2, 4, 3 desc"),
                row -> new TaxRow(
                        row.date("month"),
                        row.choice("kind", InvoiceKind.class),
                        row.decimal("tax_rate"),
                        row.bool("red"),
                        row.number("invoices"),
                        row.decimal("net"),
                        row.decimal("tax"),
                        row.decimal("total")));
    }

    /** Numbers of paper forms that are missing between two that are there. */
    public record Gap(InvoiceKind kind, String code, String first, String last, int missing) {}

    /** An official number that stands on more than one invoice, of whatever kind and code. */
    public record Twice(String number, List<UUID> invoices, List<String> called) {}

    /** What is wrong with the numbers. */
    public record Numbers(List<Gap> gaps, List<Twice> twice) {}

    private record Form(InvoiceKind kind, String code, String number) {}

    /** Gaps in the numbers of paper forms issued in a time, void ones counted as there; and numbers used twice. For the whole company. */
    public Numbers numbers(Tx tx, LocalDate from, LocalDate to) {
        List<Gap> gaps = new ArrayList<>();
        Form before = null;
        for (Form form : tx.list(
                """
                select v.kind, v.code, v.number from invoicing.invoice v
                where v.company_id = ? and v.issued_on between ? and ? and v.kind in ('PAPER_SPECIAL', 'PAPER_ORDINARY') and v.number ~ '^[0-9]{8}$'
                order by v.kind, v.code, v.number""",
                row -> new Form(row.choice("kind", InvoiceKind.class), row.text("code"), row.text("number")),
                tx.company(),
                from,
                to)) {
            if (before != null && before.kind == form.kind && before.code.equals(form.code)) {
                BigInteger first = new BigInteger(before.number).add(BigInteger.ONE);
                int missing = new BigInteger(form.number).subtract(first).intValueExact();
                if (missing > 0 && missing <= LARGEST_GAP) {
                    gaps.add(new Gap(
                            form.kind,
                            form.code,
                            padded(first),
                            padded(new BigInteger(form.number).subtract(BigInteger.ONE)),
                            missing));
                }
            }
            before = form;
        }
        List<Twice> twice = tx.list(
                """
                select v.number, array_agg(v.id order by v.id)::text[] as ids, array_agg(h.number order by v.id) as called from invoicing.invoice v
                join document.header h on h.company_id = v.company_id and h.id = v.id
                where v.company_id = ? and v.number <> ''
                  and exists (select 1 from invoicing.invoice o where o.company_id = v.company_id and o.number = v.number and o.id <> v.id)
                  and v.issued_on between ? and ?
                group by v.number having count(*) > 1 order by v.number limit 200""",
                row -> new Twice(
                        row.text("number"),
                        row.list("ids", String.class).stream()
                                .map(UUID::fromString)
                                .toList(),
                        row.list("called", String.class)),
                tx.company(),
                from,
                to);
        return new Numbers(gaps, twice);
    }

    private static String padded(BigInteger number) {
        String digits = number.toString();
        return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
    }
}
