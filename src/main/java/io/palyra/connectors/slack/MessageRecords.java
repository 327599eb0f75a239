package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import org.jspecify.annotations.Nullable;

/** Makes records of messages as Slack gives them; the body is what people read in them, as for the daemon. */
record MessageRecords(Identity self, People people, SharedFiles shared) {

    /** @throws RuntimeException where it lacks what every message has */
    MessageRecord of(MessageTarget target, JsonNode message) {
        String ts = text(message, "ts");
        LeftOut uncounted = new LeftOut();
        String name = people.nameOf(message);
        return new MessageRecord(
                new MessageLocator(target, new MessageId(ts)),
                InboundMapper.sender(message),
                name.isEmpty() ? null : name,
                body(message),
                isOurs(message),
                null,
                Ts.unixMs(ts),
                editedAt(message),
                InboundMapper.files(message, shared, uncounted));
    }

    static String body(JsonNode message) {
        return SlackText.of(message, new LeftOut());
    }

    boolean isOurs(JsonNode message) {
        return self.wrote(message);
    }

    private static @Nullable Long editedAt(JsonNode message) {
        String time = text(message.path("edited"), "ts");
        return Ts.isOne(time) ? Ts.unixMs(time) : null;
    }
}
