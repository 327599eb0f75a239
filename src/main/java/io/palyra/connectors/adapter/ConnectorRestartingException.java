package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import org.apiguardian.api.API;

/** Retry class {@code connector_restarting}: the connector's own session was closing or opening. */
@API(status = API.Status.STABLE)
public final class ConnectorRestartingException extends RetryableDeliveryException {

    private static final long serialVersionUID = 1L;

    ConnectorRestartingException(DeliveryOutcome.Retry outcome) {
        super(outcome);
    }
}
