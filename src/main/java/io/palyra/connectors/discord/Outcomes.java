package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;

/** What a failed request means for the message in it. */
final class Outcomes {

    private Outcomes() {}

    static DeliveryOutcome of(RestFailure failure) {
        String reason = failure.reason();
        if (failure instanceof RestFailure.Limited limited) {
            return new Retry(RetryClass.RATE_LIMIT, reason, limited.retryAfter(), limited.scope());
        } else if (failure instanceof RestFailure.Refused refused) {
            return refused(refused.meaning(), reason);
        } else if (failure instanceof RestFailure.Unauthorized) {
            return new PermanentFailure(reason, Fault.CONNECTOR, Readiness.AUTH_FAILED);
        } else if (failure instanceof RestFailure.NotDiscord || failure instanceof RestFailure.Withheld) {
            return new PermanentFailure(reason, Fault.CONNECTOR, Readiness.MISCONFIGURED);
        } else if (failure instanceof RestFailure.ServerFailed) {
            // A proxy may answer so although Discord has done what was asked
            return new Retry(RetryClass.TRANSIENT_NETWORK, reason, null, null, true);
        } else if (failure instanceof RestFailure.NotSent || failure instanceof RestFailure.Unavailable) {
            return new Retry(RetryClass.TRANSIENT_NETWORK, reason, null);
        } else if (failure instanceof RestFailure.Stopped) {
            return new Retry(RetryClass.CONNECTOR_RESTARTING, reason, null);
        }
        return new DeliveryOutcome.Unknown(reason);
    }

    private static DeliveryOutcome refused(RefusalMeaning meaning, String reason) {
        return switch (meaning) {
            case TARGET -> new PermanentFailure(reason, Fault.TARGET, null);
            case MESSAGE, REPLY -> new PermanentFailure(reason, Fault.MESSAGE, null);
            case UNKNOWN -> new PermanentFailure(reason, Fault.MESSAGE, null, true);
        };
    }
}
