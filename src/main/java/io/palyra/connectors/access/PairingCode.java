package io.palyra.connectors.access;

import io.palyra.connectors.protocol.ConnectorId;
import org.jspecify.annotations.Nullable;

/**
 * A code that an operator has given out, as it is kept: the code itself is not.
 *
 * @param codeId names it for people; says nothing of the code
 * @param hash of the code, see {@link Codes}
 * @param issuedBy who has given it out, as he named himself
 */
public record PairingCode(
        ConnectorId connectorId,
        String codeId,
        String hash,
        @Nullable String issuedBy,
        long createdAtUnixMs,
        long expiresAtUnixMs) {

    boolean holdsAt(long unixMs) {
        return unixMs < expiresAtUnixMs;
    }
}
