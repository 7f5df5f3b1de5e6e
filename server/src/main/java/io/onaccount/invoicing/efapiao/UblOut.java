package io.onaccount.invoicing.efapiao;

import static io.onaccount.invoicing.efapiao.InvoiceWriting.amount;

import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import io.onaccount.invoicing.efapiao.EInvoice.Totals;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** UBL 2.1. */
final class UblOut {
    static final String PROFILE = "urn:cen.eu:en16931:2017";

    private final EInvoice invoice;
    private final boolean credit;
    private final XmlOut out = new XmlOut();

    private UblOut(EInvoice invoice) {
        this.invoice = invoice;
        this.credit = invoice.kind() == Kind.CREDIT_NOTE;
    }

    static byte[] write(EInvoice invoice) {
        return new UblOut(invoice).write();
    }

    private byte[] write() {
        out.open(
                credit ? "CreditNote" : "Invoice",
                "xmlns",
                credit ? Ubl.CREDIT_NOTE : Ubl.INVOICE,
                "xmlns:cac",
                "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
                "xmlns:cbc",
                "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2");
        out.leaf("cbc:CustomizationID", PROFILE)
                .leaf("cbc:ID", invoice.number())
                .leaf("cbc:IssueDate", Objects.toString(invoice.issued(), ""));
        if (!credit) {
            out.leaf("cbc:DueDate", Objects.toString(invoice.due(), ""));
        }
        out.leaf(credit ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode", InvoiceWriting.typeCode(invoice.kind()))
                .leaf("cbc:Note", invoice.note())
                .leaf("cbc:DocumentCurrencyCode", invoice.currency());
        for (String original : invoice.originals()) {
            out.open("cac:BillingReference")
                    .open("cac:InvoiceDocumentReference")
                    .leaf("cbc:ID", original)
                    .close()
                    .close();
        }
        party("cac:AccountingSupplierParty", invoice.seller(), true);
        party("cac:AccountingCustomerParty", invoice.buyer(), false);
        payment();
        taxes();
        sums();
        invoice.lines().forEach(this::line);
        return out.close().bytes();
    }

    private void party(String role, Party party, boolean seller) {
        boolean vat = InvoiceWriting.isVat(party);
        out.open(role).open("cac:Party").open("cac:PostalAddress");
        out.leaf("cbc:StreetName", party.street())
                .leaf("cbc:CityName", party.city())
                .leaf("cbc:PostalZone", party.postcode());
        if (!party.country().isEmpty()) {
            out.open("cac:Country")
                    .leaf("cbc:IdentificationCode", party.country())
                    .close();
        }
        out.close();
        if (!party.taxId().isEmpty() && (vat || seller)) {
            out.open("cac:PartyTaxScheme")
                    .leaf("cbc:CompanyID", party.taxId())
                    .open("cac:TaxScheme")
                    .leaf("cbc:ID", vat ? "VAT" : "TAX")
                    .close()
                    .close();
        }
        out.open("cac:PartyLegalEntity").leaf("cbc:RegistrationName", party.name());
        if (!vat) {
            out.leaf("cbc:CompanyID", party.taxId());
        }
        out.close();
        if (!party.email().isEmpty()) {
            out.open("cac:Contact").leaf("cbc:ElectronicMail", party.email()).close();
        }
        out.close().close();
    }

    private void payment() {
        if (credit && invoice.due() != null) {
            out.open("cac:PaymentMeans")
                    .leaf("cbc:PaymentMeansCode", "1") // how is not said
                    .leaf("cbc:PaymentDueDate", invoice.due().toString())
                    .close();
        }
        String terms = Skonto.with(invoice.terms(), invoice.discounts());
        if (!terms.isEmpty()) {
            // XRechnung wants the end of the line after the last step too.
            out.open("cac:PaymentTerms").leaf("cbc:Note", terms + "\n").close();
        }
    }

    private void taxes() {
        out.open("cac:TaxTotal")
                .leaf("cbc:TaxAmount", amount(invoice.totals().tax()), "currencyID", invoice.currency());
        for (TaxShare share : InvoiceWriting.shares(invoice)) {
            out.open("cac:TaxSubtotal")
                    .leaf("cbc:TaxableAmount", amount(share.base()), "currencyID", invoice.currency())
                    .leaf("cbc:TaxAmount", amount(share.tax()), "currencyID", invoice.currency());
            category("cac:TaxCategory", share.category(), share.rate(), true);
            out.close();
        }
        out.close();
    }

    private void category(String name, String told, @Nullable BigDecimal rate, boolean reason) {
        String category = InvoiceWriting.category(told, rate);
        out.open(name).leaf("cbc:ID", category);
        if (!category.equals("O")) {
            out.leaf("cbc:Percent", rate == null ? BigDecimal.ZERO : rate);
        }
        if (reason && category.equals("E")) {
            out.leaf("cbc:TaxExemptionReason", "exempt");
        }
        out.open("cac:TaxScheme").leaf("cbc:ID", "VAT").close().close();
    }

    private void sums() {
        Totals totals = invoice.totals();
        String currency = invoice.currency();
        BigDecimal lines = totals.lines() == null ? totals.net() : totals.lines();
        BigDecimal payable = totals.payable() == null ? totals.gross() : totals.payable();
        out.open("cac:LegalMonetaryTotal")
                .leaf("cbc:LineExtensionAmount", amount(lines), "currencyID", currency)
                .leaf("cbc:TaxExclusiveAmount", amount(totals.net()), "currencyID", currency)
                .leaf("cbc:TaxInclusiveAmount", amount(totals.gross()), "currencyID", currency)
                .leaf("cbc:PrepaidAmount", amount(totals.prepaid()), "currencyID", currency)
                .leaf("cbc:PayableRoundingAmount", amount(totals.rounding()), "currencyID", currency)
                .leaf("cbc:PayableAmount", amount(payable), "currencyID", currency)
                .close();
    }

    private void line(Line line) {
        boolean turned = InvoiceWriting.turned(line);
        BigDecimal quantity = line.quantity() == null ? BigDecimal.ONE : line.quantity();
        BigDecimal price = line.price() == null ? line.net() : line.price();
        out.open(credit ? "cac:CreditNoteLine" : "cac:InvoiceLine")
                .leaf("cbc:ID", line.id())
                .leaf(
                        credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity",
                        turned ? quantity.negate() : quantity,
                        "unitCode",
                        line.unit().isEmpty() ? Units.ONE : line.unit())
                .leaf("cbc:LineExtensionAmount", amount(line.net()), "currencyID", invoice.currency())
                .open("cac:Item")
                .leaf("cbc:Description", line.spec())
                .leaf("cbc:Name", line.name());
        category("cac:ClassifiedTaxCategory", line.category(), line.rate(), false);
        out.close()
                .open("cac:Price")
                .leaf(
                        "cbc:PriceAmount",
                        amount(turned && price != null ? price.negate() : price),
                        "currencyID",
                        invoice.currency())
                .close()
                .close();
    }
}
