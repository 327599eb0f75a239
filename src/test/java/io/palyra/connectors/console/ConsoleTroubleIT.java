package io.palyra.connectors.console;

import static io.palyra.connectors.console.ConsoleUnderTest.ADMIN;
import static io.palyra.connectors.console.ConsoleUnderTest.ECHO;
import static io.palyra.connectors.console.ConsoleUnderTest.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Transactions;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/**
 * Goal: the console tells the truth also when something is wrong with its surroundings.
 *
 * <p>Method: a real program and Chromium, to which one thing at a time happens: the program goes, the session ends, the clock is
 * wrong, a proxy stands between, there is more than a page can hold.
 */
class ConsoleTroubleIT {

    private static final ConnectorId ECHO_ID = ConnectorId.of("echo:default");
    private static final String CONNECTOR = "/connectors/echo%3Adefault";
    private static final int CONNECTORS = 500;
    private static final int LINE_CHARS = 128 * 1024;

    /** Of a long text a page shows so many. */
    private static final int CUT_CHARS = 400;

    private static final String PREFIX = "/palyra";

    /** When the overview is there, as the page's own clock says it. */
    private static final String FIRST_VIEW = """
            const look = () => document.querySelector('main[aria-busy=false] table') === null
                ? requestAnimationFrame(look) : (window.firstViewMs = performance.now());
            requestAnimationFrame(look);
            """;

    /** An hour ahead. */
    private static final String WRONG_CLOCK = """
            const Right = Date;
            window.Date = class extends Right {
                constructor(...given) { given.length === 0 ? super(Right.now() + 3600000) : super(...given); }
                static now() { return Right.now() + 3600000; }
            };
            """;

    /** As of many connectors: too long for a request. What the page waits for comes soon. */
    private static final String LONG_IDS = """
            const Right = EventSource;
            window.streams = 0;
            window.EventSource = class extends Right {
                constructor(url) {
                    super(url.includes('last_event_id') ? url + 'x'.repeat(5000) : url);
                    window.streams++;
                }
            };
            const later = window.setTimeout;
            window.setTimeout = (run, ms) => later(run, Math.min(ms, 500));
            """;

    private static final String NO_COOKIES = """
            const ask = window.fetch;
            window.fetch = (url, options) => ask(url, {...options, credentials: 'omit'});
            """;

