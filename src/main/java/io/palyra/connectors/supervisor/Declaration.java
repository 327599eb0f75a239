package io.palyra.connectors.supervisor;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Map;

/**
 * An instance that the settings declare.
 *
 * @param spec its definition; {@code enabled} counts at the first start only, afterwards the operator decides
 * @param options endpoint options
 * @param access rules of who may talk
 * @param secrets the references to its secrets by option, such as {@code token}, unresolved
 */
public record Declaration(
        ConnectorInstanceSpec spec, Map<String, String> options, AccessRuleSet access, Map<String, String> secrets) {

    public Declaration {
        options = Map.copyOf(options);
        secrets = Map.copyOf(secrets);
    }

    /** Shows neither options nor secrets: both may hold some. */
    @Override
    public String toString() {
        return "Declaration[" + spec.connectorId() + "]";
    }
}
