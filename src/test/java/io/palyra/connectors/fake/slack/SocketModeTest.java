package io.palyra.connectors.fake.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that break, and envelopes that nobody acknowledges. */
class SocketModeTest {

    private static final Duration SOON = Duration.ofMillis(50);

    private FakeSlack slack;
    private SlackBot bot;

    @BeforeEach
    void start() throws Exception {
        start(FakeSlackOptions.defaults());
    }

    private void start(FakeSlackOptions options) throws Exception {
        slack = FakeSlack.start(options);
        bot = new SlackBot(slack);
    }

    @AfterEach
    void stop() throws Exception {
        bot.close();
        slack.close();
    }

    /** What is not acknowledged is lost after a moment. */
    private void startImpatient() throws Exception {
        stop();
        start(FakeSlackOptions.defaults().redelivery(SOON, Duration.ZERO, SOON));
    }

    @Test
    void helloNamesTheAppAndItsSockets() throws Exception {
        bot.connected().connected();
        await().until(() -> bot.frames("hello").size() == 2);
        assertThat(bot.frames("hello"))
                .allMatch(hello ->
                        hello.path("connection_info").path("app_id").asText().equals(slack.appId()))
                .extracting(hello -> hello.path("num_connections").asInt())
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void ticketIsGoodOnce() throws Exception {
        String ticket = bot.ticket();
        bot.open(ticket);
        await().until(() -> slack.socket().hellos() == 1);
        bot.open(ticket);
        await().until(() -> bot.closed() == 1);
        assertThat(slack.socket().hellos()).isEqualTo(1);
    }

    @Test
    void redeliversWhatIsNotAcknowledgedAndThenLosesIt() throws Exception {
        startImpatient();
        bot.acknowledges(false).connected();
        slack.says(slack.channel(), slack.user(), "hello");
        await().until(() -> slack.socket().lost().size() == 1);
        await().until(() -> bot.frames("events_api").size() == 3);
        List<JsonNode> envelopes = bot.frames("events_api");
        assertThat(envelopes)
                .extracting(envelope -> envelope.path("retry_attempt").asInt())
                .containsExactly(0, 1, 2);
        assertThat(envelopes)
                .extracting(envelope -> envelope.path("envelope_id").asText())
                .doesNotHaveDuplicates();
        assertThat(envelopes)
                .extracting(
                        envelope -> envelope.path("payload").path("event_id").asText())
                .containsOnly(envelopes.get(0).path("payload").path("event_id").asText());
    }

    @Test
    void eventWithoutASocketIsLostButInTheHistory() throws Exception {
        startImpatient();
        slack.says(slack.channel(), slack.user(), "hello");
        await().until(() -> slack.socket().lost().size() == 1);
        assertThat(slack.history(slack.channel())).extracting(Message::text).containsExactly("hello");
    }

    @Test
    void eachEventGoesToOneSocket() throws Exception {
        bot.connected();
        try (SlackBot other = new SlackBot(slack).connected()) {
            slack.says(slack.channel(), slack.user(), "one");
            slack.says(slack.channel(), slack.user(), "two");
            await().until(() -> slack.socket().acknowledged().size() == 2);
            assertThat(bot.heard()).hasSize(1);
            assertThat(other.heard()).hasSize(1);
        }
    }

    @Test
    void acknowledgementOnAnotherSocketDoesNotCount() throws Exception {
        bot.acknowledges(false).connected();
        slack.says(slack.channel(), slack.user(), "hello");
        await().until(() -> !bot.frames("events_api").isEmpty());
        int before = slack.socket().lateAcks();
        bot.open(bot.ticket())
                .send(Json.write(Json.object()
                        .put(
                                "envelope_id",
                                bot.frames("events_api")
                                        .get(0)
                                        .path("envelope_id")
                                        .asText())));
        await().until(() -> slack.socket().lateAcks() > before);
        assertThat(slack.socket().acknowledged()).isEmpty();
    }

    @Test
    void mentionComesTwiceWhereSubscribed() throws Exception {
        slack.subscribe("app_mention");
        bot.connected();
        Message mention = slack.says(slack.channel(), slack.user(), slack.bot().mention() + " hello");
        await().until(() -> slack.socket().acknowledged().size() == 2);
        assertThat(bot.events())
                .allMatch(event -> event.path("ts").asText().equals(mention.ts()))
                .extracting(event -> event.path("type").asText())
                .containsExactly("message", "app_mention");
        assertThat(slack.socket().acknowledged())
                .extracting(payload -> payload.path("event_id").asText())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"warning", "refresh_requested"})
    void saysThatItWillCloseAndStaysOpen(String reason) throws Exception {
        bot.connected();
        slack.socket().disconnect(reason);
        await().until(() -> !bot.frames("disconnect").isEmpty());
        assertThat(bot.frames("disconnect").get(0).path("reason").asText()).isEqualTo(reason);
        slack.says(slack.channel(), slack.user(), "still here");
        await().until(() -> bot.heard().contains("still here"));
    }

