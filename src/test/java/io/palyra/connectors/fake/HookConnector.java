package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.Set;

/** A platform that calls; what is sent to it is a line in a file. */
public final class HookConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("hook");

    @Override
    public ConnectorKind kind() {
        return KIND;
    }

    @Override
    public Availability availability() {
        return Availability.INTERNAL_TEST_ONLY;
    }

    @Override
    public ConnectorCapabilitySet capabilities() {
        return ConnectorCapabilitySet.builder(CapabilityLimits.text(2_000))
                .supports(ConnectorFeature.LIFECYCLE, ConnectorFeature.STATUS, ConnectorFeature.LOGS)
                .supports(ConnectorFeature.WEBHOOK_INGRESS)
                .supports(MessageFeature.SEND)
                .build();
    }

    @Override
    public Set<String> options() {
        return Set.of("file", "calls");
    }
}
