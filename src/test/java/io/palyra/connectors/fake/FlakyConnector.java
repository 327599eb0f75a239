package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.MessageFeature;

/** A connector to {@link FlakyPlatform}s, which fail as their test says. */
public final class FlakyConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("flaky");

    private static final int TEXT_CHARS_MAX = 2_000;

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
        return ConnectorCapabilitySet.builder(CapabilityLimits.text(TEXT_CHARS_MAX))
                .supports(MessageFeature.SEND)
                .build();
    }
}
