package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.telegram.Chat.Standing;
import java.util.Map;

/** What the bot asks about itself and about chats. */
final class AccountCalls {

    private final Bot bot;
    private final Directory directory;
    private final Access access;

    AccountCalls(Bot bot, Directory directory, Access access) {
        this.bot = bot;
        this.directory = directory;
        this.access = access;
    }

    Map<String, Call.Handler> methods() {
        return Map.of(
                "getme", call -> bot.json(),
                "getchat", this::getChat,
                "getchatmember", this::getChatMember);
    }

    private JsonNode getChat(Call call) throws TelegramError {
        Chat chat = access.toRead(call);
        ObjectNode json = chat.json().put("accent_color_id", 0).put("max_reaction_count", 11);
        if (chat.isGroup()) {
            json.putObject("permissions")
                    .put("can_send_messages", chat.membersMayWrite())
                    .put("can_send_photos", chat.membersMayWrite())
                    .put("can_send_documents", chat.membersMayWrite());
        }
        return json;
    }

    private JsonNode getChatMember(Call call) throws TelegramError {
        Chat chat = access.toRead(call);
        long id = call.number("user_id", 0);
        if (id == bot.id()) {
            return member(bot, chat.standing(), chat);
        }
        Person person = directory.person(id).orElseThrow(() -> TelegramError.badRequest("user not found"));
        ObjectNode member = Json.object().put("status", directory.hasSeen(person) ? "member" : "left");
        member.set("user", person.json());
        return member;
    }

    /** The bot, as a member with that standing. */
    static ObjectNode member(Bot bot, Standing standing, Chat chat) {
        ObjectNode member = Json.object().put("status", standing.wireName());
        member.set("user", bot.json());
        switch (standing) {
            case ADMINISTRATOR -> {
                for (String right : new String[] {
                    "can_post_messages", "can_edit_messages", "can_delete_messages", "can_manage_topics"
                }) {
                    member.put(right, chat.rights().contains(right));
                }
                member.put("can_be_edited", false).put("is_anonymous", false);
            }
            case RESTRICTED ->
                member.put("is_member", true).put("can_send_messages", false).put("until_date", 0);
            case KICKED -> member.put("until_date", 0);
            case NEVER, MEMBER, LEFT -> {}
        }
        return member;
    }
}
