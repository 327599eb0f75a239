package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Optional;

/** What is known of the Slack connector: that it will come. */
public final class SlackConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("slack");

    private static final String REASON = "the Slack connector is planned and not part of this release";

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
