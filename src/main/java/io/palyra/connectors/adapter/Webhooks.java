package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Optional;

/** Who takes the calls for a connector instance. From memory; thread safe. */
@FunctionalInterface
public interface Webhooks {

    /**
     * Empty where the instance does not exist, is disabled or takes no calls. Where it takes them, but is not running at
     * present, its receiver refuses what it is given.
     */
    Optional<WebhookReceiver> of(ConnectorId connectorId);
}
