package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.Readiness;
import org.apiguardian.api.API;

/** A connector instance could not open its platform session. */
@API(status = API.Status.STABLE)
public class ConnectorStartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Readiness readiness;

    /** @param readiness what keeps it from starting; {@code ready} where the platform cannot be reached at present */
    public ConnectorStartException(Readiness readiness, String message) {
        super(message);
        this.readiness = readiness;
    }

    public Readiness readiness() {
        return readiness;
    }
}
