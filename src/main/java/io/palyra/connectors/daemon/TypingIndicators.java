package io.palyra.connectors.daemon;

import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Optional;

/** The connectors that can show that the bot is typing. Thread safe, never blocks. */
@FunctionalInterface
public interface TypingIndicators {

    /** Empty where the connector does not run, or its platform cannot. */
    Optional<TypingIndicator> of(ConnectorId connectorId);
}
