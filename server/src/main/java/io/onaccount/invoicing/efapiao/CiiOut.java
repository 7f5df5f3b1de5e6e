package io.onaccount.invoicing.efapiao;

import static io.onaccount.invoicing.efapiao.InvoiceWriting.amount;

import io.onaccount.invoicing.efapiao.EInvoice.Discount;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import io.onaccount.invoicing.efapiao.EInvoice.Totals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UN/CEFACT CrossIndustryInvoice D16B. */
final class CiiOut {
    private static final String EXTENDED = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended";
    private static final String AT = "urn:un:unece:uncefact:data:standard:";

    private final EInvoice invoice;
    private final XmlOut out = new XmlOut();

    private CiiOut(EInvoice invoice) {
        this.invoice = invoice;
    }

    static byte[] write(EInvoice invoice) {
        return new CiiOut(invoice).write();
    }

    /** Whether it needs more than the core has. */
    static boolean isExtended(EInvoice invoice) {
        return !invoice.discounts().isEmpty();
    }

    private byte[] write() {
        out.open(
                "rsm:CrossIndustryInvoice",
                "xmlns:rsm",
                AT + "CrossIndustryInvoice:100",
                "xmlns:ram",
                AT + "ReusableAggregateBusinessInformationEntity:100",
                "xmlns:udt",
                AT + "UnqualifiedDataType:100",
                "xmlns:qdt",
                AT + "QualifiedDataType:100");
        out.open("rsm:ExchangedDocumentContext")
                .open("ram:GuidelineSpecifiedDocumentContextParameter")
                .leaf("ram:ID", isExtended(invoice) ? EXTENDED : UblOut.PROFILE)
                .close()
                .close();
        out.open("rsm:ExchangedDocument")
                .leaf("ram:ID", invoice.number())
                .leaf("ram:TypeCode", InvoiceWriting.typeCode(invoice.kind()));
        day("ram:IssueDateTime", invoice.issued());
        if (!invoice.note().isEmpty()) {
            out.open("ram:IncludedNote").leaf("ram:Content", invoice.note()).close();
        }
        out.close();
        out.open("rsm:SupplyChainTradeTransaction");
        invoice.lines().forEach(this::line);
        out.open("ram:ApplicableHeaderTradeAgreement");
        party("ram:SellerTradeParty", invoice.seller(), true);
        party("ram:BuyerTradeParty", invoice.buyer(), false);
        out.close();
        out.open("ram:ApplicableHeaderTradeDelivery").close();
        settlement();
        return out.close().close().bytes();
    }

    private void day(String name, @Nullable LocalDate day) {
        if (day != null) {
            out.open(name)
                    .leaf("udt:DateTimeString", day.format(DateTimeFormatter.BASIC_ISO_DATE), "format", "102")
                    .close();
        }
    }

    private void party(String role, Party party, boolean seller) {
        boolean vat = InvoiceWriting.isVat(party);
        out.open(role).leaf("ram:Name", party.name());
        if (!vat && !party.taxId().isEmpty()) {
            out.open("ram:SpecifiedLegalOrganization")
                    .leaf("ram:ID", party.taxId())
                    .close();
        }
        if (!party.email().isEmpty()) {
            out.open("ram:DefinedTradeContact")
                    .open("ram:EmailURIUniversalCommunication")
                    .leaf("ram:URIID", party.email())
                    .close()
                    .close();
        }
        out.open("ram:PostalTradeAddress")
                .leaf("ram:PostcodeCode", party.postcode())
                .leaf("ram:LineOne", party.street())
                .leaf("ram:CityName", party.city())
                .leaf("ram:CountryID", party.country())
                .close();
        if (!party.taxId().isEmpty() && (vat || seller)) {
            out.open("ram:SpecifiedTaxRegistration")
                    .leaf("ram:ID", party.taxId(), "schemeID", vat ? "VA" : "FC")
                    .close();
        }
        out.close();
    }

