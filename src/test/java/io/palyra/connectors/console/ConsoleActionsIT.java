package io.palyra.connectors.console;

import static io.palyra.connectors.console.ConsoleUnderTest.ADMIN;
import static io.palyra.connectors.console.ConsoleUnderTest.APPROVER;
import static io.palyra.connectors.console.ConsoleUnderTest.ECHO;
import static io.palyra.connectors.console.ConsoleUnderTest.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.LoopbackDiscord;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/**
 * Goal: what an operator does in a browser happens.
 *
 * <p>Method: for each action a message, a stranger or a request of its own; the buttons are pressed, and the API is asked by
 * another client what has become of it. The page has to say it without a reload.
 */
class ConsoleActionsIT {

    private static final String OPS = "/admin/v1/channels/discord:ops";
    private static final int DEAD_LETTERS = 1_000;

    /** Each step of a job takes so long as long as it is braked: all of them, longer than anybody is waited for. */
    private static final long STEP_MS = 6_000;

    /** One decision among a thousand. */
    private static final long ONE_MS = 300;

    /** What is done to one message that failed. */
    private enum Decision {
        REPLAY(ECHO, "[permanent]", "dead", "Replay", "Replay 1 message", "dead_letter.replayed"),
        DISCARD(ECHO, "[permanent]", "dead", "Discard", "Discard 1 message", "dead_letter.discarded"),
        RESEND_UNKNOWN(RISKY, "[unknown-once]", "unknown", "Resend", "Resend 1 message", "outbox.delivered"),
        DISCARD_UNKNOWN(RISKY, "[unknown-once]", "unknown", "Discard", "Discard 1 message", "outbox.dead_letter");

        private final String connector;
        private final String marker;
        private final String state;
        private final String button;
        private final String agreement;
        private final String event;

        Decision(String connector, String marker, String state, String button, String agreement, String event) {
            this.connector = connector;
            this.marker = marker;
            this.state = state;
            this.button = button;
            this.agreement = agreement;
            this.event = event;
        }

        String envelope() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final CountDownLatch UNBRAKED = new CountDownLatch(1);

    private static FakeDiscord discord;
    private static ConsoleUnderTest console;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        LoopbackDiscord ops = new LoopbackDiscord(LoopbackDiscord.OPS, discord);
        Map<String, String> settings = ops.settings(folder);
        console = ConsoleUnderTest.start(folder, setup -> setup.settings(settings)
                .settings(LoopbackDiscord.strangersAsk())
                .settings("palyra.approvals=required")
                .store(new StatementWatch() {
                    @Override
                    public void before(String statement) {
                        brake(statement);
                    }
                }));
        await().until(() -> console.get(OPS).text("/connector/liveness").equals("running"));
    }

