package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;

/** Retry class {@code connector_restarting}: the connector's own session was closing or opening. */
public final class ConnectorRestartingException extends RetryableDeliveryException {

    private static final long serialVersionUID = 1L;

    ConnectorRestartingException(DeliveryOutcome.Retry outcome) {
        super(outcome);
    }
}
