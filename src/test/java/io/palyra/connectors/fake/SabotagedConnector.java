package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.Optional;

/** A connector to the {@link SabotagedPlatform}: a good one, or bad in the one way that the platform says. */
public final class SabotagedConnector implements ConnectorType {

    public static final ConnectorId ONE = ConnectorId.of("sabotaged:one");

    static final ConnectorKind KIND = new ConnectorKind("sabotaged");

    private static final String NO_SEARCH = "the platform has no search";

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
        Optional<SabotagedPlatform> platform = SabotagedPlatform.current();
        int more =
                platform.filter(it -> it.is(Sabotage.DECLARES_TOO_LONG_TEXTS)).isPresent() ? 1 : 0;
        ConnectorCapabilitySet.Builder declared = ConnectorCapabilitySet.builder(
                        CapabilityLimits.text(SabotagedPlatform.TEXT_CHARS_MAX + more))
                .supports(MessageFeature.SEND)
                .supports(MessageFeature.READ)
                .supports(MessageFeature.THREAD);
        return platform.filter(it -> it.is(Sabotage.DECLARES_WHAT_FAILS)).isPresent()
                ? declared.supports(MessageFeature.SEARCH).build()
                : declared.refuses(MessageFeature.SEARCH, NO_SEARCH).build();
    }
}
