package io.palyra.connectors.daemon;

import io.palyra.connectors.engine.DaemonFault;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Something else than the daemon answered, or the daemon does not let the program in. The message says what answered and
 * which setting to correct. Costs the message no attempt.
 */
@API(status = API.Status.STABLE)
public class DaemonMisconfiguredException extends DaemonUnavailableException {

    private static final long serialVersionUID = 1L;

    public DaemonMisconfiguredException(String message, @Nullable Throwable cause) {
        super(message, null, cause);
    }

    @Override
    public DaemonFault fault() {
        return DaemonFault.MISCONFIGURED;
    }
}
