package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Browser.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.onaccount.invoicing.efapiao.EInvoice;
import io.onaccount.invoicing.efapiao.InvoiceFiles;
import io.onaccount.invoicing.efapiao.ReadInvoice.Read;
import io.onaccount.organization.Organization;
import io.onaccount.organization.Organization.NewCompany;
import io.onaccount.organization.Organization.NewMember;
import io.onaccount.organization.Scope.Level;
import io.onaccount.testing.Http;
import io.onaccount.testing.Http.Answer;
import io.onaccount.testing.TestApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Finance drops what the tax platform gave: the application is issued with the number in the file, and the invoice goes on as data. */
class InvoiceFilesJourneyTest {
    private static final String PASSWORD = "long-enough-2026";
    private static final String NUMBER = "26322000000000000001";
    private static final String BUYER = "苏州恒达装饰工程有限公司";

    private static TestApplication application;
    private static Browser browser;

    @BeforeAll
    static void open() {
        application = Browser.application();
        browser = new Browser(application.url());
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @ParameterizedTest(name = "{0}, {1} px")
    @CsvSource({"zh-CN, 1280", "en, 360"})
    void fromTheFileToTheInvoice(String locale, int width) throws IOException {
        String at = "-f" + locale.substring(0, 2);
        application
                .bean(Organization.class)
                .found(
                        NewCompany.named("读票" + at),
                        List.of(),
                        List.of(
                                NewMember.of("boss" + at, "王敏", PASSWORD, Level.ALL, "administrator"),
                                NewMember.of("books" + at, "孙静", PASSWORD, Level.ALL, "accountant")));
        applied(Http.at(application).signIn("boss" + at, PASSWORD));
        Answer told = Http.at(application)
                .signIn("books" + at, PASSWORD)
                .call("PUT", "/me/preferences", "{\"locale\":\"" + locale + "\"}");
        assertThat(told.status()).as(told.toString()).isBetween(200, 204);
        Page page = browser.signedIn("books" + at, PASSWORD, locale, width, 860);
        page.navigate("/invoice-files");
        page.locator("input[type=file]").setInputFiles(new FilePayload[] {
            new FilePayload("dzfp.xml", "text/xml", fapiao()),
            new FilePayload("notes.xml", "text/xml", "<notes/>".getBytes(StandardCharsets.UTF_8))
        });
        assertThat(page.getByText(NUMBER).first()).isVisible();
        assertThat(page.getByText("notes.xml").first()).isVisible();
        press(page, Browser.words(locale, "invoicing", "files.take").replace("{count}", "1"));
        page.getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText(NUMBER))
                .first()
                .click();
        page.waitForURL("**/sales-invoices/*");
        assertThat(page.getByText("1,816.00").first()).isVisible();
        Download download = page.waitForDownload(
                () -> page.locator("a[href$='/ubl']").first().click());
        EInvoice given = ((Read) InvoiceFiles.read(Files.readAllBytes(download.path()), "ubl.xml")).invoice();
        assertThat(given.number()).isEqualTo(NUMBER);
        assertThat(given.totals().gross()).isEqualByComparingTo("1816");
        assertThat(browser.errors()).as("what pages threw").isEmpty();
    }

    private static byte[] fapiao() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <EInvoice><Header><EIid>%s</EIid><InherentLabel><GeneralOrSpecialVAT><LabelCode>02</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header>
                <EInvoiceData><BuyerInformation><BuyerName>%s</BuyerName><BuyerIdNum>91320500MA1XXXXX0A</BuyerIdNum></BuyerInformation>
                <SellerInformation><SellerName>读票</SellerName></SellerInformation>
                <BasicInformation><TotalAmWithoutTax>1607.08</TotalAmWithoutTax><TotalTaxAm>208.92</TotalTaxAm><TotalTax-includedAmount>1816.00</TotalTax-includedAmount></BasicInformation>
                <IssuItemInformation><ItemName>*石膏*石膏板</ItemName><MeaUnits>张</MeaUnits><Quantity>20</Quantity><Amount>1607.08</Amount><TaxRate>0.13</TaxRate><ComTaxAm>208.92</ComTaxAm></IssuItemInformation>
                </EInvoiceData><TaxSupervisionInfo><InvoiceNumber>%1$s</InvoiceNumber><IssueTime>%3$s</IssueTime></TaxSupervisionInfo></EInvoice>""".formatted(NUMBER, BUYER, LocalDate.now(ZoneId.of("Asia/Shanghai")))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void applied(Http boss) {
        letterhead(boss);
        SoldGoods sold = SoldGoods.delivered(boss, BUYER);
        String asked = SoldGoods.made(boss.post(
                        "/invoice-applications",
                        "{\"customer\":\"" + sold.customer()
                                + "\",\"kind\":\"DIGITAL_ORDINARY\",\"lines\":[{\"delivery\":\"" + sold.delivery()
                                + "\",\"position\":1,\"quantity\":\"20\"}]}"))
                .path("id")
                .asString();
        SoldGoods.made(boss.post("/invoice-applications/" + asked + "/submission", "{}"));
    }

    /** The company's tax number, without which an e-invoice can't be given out. */
    private static void letterhead(Http boss) {
        ObjectNode company = (ObjectNode) boss.get("/company").json();
        company.remove(List.of("id", "baseCurrency", "version"));
        ((ObjectNode) company.path("settings").path("letterhead")).put("taxNumber", "91310110666007217T");
        SoldGoods.made(boss.call("PUT", "/company", company.toString()));
    }
}
