package io.palyra.connectors.cluster;

import io.palyra.connectors.cluster.Turns.Job;
import io.palyra.connectors.protocol.ConnectorId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** Jobs that have an owner as instances have: under ids of a kind that no connector has. */
final class SharedJob {

    private static final String OF_NODES = "node-job";
    private static final String OF_USERS = "node-namespace";

    static final List<ConnectorId> OF_PROGRAM =
            Stream.of(Job.values()).map(SharedJob::of).toList();

    private SharedJob() {}

    static ConnectorId of(Job job) {
        return ConnectorId.of(OF_NODES + ":" + job.name().toLowerCase(Locale.ROOT));
    }

    /** A namespace may be any text. */
    static ConnectorId ofUser(String namespace) {
        return ConnectorId.of(OF_USERS + ":" + UUID.nameUUIDFromBytes(namespace.getBytes(StandardCharsets.UTF_8)));
    }

    static boolean is(ConnectorId connectorId) {
        String kind = connectorId.kind().value();
        return kind.equals(OF_NODES) || kind.equals(OF_USERS);
    }
}
