package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.InvalidEnvelopeException;

/** What the bot may do in one chat. Blocks. */
record ChatHealth(Session session, Self self) {

    private static final String CHAT = "channel";
    private static final String ADMINISTRATORS = "in Telegram: the chat's details, Administrators, ";

    Check check(String place) throws RequestException {
        try {
            Target target = session.chats().actual(Target.parse("verify_channel_id", place));
            JsonNode chat = session.line().api().call("getChat", target.arguments());
            return switch (text(chat, "type")) {
                case "private" ->
                    Check.passed(
                            CHAT,
                            "the bot knows the private chat with " + target.chat()
                                    + "; whether that person has blocked it shows itself when it writes");
                case "channel" -> channel(target, member(target));
                default -> group(target, chat, member(target));
            };
        } catch (InvalidEnvelopeException e) {
            return Check.failed(CHAT, String.valueOf(e.getMessage()), "give the number of a chat");
        } catch (RequestException e) {
            if (e.failure() instanceof RequestFailure.Refused refused) {
                return Check.failed(
                        CHAT,
                        refused.reason(),
                        "a person has to open the bot's chat and press Start; a group has to have the bot as a member");
            }
            throw e;
        }
    }

    private JsonNode member(Target target) throws RequestException {
        return session.line().api().call("getChatMember", target.arguments().put("user_id", self.id()));
    }

    private Check channel(Target target, JsonNode member) {
        if (!isAdministrator(member)) {
            return Check.failed(
                    CHAT,
                    "the bot is no administrator of the channel " + target.chat() + ": it can neither read nor post",
                    ADMINISTRATORS + "Add Admin, the bot");
        }
        return member.path("can_post_messages").asBoolean()
                ? Check.passed(CHAT, "the bot may post in the channel " + target.chat())
                : Check.failed(
                        CHAT,
                        "the bot may not post in the channel " + target.chat(),
                        ADMINISTRATORS + "the bot, Post Messages");
    }

    private Check group(Target target, JsonNode chat, JsonNode member) {
        String status = text(member, "status");
        if (status.equals("left") || status.equals("kicked")) {
            return Check.failed(
                    CHAT,
                    "the bot is not in the group " + target.chat(),
                    "in Telegram: the group's details, Add, the bot");
        } else if (status.equals("restricted")
                && !member.path("can_send_messages").asBoolean()) {
            return Check.failed(
                    CHAT,
                    "the bot may not write in the group " + target.chat(),
                    "in Telegram: lift the bot's restrictions there");
        } else if (!isAdministrator(member)
                && chat.path("permissions").path("can_send_messages").isBoolean()
                && !chat.path("permissions").path("can_send_messages").asBoolean()) {
            return Check.failed(
                    CHAT,
                    "the group " + target.chat() + " lets its members send no messages",
                    "in Telegram: the group's details, Permissions; or make the bot an administrator");
        }
        String hears = isAdministrator(member) || self.readsGroups()
                ? "hears everything there"
                : "hears commands and replies there, and often no mentions (privacy mode)";
        return Check.passed(CHAT, "the bot is in the group " + target.chat() + " and " + hears);
    }

    private static boolean isAdministrator(JsonNode member) {
        return text(member, "status").equals("administrator")
                || text(member, "status").equals("creator");
    }
}
