package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import org.apiguardian.api.API;

/** The message was certainly not taken, and another attempt may succeed. One subclass per retry class. */
@API(status = API.Status.STABLE)
public abstract sealed class RetryableDeliveryException extends DeliveryException
        permits RateLimitException, TransientNetworkException, ConnectorRestartingException {

    private static final long serialVersionUID = 1L;

    RetryableDeliveryException(DeliveryOutcome.Retry outcome) {
        super(outcome.retryClass().wireName() + ": " + outcome.reason(), outcome);
    }

    public DeliveryOutcome.Retry retry() {
        return (DeliveryOutcome.Retry) outcome();
    }

    static RetryableDeliveryException of(DeliveryOutcome.Retry retry) {
        return switch (retry.retryClass()) {
            case RATE_LIMIT -> new RateLimitException(retry);
            case TRANSIENT_NETWORK -> new TransientNetworkException(retry);
            case CONNECTOR_RESTARTING -> new ConnectorRestartingException(retry);
        };
    }
}
