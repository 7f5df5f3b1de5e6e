package io.onaccount.invoicing.efapiao;

import io.onaccount.invoicing.efapiao.EInvoice.Discount;
import io.onaccount.invoicing.efapiao.EInvoice.Kind;
import io.onaccount.invoicing.efapiao.EInvoice.Line;
import io.onaccount.invoicing.efapiao.EInvoice.Party;
import io.onaccount.invoicing.efapiao.EInvoice.Syntax;
import io.onaccount.invoicing.efapiao.EInvoice.TaxShare;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * UN/CEFACT CrossIndustryInvoice in all profiles of Factur-X and XRechnung (MINIMUM has no lines, EXTENDED has discount terms), and
 * CrossIndustryDocument of ZUGFeRD 1, which differs in the names of its groups only.
 */
final class Cii {
    private static final String DOCUMENT = "ExchangedDocument|HeaderExchangedDocument|CIExchangedDocument";
    private static final String AGREEMENT =
            "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement|ApplicableCIOHSupplyChainTradeAgreement";
    private static final String SETTLEMENT = "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement";
    private static final String LINE_SETTLEMENT = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement";
    private static final String LINE_AGREEMENT = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement";
    private static final String LINE_DELIVERY = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery";
    private static final String RATE = "RateApplicablePercent|ApplicablePercent";

    /** Lines of EXTENDED that head or explain others and aren't added up. */
    private static final Set<String> NOT_COUNTED = Set.of("GROUP", "INFORMATION");

    private final Xml root;
    private final Xml trade;
    private final Xml settlement;
    private final Draft draft = new Draft(Syntax.CII);
    private final Tied tied = new Tied(draft);

    private Cii(Xml root) {
        this.root = root;
        this.trade = root.first("SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction");
        this.settlement = trade.first(SETTLEMENT);
    }

    static boolean is(Xml root) {
        return root.name().equals("CrossIndustryInvoice") || root.name().equals("CrossIndustryDocument");
    }

    static Draft read(Xml root) {
        Cii reading = new Cii(root);
        reading.header();
        reading.payment();
        reading.sums();
        reading.lines();
        reading.tied.check();
        return reading.draft;
    }

    private void header() {
        Xml document = root.first(DOCUMENT);
        draft.profile = root.text(
                "ExchangedDocumentContext|SpecifiedExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID");
        draft.number = document.text("ID");
        draft.kind = Ubl.kind(document.text("TypeCode"));
        draft.credit = draft.kind == Kind.CREDIT_NOTE;
        draft.issued = day("issued", document.first("IssueDateTime"));
        draft.note = joined(document.all("IncludedNote/Content"));
        draft.currency = settlement.text("InvoiceCurrencyCode");
        if (draft.currency.isEmpty()) {
            draft.currency = settlement
                    .first(
                            "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation/TaxTotalAmount|GrandTotalAmount")
                    .attribute("currencyID");
        }
        Xml agreement = trade.first(AGREEMENT);
        draft.seller = party(agreement.first("SellerTradeParty"));
        draft.buyer = party(agreement.first("BuyerTradeParty"));
        settlement.all("InvoiceReferencedDocument/IssuerAssignedID|ID").stream()
                .map(Xml::text)
                .filter(id -> !id.isEmpty())
                .forEach(draft.originals::add);
    }

