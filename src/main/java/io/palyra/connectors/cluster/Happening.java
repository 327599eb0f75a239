package io.palyra.connectors.cluster;

import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;

/** What has become of nodes and of what they run, for the log of events; nodes by their names. */
public sealed interface Happening {

    record Joined(String node) implements Happening {}

    record Left(String node) implements Happening {}

    record Lost(String node, Duration silentFor) implements Happening {}

    record CommitsLost(String node, long commits) implements Happening {}

    record Moved(ConnectorId connectorId, String to) implements Happening {}
}
