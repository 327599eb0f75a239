package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import org.apiguardian.api.API;

/** A message was not delivered, as a connector's producer says it to a route. */
@API(status = API.Status.STABLE)
public abstract sealed class DeliveryException extends Exception
        permits RetryableDeliveryException, PermanentDeliveryException, UnknownOutcomeException {

    private static final long serialVersionUID = 1L;

    private final transient DeliveryOutcome outcome;

    DeliveryException(String message, DeliveryOutcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    public DeliveryOutcome outcome() {
        return outcome;
    }

    /** The exception that stands for an outcome other than delivered. */
    public static DeliveryException of(DeliveryOutcome outcome, UnknownResolution resolution) {
        if (outcome instanceof DeliveryOutcome.Retry retry) {
            return RetryableDeliveryException.of(retry);
        } else if (outcome instanceof DeliveryOutcome.PermanentFailure failure) {
            return new PermanentDeliveryException(failure);
        } else if (outcome instanceof DeliveryOutcome.Unknown unknown) {
            return new UnknownOutcomeException(unknown, resolution);
        }
        throw new IllegalArgumentException(outcome + " is no failure");
    }
}
