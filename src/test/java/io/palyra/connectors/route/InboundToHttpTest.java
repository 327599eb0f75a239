package io.palyra.connectors.route;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.EventType;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code routes/examples/inbound-to-http.camel.yaml} next to the core routes. */
class InboundToHttpTest {

    @TempDir
    Path folder;

    private HttpDaemon daemon;
    private HttpDaemon archive;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        daemon = HttpDaemon.start();
        archive = HttpDaemon.start();
        RoutesUnderTest routes =
                RoutesUnderTest.copy(folder).add(RoutesUnderTest.REAL.resolve("examples/inbound-to-http.camel.yaml"));
        program = ProgramUnderTest.start(
                folder,
                routes.with(Map.of(
                        "palyra.daemon.endpoint",
                        "direct:daemon-and-copy",
                        "inbound-to-http.daemon",
                        daemon.uri(),
                        "inbound-to-http.url",
                        archive.uri(),
                        "inbound-to-http.waiting",
                        "2")));
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
        daemon.close();
        program.close();
    }

    @Test
    void bothGetTheMessageAndTheDaemonGoesOnAloneWhereTheEndpointIsGone() throws Exception {
        program.receive("m1", "c1", "hello");
        program.awaitDelivered("m1:0");
        await().until(() -> archive.questions().size() == 1);
        assertThat(archive.questions().get(0).body())
                .isEqualTo(daemon.questions().get(0).body());
        assertThat(archive.questions().get(0).headers()).containsEntry("X-Palyra-Connector-Id", "echo:default");

        archive.close();
        program.receive("m2", "c1", "hello again");
        program.receive("m3", "c1", "and again");

        program.awaitDelivered("m2:0", "m3:0");
        assertThat(program.events("m2", EventType.INBOUND_RETRY)).isEmpty();
        assertThat(daemon.questions()).hasSize(3);
    }

    @Test
    void anEndpointThatHangsDoesNotTouchTheDaemonsPath() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        archive.answers("c1", accepted().after(never));

        for (int i = 0; i < 10; i++) {
            program.receive("m" + i, "c1", "hello");
        }

        program.awaitDelivered("m0:0", "m9:0");
        assertThat(daemon.questions()).hasSize(10);
        await().untilAsserted(() -> assertThat(archive.questions()).hasSize(1));
    }
}
