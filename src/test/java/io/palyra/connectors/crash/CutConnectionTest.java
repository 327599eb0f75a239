package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.store.CutWire;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.store.WiredStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: at whichever trip to PostgreSQL the connection that writes is cut, each message is admitted, delivered once and in
 * order, and nobody is refused: the program finds out what has become of its commit.
 *
 * <p>Method: two messages of one conversation, the first one retried, go from admission to delivery, and a real socket is
 * cut in place of the n-th trip's request, or of its answer; n goes up until all is done before it comes to that. A commit is
 * a trip. One program lives through it all, in time that passes fifty times faster.
 */
class CutConnectionTest {

    private static final int TRIPS_MIN = 20;
    private static final int TRIPS_MAX = 500;

    /** Counts the trips, and cuts the wire at one of them. */
    private static final class Scissors implements StatementWatch {

        private final CutWire wire;
        private boolean answer;
        private int left = Integer.MAX_VALUE;

        Scissors(CutWire wire) {
            this.wire = wire;
        }

        /** @param nowAnswer whether the trip's request arrives, and its answer does not */
        synchronized void cutAt(int trip, boolean nowAnswer) {
            answer = nowAnswer;
            left = trip;
        }

        /** Answers whether it has not cut yet; it does so no more. */
        synchronized boolean putAway() {
            boolean unused = left >= 0;
            left = Integer.MAX_VALUE;
            return unused;
        }

        @Override
        public void before(String statement) {
            trip();
        }

        @Override
        public void beforeCommit(String statements) {
            trip();
        }

        private synchronized void trip() {
            if (left-- == 0) {
                if (answer) {
                    wire.loseNextAnswer();
                } else {
                    wire.loseNextRequest();
                }
            }
        }
    }

    @TempDir
    Path folder;

    private CutWire wire;
    private Scissors scissors;
    private SweptProgram program;

    @BeforeEach
    void start() throws Exception {
        String url = TestPostgres.newDatabase();
        wire = CutWire.to(url);
        scissors = new Scissors(wire);
        program = new SweptProgram(
                folder, setup -> setup.surroundings(before -> before.withStore(new WiredStore(url, wire, scissors))));
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        wire.close();
    }

    @Test
    void losesAndDoublesNothingWhicheverRequestIsLost() throws Exception {
        sweep("request", false);
    }

    @Test
    void losesAndDoublesNothingWhicheverAnswerIsLost() throws Exception {
        sweep("answer", true);
    }

    private void sweep(String name, boolean answer) throws Exception {
        int trip = 0;
        boolean done;
        do {
            scissors.cutAt(trip, answer);
            List<String> admitted = receive(name + trip, "one " + SweptProgram.ONCE, "two");
            admitted.forEach(program::awaitDelivered);
            done = scissors.putAway();

            assertThat(program.taken(name + trip))
                    .as("%s of trip %d", name, trip)
                    .isEqualTo(admitted);
            trip++;
        } while (!done && trip < TRIPS_MAX);

        System.out.printf("CutConnectionTest, %s: %d trips%n", name, trip - 1);
        assertThat(done).as("the sweep has come to its end").isTrue();
        assertThat(trip).as("trips that were cut").isGreaterThan(TRIPS_MIN);
        program.hasNoDeadLetters();
    }

    private List<String> receive(String conversation, String... bodies) throws Exception {
        List<String> admitted = new ArrayList<>();
        for (String body : bodies) {
            String id = conversation + "-" + admitted.size();
            InboundIngestOutcome outcome = program.receive(id, conversation, body);
            assertThat(outcome.duplicate()).as("%s a duplicate of itself", id).isFalse();
            admitted.add(id);
        }
        return admitted;
    }
}
