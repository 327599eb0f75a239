package io.palyra.connectors.daemon;

import io.palyra.connectors.engine.DaemonFault;
import java.time.Duration;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** The daemon certainly did not take the message: it was not reached, or said so. */
@API(status = API.Status.STABLE)
public class DaemonNotTakenException extends DaemonUnavailableException {

    private static final long serialVersionUID = 1L;

    private final DaemonFault fault;

    /** @param retryAfter the wait that the daemon asked for, if it did */
    public DaemonNotTakenException(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, retryAfter, cause);
        this.fault = DaemonFault.NOT_TAKEN;
    }

    private DaemonNotTakenException(String message) {
        super(message, null, null);
        this.fault = DaemonFault.POSTPONED;
    }

    /** The daemon answered, and asks to be asked again. */
    public static DaemonNotTakenException postponed(String message) {
        return new DaemonNotTakenException(message);
    }

    @Override
    public DaemonFault fault() {
        return fault;
    }
}
