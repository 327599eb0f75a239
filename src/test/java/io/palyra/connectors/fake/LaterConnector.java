package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Optional;

/** A kind that is deferred: it is in the catalog, and refused with its reason. It needs no component. */
public final class LaterConnector implements ConnectorType {

    public static final String REASON = "the later connector is planned and not part of this release";

    static final ConnectorKind KIND = new ConnectorKind("later");

    @Override
    public ConnectorKind kind() {
        return KIND;
    }

    @Override
    public Availability availability() {
        return Availability.DEFERRED;
    }

    @Override
    public Optional<String> deferredReason() {
        return Optional.of(REASON);
    }

    @Override
    public ConnectorCapabilitySet capabilities() {
        return ConnectorCapabilitySet.deferred(REASON);
    }
}
