package io.palyra.connectors.echo;

import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;

/** Markers in a text that make the echo connector fail. */
enum FaultMarker {
    CRASH(
            "[connector-crash-once]",
            new DeliveryOutcome.Retry(RetryClass.CONNECTOR_RESTARTING, "simulated crash", Duration.ofMillis(10))),
    RATE_LIMIT("[rate-limit-once]", new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "simulated rate limit", null)),
    NETWORK(
            "[network-once]",
            new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "simulated network failure", null)),
    PERMANENT("[permanent]", new DeliveryOutcome.PermanentFailure("simulated permanent failure", Fault.MESSAGE, null)),
    UNKNOWN("[unknown-once]", new DeliveryOutcome.Unknown("simulated unknown outcome"));

    private final String text;
    private final DeliveryOutcome outcome;

    FaultMarker(String text, DeliveryOutcome outcome) {
        this.text = text;
        this.outcome = outcome;
    }

    String text() {
        return text;
    }

    DeliveryOutcome outcome() {
        return outcome;
    }

    /** Whether only the first attempt of an envelope fails. */
    boolean once() {
        return this != PERMANENT;
    }
}
