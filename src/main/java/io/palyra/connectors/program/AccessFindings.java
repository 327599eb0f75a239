package io.palyra.connectors.program;

import io.palyra.connectors.access.AccessDesk;
import io.palyra.connectors.protocol.ConnectorId;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the rules of access have that cannot be meant so, at the start: a typing error in a list lets people in or keeps them out. */
final class AccessFindings {

    private static final Logger LOG = LoggerFactory.getLogger(AccessFindings.class);

    private AccessFindings() {}

    static void tell(Collection<ConnectorId> enabled, AccessDesk desk) {
        enabled.forEach(connectorId -> desk.unmatchedIds(connectorId)
                .forEach(warning -> LOG.warn("[{}]: {}", connectorId, warning.message())));
    }
}
