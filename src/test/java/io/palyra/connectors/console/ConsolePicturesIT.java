package io.palyra.connectors.console;

import static io.palyra.connectors.console.ConsoleUnderTest.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.LoopbackSlack;
import io.palyra.connectors.testkit.LoopbackTelegram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the README shows the console as it is.
 *
 * <p>Method: an hour of a small fleet, by a clock that the test moves, on the three loopback platforms. The pictures are kept in
 * {@code target/console}; with {@code -Dpictures.write=true} those of the documentation are written.
 */
class ConsolePicturesIT {

    private static final ConnectorId DISCORD = ConnectorId.of("discord:community");
    private static final ConnectorId SLACK = ConnectorId.of("slack:support");
    private static final ConnectorId TELEGRAM = ConnectorId.of("telegram:news");
    private static final String API = "/admin/v1/channels/";

    private static final List<String> UNUSED =
            List.of("discord:default", "slack:default", "telegram:default", "echo:risky");

    private static final Path KEPT = Path.of("target", "console");
    private static final Path DOCUMENTATION = Path.of("src", "main", "docs", "images");
    private static final int BYTES_MAX = 80_000;
    private static final int WIDTH = 1200;

    private static final int MINUTES = 58;

    private static final SettableClock CLOCK = new SettableClock(Instant.now().minus(Duration.ofMinutes(MINUTES)));

    private static FakeDiscord discord;
    private static FakeSlack slack;
    private static FakeTelegram telegram;
    private static ConsoleUnderTest console;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        slack = FakeSlack.start();
        telegram = FakeTelegram.start();
        Map<String, String> ofDiscord = new LoopbackDiscord(DISCORD, discord).settings(within(folder, "discord"));
        Map<String, String> ofSlack = new LoopbackSlack(SLACK, slack).settings(within(folder, "slack"));
        Map<String, String> ofTelegram = new LoopbackTelegram(TELEGRAM, telegram).settings(within(folder, "telegram"));
        console = ConsoleUnderTest.start(folder, setup -> setup.settings(ofDiscord)
                .settings(ofSlack)
                .settings(ofTelegram)
                .settings("palyra.connectors.discord.community.access-dm=pairing")
                .time(CLOCK));
        for (ConnectorId id : new ConnectorId[] {DISCORD, SLACK, TELEGRAM}) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            console.get(API + id).text("/connector/liveness").equals("running"));
        }
        for (String unused : UNUSED) {
            console.program().client().delete(API + unused, ConsoleUnderTest.bearer(ADMIN));
        }
        anHour();
    }

    private static Path within(Path folder, String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @AfterAll
    static void stop() throws Exception {
        if (console != null) {
            console.close();
        }
        telegram.close();
        slack.close();
        discord.close();
    }

    private static void anHour() {
        for (int minute = 0; minute < MINUTES - 4; minute += 3) {
            for (int i = 0; i <= minute % 5; i++) {
                discord.userSays(discord.channel(), discord.user(), "When does the meetup begin? " + minute);
            }
            slack.says(slack.channel(), slack.user(), "Ticket " + minute + " is still open");
            awaitAllDelivered(DISCORD);
            awaitAllDelivered(SLACK);
            CLOCK.advance(Duration.ofMinutes(3));
        }
        telegram.faults().nextPost(Fault.status(403, "application/json", """
                {"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"""));
        telegram.says(telegram.chat(), telegram.person(), "Unsubscribe me");
        await().until(() -> console.get(API + TELEGRAM)
                        .at("/connector/queue_depth/dead_letters")
                        .asInt()
                == 1);
        User ines = discord.addUser("ines");
        discord.userSays(discord.direct(ines), ines, "May I come in?");
        await().until(() -> console.get(API + DISCORD)
                        .at("/operations/access_requests/open")
                        .asInt()
                == 1);
        console.post(API + SLACK + "/operations/queue/pause", Map.of("reason", "Slack moves the workspace until noon"));
        for (int i = 0; i < 3; i++) {
            slack.says(slack.channel(), slack.user(), "Is anybody there?");
        }
        await().until(() ->
                console.get(API + SLACK).at("/operations/queue/pending_outbox").asInt() == 3);
    }

    private static void awaitAllDelivered(ConnectorId id) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            var depth = console.get(API + id).at("/connector/queue_depth");
            return depth.path("pending_inbound").asInt()
                            + depth.path("pending_outbox").asInt()
                    == 0;
        });
    }

    /** The platform is away for a while, and the answer arrives all the same. */
    private static String retriedMessage() {
        discord.faults().times(2, "POST", FakeDiscord.MESSAGES, Fault.status(503, "application/json", """
                {"message": "Service Unavailable", "code": 0}"""));
        String text = "Is the build green again?";
        discord.userSays(discord.channel(), discord.user(), text);
        String[] envelope = new String[1];
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            envelope[0] = console.get(
                            "/admin/v1/search?q=" + text.replace(' ', '+').replace("?", "%3F"))
                    .text("/hits/0/envelope_id");
            return !envelope[0].isEmpty();
        });
        String message = envelope[0].replaceFirst(":0$", "");
        for (int attempts = 1; attempts <= 2; attempts++) {
            int sofar = attempts;
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> console.get(API + DISCORD + "/messages/outbox/" + message + ":0")
                                    .at("/attempts")
                                    .asInt()
                            == sofar);
            CLOCK.advance(Duration.ofSeconds(4L * attempts));
        }
        awaitAllDelivered(DISCORD);
        return message;
    }

    @Test
    void theOverviewAndTheWayOfAMessage() throws IOException {
        String message = retriedMessage();
        Browser browser = console.as(ADMIN);

        browser.size(WIDTH, 800);
        browser.show("/");
        browser.awaitText("discord:community");
        keep(browser, "console-overview");

        browser.size(WIDTH, 800);
        browser.show("/connectors/discord%3Acommunity/messages/" + message);
        browser.awaitText("delivered");
        keep(browser, "console-message");

        assertThat(browser.complaints()).isEmpty();
    }

    private static void keep(Browser browser, String name) throws IOException {
        byte[] png = SmallPng.of(browser.picture(name));
        assertThat(png).as(name).hasSizeLessThan(BYTES_MAX);
        Files.write(KEPT.resolve(name + "-small.png"), png);
        if (Boolean.getBoolean("pictures.write")) {
            Files.createDirectories(DOCUMENTATION);
            Files.write(DOCUMENTATION.resolve(name + ".png"), png);
        }
    }
}
