package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.Capability;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.supervisor.UnsupportedConnectorException;

/** Refuses what a connector has not declared. */
final class CapabilityCheck {

    private static final String NO_REASON = "not supported by this connector";

    private final AdminServices services;

    CapabilityCheck(AdminServices services) {
        this.services = services;
    }

    /** @throws io.palyra.connectors.adapter.UnknownConnectorException where there is no such instance */
    ConnectorCapabilitySet of(ConnectorId connectorId) {
        return services.catalog()
                .find(services.supervision().roster().spec(connectorId).kind())
                .capabilities();
    }

    /** @throws UnsupportedConnectorException with the declared reason */
    static void require(Capability capability) {
        if (!capability.supported()) {
            throw refusal(capability);
        }
    }

    static UnsupportedConnectorException refusal(Capability capability) {
        return new UnsupportedConnectorException(capability.reason() == null ? NO_REASON : capability.reason());
    }
}
