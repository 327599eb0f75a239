package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FaultyStore;
import io.palyra.connectors.fake.StoreFault;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.protocol.EnvelopeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: whichever statement of the store fails, a message that was admitted is delivered once and in order, and one that
 * was not admitted is refused to its sender and leaves nothing.
 *
 * <p>Method: three messages of one conversation, the second one retried, go from admission to delivery while the n-th
 * statement or commit of the writer, and some after it, fail with the database's own exception; n goes up until all is done
 * before it comes to that. One program lives through it all, in time that passes fifty times faster.
 */
class FailingStorageTest {

    private static final int STATEMENTS_MIN = 20;
    private static final int STATEMENTS_MAX = 2_000;

    private static final List<String> LOGS =
            List.of("org.apache.camel.processor.errorhandler", "io.palyra.connectors.lane");

    @TempDir
    Path folder;

    private final FaultyStore store = new FaultyStore();
    private SweptProgram program;

    /** Camel writes a page about each refused message. */
    @BeforeAll
    static void keepTheLogShort() {
        LOGS.forEach(name -> Configurator.setLevel(name, Level.OFF));
    }

    @AfterAll
    static void letItBeLongAgain() {
        LOGS.forEach(name -> Configurator.setLevel(name, (Level) null));
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_BUSY, 1",
        "SQLITE_IOERR, 3",
        "SQLITE_FULL, 8",
        "POSTGRESQL_SERIALIZATION_FAILURE, 1",
        "POSTGRESQL_CONNECTION_FAILURE, 3",
        "POSTGRESQL_DISK_FULL, 8"
    })
    void losesNothingWhicheverStatementFails(StoreFault fault, int inARow) throws Exception {
        program = new SweptProgram(folder, setup -> setup.on(fault.database()).store(store));
        int refused = 0;
        int n = 0;
        int failed;
        do {
            String conversation = "c" + n;
            store.arm(fault, n, inARow);
            List<String> admitted = receive(conversation, "one", "two " + SweptProgram.ONCE, "three");
            admitted.forEach(program::awaitDelivered);
            failed = store.disarm();

            assertThat(program.taken(conversation)).as("fault at %d", n).isEqualTo(admitted);
            refused += 3 - admitted.size();
            n++;
        } while (failed > 0 && n < STATEMENTS_MAX);

        System.out.printf("FailingStorageTest %s x%d: n up to %d, refused %d%n", fault, inARow, n - 1, refused);
        assertThat(failed).as("the sweep has come to its end").isZero();
        assertThat(n).as("statements that were made to fail").isGreaterThan(STATEMENTS_MIN);
        program.hasNoDeadLetters();
    }

    /** Answers the admitted ones; of a refused one nothing is stored. */
    private List<String> receive(String conversation, String... bodies) {
        List<String> admitted = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            String id = conversation + "-" + i;
            try {
                program.receive(id, conversation, bodies[i]);
                admitted.add(id);
            } catch (InboundRefusedException e) {
                assertThat(e.getMessage()).containsAnyOf("the store says", "the database does not answer");
                Optional<InboxEntry> stored =
                        program.program().inboxStore().find(SweptProgram.FLAKY, new EnvelopeId(id));
                assertThat(stored).isEmpty();
            }
        }
        return admitted;
    }
}
