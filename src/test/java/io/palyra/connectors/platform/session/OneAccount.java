package io.palyra.connectors.platform.session;

import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.PerformedOperation;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Principal;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program that has a token and an allow list, and nothing else that a session would ask for. */
record OneAccount(Optional<String> token, ConnectorInstanceSpec spec) implements ConnectorHost {

    @Override
    public Optional<String> token(ConnectorId connectorId) {
        return token;
    }

    @Override
    public ConnectorInstanceSpec spec(ConnectorId connectorId) {
        return spec;
    }

    @Override
    public Map<String, String> options(ConnectorId connectorId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Principal principal(ConnectorId connectorId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Clock clock() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CursorStore cursors(ConnectorId connectorId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void notReady(ConnectorId connectorId, Readiness readiness, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void failed(ConnectorId connectorId, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sessionLost(ConnectorId connectorId, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rejected(ConnectorId connectorId, @Nullable EnvelopeId envelopeId, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void performed(PerformedOperation operation) {
        throw new UnsupportedOperationException();
    }
}
