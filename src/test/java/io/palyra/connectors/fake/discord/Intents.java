package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.discord.Events.Event;

/** What a session asked to be told. */
record Intents(long mask) {

    static final long GUILDS = 1;
    static final long GUILD_MEMBERS = 1 << 1;
    static final long GUILD_PRESENCES = 1 << 8;
    static final long GUILD_MESSAGES = 1 << 9;
    static final long GUILD_MESSAGE_REACTIONS = 1 << 10;
    static final long DIRECT_MESSAGES = 1 << 12;
    static final long DIRECT_MESSAGE_REACTIONS = 1 << 13;
    static final long MESSAGE_CONTENT = 1 << 15;

    /** The ones that the owner of a bot must switch on, else the gateway closes with 4014. */
    private static final long PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;

    boolean privilegedWithin(long allowed) {
        return (mask & PRIVILEGED & ~allowed) == 0;
    }

    boolean want(Event event) {
        if (event.type().startsWith("MESSAGE_REACTION")) {
            return has(event.inGuild() ? GUILD_MESSAGE_REACTIONS : DIRECT_MESSAGE_REACTIONS);
        }
        if (event.type().startsWith("MESSAGE_")) {
            return has(event.inGuild() ? GUILD_MESSAGES : DIRECT_MESSAGES);
        }
        return !event.inGuild() || has(GUILDS);
    }

    /**
     * The event as this session sees it: without MESSAGE_CONTENT a message in a guild is empty, unless the bot wrote it
     * or is mentioned.
     */
    ObjectNode view(Event event, User bot) {
        ObjectNode content = event.content();
        boolean message = event.type().equals("MESSAGE_CREATE") || event.type().equals("MESSAGE_UPDATE");
        if (!message || !event.inGuild() || has(MESSAGE_CONTENT) || concerns(content, bot)) {
            return content;
        }
        ObjectNode blank = content.deepCopy().put("content", "");
        for (String hidden : new String[] {"attachments", "embeds", "components"}) {
            blank.putArray(hidden);
        }
        return blank;
    }

    private static boolean concerns(ObjectNode message, User bot) {
        return message.path("author").path("id").asText().equals(bot.id())
                || message.path("mentions").findValuesAsText("id").contains(bot.id());
    }

    /** The flags of the application that say which privileged intents are switched on (for small bots: "limited"). */
    static long applicationFlags(long allowed) {
        return ((allowed & GUILD_PRESENCES) == 0 ? 0 : 1 << 13)
                | ((allowed & GUILD_MEMBERS) == 0 ? 0 : 1 << 15)
                | ((allowed & MESSAGE_CONTENT) == 0 ? 0 : 1 << 19);
    }

    private boolean has(long intent) {
        return (mask & intent) != 0;
    }
}
