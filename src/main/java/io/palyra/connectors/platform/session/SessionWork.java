package io.palyra.connectors.platform.session;

import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open session, and what works with it. Thread safe. */
public interface SessionWork {

    PlatformSession session();

    /** Sends, as {@link io.palyra.connectors.adapter.ConnectorAdapter#send}. */
    DeliveryOutcome send(OutboundMessageRequest request);

    /** What works on messages of the platform. */
    MessageOperations operations();

    /** Checks, as {@link io.palyra.connectors.adapter.HealthCheck#checkHealth}. */
    HealthReport check(@Nullable String verifyConversation);

    /** What it knows of itself, for operators; never a secret. */
    default Map<String, Object> view() {
        return session().view();
    }
}
