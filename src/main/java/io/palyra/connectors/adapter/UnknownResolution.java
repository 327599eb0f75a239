package io.palyra.connectors.adapter;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * How a connector finds out about a message that the platform may or may not have, without showing it twice.
 *
 * @param resendWindow for so long after the first send the platform recognises a second one of the same message by its
 *     idempotency token; zero: never, {@link #ALWAYS}: without end
 * @param lookUp whether the connector can look into the platform's history ({@link DeliveryLookup}); asked once the
 *     window is over. Where neither helps, the message waits for an operator
 */
@API(status = API.Status.STABLE)
public record UnknownResolution(Duration resendWindow, boolean lookUp) {

    /** A window without end. */
    public static final Duration ALWAYS = Duration.ofSeconds(Long.MAX_VALUE);

    /** The platform recognises a second send at any time. */
    public static final UnknownResolution RESEND = new UnknownResolution(ALWAYS, false);

    /** Only an operator can tell. */
    public static final UnknownResolution OPERATOR = new UnknownResolution(Duration.ZERO, false);

    public static UnknownResolution of(Duration resendWindow, ConnectorAdapter adapter) {
        return new UnknownResolution(resendWindow, adapter instanceof DeliveryLookup);
    }

    /** Whether a second send is recognised, however late. */
    public boolean resendIsAlwaysSafe() {
        return resendWindow.equals(ALWAYS);
    }

    /** Whether a second send is recognised so long after the first; not where that is in the future, as a clock is wrong. */
    public boolean resendIsSafeAfter(Duration sinceFirstSend) {
        return resendIsAlwaysSafe() || !sinceFirstSend.isNegative() && sinceFirstSend.compareTo(resendWindow) < 0;
    }

    /** Whether anything but an operator can resolve it at that time. */
    public boolean isPossibleAfter(Duration sinceFirstSend) {
        return lookUp || resendIsSafeAfter(sinceFirstSend);
    }
}
