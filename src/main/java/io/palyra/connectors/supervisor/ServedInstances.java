package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.List;

/** The instances that inbound routes are made for, or will be. Never blocks. */
@FunctionalInterface
public interface ServedInstances {

    List<ConnectorId> ids();
}
