package io.palyra.connectors.fake.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what the bot writes: text, entities, replies, files. */
class SendCallsTest {

    private static final byte[] PNG = "\u0089PNG and more".getBytes(StandardCharsets.ISO_8859_1);

    private FakeTelegram telegram;
    private TelegramBot bot;
    private Chat chat;

    @BeforeEach
    void start() throws Exception {
        telegram = FakeTelegram.start();
        bot = new TelegramBot(telegram);
        chat = telegram.chat();
    }

    @AfterEach
    void stop() throws Exception {
        telegram.close();
    }

    @Test
    void countsCodePointsAndNotUnits() throws Exception {
        String emoji = "\ud83d\ude00";
        assertThat(bot.send(chat, emoji.repeat(4_096)).path("ok").asBoolean()).isTrue();
        assertThat(refusal(emoji.repeat(4_097))).isEqualTo("400 Bad Request: message is too long");
        assertThat(refusal("a".repeat(32_769))).isEqualTo("400 Bad Request: text is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {" \n\t", "\u200b\u200d\u2060", "\u3000"})
    void refusesTextThatShowsNothing(String blank) throws Exception {
        assertThat(refusal(blank)).isEqualTo("400 Bad Request: text must be non-empty");
        assertThat(refusal("")).isEqualTo("400 Bad Request: message text is empty");
        assertThat(telegram.ledger().accepted()).isEmpty();
    }

    @Test
    void cutsWhiteSpaceAndMovesEntities() throws Exception {
        bot.send(
                chat,
                "  bold and code @ada_l @ada_l ",
                "entities",
                Json.array(List.of(
                        entity("bold", 2, 4),
                        entity("underline", 0, 6),
                        entity("code", 11, 12),
                        entity("italic", 12, 2),
                        entity("italic", 29, 99),
                        entity("italic", -5, 2),
                        entity("mention", 2, 4))));
        Posted posted = telegram.ledger().accepted().get(0);
        assertThat(posted.text()).isEqualTo("bold and code @ada_l @ada_l");
        assertThat(posted.entities())
                .containsExactly(entity("bold", 0, 4), entity("underline", 0, 4), entity("code", 9, 12));
        assertThat(posted.pinged()).containsExactly("@ada_l");
        assertThat(bot.refusal("sendMessage", "chat_id", chat.id(), "text", "x", "parse_mode", "HTML"))
                .isEqualTo("400 Bad Request: unsupported parse_mode");
    }

    @Test
    void repliesToWhatIsThere() throws Exception {
        long there = telegram.says(chat, telegram.person(), "hello").id();
        JsonNode sent = bot.send(chat, "hi", "reply_parameters", "{\"message_id\":" + there + "}");
        assertThat(sent.path("result").path("reply_to_message").path("text").asText())
                .isEqualTo("hello");
        assertThat(bot.send(chat, "hi", "reply_parameters", "{\"message_id\":99}")
                        .path("description")
                        .asText())
                .isEqualTo("Bad Request: message to be replied not found");
        bot.send(chat, "hi", "reply_parameters", "{\"message_id\":99,\"allow_sending_without_reply\":true}");
        assertThat(telegram.ledger().accepted())
                .extracting(posted -> posted.replyTo().orElse(0L))
                .containsExactly(there, 0L);
    }

    @Test
    void takesFilesByUploadAndById() throws Exception {
        JsonNode sent = bot.callWithFiles("sendPhoto", Map.of("photo", PNG), "chat_id", chat.id(), "caption", "look")
                .path("result");
        String id = sent.path("photo").path(1).path("file_id").asText();
        assertThat(bot.refusal("sendDocument", "chat_id", chat.id(), "document", id))
                .isEqualTo("400 Bad Request: can't use file of type photo as document");
        bot.result("sendPhoto", "chat_id", chat.id(), "photo", id);
        bot.callWithFiles(
                "sendDocument",
                Map.of("it", "text".getBytes(StandardCharsets.UTF_8)),
                "chat_id",
                chat.id(),
                "document",
                "attach://it");
        assertThat(telegram.ledger().accepted())
                .extracting(Posted::files)
                .containsExactly(List.of("photo"), List.of("photo"), List.of("it"));
        assertThat(bot.callWithFiles(
                                "sendPhoto",
                                Map.of("photo", "text".getBytes(StandardCharsets.UTF_8)),
                                "chat_id",
                                chat.id())
                        .path("description")
                        .asText())
                .isEqualTo("Bad Request: IMAGE_PROCESS_FAILED");
        assertThat(bot.refusal("sendPhoto", "chat_id", chat.id(), "photo", "nothing"))
                .isEqualTo("400 Bad Request: wrong file identifier/HTTP URL specified");
        String path = bot.result("getFile", "file_id", id).path("file_path").asText();
        assertThat(bot.get("/file/bot" + telegram.token() + "/" + path).body()).contains("PNG and more");
        assertThat(bot.get("/file/bot" + telegram.token() + "/nothing").statusCode())
                .isEqualTo(404);
    }

    @Test
    void makesAlbumsOfOneKind() throws Exception {
        Map<String, byte[]> files = Map.of("one", PNG, "two", PNG);
        String media = "[{\"type\":\"photo\",\"media\":\"attach://one\",\"caption\":\"both\"},"
                + "{\"type\":\"photo\",\"media\":\"attach://two\"}]";
        JsonNode sent = bot.callWithFiles("sendMediaGroup", files, "chat_id", chat.id(), "media", media)
                .path("result");
        assertThat(sent).hasSize(2);
        assertThat(sent.findValuesAsText("media_group_id"))
                .hasSize(2)
                .containsOnly(sent.path(0).path("media_group_id").asText());
        Posted posted = telegram.ledger().accepted().get(0);
        assertThat(posted.text()).isEqualTo("both");
        assertThat(posted.files()).containsExactly("one", "two");
        assertThat(posted.ids()).hasSize(2);
        assertThat(bot.callWithFiles(
                                "sendMediaGroup",
                                files,
                                "chat_id",
                                chat.id(),
                                "media",
                                media.replace(
                                        "photo\",\"media\":\"attach://two", "document\",\"media\":\"attach://two"))
                        .path("description")
                        .asText())
                .isEqualTo("Bad Request: document can't be mixed with other media types");
        assertThat(bot.refusal("sendMediaGroup", "chat_id", chat.id(), "media", "[{\"type\":\"photo\"}]"))
                .startsWith("400 Bad Request: there are too few messages");
    }

    @Test
    void changesWhatIsItsOwn() throws Exception {
        long id = bot.send(chat, "one").path("result").path("message_id").asLong();
        bot.result("editMessageText", "chat_id", chat.id(), "message_id", id, "text", "two");
        assertThat(telegram.history(chat)).extracting(Message::text).containsExactly("two");
        assertThat(bot.refusal("editMessageText", "chat_id", chat.id(), "message_id", id, "text", "two"))
                .startsWith("400 Bad Request: message is not modified");
        assertThat(bot.refusal("editMessageReplyMarkup", "chat_id", chat.id(), "message_id", id))
                .startsWith("400 Bad Request: message is not modified");
        assertThat(bot.refusal("editMessageText", "chat_id", chat.id(), "message_id", 99, "text", "two"))
                .isEqualTo("400 Bad Request: message to edit not found");
        Message others = telegram.says(telegram.group(), telegram.person(), "mine");
        assertThat(bot.refusal(
                        "editMessageText", "chat_id", telegram.group().id(), "message_id", others.id(), "text", "x"))
                .isEqualTo("400 Bad Request: message can't be edited");
        assertThat(bot.refusal("deleteMessage", "chat_id", telegram.group().id(), "message_id", others.id()))
                .isEqualTo("400 Bad Request: message can't be deleted");
        telegram.promotes(telegram.group(), "can_delete_messages");
        bot.result("deleteMessage", "chat_id", telegram.group().id(), "message_id", others.id());
        bot.result("deleteMessage", "chat_id", chat.id(), "message_id", id);
        assertThat(bot.refusal("deleteMessage", "chat_id", chat.id(), "message_id", id))
                .isEqualTo("400 Bad Request: message to delete not found");
    }

    @Test
    void reactsOnceAndWithWhatIsInTheSet() throws Exception {
        Message message = telegram.says(chat, telegram.person(), "hello");
        react(message, "[{\"type\":\"emoji\",\"emoji\":\"\ud83d\udc4d\"}]");
        react(message, "[{\"type\":\"emoji\",\"emoji\":\"\ud83d\udd25\"}]");
        assertThat(telegram.reaction(message)).hasValue("\ud83d\udd25");
        assertThat(react(message, "[{\"type\":\"emoji\",\"emoji\":\"\ud83e\udd84\ud83e\udd84\"}]"))
                .isEqualTo("400 Bad Request: REACTION_INVALID");
        react(message, "[]");
        assertThat(telegram.reaction(message)).isEmpty();
    }

    private String react(Message message, String reaction) throws Exception {
        return bot.refusal(
                "setMessageReaction", "chat_id", chat.id(), "message_id", message.id(), "reaction", reaction);
    }

    private String refusal(String text) throws Exception {
        return bot.refusal("sendMessage", "chat_id", chat.id(), "text", text);
    }

    private static ObjectNode entity(String type, int offset, int length) {
        return Json.object().put("type", type).put("offset", offset).put("length", length);
    }
}
