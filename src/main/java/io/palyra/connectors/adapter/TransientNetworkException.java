package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import org.apiguardian.api.API;

/** Retry class {@code transient_network}: the platform was not reached, or failed on its side. */
@API(status = API.Status.STABLE)
public final class TransientNetworkException extends RetryableDeliveryException {

    private static final long serialVersionUID = 1L;

    TransientNetworkException(DeliveryOutcome.Retry outcome) {
        super(outcome);
    }
}
