package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import java.util.function.Supplier;

/** A component whose adapters are given, of a kind that nothing is declared of. */
final class BrokenComponent extends ConnectorComponent {

    private final Supplier<ConnectorAdapter> adapter;
    private final long patienceMs;

    BrokenComponent(Supplier<ConnectorAdapter> adapter) {
        this(adapter, SlowCall.SLOW_MS);
    }

    BrokenComponent(Supplier<ConnectorAdapter> adapter, long patienceMs) {
        super(new ConnectorKind("broken"));
        this.adapter = adapter;
        this.patienceMs = patienceMs;
    }

    @Override
    protected ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId) {
        return new ConnectorEndpoint(uri, this, connectorId) {};
    }

    @Override
    protected ConnectorAdapter newAdapter(ConnectorEndpoint endpoint) {
        return adapter.get();
    }

    @Override
    long startPatienceMs() {
        return patienceMs;
    }
}
