package io.palyra.connectors.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * Goal: an operator sees in a browser what is true, and does there what his role lets him.
 *
 * <p>Method: a real program with messages in every state, Chromium, and no other client of the API than the pages. What a page
 * complains of, such as a script that its policy refuses, fails the test. Pictures of the pages are in {@code target/console}.
 */
class ConsoleIT {

    private static final String ECHO = "/admin/v1/channels/echo:default";
    private static final String RISKY = "/admin/v1/channels/echo:risky";
    private static final String ADMIN = "admin-t0ken";
    private static final String VIEWER = "viewer-t0ken";

    /** Markup, a change of direction, a terminal's escapes, a face, and more than a screen. */
    private static final String HOSTILE =
            "<img src=x onerror=alert(1)><script>document.title='taken'</script>\\u202egnirts"
                    + " \\u001b[31mred \\ud83d\\ude00 " + "long".repeat(2_000);

    private static ProgramUnderTest program;
    private static String console;
    private Browser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        program = ProgramUnderTest.in(folder)
                .settings(
                        "palyra.admin.token=" + ADMIN,
                        "palyra.admin.tokens.watch.token=" + VIEWER,
                        "palyra.admin.tokens.watch.role=viewer",
                        "palyra.connectors.echo.risky.enabled=true",
                        "palyra.connectors.echo.risky.idempotent=false")
                .admin()
                .start();
        console = "http://127.0.0.1:" + program.port() + "/console/";
        say(ECHO, "said", "c", "hello");
        say(ECHO, "hostile", "<b>c</b>", HOSTILE);
        say(ECHO, "dead", "d", "[permanent] " + HOSTILE);
        say(RISKY, "open", "u", "[unknown-once]");
    }

    private static void say(String connector, String envelope, String conversation, String text) {
        AdminClient.Reply sent = program.client()
                .post(
                        connector + "/messages/send",
                        "{'envelope_id':'" + envelope + "','conversation_id':'" + conversation + "','text':\""
                                + text.replace('\'', '’') + "\"}",
                        "Authorization",
                        "Bearer " + ADMIN);
        assertThat(sent.status()).isEqualTo(202);
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @BeforeEach
    void openBrowser() {
        browser = Browser.open(console);
    }

    @AfterEach
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private void logIn(String token) {
        browser.driver().get(console);
        browser.await(
                page -> page.findElement(By.cssSelector("input[name=token]")).isDisplayed());
        browser.driver().findElement(By.cssSelector("input[name=token]")).sendKeys(token, Keys.ENTER);
        browser.await(page -> browser.title().equals("Overview"));
        // That nobody was logged in is an answer of the API
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/");
        pages.put("connector", "/connectors/echo%3Adefault");
        pages.put("conversations", "/connectors/echo%3Adefault/conversations");
        pages.put("message", "/connectors/echo%3Adefault/messages/said");
        pages.put("message-hostile", "/connectors/echo%3Adefault/messages/hostile");
        pages.put("message-dead", "/connectors/echo%3Adefault/messages/dead");
        pages.put("message-unknown", "/connectors/echo%3Arisky/messages/open");
        pages.put("access", "/connectors/echo%3Adefault/access");
        pages.put("failures", "/failures");
        pages.put("search", "/search?q=hostile");
        pages.put("approvals", "/approvals");
        pages.put("nodes", "/nodes");
        pages.put("audit", "/audit");
        pages.put("routes", "/routes");
        pages.put("settings", "/settings");
        pages.put("play", "/play");
        pages.put("add", "/add");
        return pages;
    }

    @Test
    void eachPageShowsWhatItIsAboutAndComplainsOfNothing() throws Exception {
        logIn(ADMIN);
        for (Map.Entry<String, String> page : pages().entrySet()) {
            browser.show(page.getValue());
            browser.picture(page.getKey());
            assertThat(browser.complaints()).as(page.getKey()).isEmpty();
            assertThat(browser.driver().getTitle()).as(page.getKey()).endsWith("Palyra Connectors");
        }
        for (int width : new int[] {1024, 390}) {
            browser.size(width, 900);
            for (String page : new String[] {"overview", "connector", "message", "failures"}) {
                browser.show(pages().get(page));
                browser.picture(page + "-" + width);
            }
        }
    }

    /** By WCAG 2.1, levels A and AA, as far as a program can tell. */
    @Test
    void eachPageCanBeUsedByEverybody() {
        browser.driver().get(console);
        browser.await(
                page -> page.findElement(By.cssSelector("input[name=token]")).isDisplayed());
        assertThat(browser.violations()).as("login").isEmpty();
        logIn(ADMIN);
        pages().forEach((page, place) -> {
            browser.show(place);
            assertThat(browser.violations()).as(page).isEmpty();
        });
    }

    @Test
    void whatComesFromAPlatformIsNeverMarkup() {
        logIn(ADMIN);
        for (String page : new String[] {"message-hostile", "message-dead", "search", "conversations", "failures"}) {
            browser.show(pages().get(page));
            assertThat(browser.driver().findElements(By.cssSelector("main img, main b, main script")))
                    .as(page)
                    .isEmpty();
            assertThat(browser.driver().getTitle()).as(page).doesNotContain("taken");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatHappensIsSeenWithoutAReload() {
        logIn(ADMIN);
        browser.show("/connectors/echo%3Adefault");

        say(ECHO, "live-one", "live", "[permanent] live");

        browser.awaitText("live-one");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSessionThatEndsElsewhereEndsHere() {
        logIn(ADMIN);

        program.client().delete("/admin/v1/session?all=true", "Authorization", "Bearer " + ADMIN);

        browser.await(
                page -> page.findElement(By.cssSelector("input[name=token]")).isDisplayed());
    }

    @Test
    void aWrongTokenIsRefusedInWords() {
        browser.driver().get(console);
        browser.await(
                page -> page.findElement(By.cssSelector("input[name=token]")).isDisplayed());
        browser.driver().findElement(By.cssSelector("input[name=token]")).sendKeys("wrong", Keys.ENTER);

        browser.awaitText("This is no token of this program.");
    }

    @Test
    void whoOnlyReadsSeesNoTextAndNothingToDo() {
        logIn(VIEWER);
        browser.show("/connectors/echo%3Adefault/messages/said");

        assertThat(browser.text()).doesNotContain("hello");
        browser.show("/connectors/echo%3Adefault");
        assertThat(browser.named("Pause").isEnabled()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAddressThatLeadsNowhereSaysSo() {
        logIn(ADMIN);
        for (String place : new String[] {
            "/connectors/echo%3Agone", "/connectors/a%2Fb%00", "/connectors/echo%3Adefault/messages/nobody", "/nothing"
        }) {
            browser.driver().get(console + "#" + place);
            browser.await(page -> !page.findElements(By.cssSelector("main")).isEmpty()
                    && page.findElement(By.cssSelector("main")).getText().length() > 10);
            assertThat(browser.driver().findElement(By.cssSelector("nav")).isDisplayed())
                    .as(place)
                    .isTrue();
        }
    }
}
