package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.Map;

/**
 * An instance that the settings declare.
 *
 * @param spec its definition; {@code enabled} counts at the first start only, afterwards the operator decides
 * @param options endpoint options
 */
public record Declaration(ConnectorInstanceSpec spec, Map<String, String> options) {

    public Declaration {
        options = Map.copyOf(options);
    }
}
