package io.palyra.connectors.fake.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scripted fault looks like to a client, and what the ledger says of it. */
class SlackFaultsTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FakeSlack slack;
    private SlackBot bot;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        slack = FakeSlack.start(FakeSlackOptions.defaults().clock(clock));
        bot = new SlackBot(slack);
        channel = slack.channel();
    }

    @AfterEach
    void stop() throws Exception {
        bot.close();
        slack.close();
    }

    @Test
    void refusalHasAGoodStatusAndPostsNothing() throws Exception {
        slack.faults().nextPost(SlackFault.refused("fatal_error"));
        HttpResponse<String> answer = bot.answer(slack.token(), "chat.postMessage", "channel", channel.id());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.parse(answer.body()).path("error").asText()).isEqualTo("fatal_error");
        assertThat(slack.ledger().accepted()).isEmpty();
    }

    @Test
    void brokenLineAfterAcceptingHasPosted() {
        for (Fault fault : List.of(
                Fault.resetAfterAccepting(),
                Fault.closedAfterAccepting(),
                SlackFault.refusedAfterAccepting("internal_error").brokenOff())) {
            slack.faults().nextPost(fault);
            assertThatThrownBy(() -> bot.post(channel, "cut")).isInstanceOf(IOException.class);
        }
        assertThat(slack.ledger().texts(channel.id())).containsExactly("cut", "cut", "cut");
    }

    @Test
    void gatewayErrorAfterAcceptingHasPosted() throws Exception {
        slack.faults().nextPost(Fault.statusAfterAccepting(502));
        assertThat(bot.answer(slack.token(), "chat.postMessage", "channel", channel.id(), "text", "cut")
                        .statusCode())
                .isEqualTo(502);
        assertThat(slack.ledger().texts(channel.id())).containsExactly("cut");
    }

    @Test
    void rateLimitHoldsForOneChannelOnly() throws Exception {
        Channel other = slack.addChannel("other");
        slack.faults()
                .always(SlackFault.to("chat.postMessage", channel), SlackFault.rateLimited(Duration.ofMillis(1_500)));
        HttpResponse<String> answer =
                bot.answer(slack.token(), "chat.postMessage", "channel", channel.id(), "text", "no");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(bot.post(other, "yes").path("ok").asBoolean()).isTrue();
    }

    @Test
    void tierIsHeldByTheMinute() throws Exception {
        slack.tiers().perMinute("auth.test", 2);
        assertThat(status("auth.test")).isEqualTo(200);
        clock.advance(Duration.ofSeconds(30));
        assertThat(status("auth.test")).isEqualTo(200);
        HttpResponse<String> limited = bot.answer(slack.token(), "auth.test");
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("30");
        clock.advance(Duration.ofSeconds(30));
        assertThat(status("auth.test")).isEqualTo(200);
        assertThat(status("auth.test")).isEqualTo(429);
    }

    @Test
    void appThatIsSoldReadsFifteenMessagesAMinute() throws Exception {
        slack.tiers().soldOutsideTheMarketplace();
        for (int i = 0; i < 16; i++) {
            slack.says(channel, slack.user(), "hello");
        }
        JsonNode page = bot.callIn(channel, "conversations.history", "limit", "200");
        assertThat(page.path("messages")).hasSize(15);
        assertThat(page.path("has_more").asBoolean()).isTrue();
        assertThat(bot.callIn(channel, "conversations.history").path("error").asText())
                .isEqualTo("ratelimited");
    }

    @Test
    void postsAreOneASecondForEachChannelWithABurst() throws Exception {
        Channel other = slack.addChannel("other");
        slack.tiers().posts(1);
        bot.post(channel, "one");
        bot.post(channel, "two");
        assertThat(bot.post(channel, "three").path("error").asText()).isEqualTo("ratelimited");
        assertThat(bot.post(other, "three").path("ok").asBoolean()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(bot.post(channel, "three").path("ok").asBoolean()).isTrue();
    }

    @Test
    void timestampsAreUniqueAlsoIfTheClockStandsAndTellItsTime() throws Exception {
        String first = bot.post(channel, "one").path("ts").asText();
        String second = bot.post(channel, "two").path("ts").asText();
        assertThat(first).isEqualTo(clock.instant().getEpochSecond() + ".000000");
        assertThat(second).isEqualTo(clock.instant().getEpochSecond() + ".000001");
        assertThat(bot.answer(slack.token(), "auth.test").headers().firstValue("Date"))
                .hasValue("Thu, 1 Jan 2026 00:00:00 GMT");
    }

    private int status(String method) throws Exception {
        return bot.answer(slack.token(), method).statusCode();
    }
}
