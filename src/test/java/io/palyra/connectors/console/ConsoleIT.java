package io.palyra.connectors.console;

import static io.palyra.connectors.console.ConsoleUnderTest.ADMIN;
import static io.palyra.connectors.console.ConsoleUnderTest.ECHO;
import static io.palyra.connectors.console.ConsoleUnderTest.RISKY;
import static io.palyra.connectors.console.ConsoleUnderTest.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/**
 * Goal: each page shows what is true, to everybody who may see it, whatever others have written into it.
 *
 * <p>Method: a real program with messages in every state and hostile texts in every field, Chromium, and no other client of the
 * API than the pages. What a page complains of, such as a script that its policy refuses, fails the test. Pictures of the pages
 * are in {@code target/console}.
 */
class ConsoleIT {

    private static final String SECRET = "swordfish";

    private static final String KINDS = "discord|echo|flaky|hook|ledger|sabotaged|slack|telegram|tiny";

    /** Of buttons: they copy, open, or write a word into a field; kinds of connectors are explained. */
    private static final Pattern CHANGES_NOTHING =
            Pattern.compile("|Copy.*|Preview|\\[.*\\]|all [\\d,]+ characters|\\d+ new|" + KINDS);

    /** Markup, a change of direction, a terminal's escapes, a face, and more than a screen. */
    private static final String HOSTILE =
            "<img src=x onerror=alert(1)><script>document.title='taken'</script>\u202egnirts \u001b[31mred \ud83d\ude00 "
                    + "long".repeat(2_000);

    private static final String HOSTILE_ID = "<b>c</b>\u202eid";

    /** What is in the address of each page. */
    private enum Place {
        OVERVIEW("/"),
        CONNECTOR("/connectors/echo%3Adefault"),
        CONNECTOR_RISKY("/connectors/echo%3Arisky"),
        CONVERSATIONS("/connectors/echo%3Adefault/conversations"),
        CONVERSATION("/connectors/echo%3Adefault/conversations/c"),
        CONVERSATION_HOSTILE("/connectors/echo%3Adefault/conversations/%3Cb%3Ec%3C%2Fb%3E%E2%80%AEid"),
        MESSAGE("/connectors/echo%3Adefault/messages/said"),
        MESSAGE_HOSTILE("/connectors/echo%3Adefault/messages/hostile"),
        MESSAGE_INBOUND("/connectors/echo%3Adefault/messages/asked"),
        MESSAGE_DEAD("/connectors/echo%3Adefault/messages/dead"),
        MESSAGE_UNKNOWN("/connectors/echo%3Arisky/messages/open"),
        ACCESS("/connectors/echo%3Adefault/access"),
        FAILURES("/failures"),
        FAILURE("/failures/echo%3Adefault/outbound/dead"),
        FAILURE_UNKNOWN("/failures/echo%3Arisky/outbound/unknown"),
        SEARCH("/search?q=hostile"),
        SEARCH_TEXT("/search?q=long"),
        APPROVALS("/approvals"),
        NODES("/nodes"),
        AUDIT("/audit"),
        ROUTES("/routes"),
        SETTINGS("/settings"),
        PLAY("/play"),
        ADD("/add");

        private final String address;

        Place(String address) {
            this.address = address;
        }

        String picture() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static ConsoleUnderTest console;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        console = ConsoleUnderTest.start(folder, setup -> {});
        console.say(ECHO, "said", "c", SECRET);
        console.say(ECHO, "hostile", HOSTILE_ID, HOSTILE);
        console.say(ECHO, "dead", HOSTILE_ID, "[permanent] " + HOSTILE);
        console.say(RISKY, "open", "u", "[unknown-once]" + HOSTILE);
        console.post(
                ECHO + "/test",
                Map.of(
                        "envelope_id",
                        "asked",
                        "conversation_id",
                        HOSTILE_ID,
                        "sender_id",
                        HOSTILE_ID,
                        "text",
                        SECRET + HOSTILE));
        console.post(
                RISKY + "/operations/queue/pause", Map.of("reason", HOSTILE.substring(0, HOSTILE.indexOf("long"))));
        console.say(RISKY, "held", HOSTILE_ID, HOSTILE);
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

    @ParameterizedTest
    @EnumSource
    void showsItselfToEverybodyAndTakesNothingForMarkup(Place place) throws Exception {
        Browser browser = console.as(ADMIN);
        browser.size(1440, 900);
        browser.show(place.address);
        browser.picture(place.picture());

        assertThat(browser.driver().getTitle()).endsWith("Palyra Connectors").doesNotContain("taken");
        assertThat(browser.title()).isNotEqualTo("Not found").isNotEqualTo("Not there");
        assertThat(browser.driver().findElements(By.cssSelector("main img, main b, main script")))
                .isEmpty();
        assertThat(browser.text()).doesNotContain("\u202e", "\u001b");
        assertThat(browser.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 390})
    void noPageIsCutOffOnASmallScreen(int width) throws Exception {
        Browser browser = console.as(ADMIN);
        browser.size(width, 900);
        for (Place place : Place.values()) {
            browser.show(place.address);
            browser.picture(place.picture() + "-" + width);
            assertThat(browser.isCutOff()).as(place.name()).isFalse();
        }
        browser.size(1440, 900);
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERVIEW", "CONNECTOR", "MESSAGE_DEAD", "FAILURES", "ACCESS", "AUDIT"})
    void canBeReadInTheDark(Place place) throws Exception {
        Browser browser = console.as(ADMIN);
        browser.dark(true);
        browser.show(place.address);
        browser.picture(place.picture() + "-dark");

        assertThat(browser.violations()).isEmpty();
        browser.dark(false);
    }

    @Test
    void theLoginCanBeUsedByEverybody() {
        console.leave();
        console.awaitLogin();

        assertThat(console.browser().violations()).isEmpty();
        assertThat(console.browser().complaints()).allMatch(complaint -> complaint.contains("401"));
    }

    @ParameterizedTest
    @EnumSource
    void whoOnlyReadsSeesNoTextAndNothingToDo(Place place) {
        Browser browser = console.as(VIEWER);
        browser.show(place.address);

        assertThat(browser.text()).doesNotContain(SECRET, "longlong");
        assertThat(browser.pressable())
                .filteredOn(name -> !CHANGES_NOTHING.matcher(name).matches())
                .isEmpty();
    }
}
