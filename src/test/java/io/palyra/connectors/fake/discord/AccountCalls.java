package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.discord.RestEndpoint.Call;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Who the bot is, and where it is: users, guilds, channels. */
final class AccountCalls {

    private final Directory directory;
    private final ChannelAccess access;
    private final LongSupplier applicationFlags;
    private final Supplier<String> gatewayUrl;

    AccountCalls(
            Directory directory, ChannelAccess access, LongSupplier applicationFlags, Supplier<String> gatewayUrl) {
        this.directory = directory;
        this.access = access;
        this.applicationFlags = applicationFlags;
        this.gatewayUrl = gatewayUrl;
    }

    List<RestEndpoint> routes() {
        return List.of(
                RestEndpoint.of(
                        "GET",
                        "/users/@me",
                        call -> RestAnswer.ok(directory.bot().selfJson())),
                RestEndpoint.of("GET", "/users/@me/guilds", this::guilds),
                RestEndpoint.of("POST", "/users/@me/channels", this::direct),
                RestEndpoint.of("GET", "/users/{user}", this::user),
                RestEndpoint.of("GET", "/applications/@me", this::application),
                RestEndpoint.of("GET", "/oauth2/applications/@me", this::application),
                RestEndpoint.of("GET", "/gateway", this::gateway),
                RestEndpoint.of("GET", "/gateway/bot", this::gateway),
                RestEndpoint.of(
                        "GET",
                        "/guilds/{guild}",
                        call -> RestAnswer.ok(guild(call).json())),
                RestEndpoint.of(
                        "GET",
                        "/guilds/{guild}/roles",
                        call -> RestAnswer.ok(guild(call).json().get("roles"))),
                RestEndpoint.of("GET", "/guilds/{guild}/channels", this::channels),
                RestEndpoint.of("GET", "/guilds/{guild}/members/{user}", this::member),
                RestEndpoint.of("GET", "/channels/{channel}", this::channel));
    }

    private RestAnswer guilds(Call call) {
        ArrayNode guilds = Json.array();
        for (Guild guild : directory.guilds()) {
            guilds.addObject()
                    .put("id", guild.id())
                    .put("name", guild.name())
                    .putNull("icon")
                    .put("owner", false)
                    .put(
                            "permissions",
                            Long.toUnsignedString(guild.roles().get(0).permissions()))
                    .putArray("features");
        }
        return RestAnswer.ok(guilds);
    }

    private RestAnswer direct(Call call) throws DiscordError {
        User user = directory.user(call.json().path("recipient_id").asText()).orElseThrow(DiscordError::unknownUser);
        return RestAnswer.ok(directory.direct(user).json());
    }

    private RestAnswer user(Call call) throws DiscordError {
        return RestAnswer.ok(directory
                .user(call.segment("user"))
                .orElseThrow(DiscordError::unknownUser)
                .json());
    }

    private RestAnswer application(Call call) {
        User bot = directory.bot();
        ObjectNode application = Json.object()
                .put("id", bot.id())
                .put("name", bot.name())
                .putNull("icon")
                .put("description", "")
                .put("bot_public", true)
                .put("bot_require_code_grant", false)
                .put("verify_key", "")
                .put("flags", applicationFlags.getAsLong())
                .putNull("team");
        application.set("bot", bot.json());
        application.set("owner", bot.json());
        return RestAnswer.ok(application);
    }

    private RestAnswer gateway(Call call) {
        ObjectNode gateway = Json.object().put("url", gatewayUrl.get()).put("shards", 1);
        gateway.putObject("session_start_limit")
                .put("total", 1_000)
                .put("remaining", 999)
                .put("reset_after", 86_400_000)
                .put("max_concurrency", 1);
        return RestAnswer.ok(gateway);
    }

    private RestAnswer channels(Call call) throws DiscordError {
        String guild = guild(call).id();
        return RestAnswer.ok(Json.array(directory.channels().stream()
                .filter(channel -> guild.equals(channel.guildId()) && !channel.isThread())
                .map(Channel::json)
                .toList()));
    }

    private RestAnswer member(Call call) throws DiscordError {
        return RestAnswer.ok(guild(call)
                .member(call.segment("user"))
                .orElseThrow(DiscordError::unknownMember)
                .json());
    }

    private RestAnswer channel(Call call) throws DiscordError {
        return RestAnswer.ok(access.toView(call.segment("channel")).json());
    }

    private Guild guild(Call call) throws DiscordError {
        return directory.guild(call.segment("guild")).orElseThrow(DiscordError::unknownGuild);
    }
}
