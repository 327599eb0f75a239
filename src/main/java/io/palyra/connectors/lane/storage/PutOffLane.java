package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The lane beside a conversation's own, where what one sender has said there waits for its time. Its messages go one at a
 * time, each not before its own time; those of the conversation do not wait for them.
 */
public final class PutOffLane {

    private static final String MARK = "|put-off|";
    private static final int SENDER_BYTES = 8;

    private PutOffLane() {}

    /** The name under which lanes know it: at most as long as a conversation's id may be. */
    public static ConversationId of(ConversationId conversationId, SenderId senderId) {
        String conversation = conversationId.value();
        String tail = MARK + digest(senderId.value());
        if (conversation.getBytes(StandardCharsets.UTF_8).length + tail.length() > ConversationId.BYTES_MAX) {
            return new ConversationId(MARK + digest(conversation) + tail);
        }
        return new ConversationId(conversation + tail);
    }

    public static boolean is(ConversationId lane) {
        return lane.value().contains(MARK);
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.ofText(text), SENDER_BYTES));
    }
}
