package io.palyra.connectors.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Two programs in processes of their own, with one store and one instance, which the first of them runs at the start. */
final class TwoNodes implements AutoCloseable {

    /** The shortest that is allowed. */
    static final Duration LEASE = Duration.ofSeconds(5);

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is to be so for a node. */
    @FunctionalInterface
    interface NodeSettings {
        Map<String, String> of(String name, Path folder) throws IOException;
    }

    private final Path folder;
    private final String url = TestPostgres.newDatabase();
    private final List<ForkedProgram> open = new ArrayList<>();
    private final String channel;
    private final NodeSettings settings;
    private final ForkedProgram first;
    private final ForkedProgram second;

    /**
     * @param instance the only one
     * @param isConnected whether the first one runs it
     * @param firstOne how the first node is sabotaged
     * @param secondOne how the second one is
     */
    TwoNodes(
            Path folder,
            ConnectorId instance,
            NodeSettings settings,
            Callable<Boolean> isConnected,
            Optional<SabotagedNodes> firstOne,
            Optional<SabotagedNodes> secondOne)
            throws IOException {
        this.folder = folder;
        this.channel = "/channels/" + instance;
        this.settings = settings;
        first = start("first", firstOne);
        await("a session").atMost(PATIENCE).until(isConnected);
        second = start("second", secondOne);
    }

    private ForkedProgram start(String name, Optional<SabotagedNodes> sabotage) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        Map<String, String> all = new HashMap<>(settings.of(name, own));
        all.putAll(Map.of(
                "palyra.connectors.echo.default.enabled",
                "false",
                "palyra.store.url",
                url,
                "palyra.store.username",
                TestPostgres.USER,
                "palyra.node.name",
                name,
                "palyra.cluster.lease",
                LEASE.toSeconds() + "s"));
        ForkedProgram program = sabotage.isPresent()
                ? ForkedProgram.startOther(own, all, sabotage.get().write(folder.resolve(name + "-statements")))
                : ForkedProgram.start(own, all);
        open.add(program);
        return program;
    }

    ForkedProgram first() {
        return first;
    }

    ForkedProgram second() {
        return second;
    }

    /** What the first one has said. */
    String firstLog() throws IOException {
        return Files.readString(folder.resolve("first").resolve("program.log"));
    }

    /** Those of the instance, the newest first. */
    List<String> events(String type) throws IOException, InterruptedException {
        JsonNode page = Json.parse(second.get(channel + "/logs?limit=1000&event_type=" + type));
        return page.path("events").findValuesAsText("message");
    }

    /** States and names of the nodes. */
    List<String> nodes() throws IOException, InterruptedException {
        List<String> nodes = new ArrayList<>();
        for (JsonNode node : Json.parse(second.get("/nodes")).path("nodes")) {
            nodes.add(node.path("name").asText() + " " + node.path("state").asText());
        }
        return nodes;
    }

    /** When the second one has last renewed its lease, by the clock by which it does. */
    long secondRenewedAt() throws IOException, InterruptedException {
        long latest = 0;
        for (JsonNode node : Json.parse(second.get("/nodes")).path("nodes")) {
            if (node.path("name").asText().equals("second")) {
                latest = Math.max(latest, node.path("heartbeat_unix_ms").asLong());
            }
        }
        return latest;
    }

    @Override
    public void close() throws InterruptedException {
        for (ForkedProgram program : open) {
            program.close();
        }
    }
}
