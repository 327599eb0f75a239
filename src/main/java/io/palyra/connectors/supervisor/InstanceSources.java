package io.palyra.connectors.supervisor;

import io.palyra.connectors.inbox.InboundSources;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Principal;

/** The instances as the inbox sees them. */
final class InstanceSources implements InboundSources {

    private final InstanceRegistry instances;

    InstanceSources(InstanceRegistry instances) {
        this.instances = instances;
    }

    @Override
    public Principal principal(ConnectorId connectorId) {
        return instances.get(connectorId).spec().principal();
    }

    @Override
    public void received(ConnectorId connectorId, long unixMs) {
        instances.find(connectorId).ifPresent(instance -> instance.received(unixMs));
    }

    @Override
    public void answered(ConnectorId connectorId) {
        instances.find(connectorId).ifPresent(instance -> instances.worked(instance, Direction.INBOUND));
    }

    @Override
    public void failed(ConnectorId connectorId, String reason) {
        instances.find(connectorId).ifPresent(instance -> instances.failed(instance, reason, Direction.INBOUND));
    }
}
