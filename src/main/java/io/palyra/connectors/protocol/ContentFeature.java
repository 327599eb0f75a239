package io.palyra.connectors.protocol;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a message may carry beside text and attachments, and a connector may show or do. */
public enum ContentFeature implements WireEnum {
    AUTO_ACK_TEXT(OutboundMessageRequest::autoAckText),
    AUTO_REACTION(OutboundMessageRequest::autoReaction),
    STRUCTURED_JSON(OutboundMessageRequest::structuredJson),
    A2UI_UPDATE(OutboundMessageRequest::a2uiUpdate);

    private final Function<OutboundMessageRequest, @Nullable Object> part;

    ContentFeature(Function<OutboundMessageRequest, @Nullable Object> part) {
        this.part = part;
    }

    public boolean isIn(OutboundMessageRequest request) {
        return part.apply(request) != null;
    }
}
