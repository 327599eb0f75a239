package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.TickedTimer;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessProbesTest {

    private static final ConnectorId A = ConnectorId.of("flaky:a");
    private static final ConnectorId B = ConnectorId.of("flaky:b");

    private final TickedTimer timer = new TickedTimer();
    private final List<String> probed = new ArrayList<>();
    private final ReadinessProbes probes = new ReadinessProbes(
            timer, id -> probed.add(id.name() + " after " + timer.elapsed().toSeconds()));

    @Test
    void waitsTwiceAsLongEachTimeUpToTenMinutes() {
        probes.begin(A);

        timer.advance(Duration.ofSeconds(30 + 60 + 120 + 240 + 480 + 600 + 600));

        assertThat(probed)
                .containsExactly(
                        "a after 30",
                        "a after 90",
                        "a after 210",
                        "a after 450",
                        "a after 930",
                        "a after 1530",
                        "a after 2130");
    }

    @Test
    void aFailureWhileProbingDoesNotBeginAnew() {
        probes.begin(A);
        timer.advance(Duration.ofSeconds(30));
        probes.begin(A);

        timer.advance(Duration.ofSeconds(60));

        assertThat(probed).containsExactly("a after 30", "a after 90");
    }

    @Test
    void endsForOneAndGoesOnForTheOther() {
        probes.begin(A);
        probes.begin(B);
        probes.end(A);

        timer.advance(Duration.ofSeconds(30));

        assertThat(probed).containsExactly("b after 30");
    }

    /** What answers a read may still refuse messages. */
    @Test
    void aSignOfLifeBringsOneTryForwardAndTheNextOnesNearer() {
        probes.begin(A);
        timer.advance(Duration.ofSeconds(30 + 60 + 120 + 240));
        probed.clear();

        for (int second = 0; second <= 150; second++) {
            probes.hasten(A);
            timer.advance(Duration.ofSeconds(1));
        }

        assertThat(probed).containsExactly("a after 450", "a after 510", "a after 510", "a after 570", "a after 570");
    }

    @Test
    void theWaitThatASignEndedIsOver() {
        probes.begin(A);
        timer.advance(Duration.ofSeconds(30 + 60 + 120 + 240));
        probed.clear();
        probes.hasten(A);

        timer.advance(Duration.ofSeconds(60 + 120 + 240 + 480));

        assertThat(probed).containsExactly("a after 450", "a after 510", "a after 630", "a after 870", "a after 1350");
    }

    @Test
    void whereNobodyTriesASignOfLifeChangesNothing() {
        probes.hasten(A);
        timer.advance(Duration.ofHours(1));

        assertThat(probed).isEmpty();
    }

    @Test
    void beginsWithTheFirstWaitAfterItEnded() {
        probes.begin(A);
        timer.advance(Duration.ofSeconds(90));
        probes.end(A);
        probes.begin(A);

        timer.advance(Duration.ofSeconds(30));

        assertThat(probed).containsExactly("a after 30", "a after 90", "a after 120");
    }
}
