package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import org.apiguardian.api.API;

/** Retry class {@code rate_limit}: the platform asked to wait. */
@API(status = API.Status.STABLE)
public final class RateLimitException extends RetryableDeliveryException {

    private static final long serialVersionUID = 1L;

    RateLimitException(DeliveryOutcome.Retry outcome) {
        super(outcome);
    }
}
