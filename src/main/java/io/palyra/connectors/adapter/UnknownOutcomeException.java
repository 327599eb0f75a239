package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;
import org.apiguardian.api.API;

/** The platform may or may not have taken the message. */
@API(status = API.Status.STABLE)
public final class UnknownOutcomeException extends DeliveryException {

    private static final long serialVersionUID = 1L;

    private final transient UnknownResolution resolution;

    UnknownOutcomeException(DeliveryOutcome.Unknown outcome, UnknownResolution resolution) {
        super(outcome.reason(), outcome);
        this.resolution = resolution;
    }

    /** An unknown outcome that was found without a send. */
    public static UnknownOutcomeException of(String reason, UnknownResolution resolution) {
        return new UnknownOutcomeException(new DeliveryOutcome.Unknown(reason), resolution);
    }

    /** How the outcome can be found out. */
    public UnknownResolution resolution() {
        return resolution;
    }

    public DeliveryOutcome.Unknown unknown() {
        return (DeliveryOutcome.Unknown) outcome();
    }
}
