package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which groups have become supergroups, and so have other numbers. For the daemon and for the order of messages a conversation keeps
 * the number that it had; Telegram is asked with the one that it has. Messages of a supergroup are counted anew: so that none is
 * taken for an older one, the id of a message that was written since then has the number of its chat before it. Thread safe; blocks
 * where it says so.
 *
 * @see <a href="https://core.telegram.org/bots/api#responseparameters">Telegram: migrate_to_chat_id</a>
 */
final class Chats {

    private static final Logger LOG = LoggerFactory.getLogger(Chats.class);

    /** In place of the id of a message that Telegram sends later, by itself: it tells none. */
    static final long NO_MESSAGE = 0;

    private static final String STREAM = "migrated:";

    private final CursorStore cursors;
    private final Map<Long, Long> newOf = new ConcurrentHashMap<>();
    private final Map<Long, Long> oldOf = new ConcurrentHashMap<>();
    private final Set<Long> learnedNow = ConcurrentHashMap.newKeySet();

    Chats(CursorStore cursors) {
        this.cursors = cursors;
    }

    /** @param stored the cursors of the store */
    void open(Map<String, String> stored) {
        stored.forEach((stream, position) -> {
            if (stream.startsWith(STREAM)) {
                learn(Long.parseLong(stream.substring(STREAM.length())), Long.parseLong(position));
            }
        });
    }

    /** A group has become a supergroup; stored before any position that is stored afterwards. */
    void migrated(long oldChatId, long newChatId) {
        if (oldChatId != newChatId && !oldOf.containsKey(oldChatId) && actual(oldChatId) != newChatId) {
            // First: what is known here and not there would be forgotten with the session
            cursors.move(STREAM + oldChatId, String.valueOf(newChatId));
            learn(oldChatId, newChatId);
            learnedNow.add(oldChatId);
            LOG.info(
                    "the group {} has become the supergroup {}; its conversation keeps its name", oldChatId, newChatId);
        }
    }

    /** Telegram says it once: what the store did not take when it was said, it gets again. Blocks. */
    void storeAgain() {
        if (!learnedNow.isEmpty()) {
            Map<String, String> stored = cursors.positions();
            learnedNow.removeIf(old -> String.valueOf(actual(old)).equals(stored.get(STREAM + old)));
            learnedNow.forEach(old -> cursors.move(STREAM + old, String.valueOf(actual(old))));
        }
    }

    private void learn(long oldChatId, long newChatId) {
        newOf.put(oldChatId, newChatId);
        oldOf.put(newChatId, oldChatId);
    }

    /** The number in the name of the conversation. */
    long conversation(long chatId) {
        return oldOf.getOrDefault(chatId, chatId);
    }

    /** The number that Telegram takes. */
    long actual(long chatId) {
        return newOf.getOrDefault(chatId, chatId);
    }

    /** The target that Telegram takes. */
    Target actual(Target target) {
        return target.name() != null ? target : new Target(actual(target.chatId()), null, target.topicId());
    }

    /** How many groups have migrated. */
    int migrations() {
        return newOf.size();
    }

    /** The id of a message, as it is told to others. */
    MessageId messageId(long actualChatId, long messageId) {
        return new MessageId(
                oldOf.containsKey(actualChatId) ? actualChatId + ":" + messageId : String.valueOf(messageId));
    }

    /**
     * The number of a message in the chat that Telegram knows; empty where it is of the group that this was before, or {@link
     * #NO_MESSAGE}.
     *
     * @param written the number, perhaps with that of its chat and a colon before it
     * @throws InvalidEnvelopeException naming the field, for what is no id, or one of another chat
     */
    OptionalLong messageIn(String field, String written, Target target) {
        String text = written.strip();
        int colon = text.indexOf(':');
        String chat = colon < 0 ? null : text.substring(0, colon);
        String number = text.substring(colon + 1);
        if (!number.matches("0|[1-9][0-9]{0,17}") || (chat != null && !ChatIds.isId(chat))) {
            throw new InvalidEnvelopeException(
                    field, "is no Telegram message id, such as 17 or -1001234567890:17", written);
        }
        long id = Long.parseLong(number);
        if (id == NO_MESSAGE) {
            return OptionalLong.empty();
        }
        boolean isMigrated = target.name() == null && actual(target.chatId()) != conversation(target.chatId());
        if (chat == null) {
            return isMigrated ? OptionalLong.empty() : OptionalLong.of(id);
        }
        long of = Long.parseLong(chat);
        if (target.name() == null && conversation(of) != conversation(target.chatId())) {
            throw new InvalidEnvelopeException(field, "is of the chat " + of + ", not of " + target.chat(), written);
        }
        return isMigrated && of != actual(of) ? OptionalLong.empty() : OptionalLong.of(id);
    }
}
