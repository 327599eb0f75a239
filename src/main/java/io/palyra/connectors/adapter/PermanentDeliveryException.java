package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import org.apiguardian.api.API;

/** The message was not taken, and no attempt like this one will succeed. */
@API(status = API.Status.STABLE)
public final class PermanentDeliveryException extends DeliveryException {

    private static final long serialVersionUID = 1L;

    PermanentDeliveryException(DeliveryOutcome.PermanentFailure outcome) {
        super(outcome.reason(), outcome);
    }

    public DeliveryOutcome.PermanentFailure failure() {
        return (DeliveryOutcome.PermanentFailure) outcome();
    }
}