    private static ConsoleUnderTest console;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        console = ConsoleUnderTest.start(folder, setup -> setup.settings("palyra.http.allowed-hosts=ops.example.com"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (console != null) {
            console.close();
        }
    }

    @AfterEach
    void nothingIsComplainedOf() {
        assertThat(console.browser().complaints()).isEmpty();
    }

    /** What the tests have caused themselves. */
    private static void forgive(String... words) {
        assertThat(console.browser().complaints())
                .allMatch(complaint -> Arrays.stream(words).anyMatch(complaint::contains));
    }

    @Test
    void whatHappensIsSeenWithoutAReload() {
        Browser browser = console.as(ADMIN);
        browser.show(CONNECTOR);

        console.say(ECHO, "live-one", "live", "[permanent] live");

        browser.awaitText("live-one");
    }

    @Test
    void whatIsDoneInOneTabIsSeenInTheOther() {
        Browser browser = console.as(ADMIN);
        browser.show(CONNECTOR);
        String first = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.show(CONNECTOR);

        browser.press("Pause");
        browser.write("reason", "by the second tab");
        browser.press("Pause");
        browser.awaitText("by the second tab");
        String second = browser.driver().getWindowHandle();
        browser.driver().switchTo().window(first);

        browser.awaitText("by the second tab");
        browser.press("Resume");
        browser.named("Pause");
        browser.driver().switchTo().window(second);
        browser.named("Pause");
        browser.driver().close();
        browser.driver().switchTo().window(first);
    }

    @Test
    void aLostProgramIsSaidAndComesBack() throws Exception {
        Browser browser = console.as(ADMIN);
        browser.show(CONNECTOR);

        console.program().stop();

        browser.awaitText("Connection lost since");
        browser.driver().get(console.address() + "#/failures");
        browser.awaitText("Trying again.");

        console.program().startAgain();

        browser.await(page -> !browser.text().contains("Connection lost"));
        browser.await(page -> browser.title().equals("Failures"));
        browser.awaitText("live");
        forgive("ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "ERR_INCOMPLETE", "503");
    }

    @Test
    void whoseSessionEndsComesBackToTheSamePage() {
        Browser browser = console.as(ADMIN);
        browser.show("/nodes");
        browser.press("Log out");
        browser.named("Cancel");

        console.program().client().delete("/admin/v1/session?all=true", ConsoleUnderTest.bearer(ADMIN));

        console.awaitLogin();
        assertThat(browser.driver().findElements(By.cssSelector("dialog"))).isEmpty();
        browser.awaitText("Your session has ended.");
        console.logIn(ADMIN);
        browser.await(page -> browser.title().equals("Nodes"));
    }

    @Test
    void whoLogsOutEverywhereIsOutInEachTab() {
        Browser browser = console.as(ADMIN);
        browser.show("/nodes");
        browser.press("Log out");
        browser.driver().findElement(By.cssSelector("dialog input[name=all]")).click();
        browser.press("Log out");

        console.awaitLogin();
        forgive("401");
    }

    /** The cookie is the browser's, and not the tab's. */
    @Test
    void whoLogsInAnewInOneTabIsWhoActsInTheOther() {
        Browser browser = console.as(ADMIN);
        browser.show(CONNECTOR);
        String first = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.show("/nodes");
        browser.press("Log out");
        browser.press("Log out");
        console.logIn(VIEWER);
        String second = browser.driver().getWindowHandle();
        browser.driver().switchTo().window(first);

        browser.awaitText("You are watch now.");
        browser.await(page -> !browser.pressable().contains("Pause"));

        browser.driver().switchTo().window(second);
        browser.driver().close();
        browser.driver().switchTo().window(first);
        forgive("401");
    }

    @Test
    void aWrongTokenIsRefusedInWords() {
        console.leave();
        console.awaitLogin().sendKeys("wrong", Keys.ENTER);

        console.browser().awaitText("This is no token of this program.");
        forgive("401");
    }

    /** As where another cookie stands in the way, or the browser takes none. */
    @Test
    void whoLogsInAndIsNotKnownThenIsToldWhy() {
        console.leave();
        Browser browser = console.browser();
        String script = browser.runFirst(NO_COOKIES);
        browser.driver().navigate().refresh();
        console.awaitLogin().sendKeys(ADMIN, Keys.ENTER);

        browser.awaitText("Another cookie stands in the way of your session");
        browser.runNoMore(script);
        forgive("401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connectors/echo%3Agone",
                "/connectors/a%2Fb%00",
                "/connectors/%00",
                "/connectors/..%2F..%2Fetc",
                "/connectors/echo%3Adefault/messages/nobody",
                "/connectors/echo%3Adefault/messages/a%2Fb%00",
                "/connectors/echo%3Agone/conversations",
                "/connectors/echo%3Agone/access",
                "/failures/echo%3Agone/outbound/dead",
                "/approvals/nobody",
                "/connectors/%zz",
                "/nothing"
            })
    void anAddressThatLeadsNowhereSaysSoAndShowsAWayOut(String place) {
        Browser browser = console.as(ADMIN);
        browser.show(place);

        assertThat(browser.title()).isNotEmpty();
        browser.press("To the overview");
        browser.await(page -> browser.title().equals("Overview"));
        forgive("404", "400");
    }

    @Test
    void aPageOfWhatIsRemovedMeanwhileSaysSo() {
        console.post("/admin/v1/channels", Map.of("connector_id", "echo:brief", "enabled", true));
        Browser browser = console.as(ADMIN);
        browser.show("/connectors/echo%3Abrief");

        console.program().client().delete("/admin/v1/channels/echo:brief", ConsoleUnderTest.bearer(ADMIN));

        browser.await(page -> browser.title().equals("Not there"));
        assertThat(browser.pressable()).containsExactly("Try again");
        browser.awaitText("echo:brief");
        browser.show("/");
        forgive("404");
    }

    @Test
    void aMessageWhoseIdWouldBeAStepInAPathIsReached() {
        Transactions.await(console.program()
                .program()
                .outbox()
                .enqueue(OutboundMessageRequest.builder(
                                new EnvelopeId(".."), ECHO_ID, new ConversationId("dots"), "of dots alone")
                        .build()));
        Browser browser = console.as(ADMIN);
        browser.show(CONNECTOR + "/messages/..");

        browser.awaitText("of dots alone");
    }

    /** Whoever writes to a bot may choose what ids look like. */
    @Test
    void whatIsCopiedForTheCommandLineHoldsNoOptionOfOthers() {
        Browser browser = console.as(ADMIN);
        console.say(ECHO, "--url=http://x", "options", "hello");
        browser.show(CONNECTOR + "/messages/--url%3Dhttp%3A%2F%2Fx");
        browser.driver().executeScript("navigator.clipboard.writeText = async text => { window.copied = text; }");

        browser.press("Copy as CLI");

        String copied = browser.await(page -> (String) page.executeScript("return window.copied"));
        assertThat(copied).isEqualTo("palyra-connectors message trace -- 'echo:default' '--url=http://x'");
    }

    @Test
    void theStreamComesBackWhereItsIdIsTooLong() {
        Browser browser = console.as(ADMIN);
        String script = browser.runFirst(LONG_IDS);
        browser.driver().navigate().refresh();
        browser.show(CONNECTOR);
        console.say(ECHO, "last-one", "last-one", "[permanent]");
        browser.awaitText("last-one");
        String first = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB).close();
        browser.driver().switchTo().window(first);

        browser.await(page -> Boolean.TRUE.equals(page.executeScript("return window.streams > 2"))
                && !browser.text().contains("not live"));
        browser.runNoMore(script);
        browser.driver().navigate().refresh();
        forgive("414");
    }

    @Test
    void aLongLineOfTheLogIsCutAndCanBeSeenWhole() {
        console.program().program().transactions().writeAndWait(transaction -> console.program()
                .program()
                .events()
                .append(
                        transaction,
                        ConnectorEvent.of(
                                ECHO_ID,
                                EventType.CONNECTOR_REGISTERED,
                                EventLevel.WARN,
                                "b" + "a".repeat(LINE_CHARS - 2) + "z")));
        Browser browser = console.as(ADMIN);
        browser.show(CONNECTOR + "?type=connector.*");

        browser.awaitText("baaaa");
        assertThat(browser.text()).doesNotContain("a".repeat(CUT_CHARS + 1));
        assertThat(browser.isCutOff()).isFalse();
        browser.press("all 131,072 characters");
        browser.awaitText("aaaz");
        browser.press("Close");
    }

    @Test
    void aClockThatIsAnHourWrongChangesNoTime() {
        Browser browser = console.as(ADMIN);
        console.say(ECHO, "timely", "timely", "hello");
        String script = browser.runFirst(WRONG_CLOCK);
        browser.driver().navigate().refresh();
        browser.show(CONNECTOR + "/messages/timely");

        assertThat(browser.text()).doesNotContain("1 h ago", "in 1 h", "60 min ago", "59 min");
        browser.runNoMore(script);
        browser.driver().navigate().refresh();
    }

    /** Somebody else's stream is not read; the console's goes on. */
    @Test
    void aStreamThatNobodyReadsHoldsUpNoOther() throws Exception {
        Browser browser = console.as(ADMIN);
        browser.show(CONNECTOR);
        try (Socket silent =
                new Socket(InetAddress.getLoopbackAddress(), console.program().port())) {
            silent.setReceiveBufferSize(1);
            silent.getOutputStream()
                    .write(("GET /admin/v1/events/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + ADMIN
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            console.program().program().transactions().writeAndWait(transaction -> {
                for (int i = 0; i < 2_000; i++) {
                    console.program()
                            .program()
                            .events()
                            .append(
                                    transaction,
                                    ConnectorEvent.of(
                                            ECHO_ID,
                                            EventType.CONNECTOR_REGISTERED,
                                            EventLevel.INFO,
                                            "x".repeat(2_000)));
                }
            });

            console.say(ECHO, "after-the-flood", "flood", "[permanent]");

            browser.awaitText("after-the-flood");
        }
    }

    @Test
    void manyConnectorsAreOnOnePage() {
        for (int i = 0; i < CONNECTORS; i++) {
            console.post(
                    "/admin/v1/channels",
                    Map.of("connector_id", "echo:many%03d".formatted(i), "enabled", i < CONNECTORS / 10));
        }
        Browser browser = console.as(ADMIN);
        String script = browser.runFirst(FIRST_VIEW);
        browser.driver().navigate().refresh();
        browser.show("/");
        browser.runNoMore(script);
        browser.awaitText("echo:many001");

        Number rows = (Number) browser.driver().executeScript("return document.querySelectorAll('main tr').length");
        Number drawn = (Number) browser.driver().executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const begun = performance.now();
                scrollTo(0, document.body.scrollHeight / 2);
                requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
                """);

        assertThat(rows.intValue()).as("rows in the page, of %s", CONNECTORS).isLessThan(CONNECTORS / 2);
        print("first view with %d connectors", CONNECTORS);
        System.out.printf("console: %d ms for a scroll through them%n", drawn.longValue());
        browser.show("/routes");
        for (int i = 0; i < CONNECTORS; i++) {
            console.program()
                    .client()
                    .delete("/admin/v1/channels/echo:many%03d".formatted(i), ConsoleUnderTest.bearer(ADMIN));
        }
    }

    private static void print(String what, Object... values) {
        Number first = console.browser().await(page -> (Number) page.executeScript("return window.firstViewMs"));
        System.out.printf("console: %d ms to the %s%n", first.longValue(), what.formatted(values));
    }

    /** As a visitor has it who has never been there, but for his session. */
    @Test
    void theFirstViewIsMeasured() {
        Browser browser = console.as(ADMIN);
        browser.driver().executeCdpCommand("Network.clearBrowserCache", Map.of());
        browser.driver().get("about:blank");
        String script = browser.runFirst(FIRST_VIEW);
        browser.show("/");
        browser.runNoMore(script);

        print("first view");
    }

    @Test
    void aProxyMayHaveAPathBeforeIt(@TempDir Path folder) throws Exception {
        try (ConsoleUnderTest behind =
                        ConsoleUnderTest.start(folder, setup -> setup.settings("palyra.console.base-path=" + PREFIX));
                PrefixProxy proxy = new PrefixProxy(PREFIX, "", behind.program().port());
                PrefixProxy keeping =
                        new PrefixProxy(PREFIX, PREFIX, behind.program().port());
                Browser browser = Browser.open("http://127.0.0.1:" + proxy.port() + PREFIX + "/console/")) {
            enter(browser, proxy.port(), PREFIX);
            browser.show(CONNECTOR);
            browser.press("Pause");
            browser.press("Pause");

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> behind.get(ECHO).at("/operations/queue/paused").asBoolean());
            browser.named("Resume");
            enter(browser, keeping.port(), PREFIX);
            enter(browser, behind.program().port(), PREFIX);
            enter(browser, behind.program().port(), "");
            assertThat(proxy.strays()).isEmpty();
            assertThat(keeping.strays()).isEmpty();
            assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));
        }
    }

    /** As somebody who has never been there. */
    private static void enter(Browser browser, int port, String prefix) {
        browser.driver().manage().deleteAllCookies();
        browser.driver().get("http://127.0.0.1:" + port + prefix + "/console/");
        browser.await(page -> page.findElement(By.cssSelector("input[name=token]")))
                .sendKeys(ADMIN, Keys.ENTER);
        browser.await(page -> browser.title().equals("Overview"));
        browser.awaitText("live");
    }
}
