package io.palyra.connectors.supervisor;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Map;
import java.util.Optional;

/**
 * An instance that the settings declare.
 *
 * @param spec its definition; {@code enabled} counts at the first start only, afterwards the operator decides
 * @param options endpoint options
 * @param access rules of who may talk
 * @param token the reference to the platform's token, unresolved
 */
public record Declaration(
        ConnectorInstanceSpec spec, Map<String, String> options, AccessRuleSet access, Optional<String> token) {

    public Declaration {
        options = Map.copyOf(options);
    }

    /** Shows neither options nor token: they may hold secrets. */
    @Override
    public String toString() {
        return "Declaration[" + spec.connectorId() + "]";
    }
}
