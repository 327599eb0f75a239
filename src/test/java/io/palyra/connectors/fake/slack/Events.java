package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.time.Clock;
import java.util.function.Consumer;

/** What the app is told of: that which it has subscribed to, where it is installed and its bot is in the channel. */
final class Events {

    private final App app;
    private final Directory directory;
    private final Clock clock;
    private final Consumer<ObjectNode> socket;

    Events(App app, Directory directory, Clock clock, Consumer<ObjectNode> socket) {
        this.app = app;
        this.directory = directory;
        this.clock = clock;
        this.socket = socket;
    }

    /** A message, or what has become of one. */
    void message(Channel channel, ObjectNode event) {
        if (directory.hears(channel)) {
            tell(
                    channel.kind().messageEvent(),
                    channel.teamId(),
                    event.put("channel", channel.id())
                            .put("channel_type", channel.kind().inEvents()));
        }
    }

    /** @param subscription what the app must have asked for */
    void tell(String subscription, String teamId, ObjectNode event) {
        if (app.isInstalled(teamId)) {
            tellAnyway(subscription, teamId, event);
        }
    }

    /** Also if the app is not installed any more. */
    void tellAnyway(String subscription, String teamId, ObjectNode event) {
        if (app.wants(subscription)) {
            socket.accept(callback(teamId, event));
        }
    }

    /** Whatever the app has asked for. */
    void tellUnasked(String teamId, ObjectNode event) {
        socket.accept(callback(teamId, event));
    }

    private ObjectNode callback(String teamId, ObjectNode event) {
        ObjectNode callback = Json.object()
                .put("token", "verification")
                .put("team_id", teamId)
                .put("context_team_id", teamId)
                .put("api_app_id", app.id())
                .put("type", "event_callback")
                .put("event_id", directory.id("Ev"))
                .put("event_time", clock.instant().getEpochSecond())
                .put("is_ext_shared_channel", false);
        callback.set("event", event);
        callback.putArray("authorizations")
                .addObject()
                .putNull("enterprise_id")
                .put("team_id", teamId)
                .put("user_id", directory.bot(teamId).id())
                .put("is_bot", true)
                .put("is_enterprise_install", false);
        return callback;
    }
}
