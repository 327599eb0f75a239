package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One rule of several nodes broken, by other statements in the place of the store's own. */
enum SabotagedNodes {
    /** Who was taken for lost writes on, and an outcome is stored whoever has the lane. */
    NO_FENCING(
            new Change(
                    "nodes.sql",
                    "WHERE nodes.node_id = a.node_id AND nodes.state <> 'lost'",
                    "WHERE nodes.node_id = a.node_id"),
            new Change(
                    "nodes.sql",
                    "WHERE node_id = CAST(:node_id AS TEXT) AND state <> 'lost'\nRETURNING",
                    "WHERE node_id = CAST(:node_id AS TEXT)\nRETURNING"),
            new Change(
                    "messages.sql",
                    "SELECT 1, n FROM {asked} JOIN lanes ON lanes.lane_id = a.lane_id AND lanes.owner = a.owner",
                    "SELECT 1, n FROM {asked} WHERE a.owner IS NOT NULL")),

    /**
     * Leases are taken and judged by the node's own clock, which is a minute fast, and by nothing else: every node seems to have
     * a lease of no length, so that none has to be silent for one.
     */
    OWN_CLOCK(
            new Change("nodes.sql", "{now}", "({now} + 60000)"),
            new Change(
                    "nodes.sql",
                    "SELECT *, lease_until_unix_ms <",
                    "SELECT node_id, name, version, url, state, started_at_unix_ms, configuration, lease_until_unix_ms,"
                            + " lease_until_unix_ms AS heartbeat_unix_ms, lease_until_unix_ms <"));

    private static final String STATEMENTS = "io/palyra/connectors/store/sql/postgresql/";

    private record Change(String file, String from, String to) {}

    private final List<Change> changes;

    SabotagedNodes(Change... changes) {
        this.changes = List.of(changes);
    }

    /** @return the folder, which is to come first on the class path */
    Path write(Path folder) throws IOException {
        Path statements = Files.createDirectories(folder.resolve(STATEMENTS));
        for (Change change : changes) {
            Path file = statements.resolve(change.file());
            String before = Files.exists(file) ? Files.readString(file) : original(change.file());
            assertThat(before).contains(change.from());
            Files.writeString(file, before.replace(change.from(), change.to()));
        }
        return folder;
    }

    private static String original(String file) throws IOException {
        try (InputStream content = ClassLoader.getSystemResourceAsStream(STATEMENTS + file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
