package io.palyra.connectors.fake.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.http.Json;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code getUpdates}, as the server of the Bot API does it. */
class UpdatesTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FakeTelegram telegram;
    private TelegramBot bot;

    @BeforeEach
    void start() throws Exception {
        restart(Duration.ZERO, Duration.ZERO);
    }

    private void restart(Duration hastyWithin, Duration floor) throws Exception {
        if (telegram != null) {
            telegram.close();
        }
        telegram =
                FakeTelegram.start(FakeTelegramOptions.defaults().clock(clock).repeats(hastyWithin, floor));
        bot = new TelegramBot(telegram);
    }

    @AfterEach
    void stop() throws Exception {
        telegram.close();
    }

    @Test
    void anOffsetConfirmsWhatIsBeforeIt() throws Exception {
        say("one", "two", "three");
        long first = id(bot.poll(0, 0).get(0));
        assertThat(texts(bot.poll(0, 0))).containsExactly("one", "two", "three");
        assertThat(texts(bot.poll(first + 1, 0))).containsExactly("two", "three");
        assertThat(texts(bot.poll(first, 0))).containsExactly("two", "three");
        assertThat(texts(bot.poll(-1, 0))).containsExactly("three");
        assertThat(texts(bot.poll(0, 0))).containsExactly("three");
    }

    @Test
    void anOffsetTooFarAwayIsIgnored() throws Exception {
        say("one", "two");
        long first = id(bot.poll(0, 0).get(0));
        assertThat(texts(bot.poll(first + 2 + 11, 0))).containsExactly("one", "two");
        assertThat(texts(bot.poll(first - 100_001, 0))).containsExactly("one", "two");
        assertThat(texts(bot.poll(first + 2 + 10, 0))).isEmpty();
        assertThat(telegram.updates().pending()).isZero();
    }

    @Test
    void idsThatStartAnewAreLower() throws Exception {
        say("one");
        long first = id(bot.poll(0, 0).get(0));
        assertThatThrownBy(() -> telegram.updates().restartIds()).isInstanceOf(IllegalStateException.class);
        bot.poll(first + 1, 0);
        telegram.updates().restartIds();
        say("two");
        List<JsonNode> updates = bot.poll(first + 1, 0);
        assertThat(texts(updates)).containsExactly("two");
        assertThat(id(updates.get(0))).isLessThan(first);
    }

    @Test
    void aHastyRepeatGetsOneUpdateAndWaits() throws Exception {
        restart(Duration.ofMinutes(1), Duration.ofMillis(300));
        say("one", "two");
        assertThat(bot.poll(0, 0)).hasSize(2);
        assertThat(bot.poll(0, 0)).hasSize(1);
        long end = id(bot.poll(-1, 0).get(0)) + 1;
        bot.poll(end, 0);
        long before = System.nanoTime();
        assertThat(bot.poll(end, 0)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    }

    @Test
    void aWaitingPollIsWokenAndEndedByAnother() throws Exception {
        CompletableFuture<JsonNode> first = waiting();
        CompletableFuture<JsonNode> second = CompletableFuture.supplyAsync(this::longPoll);
        assertThat(first.get(5, TimeUnit.SECONDS).path("description").asText())
                .isEqualTo("Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
                        + " running");
        await().until(() -> telegram.polls().waiting() == 1);
        say("wake up");
        assertThat(second.get(5, TimeUnit.SECONDS).path("result").findValuesAsText("text"))
                .containsExactly("wake up");
        assertThat(telegram.polls().conflicts()).isEqualTo(1);
    }

    @Test
    void aWebhookExcludesPolls() throws Exception {
        CompletableFuture<JsonNode> waiting = waiting();
        telegram.polls().webhook("https://elsewhere.example/hook");
        assertThat(waiting.get(5, TimeUnit.SECONDS).path("description").asText())
                .isEqualTo("Conflict: terminated by setWebhook request");
        assertThat(bot.refusal("getUpdates"))
                .isEqualTo("409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to"
                        + " delete the webhook first");
        say("kept");
        JsonNode info = bot.result("getWebhookInfo");
        assertThat(info.path("url").asText()).isEqualTo("https://elsewhere.example/hook");
        assertThat(info.path("pending_update_count").asInt()).isEqualTo(1);
        bot.result("deleteWebhook");
        assertThat(texts(bot.poll(0, 0))).containsExactly("kept");
        bot.result("deleteWebhook", "drop_pending_updates", true);
        assertThat(bot.poll(0, 0)).isEmpty();
    }

    @Test
    void keepsTheKindsOfTheLastCallThatNamedAny() throws Exception {
        bot.result("getUpdates", "allowed_updates", "[\"my_chat_member\"]");
        bot.poll(0, 0);
        say("not wanted");
        telegram.blocks(telegram.person());
        assertThat(bot.result("getWebhookInfo").path("allowed_updates").path(0).asText())
                .isEqualTo("my_chat_member");
        assertThat(bot.poll(0, 0)).hasSize(1).first().matches(update -> update.has("my_chat_member"));
        bot.result("getUpdates", "allowed_updates", "[]");
        telegram.unblocks(telegram.person());
        say("wanted");
        assertThat(texts(bot.poll(0, 0))).contains("wanted");
    }

    @Test
    void updatesAreKeptForADay() throws Exception {
        say("old");
        clock.advance(Duration.ofHours(23));
        say("young");
        clock.advance(Duration.ofHours(1));
        assertThat(texts(bot.poll(0, 0))).containsExactly("young");
    }

    @Test
    void updatesWaitWhileNobodyCanConnect() throws Exception {
        CompletableFuture<JsonNode> waiting = waiting();
        telegram.stopListening();
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasMessageContaining("IOException");
        assertThatThrownBy(() -> bot.call("getMe")).isInstanceOf(ConnectException.class);
        telegram.listenAgain();
        say("while away");
        assertThat(texts(bot.poll(0, 0))).containsExactly("while away");
    }

    @Test
    void onePollGetsAHundredUpdatesAtMost() throws Exception {
        say(Collections.nCopies(101, "again").toArray(String[]::new));
        assertThat(bot.result("getUpdates", "limit", 1_000)).hasSize(100);
        assertThat(bot.result("getUpdates", "limit", 7)).hasSize(7);
    }

    @Test
    void unknownKindsComeAsTheyAre() throws Exception {
        telegram.update("telepathy", Json.object().put("thought", "hm"));
        assertThat(bot.poll(0, 0).get(0).path("telepathy").path("thought").asText())
                .isEqualTo("hm");
    }

    private CompletableFuture<JsonNode> waiting() {
        CompletableFuture<JsonNode> poll = CompletableFuture.supplyAsync(this::longPoll);
        await().until(() -> telegram.polls().waiting() == 1);
        return poll;
    }

    private JsonNode longPoll() {
        try {
            return bot.call("getUpdates", "timeout", 30);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void say(String... texts) {
        for (String text : texts) {
            telegram.says(telegram.chat(), telegram.person(), text);
        }
    }

    private static long id(JsonNode update) {
        return update.path("update_id").asLong();
    }

    private static List<String> texts(List<JsonNode> updates) {
        return updates.stream()
                .filter(update -> update.has("message"))
                .map(update -> update.path("message").path("text").asText())
                .toList();
    }
}
