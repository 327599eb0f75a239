package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: SIGTERM ends the process although a route of the user's own hangs, and the log says in a few lines what is left. Method: the route
 * calls a server that takes the connection and never answers; Camel alone would wait 17 s longer than the deadline.
 */
class StopIT {

    private static final long PATIENCE_S = 10;

    @TempDir
    Path folder;

    @Test
    void aRouteThatHangsDoesNotKeepTheProcess() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_S));
            Launch launch =
                    Launch.in(folder).option("palyra.shutdown.deadline", "1s").option("log.level", "info");
            Files.writeString(launch.folder().resolve("routes/hangs.camel.yaml"), """
                    - route:
                        id: hangs
                        from:
                          uri: timer:calls?repeatCount=3&delay=10&period=10
                          steps:
                            - setBody: {constant: "stays in the store"}
                            - to: palyra-outbox:discord:default?conversationId=301
                            - wireTap: {uri: "http://127.0.0.1:PORT/never"}
                    - route:
                        id: waits
                        from:
                          uri: timer:waits?repeatCount=1&delay=0&synchronous=true
                          steps:
                            - setBody: {constant: "said in confidence"}
                            - delay: {constant: 60000}
                    """.replace(
                            "PORT", String.valueOf(silent.getLocalPort())));
            Process process = launch.start();
            try {
                Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> launch.err()
                        .contains("Palyra Connectors runs"));
                for (int call = 0; call < 3; call++) {
                    silent.accept();
                }

                process.destroy();

                assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                        .as("ends by itself: %s", launch.err())
                        .isTrue();
                assertThat(launch.err())
                        .contains("0 messages finished while stopping; left in the store: 0 inbound, 3")
                        .doesNotContain("\tat ", "Blocked Thread", "said in confidence");
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
