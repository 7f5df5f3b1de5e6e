package io.onaccount.invoicing.efapiao;

import static org.assertj.core.api.Assertions.assertThat;

import io.onaccount.invoicing.efapiao.EInvoice.Carrier;
import io.onaccount.invoicing.efapiao.EInvoice.Discount;
import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import io.onaccount.invoicing.efapiao.EInvoice.Totals;
import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Invoices for abroad (INV-02): what is written is read back as it was, discounts included. */
class InvoiceWritingTest {
    private static final Instant AT = Instant.parse("2026-09-01T08:00:00Z");

    /** Invoices as they occur, and some that hardly do. */
    static final class Invoices {
        private final Random random;

        Invoices(long seed) {
            random = new Random(seed);
        }

        private BigDecimal decimal(int most, int decimals) {
            return Figures.plain(BigDecimal.valueOf(1 + random.nextInt(most), random.nextInt(decimals + 1)));
        }

        private String text(String... choices) {
            return choices[random.nextInt(choices.length)];
        }

        private Party party() {
            return new Party(
                    text("甲测试软件有限公司", "Müller & Söhne <GmbH>", "O'Neill \"Sons\" Ltd", "𠮷野家"),
                    text("91310110666007217T", "DE123456789", "FR11123456782", ""),
                    text("Hauptstraße 1", "园区路 8 号", ""),
                    text("Berlin", "上海", ""),
                    text("10115", "200000", ""),
                    text("CN", "DE", "FR"),
                    text("a@example.com", ""));
        }

