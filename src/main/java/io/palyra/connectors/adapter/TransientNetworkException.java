package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;

/** Retry class {@code transient_network}: the platform was not reached, or failed on its side. */
public final class TransientNetworkException extends RetryableDeliveryException {

    private static final long serialVersionUID = 1L;

    TransientNetworkException(DeliveryOutcome.Retry outcome) {
        super(outcome);
    }
}