    private void line(Line line) {
        boolean turned = InvoiceWriting.turned(line);
        BigDecimal quantity = line.quantity() == null ? BigDecimal.ONE : line.quantity();
        BigDecimal price = line.price() == null ? line.net() : line.price();
        out.open("ram:IncludedSupplyChainTradeLineItem")
                .open("ram:AssociatedDocumentLineDocument")
                .leaf("ram:LineID", line.id())
                .close()
                .open("ram:SpecifiedTradeProduct")
                .leaf("ram:Name", line.name())
                .leaf("ram:Description", line.spec())
                .close()
                .open("ram:SpecifiedLineTradeAgreement")
                .open("ram:NetPriceProductTradePrice")
                .leaf("ram:ChargeAmount", amount(turned && price != null ? price.negate() : price))
                .close()
                .close()
                .open("ram:SpecifiedLineTradeDelivery")
                .leaf(
                        "ram:BilledQuantity",
                        turned ? quantity.negate() : quantity,
                        "unitCode",
                        line.unit().isEmpty() ? Units.ONE : line.unit())
                .close()
                .open("ram:SpecifiedLineTradeSettlement")
                .open("ram:ApplicableTradeTax")
                .leaf("ram:TypeCode", "VAT");
        String category = InvoiceWriting.category(line.category(), line.rate());
        out.leaf("ram:CategoryCode", category);
        rate(category, line.rate());
        out.close()
                .open("ram:SpecifiedTradeSettlementLineMonetarySummation")
                .leaf("ram:LineTotalAmount", amount(line.net()))
                .close()
                .close()
                .close();
    }

    private void rate(String category, @Nullable BigDecimal rate) {
        if (!category.equals("O")) {
            out.leaf("ram:RateApplicablePercent", rate == null ? BigDecimal.ZERO : rate);
        }
    }

    private void settlement() {
        Totals totals = invoice.totals();
        out.open("ram:ApplicableHeaderTradeSettlement").leaf("ram:InvoiceCurrencyCode", invoice.currency());
        for (TaxShare share : InvoiceWriting.shares(invoice)) {
            String category = InvoiceWriting.category(share.category(), share.rate());
            out.open("ram:ApplicableTradeTax")
                    .leaf("ram:CalculatedAmount", amount(share.tax()))
                    .leaf("ram:TypeCode", "VAT")
                    .leaf("ram:ExemptionReason", category.equals("E") ? "exempt" : "")
                    .leaf("ram:BasisAmount", amount(share.base()))
                    .leaf("ram:CategoryCode", category);
            rate(category, share.rate());
            out.close();
        }
        terms();
        out.open("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
                .leaf("ram:LineTotalAmount", amount(totals.lines() == null ? totals.net() : totals.lines()))
                .leaf("ram:TaxBasisTotalAmount", amount(totals.net()))
                .leaf("ram:TaxTotalAmount", amount(totals.tax()), "currencyID", invoice.currency())
                .leaf("ram:RoundingAmount", amount(totals.rounding()))
                .leaf("ram:GrandTotalAmount", amount(totals.gross()))
                .leaf("ram:TotalPrepaidAmount", amount(totals.prepaid()))
                .leaf("ram:DuePayableAmount", amount(totals.payable() == null ? totals.gross() : totals.payable()))
                .close();
        for (String original : invoice.originals()) {
            out.open("ram:InvoiceReferencedDocument")
                    .leaf("ram:IssuerAssignedID", original)
                    .close();
        }
        out.close();
    }

    /** The words and the day once; each step beside them, so that who reads only one of both forms sees it. */
    private void terms() {
        String words = Skonto.with(invoice.terms(), invoice.discounts());
        List<Discount> steps = invoice.discounts().stream()
                .filter(one -> one.percent() != null || one.amount() != null)
                .toList();
        if (words.isEmpty() && invoice.due() == null && steps.isEmpty()) {
            return;
        }
        for (int i = 0; i < Math.max(1, steps.size()); i++) {
            out.open("ram:SpecifiedTradePaymentTerms");
            if (i == 0) {
                out.leaf("ram:Description", words.isEmpty() ? "" : words + "\n");
            }
            if (i == 0) {
                day("ram:DueDateDateTime", invoice.due());
            }
            if (i < steps.size()) {
                step(steps.get(i));
            }
            out.close();
        }
    }

    private void step(Discount step) {
        out.open("ram:ApplicableTradePaymentDiscountTerms");
        day("ram:BasisDateTime", step.days() == null ? step.until() : invoice.issued());
        if (step.days() != null) {
            out.leaf("ram:BasisPeriodMeasure", String.valueOf(step.days()), "unitCode", "DAY");
        }
        out.leaf("ram:BasisAmount", amount(step.base()))
                .leaf("ram:CalculationPercent", amount(step.percent()))
                .leaf("ram:ActualDiscountAmount", amount(step.amount()))
                .close();
    }
}
