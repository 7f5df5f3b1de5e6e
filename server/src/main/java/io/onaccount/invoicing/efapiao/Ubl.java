package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Discount;
import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** UBL 2.1 Invoice and CreditNote, as EN 16931 binds them (XRechnung, Peppol and others keep to that). */
final class Ubl {
    static final String INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
    static final String CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";

    private final Xml root;
    private final Draft draft;
    private final Tied tied;

    private Ubl(Xml root) {
        this.root = root;
        this.draft = new Draft(root.name().equals("CreditNote") ? Syntax.UBL_CREDIT_NOTE : Syntax.UBL_INVOICE);
        this.tied = new Tied(draft);
    }

    static boolean is(Xml root) {
        return root.namespace().equals(INVOICE) || root.namespace().equals(CREDIT_NOTE);
    }

    static Draft read(Xml root) {
        Ubl reading = new Ubl(root);
        reading.header();
        reading.parties();
        reading.payment();
        reading.sums();
        reading.lines();
        reading.tied.check();
        return reading.draft;
    }

    private void header() {
        draft.profile = root.text("CustomizationID", "ProfileID");
        draft.number = root.text("ID");
        draft.issued = draft.day("issued", root.text("IssueDate"));
        draft.due =
                draft.day("due", root.text("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"));
        draft.currency = root.text("DocumentCurrencyCode");
        if (draft.currency.isEmpty()) {
            draft.currency = root.first("LegalMonetaryTotal/PayableAmount").attribute("currencyID");
        }
        draft.kind = draft.syntax == Syntax.UBL_CREDIT_NOTE ? Kind.CREDIT_NOTE : kind(root.text("InvoiceTypeCode"));
        draft.credit = draft.kind == Kind.CREDIT_NOTE;
        draft.note = joined(root.all("Note"));
        root.all("BillingReference/InvoiceDocumentReference|CreditNoteDocumentReference/ID").stream()
                .map(Xml::text)
                .filter(id -> !id.isEmpty())
                .forEach(draft.originals::add);
    }

    /** By UNCL 1001. */
    static Kind kind(String code) {
        return switch (code) {
            case "380",
                    "82",
                    "325",
                    "326",
                    "80",
                    "84",
                    "130",
                    "202",
                    "203",
                    "204",
                    "211",
                    "295",
                    "383",
                    "387",
                    "388",
                    "390",
                    "393",
                    "394",
                    "395",
                    "456",
                    "457",
                    "527",
                    "575",
                    "623",
                    "633",
                    "751",
                    "780",
                    "817",
                    "870",
                    "875",
                    "876",
                    "877",
                    "935" -> Kind.COMMERCIAL;
            case "381", "81", "83", "261", "262", "296", "308", "396", "420", "458", "532" -> Kind.CREDIT_NOTE;
            case "384" -> Kind.CORRECTED;
            case "386" -> Kind.PREPAYMENT;
            case "389" -> Kind.SELF_BILLED;
            default -> Kind.OTHER;
        };
    }

