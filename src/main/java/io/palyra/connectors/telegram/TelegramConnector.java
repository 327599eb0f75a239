package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Optional;

/** What is known of the Telegram connector: that it will come. */
public final class TelegramConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("telegram");

    private static final String REASON = "the Telegram connector is planned and not part of this release";

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
