package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.Optional;
import org.apache.camel.model.RouteTemplateDefinition;

/** Looks whether who writes is asked for access before his message comes to the inbox. */
public interface InboundGuard {

    /** Whether that is so on each way through the route that is made of the template. */
    boolean asks(RouteTemplateDefinition template, ConnectorId connectorId);

    /** Why the instance may not have a route of the template, and the way out; empty where it may. */
    Optional<String> complaint(RouteTemplateDefinition template, ConnectorId connectorId);
}
