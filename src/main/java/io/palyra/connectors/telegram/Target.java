package io.palyra.connectors.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.ThreadId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes to. Written as {@code -1001234}, {@code chat:-1001234}, {@code user:1234}, {@code @name} of a public group
 * or channel, each perhaps with the number of a topic behind it ({@code -1001234/5}); the daemon sees and writes {@code
 * telegram:chat:-1001234}. A person is the private chat with that person, which has the same number.
 *
 * @param chatId 0 where a name is given
 * @param name with its {@code @}, in lower case; null where the number is given
 * @param topicId null where the chat itself is meant
 */
record Target(long chatId, @Nullable String name, @Nullable Long topicId) {

    static final String CHAT = "telegram:chat:";
    static final String USER = "telegram:user:";

    private static final Pattern FORM = Pattern.compile(
            "(?:telegram:)?(?:(chat|user):)?(?:(-?[0-9]{1,17})|(@[A-Za-z][A-Za-z0-9_]{3,31}))(?:/([0-9]{1,10}))?");

    private static final Pattern BARE_SENDER = Pattern.compile("(?:telegram:(?:user|chat):)?(-?[0-9]{1,17})");
    private static final Pattern BARE_CHAT = Pattern.compile("(?:telegram:chat:)?(-?[0-9]{1,17})");

    /** @throws InvalidEnvelopeException where the text is none of the forms above */
    static Target parse(String field, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            String id = form.group(2);
            String topic = form.group(4);
            boolean isUser = "user".equals(form.group(1));
            boolean isPossible = id == null ? !isUser : ChatIds.isId(id) && !(isUser && id.startsWith("-"));
            if (isPossible) {
                return new Target(
                        id == null ? 0 : Long.parseLong(id),
                        id == null ? form.group(3).toLowerCase(Locale.ROOT) : null,
                        topic == null ? null : Long.valueOf(topic));
            }
        }
        throw new InvalidEnvelopeException(
                field,
                "is no Telegram target, such as 123456789, -1001234567890, chat:-1001234567890, user:123456789,"
                        + " @public_group, or -1001234567890/5 for a topic; people are written to by number",
                text);
    }

    /** What stands in requests as {@code chat_id}. */
    String chat() {
        return name == null ? String.valueOf(chatId) : name;
    }

    /** Of a request about the chat, to be filled. */
    ObjectNode arguments() {
        ObjectNode arguments = BotApi.arguments();
        return name == null ? arguments.put("chat_id", chatId) : arguments.put("chat_id", name);
    }

    /** The same in a topic; a thread that is none is the chat itself. */
    Target in(@Nullable ThreadId thread) {
        return thread != null && thread.value().matches("[1-9][0-9]{0,9}")
                ? new Target(chatId, name, Long.valueOf(thread.value()))
                : this;
    }

    /** How the daemon sees it. */
    String canonical() {
        return CHAT + chat() + (topicId == null ? "" : "/" + topicId);
    }

    static String chat(long chatId) {
        return CHAT + chatId;
    }

    /** Whether it is spelt as the ids that the daemon sees, or bare. */
    static boolean isSenderId(String text) {
        return isId(BARE_SENDER.matcher(text));
    }

    /** The same of a conversation. */
    static boolean isConversationId(String text) {
        return isId(BARE_CHAT.matcher(text));
    }

    private static boolean isId(Matcher form) {
        return form.matches() && ChatIds.isId(form.group(1));
    }
}
