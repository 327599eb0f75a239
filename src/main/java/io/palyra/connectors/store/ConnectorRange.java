package io.palyra.connectors.store;

import io.palyra.connectors.protocol.ConnectorId;
import org.jspecify.annotations.Nullable;

/** One connector or all of them, as a statement takes both: the ids from first to last. */
record ConnectorRange(String first, String last) {

    static final ConnectorRange ALL = new ConnectorRange("", "\uffff");

    /** @param connectorId null means all */
    static ConnectorRange of(@Nullable ConnectorId connectorId) {
        return connectorId == null ? ALL : new ConnectorRange(connectorId.value(), connectorId.value());
    }
}
