package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Ids that are the same whenever they are derived. */
final class Digests {

    /** 18 bytes are 24 characters in base64; Discord takes at most 25 as a nonce. */
    private static final int NONCE_BYTES = 18;

    private static final int CONNECTOR_BYTES = 12;

    private Digests() {}

    /** Discord posts a second message of the same nonce once; another text is another message. */
    static String nonce(OutboundMessageRequest request) {
        return digest(NONCE_BYTES, request.idempotencyKey(), request.text());
    }

    /** The same platform message is always the same envelope. */
    static EnvelopeId envelope(ConnectorId connectorId, String messageId) {
        String id = connectorId.value() + ":" + messageId;
        return new EnvelopeId(
                id.length() <= EnvelopeId.INBOUND_BYTES_MAX
                        ? id
                        : "discord:" + digest(CONNECTOR_BYTES, connectorId.value()) + ":" + messageId);
    }

    private static String digest(int bytes, String... parts) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), bytes));
    }
}
