package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.WebhookReceiver;
import io.palyra.connectors.adapter.Webhooks;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Optional;

/** Finds the instance that a call of a platform is for. */
final class ConnectorWebhooks implements Webhooks {

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final InboundRoutes routes;

    ConnectorWebhooks(ConnectorCatalog catalog, InstanceRegistry instances, InboundRoutes routes) {
        this.catalog = catalog;
        this.instances = instances;
        this.routes = routes;
    }

    @Override
    public Optional<WebhookReceiver> of(ConnectorId connectorId) {
        boolean takesCalls = instances
                .find(connectorId)
                .filter(instance -> instance.spec().enabled() && catalog.knows(connectorId.kind()))
                .filter(instance -> catalog.find(connectorId.kind())
                        .capabilities()
                        .of(ConnectorFeature.WEBHOOK_INGRESS)
                        .supported())
                .isPresent();
        if (!takesCalls) {
            return Optional.empty();
        }
        return routes.consumer(connectorId)
                .filter(ConnectorConsumer::hasSession)
                .map(ConnectorConsumer::receiver)
                .orElseGet(() -> Optional.of(call -> {
                    throw new InboundRefusedException(connectorId + " is not running at present", null);
                }));
    }
}
