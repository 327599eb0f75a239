package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.Map;

/** Emoji on messages. */
final class ReactionCalls {

    private final App app;
    private final Directory directory;
    private final Access access;
    private final Timeline timeline;

    ReactionCalls(App app, Directory directory, Access access, Timeline timeline) {
        this.app = app;
        this.directory = directory;
        this.access = access;
        this.timeline = timeline;
    }

    Map<String, Call.Handler> methods() {
        return Map.of(
                "reactions.add", call -> react(call, true),
                "reactions.remove", call -> react(call, false),
                "reactions.get", this::get);
    }

    private ObjectNode react(Call call, boolean on) throws SlackError {
        app.require("reactions:write");
        String name = call.required("name");
        if (!Emoji.isKnown(name)) {
            throw new SlackError("invalid_name");
        }
        Channel channel = access.toReact(call);
        Message message = find(channel, call.required("timestamp"));
        if (!timeline.react(channel, message, directory.bot(channel.teamId()), name, on)) {
            throw new SlackError(on ? "already_reacted" : "no_reaction");
        }
        return Json.object();
    }

    private ObjectNode get(Call call) throws SlackError {
        app.require("reactions:read");
        Channel channel = access.toChange(call);
        Message message = find(channel, call.required("timestamp"));
        ObjectNode answer = Json.object().put("type", "message").put("channel", channel.id());
        answer.set("message", timeline.history().view(message, false));
        return answer;
    }

    private Message find(Channel channel, String ts) throws SlackError {
        return timeline.history().find(channel.id(), ts).orElseThrow(() -> new SlackError("message_not_found"));
    }
}
