package io.palyra.connectors.platform.message;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Sha256;
import java.nio.charset.StandardCharsets;

/** The envelope ids of a platform's messages: the same message is always the same envelope. */
public final class Envelopes {

    private static final int CONNECTOR_BYTES = 12;
    private static final int WHOLE_BYTES = 24;

    private Envelopes() {}

    /**
     * The connector's id and what names the message on its platform, with colons between them. Where that is too long the
     * connector's id is a digest, and where that is still too long everything but the kind is.
     *
     * @param platformIdParts one or more, such as a team, a channel and a message; together they name no other message of
     *     the instance
     */
    public static EnvelopeId envelope(ConnectorId connectorId, String... platformIdParts) {
        String message = String.join(":", platformIdParts);
        String kind = connectorId.kind().value();
        String id = connectorId.value() + ":" + message;
        if (!fits(id)) {
            id = kind + ":" + Sha256.base64(CONNECTOR_BYTES, connectorId.value()) + ":" + message;
        }
        if (!fits(id)) {
            id = kind + ":" + Sha256.base64(WHOLE_BYTES, connectorId.value(), message);
        }
        return new EnvelopeId(id);
    }

    private static boolean fits(String id) {
        return id.getBytes(StandardCharsets.UTF_8).length <= EnvelopeId.INBOUND_BYTES_MAX;
    }
}
