package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.PerformedOperation;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The instances as their own connectors see them. Never takes the supervisor's lock. */
final class InstanceHost implements ConnectorHost {

    private final InstanceRegistry instances;
    private final DeclaredInstances declared;
    private final Recovery recovery;
    private final StoredCursors cursors;
    private final OperationLog operations;
    private final Clock clock;
    private final BiConsumer<InboundMessageEvent, InboundFacts> leftOut;
    private final Predicate<ConnectorId> mayOpen;

    InstanceHost(
            InstanceRegistry instances,
            DeclaredInstances declared,
            Recovery recovery,
            StoredCursors cursors,
            OperationLog operations,
            Clock clock,
            BiConsumer<InboundMessageEvent, InboundFacts> leftOut,
            Predicate<ConnectorId> mayOpen) {
        this.instances = instances;
        this.declared = declared;
        this.recovery = recovery;
        this.cursors = cursors;
        this.operations = operations;
        this.clock = clock;
        this.leftOut = leftOut;
        this.mayOpen = mayOpen;
    }

    @Override
    public Map<String, String> options(ConnectorId connectorId) {
        return declared.options(connectorId);
    }

    @Override
    public Principal principal(ConnectorId connectorId) {
        return spec(connectorId).principal();
    }

    @Override
    public ConnectorInstanceSpec spec(ConnectorId connectorId) {
        return instances.get(connectorId).spec();
    }

    @Override
    public Optional<String> secret(ConnectorId connectorId, String option) {
        return declared.secret(spec(connectorId), option);
    }

    @Override
    public Optional<String> troubleWithSecret(ConnectorId connectorId, String option) {
        return declared.troubleWithSecret(spec(connectorId), option);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public CursorStore cursors(ConnectorId connectorId) {
        return cursors.of(connectorId);
    }

    @Override
    public boolean mayOpen(ConnectorId connectorId) {
        return mayOpen.test(connectorId);
    }

    @Override
    public void notReady(ConnectorId connectorId, Readiness readiness, String reason) {
        recovery.notReady(connectorId, readiness, reason);
    }

    @Override
    public void failed(ConnectorId connectorId, String reason) {
        instances.find(connectorId).ifPresent(instance -> instances.failed(instance, reason, Direction.OUTBOUND));
    }

    @Override
    public void sessionLost(ConnectorId connectorId, String reason) {
        recovery.sessionLost(connectorId, reason);
    }

    @Override
    public void answered(ConnectorId connectorId) {
        recovery.answered(connectorId);
    }

    @Override
    public void leftOut(InboundMessageEvent event, InboundFacts facts) {
        leftOut.accept(event, facts);
    }

    @Override
    public void rejected(ConnectorId connectorId, @Nullable EnvelopeId envelopeId, String reason) {
        operations.rejected(connectorId, envelopeId, reason);
    }

    @Override
    public void performed(PerformedOperation operation) {
        operations.performed(operation);
    }
}
