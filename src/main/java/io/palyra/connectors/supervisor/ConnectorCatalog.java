package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.ConnectorKind;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of connector that this program knows, available or not. */
public final class ConnectorCatalog {

    private final Map<String, ConnectorType> types;

    public ConnectorCatalog(List<ConnectorType> types) {
        Map<String, ConnectorType> byKind = new TreeMap<>();
        types.forEach(type -> byKind.put(type.kind().value(), type));
        this.types = Collections.unmodifiableMap(byKind);
    }

    public Collection<ConnectorType> all() {
        return types.values();
    }

    public boolean knows(ConnectorKind kind) {
        return types.containsKey(kind.value());
    }

    /** @throws UnsupportedConnectorException where the kind is unknown */
    public ConnectorType find(ConnectorKind kind) {
        ConnectorType type = types.get(kind.value());
        if (type == null) {
            throw new UnsupportedConnectorException(
                    "kind " + kind + " is unknown, one of " + String.join(", ", types.keySet()));
        }
        return type;
    }

    /** @throws UnsupportedConnectorException where no instance of the kind can run, with the reason */
    public ConnectorType usable(ConnectorKind kind) {
        ConnectorType type = find(kind);
        if (type.availability() == Availability.DEFERRED) {
            throw new UnsupportedConnectorException(type.deferredReason().orElse("kind " + kind + " is deferred"));
        }
        return type;
    }
}
