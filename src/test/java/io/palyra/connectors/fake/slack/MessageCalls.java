package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.PostLedger;
import java.util.List;
import java.util.Map;

/** What the bot writes. */
final class MessageCalls {

    private static final int TEXT_CHARS_MAX = 40_000;

    private final App app;
    private final Directory directory;
    private final Access access;
    private final Timeline timeline;
    private final Files files;
    private final PostLedger<Posted> ledger;

    MessageCalls(
            App app, Directory directory, Access access, Timeline timeline, Files files, PostLedger<Posted> ledger) {
        this.app = app;
        this.directory = directory;
        this.access = access;
        this.timeline = timeline;
        this.files = files;
        this.ledger = ledger;
    }

    Map<String, Call.Handler> methods() {
        return Map.of(
                "chat.postMessage", this::post,
                "chat.update", this::update,
                "chat.delete", this::delete,
                "chat.getPermalink", this::permalink);
    }

    private ObjectNode post(Call call) throws SlackError {
        app.require("chat:write");
        Channel channel = access.toPost(call);
        ObjectNode json = written(call, Json.object());
        User bot = directory.bot(channel.teamId());
        json.put("user", bot.id())
                .put("bot_id", bot.botId())
                .put("app_id", app.id())
                .put("team", channel.teamId())
                .set("bot_profile", bot.botJson().put("team_id", channel.teamId()));
        thread(call, channel, json);
        List<String> shared = files.share(channel.teamId(), json, call.flag("unfurl_media", true));
        Message message = timeline.add(channel, json, it -> ledger.accept(posted(it, shared, call)));
        return answer(message);
    }

    /** Any {@code thread_ts} is taken, also a reply's and one of nothing, as Slack does: then no parent has the reply. */
    private void thread(Call call, Channel channel, ObjectNode json) {
        if (call.has("thread_ts")) {
            String thread = call.text("thread_ts");
            json.put("thread_ts", thread);
            if (call.flag("reply_broadcast", false)) {
                json.put("subtype", "thread_broadcast");
                timeline.history()
                        .find(channel.id(), thread)
                        .ifPresent(root -> json.set("root", timeline.history().view(root, true)));
            }
        }
    }

    private static Posted posted(Message message, List<String> files, Call call) {
        return new Posted(
                message.channelId(),
                message.ts(),
                message.threadTs(),
                message.text(),
                message.stored()
                        .path("metadata")
                        .path("event_payload")
                        .path("key")
                        .asText(),
                files,
                call.arguments());
    }

    /** Text, blocks, attachments and metadata of the request; without blocks, there are none. */
    private static ObjectNode written(Call call, ObjectNode json) throws SlackError {
        String text = call.text("text");
        if (text.isBlank() && !call.has("blocks") && !call.has("attachments")) {
            throw new SlackError("no_text");
        }
        if (text.length() > TEXT_CHARS_MAX) {
            throw new SlackError("msg_too_long");
        }
        json.put("text", text);
        for (String list : List.of("blocks", "attachments")) {
            json.remove(list);
            if (call.has(list)) {
                JsonNode value = call.json(list, "invalid_" + list);
                if (!value.isArray()) {
                    throw new SlackError("invalid_" + list + "_format");
                }
                json.set(list, value);
            }
        }
        if (call.has("metadata")) {
            JsonNode metadata = call.json("metadata", "invalid_metadata_format");
            if (metadata.path("event_type").asText().isEmpty()
                    || !metadata.path("event_payload").isObject()) {
                throw new SlackError("invalid_metadata_format");
            }
            json.set("metadata", metadata);
        }
        return json;
    }

    /** Metadata that the request does not name stays. */
    private ObjectNode update(Call call) throws SlackError {
        app.require("chat:write");
        Channel channel = access.toChange(call);
        Message message = own(channel, call.required("ts"), "cant_update_message");
        User bot = directory.bot(channel.teamId());
        return answer(timeline.edit(channel, message, written(call, message.json()), bot));
    }

    private ObjectNode delete(Call call) throws SlackError {
        app.require("chat:write");
        Channel channel = access.toChange(call);
        Message message = own(channel, call.required("ts"), "cant_delete_message");
        timeline.delete(channel, message);
        return Json.object().put("channel", channel.id()).put("ts", message.ts());
    }

    private ObjectNode permalink(Call call) throws SlackError {
        Channel channel = access.toChange(call);
        Message message = find(channel, call.required("message_ts"));
        String link = "https://" + call.team().domain() + ".slack.com/archives/" + channel.id() + "/p"
                + message.ts().replace(".", "")
                + (message.isReply() ? "?thread_ts=" + message.threadTs().orElseThrow() + "&cid=" + channel.id() : "");
        return Json.object().put("channel", channel.id()).put("permalink", link);
    }

    private Message own(Channel channel, String ts, String otherwise) throws SlackError {
        Message message = find(channel, ts);
        if (!message.userId().equals(directory.bot(channel.teamId()).id())) {
            throw new SlackError(otherwise);
        }
        return message;
    }

    private Message find(Channel channel, String ts) throws SlackError {
        return timeline.history().find(channel.id(), ts).orElseThrow(() -> new SlackError("message_not_found"));
    }

    private static ObjectNode answer(Message message) {
        ObjectNode answer = Json.object()
                .put("channel", message.channelId())
                .put("ts", message.ts())
                .put("text", message.text());
        answer.set("message", message.json());
        return answer;
    }
}
