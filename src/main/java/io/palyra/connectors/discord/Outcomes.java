package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;

/** What a failed request means for the message in it. */
final class Outcomes {

    private static final int REDIRECTION = 300;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REQUEST_TIMEOUT = 408;

    private Outcomes() {}

    static DeliveryOutcome of(RestFailure failure) {
        String reason = failure.reason();
        if (failure instanceof RestFailure.Limited limited) {
            return new Retry(RetryClass.RATE_LIMIT, reason, limited.retryAfter(), limited.scope());
        } else if (failure instanceof RestFailure.Refused refused) {
            return refused(refused.status(), reason);
        } else if (failure instanceof RestFailure.ServerFailed) {
            // A proxy may answer so although Discord has done what was asked
            return new Retry(RetryClass.TRANSIENT_NETWORK, reason, null, null, true);
        } else if (failure instanceof RestFailure.NotSent) {
            return new Retry(RetryClass.TRANSIENT_NETWORK, reason, null);
        } else if (failure instanceof RestFailure.Withheld) {
            return new PermanentFailure(reason, Fault.CONNECTOR, Readiness.MISCONFIGURED);
        } else if (failure instanceof RestFailure.Stopped) {
            return new Retry(RetryClass.CONNECTOR_RESTARTING, reason, null);
        }
        return new DeliveryOutcome.Unknown(reason);
    }

    private static DeliveryOutcome refused(int status, String reason) {
        if (status == UNAUTHORIZED) {
            return new PermanentFailure(reason, Fault.CONNECTOR, Readiness.AUTH_FAILED);
        } else if (status >= REDIRECTION && status < BAD_REQUEST) {
            return new PermanentFailure(
                    reason + "; redirects are not followed", Fault.CONNECTOR, Readiness.MISCONFIGURED);
        } else if (status == REQUEST_TIMEOUT) {
            return new Retry(RetryClass.TRANSIENT_NETWORK, reason, null);
        }
        return new PermanentFailure(reason, status == FORBIDDEN ? Fault.TARGET : Fault.MESSAGE, null);
    }
}
