package io.palyra.connectors.outbox;

import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Readiness;

/** What the outbox asks and tells about the connectors that it delivers through. Thread safe, never blocks. */
public interface DeliveryTargets {

    /** @throws UnknownConnectorException where there is no such instance */
    CapabilityLimits limits(ConnectorId connectorId);

    /** Whether a second send of the same message shows it once. */
    boolean resendIsSafe(ConnectorId connectorId);

    void delivered(ConnectorId connectorId, long unixMs);

    void failed(ConnectorId connectorId, String reason);

    /** The connector itself cannot deliver; its lanes stay closed until it is ready again. */
    void notReady(ConnectorId connectorId, Readiness readiness, String reason);

    /** The connector asked for its session to be opened anew. */
    void restart(ConnectorId connectorId, String reason);
}
