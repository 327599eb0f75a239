package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.Map;
import java.util.function.Supplier;

/** Who the bot is, who others are, and where its socket is. */
final class AccountCalls {

    private final App app;
    private final Directory directory;
    private final Supplier<String> socketUrl;

    /** @param socketUrl a new one for each call */
    AccountCalls(App app, Directory directory, Supplier<String> socketUrl) {
        this.app = app;
        this.directory = directory;
        this.socketUrl = socketUrl;
    }

    Map<String, Call.Handler> methods() {
        return Map.of("auth.test", this::test, "bots.info", this::bot, "users.info", this::user);
    }

    /** What takes the token of the app. */
    Map<String, Call.Handler> appMethods() {
        return Map.of("apps.connections.open", call -> Json.object().put("url", socketUrl.get()));
    }

    /** Of an app token it says which app it is of. */
    private ObjectNode test(Call call) {
        if (call.workspace() == null) {
            return Json.object().put("app_name", "Palyra").put("app_id", app.id());
        }
        Team team = call.team();
        User bot = directory.bot(team.id());
        return Json.object()
                .put("url", "https://" + team.domain() + ".slack.com/")
                .put("team", team.name())
                .put("user", bot.name())
                .put("team_id", team.id())
                .put("user_id", bot.id())
                .put("bot_id", bot.botId())
                .put("is_enterprise_install", false);
    }

    private ObjectNode bot(Call call) throws SlackError {
        app.require("users:read");
        User bot = directory.botUser(call.team(), call.text("bot")).orElseThrow(() -> new SlackError("bot_not_found"));
        return Json.object().set("bot", bot.botJson());
    }

    private ObjectNode user(Call call) throws SlackError {
        app.require("users:read");
        User user =
                directory.user(call.team(), call.required("user")).orElseThrow(() -> new SlackError("user_not_found"));
        return Json.object().set("user", user.json());
    }
}
