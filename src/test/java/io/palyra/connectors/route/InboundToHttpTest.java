package io.palyra.connectors.route;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example {@code routes/examples/inbound-to-http.camel.yaml} next to the core routes. */
class InboundToHttpTest {

    private final HttpDaemon daemon = HttpDaemon.start();
    private final HttpDaemon archive = HttpDaemon.start();

    @RegisterExtension
    final PalyraExtension palyra = PalyraExtension.program()
            .routes("routes/examples/inbound-to-http.camel.yaml")
            .settings(
                    "palyra.daemon.endpoint=direct:daemon-and-copy",
                    "inbound-to-http.daemon=" + daemon.uri(),
                    "inbound-to-http.url=" + archive.uri(),
                    "inbound-to-http.waiting=2");

    @AfterEach
    void stop() {
        archive.close();
        daemon.close();
    }

    @Test
    void bothGetTheMessageAndTheDaemonGoesOnAloneWhereTheEndpointIsGone() {
        palyra.whenPlatformSays("c1", "hello");
        palyra.assertDelivered("c1", "hello");
        await().until(() -> archive.questions().size() == 1);
        assertThat(archive.questions().get(0).body())
                .isEqualTo(daemon.questions().get(0).body());
        assertThat(archive.questions().get(0).headers()).containsEntry("X-Palyra-Connector-Id", "echo:default");

        archive.close();
        Said second = palyra.whenPlatformSays("c1", "hello again");
        palyra.whenPlatformSays("c1", "and again");

        palyra.assertDelivered("c1", "hello", "hello again", "and again");
        assertThat(palyra.store("SELECT event_type FROM palyra_events_v1 WHERE envelope_id = '" + second.envelopeId()
                        + "' AND event_type = 'inbound.retry'"))
                .isEmpty();
        assertThat(daemon.questions()).hasSize(3);
    }

    @Test
    void anEndpointThatHangsDoesNotTouchTheDaemonsPath() {
        CountDownLatch never = new CountDownLatch(1);
        archive.answers("c1", accepted().after(never));

        String[] texts =
                IntStream.range(0, 10).mapToObj(number -> "hello " + number).toArray(String[]::new);
        for (String text : texts) {
            palyra.whenPlatformSays("c1", text);
        }

        palyra.assertDelivered("c1", texts);
        assertThat(daemon.questions()).hasSize(10);
        await().untilAsserted(() -> assertThat(archive.questions()).hasSize(1));
    }
}
