package io.palyra.connectors.discord;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.SenderId;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Reads messages as REST gives them; the body is what people read in them, as for the daemon. */
final class MessageRecords {

    private final String selfId;

    MessageRecords(String selfId) {
        this.selfId = selfId;
    }

    /** @throws RuntimeException where it lacks what every message has */
    MessageRecord of(MessageTarget target, DataObject given) {
        JsonNode message = MessageTree.of(given);
        String id = text(message, "id");
        LeftOut uncounted = new LeftOut();
        return new MessageRecord(
                new MessageLocator(target, new MessageId(id)),
                new SenderId(Target.user(InboundMapper.authorId(message))),
                InboundMapper.display(message),
                MessageText.of(message, uncounted),
                isOurs(given),
                InboundMapper.repliedTo(message),
                Snowflake.unixMs(id),
                editedAt(message),
                MessageFiles.of(message, uncounted));
    }

    boolean isOurs(DataObject message) {
        return text(MessageTree.of(message).path("author"), "id").equals(selfId);
    }

    private static @Nullable Long editedAt(JsonNode message) {
        String time = text(message, "edited_timestamp");
        try {
            return time.isEmpty()
                    ? null
                    : OffsetDateTime.parse(time).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