        EInvoice next(Syntax syntax) {
            boolean credit = random.nextInt(4) == 0;
            List<Line> lines = new ArrayList<>();
            Map<BigDecimal, BigDecimal> bases = new TreeMap<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                BigDecimal rate = new BigDecimal(text("0", "6", "9", "13", "19", "5.5"));
                boolean off = i > 0 && random.nextInt(5) == 0;
                BigDecimal quantity = decimal(10_000, 3);
                quantity = off ? quantity.negate() : quantity;
                BigDecimal price = decimal(100_000, 4);
                BigDecimal net = Figures.plain(quantity.multiply(price).setScale(2, RoundingMode.HALF_UP));
                bases.merge(rate, net, BigDecimal::add);
                lines.add(new Line(
                        String.valueOf(i + 1),
                        text("Kabel", "*电线电缆*电缆", "Draht & Seil"),
                        text("", "YJV-3*2.5", "a < b"),
                        text("H87", "KGM"),
                        quantity,
                        price,
                        net,
                        rate,
                        rate.signum() == 0 ? "Z" : "S",
                        null,
                        false));
            }
            List<TaxShare> taxes = new ArrayList<>();
            bases.forEach((rate, base) -> taxes.add(new TaxShare(
                    rate.signum() == 0 ? "Z" : "S",
                    rate,
                    Figures.plain(base),
                    Figures.plain(base.multiply(rate).movePointLeft(2).setScale(2, RoundingMode.HALF_UP)))));
            BigDecimal net = sum(bases.values());
            BigDecimal tax = sum(taxes.stream().map(TaxShare::tax).toList());
            BigDecimal gross = Figures.plain(net.add(tax));
            BigDecimal prepaid = random.nextBoolean() ? null : decimal(1000, 2);
            List<Discount> discounts = new ArrayList<>();
            for (int i = 0, days = 0; i < random.nextInt(4); i++) {
                days += 1 + random.nextInt(20);
                discounts.add(new Discount(
                        days,
                        null,
                        Figures.plain(BigDecimal.valueOf(1 + random.nextInt(500), 2)),
                        random.nextInt(3) == 0 ? decimal(100_000, 2) : null,
                        null));
            }
            LocalDate issued = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(400));
            return new EInvoice(
                    syntax,
                    Carrier.XML,
                    "",
                    credit ? Kind.CREDIT_NOTE : Kind.COMMERCIAL,
                    credit,
                    "SI-" + random.nextInt(1_000_000),
                    "",
                    "",
                    issued,
                    random.nextBoolean() ? issued.plusDays(30) : null,
                    text("EUR", "CNY", "USD"),
                    party(),
                    party(),
                    lines,
                    new Totals(
                            net,
                            null,
                            null,
                            net,
                            tax,
                            gross,
                            prepaid,
                            null,
                            Figures.plain(gross.subtract(prepaid == null ? BigDecimal.ZERO : prepaid))),
                    taxes,
                    text("", "30 Tage netto", "月结 30 天\n& more"),
                    discounts,
                    credit ? List.of("SI-1") : List.of(),
                    text("", "备注 <1>"));
        }

        private static BigDecimal sum(Iterable<BigDecimal> all) {
            BigDecimal sum = BigDecimal.ZERO;
            for (BigDecimal one : all) {
                sum = sum.add(one);
            }
            return Figures.plain(sum);
        }
    }

    /** What the reader knows better than the writer: the form, the profile, the terms with the steps in them. */
    private static EInvoice expected(EInvoice written, EInvoice read) {
        return new EInvoice(
                read.syntax(),
                Carrier.XML,
                read.profile(),
                written.kind(),
                written.credit(),
                written.number(),
                "",
                "",
                written.issued(),
                written.due(),
                written.currency(),
                written.seller(),
                written.buyer(),
                written.lines(),
                written.totals(),
                written.taxes(),
                Skonto.with(written.terms(), written.discounts()),
                written.discounts(),
                written.originals(),
                written.note());
    }

    private static EInvoice readBack(byte[] content) {
        ReadInvoice answer = InvoiceFiles.read(content, "out");
        assertThat(answer).isInstanceOf(Read.class);
        assertThat(((Read) answer).warnings()).isEmpty();
        return ((Read) answer).invoice();
    }

    @Test
    void ublIsReadBackAsItWas() {
        Invoices invoices = new Invoices(1);
        for (int i = 0; i < 500; i++) {
            EInvoice invoice = invoices.next(Syntax.UBL_INVOICE);
            EInvoice read = readBack(InvoiceWriting.ubl(invoice));
            assertThat(read).isEqualTo(expected(invoice, read));
        }
    }

    @Test
    void ciiIsReadBackAsItWas() {
        Invoices invoices = new Invoices(2);
        for (int i = 0; i < 500; i++) {
            EInvoice invoice = invoices.next(Syntax.CII);
            EInvoice read = readBack(InvoiceWriting.cii(invoice));
            assertThat(read).isEqualTo(expected(invoice, read));
        }
    }

    @Test
    void theHybridPdfHoldsTheSame() throws IOException {
        Invoices invoices = new Invoices(3);
        byte[] page = Files.pdf(Map.of(), new Files.Word(50, 50, "发票 Rechnung"));
        for (int i = 0; i < 5; i++) {
            EInvoice invoice = invoices.next(Syntax.CII);
            byte[] pdf = InvoiceWriting.facturX(page, invoice, AT);
            EInvoice read = readBack(pdf);
            assertThat(read.carrier()).isEqualTo(Carrier.PDF);
            assertThat(read.in(Carrier.XML)).isEqualTo(expected(invoice, read));
        }
    }

    /** For looking at from outside: {@code -Donaccount.einvoice.out=folder}. */
    @Test
    void examplesForOtherReaders() throws IOException {
        String folder = System.getProperty("onaccount.einvoice.out");
        org.junit.jupiter.api.Assumptions.assumeTrue(folder != null);
        Invoices invoices = new Invoices(4);
        byte[] page = Files.pdf(Map.of(), new Files.Word(50, 50, "发票 Rechnung"));
        for (int i = 0; i < 6; i++) {
            EInvoice invoice = invoices.next(Syntax.CII);
            java.nio.file.Files.write(Path.of(folder, i + "-ubl.xml"), InvoiceWriting.ubl(invoice));
            java.nio.file.Files.write(Path.of(folder, i + "-cii.xml"), InvoiceWriting.cii(invoice));
            java.nio.file.Files.write(Path.of(folder, i + "-fx.pdf"), InvoiceWriting.facturX(page, invoice, AT));
        }
    }

    @Test
    void stepsAreWrittenInBothForms() {
        EInvoice invoice = new Invoices(5).next(Syntax.CII);
        List<Discount> steps = List.of(
                new Discount(10, null, new BigDecimal("2"), null, null),
                new Discount(20, null, new BigDecimal("1.5"), new BigDecimal("1000"), null));
        EInvoice with = new EInvoice(
                invoice.syntax(),
                invoice.carrier(),
                invoice.profile(),
                invoice.kind(),
                invoice.credit(),
                invoice.number(),
                "",
                "",
                invoice.issued(),
                invoice.due(),
                invoice.currency(),
                invoice.seller(),
                invoice.buyer(),
                invoice.lines(),
                invoice.totals(),
                invoice.taxes(),
                "30 Tage netto",
                steps,
                invoice.originals(),
                invoice.note());
        String both =
                "30 Tage netto\n#SKONTO#TAGE=10#PROZENT=2.00#\n#SKONTO#TAGE=20#PROZENT=1.50#BASISBETRAG=1000.00#\n";
        assertThat(new String(InvoiceWriting.ubl(with), StandardCharsets.UTF_8))
                .contains("<cbc:Note>" + both + "</cbc:Note>");
        assertThat(new String(InvoiceWriting.cii(with), StandardCharsets.UTF_8))
                .contains("<ram:Description>" + both + "</ram:Description>")
                .contains("<ram:CalculationPercent>2.00</ram:CalculationPercent>")
                .contains("<ram:BasisPeriodMeasure unitCode=\"DAY\">20</ram:BasisPeriodMeasure>");
        assertThat(Skonto.in("#SKONTO#TAGE=7#PROZENT=3,00#\n#VERZUG#TAGE=30#PROZENT=9.00#\nplease"))
                .containsExactly(new Discount(7, null, new BigDecimal("3"), null, null));
    }
}