    private static String joined(List<Xml> texts) {
        return texts.stream().map(Xml::text).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    private void parties() {
        draft.seller = party(root.first("AccountingSupplierParty/Party"));
        draft.buyer = party(root.first("AccountingCustomerParty/Party"));
    }

    private static Party party(Xml party) {
        Xml address = party.first("PostalAddress");
        String vat = party.all("PartyTaxScheme").stream()
                .filter(scheme ->
                        scheme.text("TaxScheme/ID").toUpperCase(Locale.ROOT).equals("VAT"))
                .map(scheme -> scheme.text("CompanyID"))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseGet(() -> party.text("PartyTaxScheme/CompanyID", "PartyLegalEntity/CompanyID"));
        return new Party(
                Draft.word(party.text("PartyLegalEntity/RegistrationName", "PartyName/Name")),
                Draft.word(vat),
                Draft.word(address.text("StreetName", "AddressLine/Line")),
                Draft.word(address.text("CityName")),
                Draft.word(address.text("PostalZone")),
                Draft.word(address.text("Country/IdentificationCode")),
                Draft.word(party.text("Contact/ElectronicMail")));
    }

    private void payment() {
        draft.terms = joined(root.all("PaymentTerms/Note"));
        Skonto.in(draft.terms).forEach(draft::add);
        for (Xml terms : root.all("PaymentTerms")) {
            BigDecimal percent =
                    draft.number("discount", terms.text("SettlementDiscountPercent", "SettlementDiscountRate"));
            if (percent != null) {
                Xml measure = terms.first("SettlementPeriod/DurationMeasure");
                BigDecimal days = draft.number("discount", measure.text());
                draft.add(new Discount(
                        days == null ? null : Cii.days(draft, days, measure.attribute("unitCode")),
                        draft.day("discount", terms.text("SettlementPeriod/EndDate")),
                        percent,
                        null,
                        draft.number("discount", terms.text("SettlementDiscountAmount"))));
            }
        }
        root.all("PrepaidPayment/PaidAmount").stream()
                .map(paid -> draft.number("prepaid", paid.text()))
                .filter(Objects::nonNull)
                .reduce(BigDecimal::add)
                .ifPresent(paid -> draft.prepaid = Figures.plain(paid));
    }

    private void sums() {
        Xml total = root.first("LegalMonetaryTotal|RequestedMonetaryTotal");
        draft.lineTotal = draft.number("lineTotal", total.text("LineExtensionAmount"));
        draft.allowances = draft.number("allowances", total.text("AllowanceTotalAmount"));
        draft.charges = draft.number("charges", total.text("ChargeTotalAmount"));
        draft.net = draft.number("net", total.text("TaxExclusiveAmount"));
        draft.gross = draft.number("gross", total.text("TaxInclusiveAmount"));
        BigDecimal prepaid = draft.number("prepaid", total.text("PrepaidAmount"));
        draft.prepaid = prepaid == null ? draft.prepaid : prepaid;
        draft.rounding = draft.number("rounding", total.text("PayableRoundingAmount"));
        draft.payable = draft.number("payable", total.text("PayableAmount"));
        Xml tax = taxTotal();
        draft.tax = tax == null ? null : draft.number("tax", tax.text("TaxAmount"));
        if (tax != null) {
            for (Xml share : tax.all("TaxSubtotal")) {
                draft.taxes.add(new TaxShare(
                        share.text("TaxCategory/ID"),
                        draft.number("rate", share.text("TaxCategory/Percent", "Percent")),
                        draft.number("base", share.text("TaxableAmount")),
                        draft.number("tax", share.text("TaxAmount"))));
            }
        }
    }

    /** A second one may tell the tax in the seller's currency. */
    private @Nullable Xml taxTotal() {
        return root.all("TaxTotal").stream()
                .min(Comparator.<Xml, Boolean>comparing(total -> !total.first("TaxAmount")
                                .attribute("currencyID")
                                .equals(draft.currency))
                        .thenComparing(total -> total.all("TaxSubtotal").isEmpty()))
                .orElse(null);
    }

    private void lines() {
        for (Xml line : root.all("InvoiceLine|CreditNoteLine")) {
            Xml item = line.first("Item");
            BigDecimal net = draft.number("net", line.text("LineExtensionAmount"));
            BigDecimal price = draft.number("price", line.text("Price/PriceAmount"));
            BigDecimal per = draft.number("price", line.text("Price/BaseQuantity"));
            BigDecimal quantity = draft.number("quantity", line.text("InvoicedQuantity", "CreditedQuantity"));
            BigDecimal more = BigDecimal.ZERO;
            for (Xml change : line.all("AllowanceCharge")) {
                BigDecimal amount = draft.number("allowances", change.text("Amount"));
                more = amount == null
                        ? more
                        : change.text("ChargeIndicator").equals("true") ? more.add(amount) : more.subtract(amount);
            }
            tied.line(line.text("ID"), quantity, price, per, more, net);
            draft.add(new Line(
                    Draft.word(line.text("ID")),
                    Draft.word(item.text("Name", "Description")),
                    Draft.word(item.text("Name").isEmpty() ? "" : item.text("Description")),
                    line.first("InvoicedQuantity|CreditedQuantity").attribute("unitCode"),
                    quantity,
                    Tied.perUnit(price, per),
                    net,
                    draft.number(
                            "rate",
                            item.text("ClassifiedTaxCategory/Percent", "ClassifiedTaxCategory/TaxScheme/Percent")),
                    item.text("ClassifiedTaxCategory/ID"),
                    draft.number("tax", line.text("TaxTotal/TaxAmount")),
                    false));
        }
    }
}
