package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.SenderId;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Reads messages as REST gives them. */
final class MessageRecords {

    private final String selfId;

    MessageRecords(String selfId) {
        this.selfId = selfId;
    }

    MessageRecord of(MessageTarget target, DataObject message) {
        DataObject author = message.getObject("author");
        String id = message.getString("id");
        return new MessageRecord(
                new MessageLocator(target, new MessageId(id)),
                new SenderId(Target.user(author.getString("id"))),
                InboundMapper.display(message, author),
                message.getString("content", ""),
                isOurs(message),
                repliedTo(message),
                Snowflake.unixMs(id),
                editedAt(message),
                InboundMapper.attachments(message));
    }

    boolean isOurs(DataObject message) {
        return message.getObject("author").getString("id").equals(selfId);
    }

    private static @Nullable MessageId repliedTo(DataObject message) {
        String id = message.optObject("message_reference")
                .map(reference -> reference.getString("message_id", ""))
                .orElse("");
        return id.isEmpty() ? null : new MessageId(id);
    }

    private static @Nullable Long editedAt(DataObject message) {
        String time = message.getString("edited_timestamp", "");
        try {
            return time.isEmpty()
                    ? null
                    : OffsetDateTime.parse(time).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
