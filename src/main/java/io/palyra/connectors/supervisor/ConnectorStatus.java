package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * A connector instance as operators see it, in the shape of the admin API.
 *
 * @param node the name of the one that runs it; null where no others share the store
 */
public record ConnectorStatus(
        ConnectorId connectorId,
        ConnectorKind kind,
        Availability availability,
        ConnectorCapabilitySet capabilities,
        Principal principal,
        boolean enabled,
        Readiness readiness,
        Liveness liveness,
        int restartCount,
        QueueSummary queueDepth,
        @Nullable String lastError,
        @Nullable ErrorDetail lastErrorDetail,
        @Nullable Long lastInboundUnixMs,
        @Nullable Long lastOutboundUnixMs,
        long updatedAtUnixMs,
        @Nullable String node) {

    /**
     * Since when and how often.
     *
     * @param atUnixMs when it happened last
     * @param count how often something has failed since something worked
     * @param clearedAtUnixMs when something worked again; null while nothing has
     */
    public record ErrorDetail(
            String text,
            long atUnixMs,
            long count,
            @Nullable Long clearedAtUnixMs) {

        static ErrorDetail of(LastError error) {
            return new ErrorDetail(error.text(), error.atUnixMs(), error.count(), error.clearedAtUnixMs());
        }
    }

    /**
     * The numbers that say whether to look closer.
     *
     * @param pendingInbound events that the daemon has not answered yet
     */
    public record QueueSummary(long pendingOutbox, long deadLetters, long pendingInbound) {}
}
