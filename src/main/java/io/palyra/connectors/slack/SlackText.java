package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.message.InboundTexts;
import io.palyra.connectors.platform.message.JsonFields;

/** What people read in a message. */
final class SlackText {

    private SlackText() {}

    static String of(JsonNode message, LeftOut leftOut) {
        return InboundTexts.body(JsonFields.text(message, "text"), leftOut);
    }
}
