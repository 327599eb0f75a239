package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.HealthReport;
import org.apiguardian.api.API;

/** An adapter that can look whether its account is set up on the platform before a connector has it, and without a session. */
@API(status = API.Status.STABLE)
public interface AccountProbe {

    /**
     * Asks the platform what it says of the account, and says what is right, what is wrong and what to do. May block as long as the
     * platform does. Called on an adapter that is never started, and beside one of the same instance that may be.
     *
     * <p>Opens no session, takes no message and changes nothing, neither on the platform nor here. Whatever is wrong is a check that has
     * failed, not an exception.
     */
    HealthReport probe(ProbedAccount account);
}
