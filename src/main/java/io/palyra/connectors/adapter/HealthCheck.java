package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.HealthReport;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** An adapter that can check what it needs on its platform. */
@API(status = API.Status.STABLE)
public interface HealthCheck {

    /**
     * Asks the platform. May block; also called while no session is open.
     *
     * @param verifyConversation a conversation whose permissions are wanted too
     */
    HealthReport checkHealth(@Nullable String verifyConversation);
}
