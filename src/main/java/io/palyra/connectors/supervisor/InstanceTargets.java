package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.outbox.DeliveryTargets;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import java.time.Instant;
import java.util.function.Predicate;

/** The instances as the outbox sees them: what their kind can do, what their route can say, and how deliveries go. */
final class InstanceTargets implements DeliveryTargets {

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final InboundRoutes routes;
    private final Recovery recovery;

    InstanceTargets(ConnectorCatalog catalog, InstanceRegistry instances, InboundRoutes routes, Recovery recovery) {
        this.catalog = catalog;
        this.instances = instances;
        this.routes = routes;
        this.recovery = recovery;
    }

    @Override
    public CapabilityLimits limits(ConnectorId connectorId) {
        return routes.limits(connectorId, capabilities(connectorId).limits());
    }

    @Override
    public ConnectorCapabilitySet capabilities(ConnectorId connectorId) {
        return type(connectorId).capabilities();
    }

    @Override
    public Markup markup(ConnectorId connectorId) {
        return routes.markup(connectorId, type(connectorId).markup());
    }

    @Override
    public boolean answersInPlace(ConnectorId connectorId) {
        return type(connectorId).answersInPlace();
    }

    @Override
    public ConversationId conversation(ConnectorId connectorId, ConversationId written) {
        return routes.conversation(connectorId, type(connectorId).conversation(written));
    }

    private ConnectorType type(ConnectorId connectorId) {
        return catalog.find(instances.get(connectorId).spec().kind());
    }

    @Override
    public UnknownResolution unknownResolution(ConnectorId connectorId) {
        return routes.unknownResolution(connectorId);
    }

    @Override
    public DeliveryLookup.Finding find(
            OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        return routes.find(request, sentAfter, isAnothers);
    }

    @Override
    public String rateLimitBucket(ConnectorId connectorId, ConversationId conversationId) {
        return routes.rateLimitBucket(connectorId, conversationId);
    }

    @Override
    public void delivered(ConnectorId connectorId, long unixMs) {
        instances.find(connectorId).ifPresent(instance -> {
            instance.delivered(unixMs);
            instance.worked(Direction.OUTBOUND, unixMs);
            recovery.delivered(instance);
        });
    }

    @Override
    public void failed(ConnectorId connectorId, String reason) {
        instances.find(connectorId).ifPresent(instance -> instances.failed(instance, reason, Direction.OUTBOUND));
    }

    @Override
    public void notReady(ConnectorId connectorId, Readiness readiness, String reason) {
        recovery.notReady(connectorId, readiness, reason);
    }

    @Override
    public void restart(ConnectorId connectorId, String reason) {
        recovery.restart(connectorId, reason);
    }
}
