package io.onaccount.demo;

import io.onaccount.invoicing.IncomingInvoices;
import io.onaccount.invoicing.InvoiceApplication;
import io.onaccount.invoicing.InvoiceApplications;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Companies;
import io.onaccount.organization.Company;
import io.onaccount.platform.db.Database;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the tax platform gave for two applications and the accountant has not registered yet: one that ties, and one with another total. */
@Component
@Order(100)
final class DemoInvoiceFiles implements DemoChapter {
    private static final int FILES = 2;

    private final IncomingInvoices incoming;
    private final InvoiceApplications applications;
    private final Companies companies;
    private final Database database;

    DemoInvoiceFiles(
            IncomingInvoices incoming, InvoiceApplications applications, Companies companies, Database database) {
        this.incoming = incoming;
        this.applications = applications;
        this.companies = companies;
        this.database = database;
    }

    @Override
    public void run(DemoStaff staff, List<UUID> customers, LocalDate today) {
        Actor accountant = staff.on("accountant", today);
        database.write(accountant.company(), tx -> {
            Company company = companies.get(tx);
            List<UUID> waiting = tx.list(
                    "select h.id from document.header h where h.company_id = ? and h.kind = ? and h.state = ? order by h.number limit "
                            + FILES,
                    row -> row.uuid("id"),
                    tx.company(),
                    "invoice-application",
                    "SUBMITTED");
            for (int i = 0; i < waiting.size(); i++) {
                InvoiceApplication asked = applications.find(tx, accountant, waiting.get(i));
                String number = "26322000000%09d".formatted(900_000_001 + i);
                BigDecimal more = i == 0 ? BigDecimal.ZERO : BigDecimal.ONE;
                incoming.keep(
                        tx,
                        accountant,
                        "dzfp_" + number + ".xml",
                        file(company, asked, number, more, today).getBytes(StandardCharsets.UTF_8));
            }
            return waiting.size();
        });
    }

    private static String file(
            Company company, InvoiceApplication asked, String number, BigDecimal more, LocalDate today) {
        StringBuilder lines = new StringBuilder();
        asked.lines()
                .forEach(line -> lines.append("<IssuItemInformation>")
                        .append(tag("ItemName", "*建筑材料*" + line.name()))
                        .append(tag("SpecMod", line.specification()))
                        .append(tag("MeaUnits", line.unit()))
                        .append(tag("Quantity", plain(line.quantity())))
                        .append(tag("UnPrice", plain(line.net().divide(line.quantity(), 13, RoundingMode.HALF_UP))))
                        .append(tag("Amount", plain(line.net())))
                        .append(tag("TaxRate", plain(line.taxRate())))
                        .append(tag("ComTaxAm", plain(line.tax())))
                        .append("</IssuItemInformation>"));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><EInvoice><Header>" + tag("EIid", number)
                + "<InherentLabel><GeneralOrSpecialVAT><LabelCode>02</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData><SellerInformation>"
                + tag("SellerIdNum", company.settings().letterhead().taxNumber()) + tag("SellerName", company.name())
                + "</SellerInformation><BuyerInformation>"
                + tag("BuyerIdNum", asked.buyer().taxNumber())
                + tag("BuyerName", asked.buyer().title()) + "</BuyerInformation><BasicInformation>"
                + tag("TotalAmWithoutTax", plain(asked.net().add(more)))
                + tag("TotalTaxAm", plain(asked.tax()))
                + tag("TotalTax-includedAmount", plain(asked.total().add(more)))
                + "</BasicInformation>" + lines + "</EInvoiceData><TaxSupervisionInfo>"
                + tag("InvoiceNumber", number)
                + tag("IssueTime", today.toString()) + "</TaxSupervisionInfo></EInvoice>";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static String tag(String name, String text) {
        return text.isEmpty()
                ? ""
                : "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">";
    }
}
