package io.onaccount.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.onaccount.browser.Office.EN;
import static io.onaccount.browser.Office.ZH;
import static io.onaccount.browser.Office.aside;
import static io.onaccount.browser.Office.at;
import static io.onaccount.browser.Office.field;
import static io.onaccount.browser.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a company scores its customers: a scorecard and a strategy as drafts, published, run; proposals taken or not; both tried on the past. */
class ScoringJourneyTest {
    private static final String GOOD = "苏州恒达装饰工程有限公司";
    private static final String BAD = "无锡永丰管业有限公司";

    private static Office office;

    @BeforeAll
    static void open() {
        office = new Office("credit credit-controller", "finance finance-director");
        scored(GOOD, "200000", "0");
        scored(BAD, "90000", "1");
    }

    /** A customer with a limit, something owed, and what a court says. */
    private static void scored(String name, String limit, String listed) {
        String customer = office.customer(name);
        LocalDate today = office.today();
        office.owes(customer, "3000", today.minusDays(20), today.plusDays(40), "");
        office.put(
                "/credit-accounts/" + customer,
                "{\"limit\":\"" + limit + "\",\"status\":\"NORMAL\",\"reason\":\"首次授信\"}");
        for (String fact : new String[] {"COURT_LISTED", "TAX_LISTED"}) {
            office.post(
                    "/credit-scores/" + customer + "/facts",
                    "{\"factor\":\"" + fact + "\",\"value\":\"" + listed + "\",\"validOn\":\"" + today
                            + "\",\"provider\":\"court\"}");
        }
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @Test
    void fromTheDraftToTheProposalAndTheTrial() {
        Page page = office.person("credit", ZH, 1280);
        scorecardIsPublished(page);
        strategyIsPublished(page);
        scoresAreMade(page);
        proposalsAreDecided(page);
        triedOnThePast(page);
        office.nothingThrown();
    }

    private static void scorecardIsPublished(Page page) {
        page.navigate("/credit/scorecard");
        Locator weight = page.getByLabel(words(ZH, "factor.COURT_LISTED") + " " + words(ZH, "score.weight"));
        weight.fill("900");
        page.locator("#least-known").fill("0");
        Browser.press(page, words(ZH, "rulebook.keep"));
        // What is wrong is told by the factor's name, not by a path only a program reads.
        assertThat(page.locator(".ant-alert-error")).containsText(words(ZH, "factor.COURT_LISTED"));
        assertThat(page.locator(".ant-alert-error")).not().containsText("factors[");
        weight.fill("30");
        button(page, "rulebook.keep").dblclick();
        assertThat(button(page, "rulebook.publish")).isVisible();
        assertThat(page.locator(".ant-alert-error")).hasCount(0);
        published(page);
        assertThat(page.getByText(words(ZH, "rulebook.inForce").replace("{version}", "1")))
                .isVisible();
    }

    private static void strategyIsPublished(Page page) {
        page.navigate("/credit/strategy");
        Locator term = page.getByLabel("A " + words(ZH, "strategy.termDays"));
        term.fill("5000");
        button(page, "rulebook.keep").click();
        assertThat(page.locator(".ant-alert-error")).containsText("A");
        assertThat(page.locator(".ant-alert-error")).not().containsText("rules[");
        // Going back to what was: the page shows it again.
        button(page, "rulebook.undo").click();
        assertThat(term).not().hasValue("5,000");
        term.fill("50");
        button(page, "rulebook.keep").dblclick();
        published(page);
    }

    private static void published(Page page) {
        button(page, "rulebook.publish").click();
        page.getByRole(AriaRole.DIALOG).locator("button.ant-btn-primary").last().dblclick();
        assertThat(button(page, "rulebook.publish")).hasCount(0);
    }

    private static void scoresAreMade(Page page) {
        page.navigate("/credit/scores");
        button(page, "score.run").dblclick();
        assertThat(page.getByRole(AriaRole.LINK)
                        .filter(new Locator.FilterOptions().setHasText(GOOD))
                        .first())
                .isVisible();
        assertThat(office.count("score-runs")).isEqualTo(1);
        assertThat(office.count("credit-scores")).isEqualTo(2);
    }

    private static void proposalsAreDecided(Page page) {
        page.navigate("/credit/proposals");
        assertThat(row(page, GOOD)).isVisible();
        row(page, BAD).locator("input[type=checkbox]").check();
        bulk(page, "proposal.accept");
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);

        row(page, GOOD).locator("input[type=checkbox]").check();
        bulk(page, "proposal.reject");
        refused(page, 1); // without a reason
        aside(page, words(ZH, "hold.reason")).fill("已有抵押担保");
        Browser.submitTwice(page);
        assertThat(Browser.drawer(page)).hasCount(0);
        assertThat(row(page, GOOD)).containsText(office.server(ZH, "state.credit-proposal.REJECTED"));
        assertThat(row(page, BAD)).containsText(office.server(ZH, "state.credit-proposal.ACCEPTED"));
    }

    private static Locator row(Page page, String name) {
        return page.locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(name))
                .first();
    }

    private static void bulk(Page page, String key) {
        page.getByRole(AriaRole.STATUS)
                .locator("button")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile(spaced(words(ZH, key)))))
                .click();
    }

    private static void triedOnThePast(Page page) {
        page.navigate("/credit/trials");
        field(page, words(ZH, "pastTrial.windowDays")).fill("1");
        button(page, "pastTrial.runBackTest").click();
        assertThat(page.locator(".ant-message-error, .ant-alert-error, .said.error")
                        .first())
                .isVisible();
        field(page, words(ZH, "pastTrial.windowDays")).fill("30");
        button(page, "pastTrial.runBackTest").dblclick();
        at(page, "credit/trials");
        assertThat(page.getByText(words(ZH, "pastTrial.answer"))).isVisible();
        page.goBack();
        button(page, "pastTrial.runSimulation").dblclick();
        at(page, "credit/trials");
        assertThat(page.locator("h1").last()).hasText(words(ZH, "pastTrial.SIMULATION"));
        assertThat(office.count("credit-trials")).isEqualTo(2);

        // The finance director reads the answer on the phone.
        Page phone = office.person("finance", EN, 360);
        phone.navigate("/credit/trials");
        phone.locator(".oa-items a").first().click();
        at(phone, "credit/trials");
        assertThat(phone.locator("h1").last()).isVisible();
        phone.goBack();
        assertThat(phone.locator(".oa-items a")).hasCount(2);
    }

    private static Locator button(Page page, String key) {
        return page.locator("main button")
                .filter(new Locator.FilterOptions()
                        .setHasText(Pattern.compile("^\\s*" + spaced(words(ZH, key)) + "\\s*$")));
    }

    /** Ant Design puts a blank between two Chinese characters. */
    private static String spaced(String words) {
        return words.length() == 2 ? words.charAt(0) + "\\s?" + words.charAt(1) : words;
    }

    private static String words(String locale, String key) {
        return Browser.words(locale, "credit", key);
    }
}
