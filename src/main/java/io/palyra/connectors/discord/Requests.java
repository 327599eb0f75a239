package io.palyra.connectors.discord;

import net.dv8tion.jda.api.requests.Method;
import net.dv8tion.jda.api.requests.Route;

/** The paths of Discord's REST API v10 that the connector uses. */
final class Requests {

    static final Route SELF = Route.custom(Method.GET, "users/@me");
    static final Route GATEWAY_BOT = Route.custom(Method.GET, "gateway/bot");
    static final Route APPLICATION = Route.custom(Method.GET, "applications/@me");
    static final Route GUILDS = Route.custom(Method.GET, "users/@me/guilds");
    static final Route OPEN_DIRECT = Route.custom(Method.POST, "users/@me/channels");
    static final Route GUILD = Route.custom(Method.GET, "guilds/{guild_id}");
    static final Route MEMBER = Route.custom(Method.GET, "guilds/{guild_id}/members/{user_id}");
    static final Route CHANNEL = Route.custom(Method.GET, "channels/{channel_id}");
    static final Route ARCHIVED_THREADS = Route.custom(Method.GET, "channels/{channel_id}/threads/archived/public");
    static final Route JOINED_PRIVATE_ARCHIVED_THREADS =
            Route.custom(Method.GET, "channels/{channel_id}/users/@me/threads/archived/private");
    static final Route POST_MESSAGE = Route.custom(Method.POST, "channels/{channel_id}/messages");
    static final Route TYPING = Route.custom(Method.POST, "channels/{channel_id}/typing");
    static final Route LIST_MESSAGES = Route.custom(Method.GET, "channels/{channel_id}/messages");
    static final Route GET_MESSAGE = Route.custom(Method.GET, "channels/{channel_id}/messages/{message_id}");
    static final Route EDIT_MESSAGE = Route.custom(Method.PATCH, "channels/{channel_id}/messages/{message_id}");
    static final Route DELETE_MESSAGE = Route.custom(Method.DELETE, "channels/{channel_id}/messages/{message_id}");
    static final Route ADD_REACTION =
            Route.custom(Method.PUT, "channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me");
    static final Route REMOVE_REACTION =
            Route.custom(Method.DELETE, "channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me");

    private Requests() {}
}
