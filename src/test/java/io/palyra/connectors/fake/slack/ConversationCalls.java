package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the bot is. */
final class ConversationCalls {

    private static final int LIMIT_DEFAULT = 100;

    private final App app;
    private final Directory directory;
    private final Access access;

    ConversationCalls(App app, Directory directory, Access access) {
        this.app = app;
        this.directory = directory;
        this.access = access;
    }

    Map<String, Call.Handler> methods() {
        return Map.of(
                "users.conversations", this::list,
                "conversations.info", this::info,
                "conversations.open", this::open);
    }

    private ObjectNode list(Call call) throws SlackError {
        Set<String> types = Set.of((call.has("types") ? call.text("types") : "public_channel").split("\\s*,\\s*", -1));
        for (Channel.Kind kind : Channel.Kind.values()) {
            if (types.contains(kind.type())) {
                app.require(kind.reading());
            }
        }
        boolean alsoArchived = !call.flag("exclude_archived", false);
        List<Channel> all = directory.channels().stream()
                .filter(channel -> channel.teamId().equals(call.team().id()))
                .filter(channel -> types.contains(channel.kind().type()) && directory.hears(channel))
                .filter(channel -> alsoArchived || !directory.isArchived(channel))
                .toList();
        Page<Channel> page = Page.of(all, call, "id:", Channel::id, Page.limit(call, LIMIT_DEFAULT));
        ObjectNode answer = Json.object();
        answer.set(
                "channels", Json.array(page.rows().stream().map(directory::json).toList()));
        return page.mark(answer);
    }

    private ObjectNode info(Call call) throws SlackError {
        return Json.object().set("channel", directory.json(access.toSee(call)));
    }

    /** Of one user, the direct conversation; of several, their group's. */
    private ObjectNode open(Call call) throws SlackError {
        List<User> users = new ArrayList<>();
        for (String id : call.required("users").split(",", -1)) {
            users.add(directory.user(call.team(), id).orElseThrow(() -> new SlackError("user_not_found")));
        }
        app.require(users.size() == 1 ? "im:write" : "mpim:write");
        if (users.contains(directory.bot(call.team().id()))) {
            throw new SlackError("cannot_dm_bot");
        }
        Channel channel = users.size() == 1 ? directory.direct(users.get(0)) : directory.group(call.team(), users);
        ObjectNode answer = Json.object().put("no_op", false).put("already_open", false);
        answer.set(
                "channel",
                call.flag("return_im", false)
                        ? directory.json(channel)
                        : Json.object().put("id", channel.id()));
        return answer;
    }
}