    private static void brake(String statement) {
        if (statement.startsWith("DELETE FROM dead_letters") && statement.contains("echo:braked")) {
            long ms = statement.contains("echo:braked-one") ? ONE_MS : STEP_MS;
            try {
                assertThat(UNBRAKED.await(ms, TimeUnit.MILLISECONDS)).isIn(true, false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        UNBRAKED.countDown();
        if (console != null) {
            console.close();
        }
        if (discord != null) {
            discord.close();
        }
    }

    @AfterEach
    void nothingIsComplainedOf() {
        assertThat(console.browser().complaints()).isEmpty();
    }

    private static JsonNode event(String connector, String type, String envelope) {
        return StreamSupport.stream(
                        console.get(connector + "/logs?limit=1000&event_type=" + type)
                                .at("/events")
                                .spliterator(),
                        false)
                .filter(event -> event.at("/details/envelope_id").asText().equals(envelope))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String page(String connector) {
        return "/connectors/"
                + connector.substring(connector.lastIndexOf('/') + 1).replace(":", "%3A");
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsDecidedAbout(Decision decision) {
        String envelope = decision.envelope();
        console.say(decision.connector, envelope, envelope, decision.marker);
        await().until(() -> console.state(decision.connector, envelope).equals(decision.state));
        Browser browser = console.as(ADMIN);
        browser.show(page(decision.connector) + "/messages/" + envelope);

        browser.press(decision.button);
        browser.press(decision.agreement);

        await().until(() -> !event(decision.connector, decision.event, envelope).isMissingNode());
    }

    /** Of three that died of one cause two are chosen, then all that are left. */
    @ParameterizedTest
    @EnumSource(names = {"REPLAY", "DISCARD", "DISCARD_UNKNOWN"})
    void manyAreDecidedAboutAtOnce(Decision decision) {
        String connector = decision.connector;
        for (int i = 0; i < 3; i++) {
            String envelope = "many-" + decision.envelope() + i;
            console.say(connector, envelope, envelope, decision.marker);
            await().until(() -> console.state(connector, envelope).equals(decision.state));
        }
        Browser browser = console.as(ADMIN);
        browser.show("/failures/" + page(connector).substring("/connectors/".length()) + "/outbound/" + decision.state);
        for (int i = 0; i < 2; i++) {
            String choice = "input[aria-label='Choose many-" + decision.envelope() + i + "']";
            browser.await(page -> page.findElement(By.cssSelector(choice))).click();
        }
        String noun = decision.state.equals("dead") ? "dead letters" : "unknown outcomes";

        browser.press(decision.button + " chosen");
        browser.press(decision.button + " 2 " + noun);

        for (int i = 0; i < 2; i++) {
            String envelope = "many-" + decision.envelope() + i;
            await().until(() -> !event(connector, decision.event, envelope).isMissingNode());
        }
        assertThat(event(connector, decision.event, "many-" + decision.envelope() + 2)
                        .isMissingNode())
                .isTrue();
        browser.awaitText("2 messages done.");
    }

    @Test
    void allOfOneCauseAreReplayed() {
        console.say(ECHO, "all-of-them", "all-of-them", "[permanent]");
        await().until(() -> console.state(ECHO, "all-of-them").equals("dead"));
        Browser browser = console.as(ADMIN);
        browser.show("/failures/echo%3Adefault/outbound/dead");

        browser.press("Replay all …");
        String agreement = browser.await(page -> {
            String name = page.findElement(By.cssSelector("dialog button[type=submit]"))
                    .getText();
            return name.isEmpty() ? null : name;
        });
        assertThat(agreement).matches("Replay \\d+ dead letters?");
        browser.press(agreement);

        await().until(() -> !event(ECHO, "dead_letter.replayed", "all-of-them").isMissingNode());
        browser.await(page -> browser.title().equals("Failures"));
        browser.awaitText("done");
    }

    /** Deciding about each of them takes its time, so that there is something left to stop. */
    private static void addBrakedLetters(String name) {
        ConnectorId braked = ConnectorId.of("echo:" + name);
        console.post("/admin/v1/channels", Map.of("connector_id", braked.value(), "enabled", true));
        long now = System.currentTimeMillis();
        console.program().program().transactions().writeAndWait(transaction -> {
            for (int i = 0; i < DEAD_LETTERS; i++) {
                console.program()
                        .program()
                        .deadLetters()
                        .add(transaction, braked, new EnvelopeId("e" + i), Direction.INBOUND, "made up", "{}", now);
            }
        });
    }

    @Test
    void manyDecisionsAreStoppedMidway() {
        addBrakedLetters("braked-one");
        Browser browser = console.as(ADMIN);
        browser.show("/failures/echo%3Abraked-one/inbound/dead");
        WebElement all = browser.driver().findElement(By.cssSelector("input[aria-label='Choose all that are shown']"));
        all.click();
        browser.awaitText("1,000 of 1,000 chosen");
        browser.driver()
                .findElement(By.cssSelector("tbody input[type=checkbox]"))
                .click();
        browser.awaitText("999 of 1,000 chosen");
        assertThat(all.isSelected()).as("all but one are not all").isFalse();
        all.click();
        browser.press("Discard chosen");
        browser.press("Discard 1,000 dead letters");

        browser.press("Stop");

        browser.awaitText("of 1,000 messages done. That stays done.");
        Reply left = console.get("/admin/v1/failures?connector_id=echo:braked-one");
        assertThat(left.at("/failures/0/messages").asInt())
                .as("%s %s", left.status(), left.response().body())
                .isBetween(1, DEAD_LETTERS - 1);
    }

    @Test
    void aJobIsCanceledMidway() {
        addBrakedLetters("braked");
        Browser browser = console.as(ADMIN);
        browser.show("/failures/echo%3Abraked/inbound/dead");
        browser.press("Discard all …");
        browser.press("Discard 1,000 dead letters");
        browser.await(page -> browser.title().equals("Failures"));

        browser.press("Cancel");

        browser.awaitText("What it has done stays done.");
        JsonNode job = console.get("/admin/v1/jobs").at("/jobs/0");
        assertThat(job.path("state").asText()).isEqualTo("canceled");
        assertThat(job.path("done").asInt()).isLessThan(DEAD_LETTERS);
    }

    @Test
    void aQueueIsPausedDrainedAndResumed() {
        Browser browser = console.as(ADMIN);
        browser.show(page(ECHO));

        browser.press("Pause");
        browser.write("reason", "the platform moves");
        browser.press("Pause");

        browser.awaitText("the platform moves");
        assertThat(console.get(ECHO).at("/operations/queue/paused").asBoolean()).isTrue();
        console.say(ECHO, "drained", "drained", "hello");
        browser.await(page -> browser.named("Drain").isEnabled());
        browser.press("Drain");
        browser.press("Deliver 1 message");
        await().until(() -> console.state(ECHO, "drained").equals("delivered"));

        browser.press("Resume");

        await().until(() -> !console.get(ECHO).at("/operations/queue/paused").asBoolean());
        browser.named("Pause");
    }

    @Test
    void aConnectorIsDisabledEnabledAndRemoved() {
        console.post("/admin/v1/channels", Map.of("connector_id", "echo:brief", "enabled", true));
        Browser browser = console.as(ADMIN);
        browser.show("/connectors/echo%3Abrief");

        browser.press("Disable");
        browser.press("Disable");

        browser.named("Enable");
        assertThat(console.get("/admin/v1/channels/echo:brief")
                        .at("/connector/enabled")
                        .asBoolean())
                .isFalse();

        browser.press("Enable");

        browser.named("Disable");
        assertThat(console.get("/admin/v1/channels/echo:brief")
                        .at("/connector/enabled")
                        .asBoolean())
                .isTrue();

        browser.press("Remove");
        browser.press("Remove with everything");

        browser.await(page -> browser.title().equals("Overview"));
        assertThat(console.get("/admin/v1/channels/echo:brief").status()).isEqualTo(404);
        assertThat(console.browser().complaints()).isEmpty();
    }

    /** What is told of it meanwhile has the page ask for nothing that is not there any more. */
    @Test
    void aConnectorThatIsBeingRemovedIsNotAskedFor() {
        console.post("/admin/v1/channels", Map.of("connector_id", "echo:slow", "enabled", true));
        Browser browser = console.as(ADMIN);
        browser.show("/connectors/echo%3Aslow");
        browser.driver().executeScript("""
                const ask = window.fetch;
                window.fetch = async (url, options) => {
                    const answer = await ask(url, options);
                    if (options.method === 'DELETE') {
                        window.fetch = ask;
                        await new Promise(resolve => setTimeout(resolve, 2000));
                    }
                    return answer;
                };
                """);

        browser.press("Remove");
        browser.press("Remove with everything");

        browser.await(page -> browser.title().equals("Overview"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aTestMessageComesBackWithTheWholeAnswer() {
        Browser browser = console.as(ADMIN);
        browser.show(page(ECHO));
        browser.write("text", "is anybody there");
        browser.write("conversation_id", "tested");

        browser.press("Send");

        browser.awaitText("See its way");
        browser.press("See its way");
        browser.awaitText("is anybody there");
    }

    @Test
    void aMessageIsSentToThePlatform() {
        Browser browser = console.as(ADMIN);
        browser.show(page(OPS));
        browser.press("To the platform …");
        browser.write("target", "discord:channel:" + discord.channel().id());
        browser.write("text", "from the console");

        browser.press("Send");

        await().until(() -> discord.ledger().texts(discord.channel().id()).contains("from the console"));
        browser.awaitText("platform");
    }

    @Test
    void thePlatformIsAskedHowItIs() {
        Browser browser = console.as(ADMIN);
        browser.show(page(OPS));

        browser.press("Refresh health");

        browser.awaitText("Health, as the platform says");
        browser.awaitText("What the platform says of it");
    }

    private static JsonNode access(String list, User user) {
        return StreamSupport.stream(console.get(OPS + "/access").at(list).spliterator(), false)
                .filter(entry -> entry.path("sender_id").asText().equals("discord:user:" + user.id()))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static User stranger(String name) {
        User user = discord.addUser(name);
        discord.userSays(discord.direct(user), user, "hello");
        await().until(() -> !access("/requests", user).isMissingNode());
        return user;
    }

    /** Presses a button in the row that has this text. */
    private static void pressInRow(Browser browser, String row, String button) {
        browser.await(page -> (WebElement) page.executeScript("""
                        const row = [...document.querySelectorAll('main tr')].find(one => one.innerText.includes(arguments[0]));
                        return [...row?.querySelectorAll('button') ?? []].find(one => one.innerText.trim() === arguments[1]);
                        """, row, button)).click();
    }

    @Test
    void aStrangerIsLetInAndKeptOutAgain() {
        User user = stranger("ines");
        Browser browser = console.as(ADMIN);
        browser.show(page(OPS) + "/access");

        pressInRow(browser, user.id(), "Approve");
        browser.write("ttl_ms", String.valueOf(86_400_000));
        browser.press("Let in 1 person");

        await().until(() -> access("/grants", user).path("expires_at_unix_ms").isNumber());
        pressInRow(browser, user.id(), "Revoke");
        browser.press("Revoke 1 grant");

        await().until(() -> access("/grants", user).isMissingNode());
        browser.awaitText("The grant is revoked.");
    }

    @Test
    void aStrangerIsDenied() {
        User user = stranger("mallory");
        Browser browser = console.as(ADMIN);
        browser.show(page(OPS) + "/access");

        pressInRow(browser, user.id(), "Deny");
        browser.press("Deny");

        await().until(() -> access("/requests", user).path("state").asText().equals("denied"));
    }

    @Test
    void aCodeIsIssuedAndShownOnce() {
        Browser browser = console.as(ADMIN);
        browser.show(page(OPS) + "/access");
        browser.press("Issue a code");
        browser.press("Issue a code");

        browser.awaitText("The code, shown this once");
        browser.press("Close");

        browser.awaitText("by admin");
        assertThat(console.get(OPS + "/access").at("/codes").size()).isEqualTo(1);
    }

    /** What the settings own is not to be written; the rest is shown with whom it is for before it holds. */
    @Test
    void rulesAreChangedOnceItIsSeenForWhom() {
        Browser browser = console.as(ADMIN);
        browser.show("/connectors/echo%3Arisky/access");
        browser.press("Change");
        browser.write("groups", "off");
        browser.write("deny_from", "mallory\neve");
        browser.press("See what changes");

        browser.awaitText("a stranger in a group, who mentions the bot: let in");
        assertThat(console.get(RISKY + "/access").text("/rules/groups")).isEqualTo("all");
        browser.press("Change the rules");

        await().until(() -> console.get(RISKY + "/access").text("/rules/groups").equals("off"));
        assertThat(console.get(RISKY + "/access").at("/rules/deny_from"))
                .extracting(JsonNode::asText)
                .containsExactly("mallory", "eve");
        browser.show(page(OPS) + "/access");
        browser.press("Change");
        assertThat(browser.driver()
                        .findElement(By.cssSelector("dialog [name=dm]"))
                        .isEnabled())
                .isFalse();
        browser.press("Cancel");
    }

    @Test
    void itIsSaidWhatWouldBecomeOfAMessage() {
        Browser browser = console.as(ADMIN);
        browser.show(page(OPS) + "/access");
        browser.write("sender_id", "discord:user:1");
        browser.write("conversation_id", "discord:channel:1");

        browser.press("Preview");

        browser.awaitText("kept out");
    }

    private static String heldEdit(Message message) {
        return console.post(
                        OPS + "/messages/edit",
                        Map.of(
                                "locator",
                                Map.of("conversation_id", message.channelId(), "message_id", message.id()),
                                "body",
                                "green tea"))
                .text("/approval/approval_id");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anApprovalIsDecidedByASecondPerson(boolean approved) {
        Message message = discord.userSaysUnheard(discord.channel(), discord.bot(), UserMessage.of("black tea"));
        String approval = heldEdit(message);
        Browser browser = console.as(APPROVER);
        browser.show("/approvals");
        browser.await(page -> page.findElement(By.cssSelector("a.row[href='#/approvals/" + approval + "']")))
                .click();
        browser.awaitText("black tea");

        browser.press(approved ? "Allow" : "Deny");
        browser.write("reason", "four eyes");
        browser.press(approved ? "Allow" : "Deny");

        browser.awaitText("four eyes");
        JsonNode decided = console.get("/admin/v1/approvals/" + approval).at("/approval");
        assertThat(decided.path("state").asText()).isEqualTo(approved ? "used" : "denied");
        assertThat(decided.path("decided_by").asText()).isEqualTo("second");
    }

    @Test
    void nobodyDecidesHisOwnRequest() {
        Message message = discord.userSaysUnheard(discord.channel(), discord.bot(), UserMessage.of("black tea"));
        String approval = heldEdit(message);
        Browser browser = console.as(ADMIN);
        browser.show("/approvals/" + approval);

        browser.press("Allow");
        browser.press("Allow");

        browser.await(page -> page.findElement(By.cssSelector(".toast.bad")));
        assertThat(console.get("/admin/v1/approvals/" + approval).text("/approval/state"))
                .isEqualTo("requested");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("40"));
    }

    @Test
    void aChatWithTheDaemonShowsTheWayOfEachMessage() {
        Browser browser = console.as(ADMIN);
        browser.show("/play");
        browser.write("text", "what time is it");

        browser.press("Say it");

        browser.awaitText("echo: what time is it");
        browser.press("The whole message");
        browser.await(page -> browser.text().contains("Copy as curl"));
    }

    @Test
    void aConversationShowsBothDirectionsInTheirOrder() {
        console.post(
                ECHO + "/test", Map.of("envelope_id", "talked", "conversation_id", "talk", "text", "who is there"));
        Browser browser = console.as(ADMIN);
        browser.show(page(ECHO) + "/conversations/talk");

        browser.awaitText("echo: who is there");
        assertThat(browser.text()).containsSubsequence("inbound", "talked", "outbound", "talked:0");
    }
}
