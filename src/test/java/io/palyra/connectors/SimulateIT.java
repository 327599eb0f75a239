package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.WireFormat;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateIT {

    @TempDir
    Path parent;

    @Test
    void leavesNothingBehindNeedsNoPortAndPrintsTheAnswerOnly() throws Exception {
        Path temporary = Files.createDirectory(parent.resolve("tmp"));
        Path events = Files.writeString(parent.resolve("events.jsonl"), """
                {"envelope_id":"m1","conversation_id":"c1","sender_id":"u1","body":"one [connector-crash-once]"}
                {"envelope_id":"m2","conversation_id":"c1","sender_id":"u1","body":"two"}
                """);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Launch launch = Launch.in(parent)
                    .option("palyra.http.port", taken.getLocalPort())
                    .option("java.io.tmpdir", temporary);
            List<String> before = launch.files();

            Launch.Ended ended = launch.run("simulate", events.toString(), "--json");

            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(WireFormat.tree(ended.out())
                            .path("attempts_per_envelope")
                            .toString())
                    .isEqualTo("{\"m1:0\":2,\"m2:0\":1}");
            assertThat(ended.out().lines()).hasSize(1);
            assertThat(launch.files()).isEqualTo(before);
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}
