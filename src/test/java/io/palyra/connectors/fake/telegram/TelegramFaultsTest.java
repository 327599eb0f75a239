package io.palyra.connectors.fake.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.LedgerFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scripted fault looks like to a client, and what the ledger says of it. */
class TelegramFaultsTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FakeTelegram telegram;
    private TelegramBot bot;
    private Chat chat;

    @BeforeEach
    void start() throws Exception {
        telegram = FakeTelegram.start(FakeTelegramOptions.defaults().clock(clock));
        bot = new TelegramBot(telegram);
        chat = telegram.chat();
    }

    @AfterEach
    void stop() throws Exception {
        telegram.close();
    }

    @Test
    void refusalMakesNothing() throws Exception {
        telegram.faults().nextPost(TelegramFault.refused(400, "Bad Request: CHAT_WRITE_FORBIDDEN"));
        HttpResponse<String> answer = bot.answer("sendMessage", "chat_id", chat.id(), "text", "no");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: CHAT_WRITE_FORBIDDEN\"}");
        assertThat(answer.headers().firstValue("Date")).hasValue("Thu, 1 Jan 2026 00:00:00 GMT");
        assertThat(telegram.ledger().accepted()).isEmpty();
    }

    @Test
    void brokenLineBeforeAcceptingHasMadeNothing() {
        telegram.faults().nextPost(Fault.resetBeforeAccepting());
        assertThatThrownBy(() -> bot.send(chat, "cut")).isInstanceOf(IOException.class);
        assertThat(telegram.ledger().accepted()).isEmpty();
    }

    @Test
    void brokenLineAfterAcceptingHasMadeTheMessage() {
        for (Fault fault : List.of(
                Fault.resetAfterAccepting(),
                Fault.closedAfterAccepting(),
                TelegramFault.shortAnswerAfterAccepting(),
                TelegramFault.brokenJsonAfterAccepting())) {
            telegram.faults().nextPost(fault);
            assertThatThrownBy(() -> bot.send(chat, "cut")).isInstanceOf(IOException.class);
        }
        assertThat(telegram.ledger().texts("" + chat.id())).containsExactly("cut", "cut", "cut", "cut");
    }

    @Test
    void proxiesAnswerInTheirOwnWords() throws Exception {
        telegram.faults().nextPost(Fault.statusAfterAccepting(502));
        assertThat(bot.answer("sendMessage", "chat_id", chat.id(), "text", "made")
                        .statusCode())
                .isEqualTo(502);
        telegram.faults().nextPost(TelegramFault.portal());
        assertThat(bot.answer("sendMessage", "chat_id", chat.id(), "text", "lost")
                        .body())
                .startsWith("<html>");
        assertThat(telegram.ledger().texts("" + chat.id())).containsExactly("made");
    }

    @Test
    void rateLimitHoldsForOneChatOnly() throws Exception {
        telegram.faults()
                .always(TelegramFault.to("SENDMESSAGE", chat), TelegramFault.rateLimited(Duration.ofMillis(1_500)));
        HttpResponse<String> answer = bot.answer("sendMessage", "chat_id", chat.id(), "text", "no");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(answer.body()).contains("\"parameters\":{\"retry_after\":2}");
        assertThat(bot.send(telegram.group(), "yes").path("ok").asBoolean()).isTrue();
    }

    @Test
    void limitsHoldByTheSecondAndByTheMinute() throws Exception {
        telegram.limits().perChat(1).perGroup(3);
        Chat group = telegram.group();
        bot.send(group, "one");
        bot.send(group, "two");
        assertThat(bot.send(group, "three").path("description").asText()).isEqualTo("Too Many Requests: retry after 2");
        assertThat(bot.send(chat, "three").path("ok").asBoolean()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(bot.send(group, "three").path("ok").asBoolean()).isTrue();
        JsonNode limited = bot.send(group, "four");
        assertThat(limited.path("parameters").path("retry_after").asInt()).isEqualTo(58);
        assertThat(telegram.limits().refused()).isEqualTo(2);
        telegram.limits().off();
        assertThat(bot.send(group, "four").path("ok").asBoolean()).isTrue();
    }

    @Test
    void idleConnectionsAreClosedAndNewOnesTaken() throws Exception {
        bot.result("getMe");
        await().until(() -> telegram.closeIdleConnections() == 1);
        await().until(() -> bot.call("getMe").path("ok").asBoolean());
    }

    @Test
    void ledgerIsWrittenToAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ledger.jsonl");
        telegram.ledger().writeTo(LedgerFile.synced(file));
        long id = bot.send(chat, "kept").path("result").path("message_id").asLong();
        JsonNode line = LedgerFile.read(file).get(0);
        assertThat(line.path("chat").asText()).isEqualTo("" + chat.id());
        assertThat(line.path("id").asLong()).isEqualTo(id);
        assertThat(line.path("text").asText()).isEqualTo("kept");
    }
}
