package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.Set;

/** A platform that keeps a ledger of every message it took, in a file of its own that is synced before it answers. */
public final class LedgerConnector implements ConnectorType {

    public static final ConnectorId DEFAULT = ConnectorId.of("ledger:default");

    static final ConnectorKind KIND = new ConnectorKind("ledger");

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
        return ConnectorCapabilitySet.builder(CapabilityLimits.text(65_536))
                .supports(ConnectorFeature.LIFECYCLE, ConnectorFeature.STATUS, ConnectorFeature.LOGS)
                .supports(MessageFeature.SEND)
                .build();
    }

    @Override
    public Set<String> options() {
        return Set.of("file", "fault-every", "feed", "tokens", "recognises-resends", "answer-after-ms");
    }
}