    private static String joined(List<Xml> texts) {
        return texts.stream().map(Xml::text).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static Party party(Xml party) {
        Xml address = party.first("PostalTradeAddress");
        String tax = party.all("SpecifiedTaxRegistration/ID").stream()
                .filter(id -> !id.text().isEmpty())
                .min(Comparator.comparing(id -> !id.attribute("schemeID").equals("VA")))
                .map(Xml::text)
                .orElseGet(() -> party.text("SpecifiedLegalOrganization/ID"));
        return new Party(
                Draft.word(party.text("Name", "SpecifiedLegalOrganization/TradingBusinessName")),
                Draft.word(tax),
                Draft.word(address.text("LineOne")),
                Draft.word(address.text("CityName")),
                Draft.word(address.text("PostcodeCode")),
                Draft.word(address.text("CountryID")),
                Draft.word(party.text(
                        "DefinedTradeContact/EmailURIUniversalCommunication/URIID",
                        "DefinedTradeContact/EmailURIUniversalCommunication/CompleteNumber")));
    }

    /** A day in DateTimeString (format 102) or DateTime. */
    private @Nullable LocalDate day(String field, Xml holder) {
        return draft.day(field, holder.text("DateTimeString", "DateTime", "Date"));
    }

    private void payment() {
        List<Xml> all = settlement.all("SpecifiedTradePaymentTerms");
        draft.terms = joined(
                all.stream().flatMap(terms -> terms.all("Description").stream()).toList());
        Skonto.in(draft.terms).forEach(draft::add);
        for (Xml terms : all) {
            LocalDate due = day("due", terms.first("DueDateDateTime"));
            draft.due = due != null && (draft.due == null || due.isAfter(draft.due)) ? due : draft.due;
            for (Xml discount : terms.all("ApplicableTradePaymentDiscountTerms")) {
                discount(discount);
            }
        }
    }

    private void discount(Xml discount) {
        Xml measure = discount.first("BasisPeriodMeasure");
        BigDecimal period = draft.number("discount", measure.text());
        BigDecimal percent = draft.number("discount", discount.text("CalculationPercent"));
        BigDecimal amount = draft.number("discount", discount.text("ActualDiscountAmount"));
        if (percent == null && amount == null) {
            return;
        }
        Discount read = new Discount(
                period == null ? null : days(draft, period, measure.attribute("unitCode")),
                period == null ? day("discount", discount.first("BasisDateTime")) : null,
                percent,
                draft.number("discount", discount.text("BasisAmount")),
                amount);
        // The same step may stand in the words too, there without its base.
        draft.discounts.removeIf(one -> sameStep(one, read));
        draft.add(read);
    }

    private static boolean sameStep(Discount one, Discount other) {
        return one.until() == null
                && other.days() != null
                && other.days().equals(one.days())
                && one.percent() != null
                && other.percent() != null
                && one.percent().compareTo(other.percent()) == 0
                && (one.base() == null || Figures.same(one.base(), other.base()));
    }

    /** Periods in days; weeks are seven of them. What months are depends on where one begins and is left to the words. */
    static @Nullable Integer days(Draft draft, BigDecimal period, String unit) {
        BigDecimal days = unit.equals("WEE") ? period.multiply(BigDecimal.valueOf(7)) : period;
        boolean known = unit.isEmpty() || unit.equals("DAY") || unit.equals("DAYS") || unit.equals("WEE");
        if (!known || days.scale() > 0 || days.signum() < 0 || days.compareTo(BigDecimal.valueOf(9999)) > 0) {
            draft.warn("discount-period", period.toPlainString() + " " + Draft.clean(unit, 10));
            return null;
        }
        return days.intValueExact();
    }

    private void sums() {
        Xml sums = settlement.first(
                "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation");
        draft.lineTotal = draft.number("lineTotal", sums.text("LineTotalAmount"));
        draft.allowances = draft.number("allowances", sums.text("AllowanceTotalAmount"));
        draft.charges = draft.number("charges", sums.text("ChargeTotalAmount"));
        draft.net = draft.number("net", sums.text("TaxBasisTotalAmount"));
        draft.tax = draft.number(
                "tax",
                sums.all("TaxTotalAmount").stream()
                        .filter(tax -> !tax.text().isEmpty())
                        .min(Comparator.comparingInt(tax -> rank(tax.attribute("currencyID"))))
                        .map(Xml::text)
                        .orElse(""));
        draft.gross = draft.number("gross", inCurrency(sums.all("GrandTotalAmount")));
        draft.prepaid = draft.number("prepaid", sums.text("TotalPrepaidAmount"));
        draft.rounding = draft.number("rounding", sums.text("RoundingAmount"));
        draft.payable = draft.number("payable", sums.text("DuePayableAmount"));
        for (Xml tax : settlement.all("ApplicableTradeTax")) {
            draft.taxes.add(new TaxShare(
                    tax.text("CategoryCode"),
                    draft.number("rate", tax.text(RATE)),
                    draft.number("base", tax.text("BasisAmount")),
                    draft.number("tax", tax.text("CalculatedAmount"))));
        }
    }

    private int rank(String currency) {
        return currency.equals(draft.currency) ? 0 : currency.isEmpty() ? 1 : 2;
    }

    private String inCurrency(List<Xml> amounts) {
        return amounts.stream()
                .filter(amount -> !amount.text().isEmpty())
                .min(Comparator.comparingInt(amount -> rank(amount.attribute("currencyID"))))
                .map(Xml::text)
                .orElse("");
    }

    private void lines() {
        for (Xml item : trade.all("IncludedSupplyChainTradeLineItem")) {
            Xml document = item.first("AssociatedDocumentLineDocument");
            Xml product = item.first("SpecifiedTradeProduct");
            Xml own = item.first(LINE_SETTLEMENT);
            Xml quantity = item.first(LINE_DELIVERY).first("BilledQuantity");
            Xml priced = item.first(LINE_AGREEMENT).first("NetPriceProductTradePrice");
            BigDecimal net = draft.number(
                    "net",
                    own.text(
                            "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation/LineTotalAmount"));
            if (NOT_COUNTED.contains(document.text("LineStatusReasonCode"))
                    || (net == null && product.isEmpty())) { // ZUGFeRD 1 writes notes as lines
                continue;
            }
            BigDecimal count = draft.number("quantity", quantity.text());
            BigDecimal price = draft.number("price", priced.text("ChargeAmount"));
            BigDecimal per = draft.number("price", priced.text("BasisQuantity"));
            BigDecimal more = BigDecimal.ZERO;
            for (Xml change : own.all("SpecifiedTradeAllowanceCharge")) {
                BigDecimal amount = draft.number("allowances", change.text("ActualAmount"));
                more = amount == null
                        ? more
                        : change.text("ChargeIndicator/Indicator").equals("true")
                                ? more.add(amount)
                                : more.subtract(amount);
            }
            tied.line(document.text("LineID"), count, price, per, more, net);
            draft.add(new Line(
                    Draft.word(document.text("LineID")),
                    Draft.word(product.text("Name", "Description")),
                    Draft.word(product.text("Name").isEmpty() ? "" : product.text("Description")),
                    quantity.attribute("unitCode"),
                    count,
                    Tied.perUnit(price, per),
                    net,
                    draft.number("rate", own.text("ApplicableTradeTax/" + RATE)),
                    own.text("ApplicableTradeTax/CategoryCode"),
                    null,
                    false));
        }
    }
}
