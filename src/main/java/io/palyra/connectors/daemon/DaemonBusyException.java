package io.palyra.connectors.daemon;

import io.palyra.connectors.engine.DaemonFault;
import org.apiguardian.api.API;

/** The daemon has no room at this moment ({@code backpressure}). Costs the message no attempt. */
@API(status = API.Status.STABLE)
public class DaemonBusyException extends DaemonUnavailableException {

    private static final long serialVersionUID = 1L;

    public DaemonBusyException(String message) {
        super(message, null, null);
    }

    @Override
    public DaemonFault fault() {
        return DaemonFault.BUSY;
    }
}
