package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.testkit.Pages;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a {@code palyra-events} route gets each event at least once, in order, although the program is killed under load; one
 * whose first start is in a life that ends so, from that start on.
 *
 * <p>Method: a client sends over HTTP, the program is killed with SIGKILL while the routes, which are slower than the client,
 * have a backlog, and started again; what the routes have written down is compared with what was accepted.
 */
class EventsKillIT {

    private static final int ROUNDS = 2;
    private static final int BACKLOG = 40;

    @TempDir
    Path folder;

    /** Envelope ids in the order in which they were accepted. */
    private final List<String> accepted = new ArrayList<>();

    private int numbers;

    @Test
    void missesNothing() throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copy(folder);
        Pages pages = new Pages(folder.resolve("pages"));
        Map<String, Integer> since = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            String id = "round-" + round;
            Files.writeString(
                    folder.resolve("routes").resolve(id + ".camel.yaml"),
                    pages.route(id).replace("        - to:", "        - delay: {constant: 5}\n        - to:"));
            try (ForkedProgram program = ForkedProgram.start(folder, routes.with(Map.of()))) {
                since.put(id, accepted.size());
                sendUntilBehind(program, pages, id);
                program.kill();
            }
        }
        try (ForkedProgram program = ForkedProgram.start(folder, routes.with(Map.of()))) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> {
                        for (Map.Entry<String, Integer> route : since.entrySet()) {
                            assertThat(pages.of(route.getKey()))
                                    .as(route.getKey())
                                    .containsSubsequence(accepted.subList(route.getValue(), accepted.size()));
                        }
                    });
            assertThat(program.terminate(Duration.ofSeconds(30))).isTrue();
        }
    }

    /** Until the route is in the middle of what it has to read. */
    private void sendUntilBehind(ForkedProgram program, Pages pages, String routeId) throws Exception {
        int before = accepted.size();
        while (accepted.size() < before + 2 * BACKLOG
                || pages.of(routeId).isEmpty()
                || pages.of(routeId).size() >= accepted.size() - before) {
            send(program);
            assertThat(accepted)
                    .as("a busy machine may send more slowly than the route reads")
                    .hasSizeLessThan(before + 100 * BACKLOG);
        }
    }

    private void send(ForkedProgram program) throws IOException, InterruptedException {
        String envelope = "m-" + numbers++;
        assertThat(program.post(
                                "/channels/echo:default/messages/send",
                                "{\"text\":\"hello\",\"conversation_id\":\"ops\",\"envelope_id\":\"%s\"}"
                                        .formatted(envelope))
                        .statusCode())
                .isIn(200, 202);
        accepted.add(envelope);
    }
}
