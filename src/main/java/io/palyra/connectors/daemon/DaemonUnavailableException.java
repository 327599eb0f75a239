package io.palyra.connectors.daemon;

import io.palyra.connectors.engine.DaemonFault;
import io.palyra.connectors.engine.InboundRules;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The daemon gave no usable answer; another attempt may succeed. Thrown as itself where the daemon may have worked on the
 * message, so that each further attempt may be a second run; its subclasses say that it has not.
 */
@API(status = API.Status.STABLE)
public class DaemonUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** @param retryAfter the wait that the daemon asked for, if it did */
    public DaemonUnavailableException(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** What an answer means that neither takes the message nor refuses it; null where it is one of those. */
    public static @Nullable DaemonUnavailableException of(RouteInboundResult result) {
        DaemonFault fault = InboundRules.faultOf(result);
        if (fault == null) {
            return null;
        }
        String reason = "the daemon asked to be tried again: " + result.decisionReason();
        return fault == DaemonFault.BUSY ? new DaemonBusyException(reason) : DaemonNotTakenException.postponed(reason);
    }

    public DaemonFault fault() {
        return DaemonFault.NO_USABLE_ANSWER;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
