package io.palyra.connectors.platform.http;

import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;

/** What a failed request means for the message in it. */
public final class Outcomes {

    private Outcomes() {}

    public static DeliveryOutcome of(RequestFailure failure) {
        String reason = failure.reason();
        if (failure instanceof RequestFailure.Limited limited) {
            return new Retry(RetryClass.RATE_LIMIT, reason, limited.retryAfter(), limited.scope());
        } else if (failure instanceof RequestFailure.Refused refused) {
            return refused(refused.meaning(), reason);
        } else if (failure instanceof RequestFailure.Unauthorized) {
            return new PermanentFailure(reason, Fault.CONNECTOR, Readiness.AUTH_FAILED);
        } else if (failure instanceof RequestFailure.Foreign
                || failure instanceof RequestFailure.Misconfigured
                || failure instanceof RequestFailure.Withheld) {
            return new PermanentFailure(reason, Fault.CONNECTOR, Readiness.MISCONFIGURED);
        } else if (failure instanceof RequestFailure.ServerFailed) {
            // A proxy may answer so although the platform has done what was asked
            return new Retry(RetryClass.TRANSIENT_NETWORK, reason, null, null, true);
        } else if (failure instanceof RequestFailure.NotSent || failure instanceof RequestFailure.Unavailable) {
            return new Retry(RetryClass.TRANSIENT_NETWORK, reason, null);
        } else if (failure instanceof RequestFailure.Stopped) {
            return new Retry(RetryClass.CONNECTOR_RESTARTING, reason, null);
        }
        return new DeliveryOutcome.Unknown(reason);
    }

    /**
     * What a request that failed means for a message that was to be sent after it, such as one that opens the conversation:
     * however it ended, the message has not left.
     */
    public static DeliveryOutcome beforeSend(RequestFailure failure) {
        return failure.isPerhapsDone() ? new Retry(RetryClass.TRANSIENT_NETWORK, failure.reason(), null) : of(failure);
    }

    /** What a failed request says of the connector; {@code ready} where it is none of its fault. */
    public static Readiness readiness(RequestFailure failure) {
        return of(failure) instanceof PermanentFailure permanent && permanent.readiness() != null
                ? permanent.readiness()
                : Readiness.READY;
    }

    private static DeliveryOutcome refused(RefusalMeaning meaning, String reason) {
        return switch (meaning) {
            case TARGET -> new PermanentFailure(reason, Fault.TARGET, null);
            case MESSAGE, REPLY -> new PermanentFailure(reason, Fault.MESSAGE, null);
            case UNKNOWN -> new PermanentFailure(reason, Fault.MESSAGE, null, true);
        };
    }
}