    @Test
    void switchedOffItClosesAndOpensNoMore() throws Exception {
        bot.connected();
        slack.socket().switchOff();
        await().until(() -> bot.closed() == 1);
        assertThat(bot.frames("disconnect").get(0).path("reason").asText()).isEqualTo("link_disabled");
        assertThat(Json.parse(bot.answer(slack.appToken(), "apps.connections.open")
                                .body())
                        .path("error")
                        .asText())
                .isEqualTo("socket_mode_not_enabled");
        slack.socket().switchOn();
        bot.connected();
    }

    @Test
    void eleventhSocketIsSentAway() throws Exception {
        for (int i = 0; i < 10; i++) {
            bot.connected();
        }
        bot.open(bot.ticket());
        await().until(() -> bot.closed() == 1);
        assertThat(bot.frames("disconnect").get(0).path("reason").asText()).isEqualTo("too_many_websockets");
    }

    @Test
    void silentSocketTakesEventsWithIt() throws Exception {
        startImpatient();
        bot.connected();
        slack.socket().silenceLinks();
        slack.says(slack.channel(), slack.user(), "hello");
        await().until(() -> slack.socket().lost().size() == 1);
        assertThat(bot.heard()).isEmpty();
        assertThat(slack.socket().connected()).isEqualTo(1);
    }

    @Test
    void droppedSocketEndsWithoutACloseFrame() throws Exception {
        bot.connected();
        slack.socket().dropLinks();
        await().until(() -> bot.closed() == 1);
        assertThat(slack.socket().connected()).isZero();
    }

    @Test
    void uninstalledAppIsToldOnceMoreAndRefused() throws Exception {
        bot.connected();
        slack.uninstall(slack.team());
        await().until(() -> bot.events().size() == 2);
        assertThat(bot.events())
                .extracting(event -> event.path("type").asText())
                .containsExactly("tokens_revoked", "app_uninstalled");
        assertThat(bot.call("auth.test").path("error").asText()).isEqualTo("token_revoked");
    }

    @Test
    void workspacesShareTheSockets() throws Exception {
        Team other = slack.addTeam("Inland", "xoxb-inland");
        User bob = slack.addUser(other, "bob");
        bot.connected();
        slack.says(slack.direct(bob), bob, "from inland");
        await().until(() -> !slack.socket().acknowledged().isEmpty());
        assertThat(slack.socket().acknowledged().get(0).path("team_id").asText())
                .isEqualTo(other.id());
        assertThat(bot.call("conversations.info", "channel", slack.direct(bob).id())
                        .path("error")
                        .asText())
                .isEqualTo("channel_not_found");
    }

    @Test
    void pressOfAButtonComesOnce() throws Exception {
        bot.acknowledges(false).connected();
        slack.socket().sendInteractive(Json.object().put("type", "block_actions"));
        await().until(() -> bot.frames("interactive").size() == 1);
        assertThat(slack.socket().waiting()).isZero();
    }

    @Test
    void acknowledgedEventDoesNotComeAgain() throws Exception {
        bot.connected();
        slack.says(slack.channel(), slack.user(), "hello");
        await().until(() -> slack.socket().acknowledged().size() == 1);
        assertThat(slack.socket().waiting()).isZero();
        assertThat(bot.frames("events_api")).hasSize(1);
    }
}
