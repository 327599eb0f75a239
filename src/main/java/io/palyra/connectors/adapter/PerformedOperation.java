package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageTarget;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * An operation on messages, for the log.
 *
 * @param messageId the one message that it was about, if it was about one
 * @param status such as {@code updated}, {@code denied}, {@code failed}, {@code read}
 * @param reason why it was denied or failed
 */
@API(status = API.Status.STABLE)
public record PerformedOperation(
        ConnectorId connectorId,
        MessageOperation operation,
        MessageTarget target,
        @Nullable MessageId messageId,
        String status,
        @Nullable String reason) {}
