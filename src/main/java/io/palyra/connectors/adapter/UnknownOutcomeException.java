package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.DeliveryOutcome;

/** The platform may or may not have taken the message. */
public final class UnknownOutcomeException extends DeliveryException {

    private static final long serialVersionUID = 1L;

    private final boolean resendIsSafe;

    UnknownOutcomeException(DeliveryOutcome.Unknown outcome, boolean resendIsSafe) {
        super(outcome.reason(), outcome);
        this.resendIsSafe = resendIsSafe;
    }

    /** Whether a second send with the same idempotency key shows the message once. */
    public boolean resendIsSafe() {
        return resendIsSafe;
    }

    public DeliveryOutcome.Unknown unknown() {
        return (DeliveryOutcome.Unknown) outcome();
    }
}
