package io.palyra.connectors.fake.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.LedgerFile;
import io.palyra.connectors.fake.slack.Channel.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the methods answer, and what they refuse. */
class WebApiTest {

    private static final String METADATA =
            "{\"event_type\": \"palyra_delivery\", \"event_payload\": {\"key\": \"k1\"}}";

    private FakeSlack slack;
    private SlackBot bot;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        slack = FakeSlack.start();
        bot = new SlackBot(slack);
        channel = slack.channel();
    }

    @AfterEach
    void stop() throws Exception {
        bot.close();
        slack.close();
    }

    @Test
    void ledgerHasThreadAndKey(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ledger");
        slack.ledger().writeTo(LedgerFile.synced(file));
        Message parent = slack.says(channel, slack.user(), "parent");
        String ts = bot.post(channel, "reply", "thread_ts", parent.ts(), "metadata", METADATA)
                .path("ts")
                .asText();
        Posted posted = slack.ledger().accepted().get(0);
        assertThat(posted.threadTs()).hasValue(parent.ts());
        assertThat(posted.key()).isEqualTo("k1");
        assertThat(LedgerFile.read(file)).singleElement().satisfies(line -> {
            assertThat(line.path("ts").asText()).isEqualTo(ts);
            assertThat(line.path("key").asText()).isEqualTo("k1");
        });
    }

    @Test
    void payloadOfMetadataIsShownOnDemandAndKeptByAnEdit() throws Exception {
        String ts = bot.post(channel, "one", "metadata", METADATA).path("ts").asText();
        bot.call("chat.update", "channel", channel.id(), "ts", ts, "text", "two");
        assertThat(newest().path("metadata").has("event_payload")).isFalse();
        assertThat(newest("include_all_metadata", "true")
                        .path("metadata")
                        .path("event_payload")
                        .path("key")
                        .asText())
                .isEqualTo("k1");
        assertThat(newest().path("text").asText()).isEqualTo("two");
    }

    @Test
    void historyComesInPagesNewestFirstBetweenItsBounds() throws Exception {
        List<String> ts = new ArrayList<>();
        for (String text : List.of("one", "two", "three", "four")) {
            ts.add(slack.says(channel, slack.user(), text).ts());
        }
        JsonNode first = history("limit", "2", "oldest", ts.get(0), "latest", ts.get(3));
        assertThat(first.path("messages").findValuesAsText("text")).containsExactly("three", "two");
        assertThat(first.path("has_more").asBoolean()).isFalse();
        JsonNode page = history("limit", "3", "oldest", ts.get(0), "inclusive", "true");
        assertThat(page.path("messages").findValuesAsText("text")).containsExactly("four", "three", "two");
        String cursor = page.path("response_metadata").path("next_cursor").asText();
        JsonNode last = history("limit", "3", "oldest", ts.get(0), "inclusive", "true", "cursor", cursor);
        assertThat(last.path("messages").findValuesAsText("text")).containsExactly("one");
    }

    @Test
    void repliesComeInPagesThatBeginWithTheParent() throws Exception {
        Message parent = slack.says(channel, slack.user(), "parent");
        Message reply = slack.says(channel, slack.user(), Words.of("one").below(parent));
        slack.says(channel, slack.user(), Words.of("two").below(reply));
        JsonNode page = replies(parent.ts(), "limit", "1");
        assertThat(page.path("messages").findValuesAsText("text")).containsExactly("parent", "one");
        JsonNode next = replies(
                parent.ts(),
                "limit",
                "1",
                "cursor",
                page.path("response_metadata").path("next_cursor").asText());
        assertThat(next.path("messages").findValuesAsText("text")).containsExactly("parent", "two");
        assertThat(replies(reply.ts()).path("messages").findValuesAsText("text"))
                .containsExactly("one");
        assertThat(replies("1.000000").path("error").asText()).isEqualTo("thread_not_found");
    }

    @Test
    void listsWhereTheBotIs() throws Exception {
        Channel closed = slack.addChannel(slack.team(), "closed", Kind.PRIVATE, slack.user());
        Channel direct = slack.direct(slack.user());
        slack.addChannel(slack.team(), "elsewhere", Kind.PUBLIC, slack.user());
        JsonNode all = bot.call("users.conversations", "types", "public_channel,private_channel,im,mpim");
        assertThat(all.path("channels").findValuesAsText("id"))
                .containsExactlyInAnyOrder(channel.id(), closed.id(), direct.id());
        JsonNode page = bot.call("users.conversations", "types", "public_channel,private_channel", "limit", "1");
        JsonNode rest = bot.call(
                "users.conversations",
                "types",
                "public_channel,private_channel",
                "cursor",
                page.path("response_metadata").path("next_cursor").asText());
        assertThat(rest.path("channels").findValuesAsText("id")).hasSize(1);
        assertThat(bot.call("conversations.open", "users", slack.user().id())
                        .path("channel")
                        .path("id")
                        .asText())
                .isEqualTo(direct.id());
    }

    @Test
    void refusesWhereTheBotMayNotPost() throws Exception {
        Channel elsewhere = slack.addChannel(slack.team(), "elsewhere", Kind.PUBLIC, slack.user());
        assertThat(error(bot.post(elsewhere, "hello"))).isEqualTo("not_in_channel");
        slack.joins(elsewhere, slack.bot());
        assertThat(bot.post(elsewhere, "hello").path("ok").asBoolean()).isTrue();
        slack.archive(elsewhere, true);
        assertThat(error(bot.post(elsewhere, "hello"))).isEqualTo("is_archived");
        Channel closed = slack.addChannel(slack.team(), "closed", Kind.PRIVATE, slack.user());
        slack.leaves(closed, slack.bot());
        assertThat(error(bot.post(closed, "hello"))).isEqualTo("channel_not_found");
        assertThat(error(bot.post(channel, " "))).isEqualTo("no_text");
        assertThat(error(bot.post(channel, "x".repeat(40_001)))).isEqualTo("msg_too_long");
    }

    @Test
    void refusesWithoutTheScopeAndSaysWhich() throws Exception {
        slack.scopes(Set.of("chat:write"));
        JsonNode refused = history();
        assertThat(error(refused)).isEqualTo("missing_scope");
        assertThat(refused.path("needed").asText()).isEqualTo("channels:history");
        assertThat(refused.path("provided").asText()).isEqualTo("chat:write");
    }

    @Test
    void refusesTheTokenOfTheOtherKind() throws Exception {
        assertThat(error(Json.parse(
                        bot.answer(slack.token(), "apps.connections.open").body())))
                .isEqualTo("not_allowed_token_type");
        assertThat(error(Json.parse(bot.answer(slack.appToken(), "bots.info").body())))
                .isEqualTo("not_allowed_token_type");
        assertThat(Json.parse(bot.answer(slack.appToken(), "auth.test").body())
                        .path("app_id")
                        .asText())
                .isEqualTo(slack.appId());
        assertThat(error(Json.parse(bot.answer("xoxb-wrong", "auth.test").body())))
                .isEqualTo("invalid_auth");
    }

    @Test
    void changesOnlyWhatTheBotHasWritten() throws Exception {
        String others = slack.says(channel, slack.user(), "mine").ts();
        assertThat(error(bot.call("chat.update", "channel", channel.id(), "ts", others, "text", "x")))
                .isEqualTo("cant_update_message");
        assertThat(error(bot.call("chat.delete", "channel", channel.id(), "ts", others)))
                .isEqualTo("cant_delete_message");
        String own = bot.post(channel, "own").path("ts").asText();
        bot.call("chat.delete", "channel", channel.id(), "ts", own);
        assertThat(error(bot.call("chat.delete", "channel", channel.id(), "ts", own)))
                .isEqualTo("message_not_found");
        assertThat(slack.history(channel)).extracting(Message::text).containsExactly("mine");
    }

    @Test
    void reactsOnce() throws Exception {
        String ts = slack.says(channel, slack.user(), "hello").ts();
        assertThat(react("add", ts, "eyes").path("ok").asBoolean()).isTrue();
        assertThat(newest().path("reactions").get(0).path("count").asInt()).isEqualTo(1);
        assertThat(error(react("add", ts, "eyes"))).isEqualTo("already_reacted");
        assertThat(react("remove", ts, "eyes").path("ok").asBoolean()).isTrue();
        assertThat(error(react("remove", ts, "eyes"))).isEqualTo("no_reaction");
        assertThat(error(react("add", ts, "👀"))).isEqualTo("invalid_name");
    }

    @Test
    void takesFilesInThreeStepsAndSharesThemByTheirLink() throws Exception {
        JsonNode place = bot.call("files.getUploadURLExternal", "filename", "a.txt", "length", "5");
        String id = place.path("file_id").asText();
        String completion = "[{\"id\": \"" + id + "\"}]";
        assertThat(error(bot.call("files.completeUploadExternal", "files", completion)))
                .isEqualTo("file_not_found");
        assertThat(bot.upload(place.path("upload_url").asText(), "hello")).isEqualTo("OK - 5");
        JsonNode file = bot.call("files.completeUploadExternal", "files", completion)
                .path("files")
                .get(0);
        String link = "<" + file.path("permalink").asText() + "|a.txt>";
        bot.post(channel, link, "unfurl_media", "0");
        bot.post(channel, link, "unfurl_media", "1");
        assertThat(slack.ledger().accepted()).extracting(Posted::files).containsExactly(List.of(), List.of("a.txt"));
        String url = file.path("url_private_download").asText();
        assertThat(bot.download(url, slack.token())).isEqualTo("hello");
        assertThat(bot.download(url, "")).startsWith("<!DOCTYPE html>");
    }

    @Test
    void tellsOfWhatBecomesOfMessages() throws Exception {
        bot.connected();
        Message parent = slack.says(channel, slack.user(), "parent");
        Message reply = slack.says(channel, slack.user(), Words.of("reply").below(parent));
        slack.edits(reply, slack.user(), "better");
        slack.deletes(reply);
        slack.joins(channel, slack.addUser("bob"));
        await().until(() -> slack.socket().acknowledged().size() == 7);
        assertThat(bot.events())
                .extracting(event -> event.path("type").asText() + " "
                        + event.path("subtype").asText())
                .containsExactly(
                        "message ",
                        "message ",
                        "message message_replied",
                        "message message_changed",
                        "message message_deleted",
                        "member_joined_channel ",
                        "message channel_join");
    }

    @Test
    void deletedParentOfAThreadLeavesAStone() throws Exception {
        Message parent = slack.says(channel, slack.user(), "parent");
        slack.says(channel, slack.user(), Words.of("reply").below(parent));
        slack.deletes(parent);
        assertThat(newest().path("subtype").asText()).isEqualTo("tombstone");
        assertThat(newest().path("reply_count").asInt()).isEqualTo(1);
    }

    @Test
    void takesJsonAsWellAsForms() throws Exception {
        JsonNode answer = bot.callWithJson(
                "chat.postMessage",
                Json.object().put("channel", channel.id()).put("text", "hello").set("metadata", Json.parse(METADATA)));
        assertThat(answer.path("channel").asText()).isEqualTo(channel.id());
        assertThat(slack.ledger().accepted()).extracting(Posted::key).containsExactly("k1");
    }

    @Test
    void othersBotsAndFilesComeAsSlackSendsThem() throws Exception {
        bot.connected();
        slack.says(channel, slack.addBot("weather"), "rain");
        slack.says(
                channel,
                slack.user(),
                Words.of("").file("a.txt", "text/plain", new byte[] {1}).filesToAskFor());
        await().until(() -> slack.socket().acknowledged().size() == 2);
        assertThat(bot.events().get(0).path("subtype").asText()).isEqualTo("bot_message");
        JsonNode file = bot.events().get(1).path("files").get(0);
        assertThat(file.path("file_access").asText()).isEqualTo("check_file_info");
        assertThat(bot.call("files.info", "file", file.path("id").asText())
                        .path("file")
                        .path("name")
                        .asText())
                .isEqualTo("a.txt");
    }

    private JsonNode react(String how, String ts, String name) throws Exception {
        return bot.call("reactions." + how, "channel", channel.id(), "timestamp", ts, "name", name);
    }

    private JsonNode newest(String... more) throws Exception {
        return history(more).path("messages").get(0);
    }

    private JsonNode history(String... more) throws Exception {
        return bot.callIn(channel, "conversations.history", more);
    }

    private JsonNode replies(String ts, String... more) throws Exception {
        return bot.callIn(
                channel,
                "conversations.replies",
                Stream.concat(Stream.of("ts", ts), Stream.of(more)).toArray(String[]::new));
    }

    private static String error(JsonNode answer) {
        assertThat(answer.path("ok").asBoolean()).isFalse();
        return answer.path("error").asText();
    }
}
