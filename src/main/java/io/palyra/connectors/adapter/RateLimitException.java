package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;

/** Retry class {@code rate_limit}: the platform asked to wait. */
public final class RateLimitException extends RetryableDeliveryException {

    private static final long serialVersionUID = 1L;

    RateLimitException(DeliveryOutcome.Retry outcome) {
        super(outcome);
    }
}
