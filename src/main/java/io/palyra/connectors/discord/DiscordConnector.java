package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Optional;

/** What is known of the Discord connector: that it will come. */
public final class DiscordConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("discord");

    private static final String REASON = "the Discord connector is planned and not part of this release";

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

    /** Disabled: it has no token. */
    @Override
    public Optional<ConnectorInstanceSpec> builtIn() {
        return Optional.of(ConnectorInstanceSpec.forAccount(KIND, "default").withEnabled(false));
    }
}
