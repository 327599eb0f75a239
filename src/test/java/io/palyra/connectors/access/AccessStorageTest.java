package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FaultyStore;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.StoreFault;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: whichever statement of the store fails, a stranger asks once and is told once, a code lets in once, no attempt is
 * used up, and nothing is a dead letter. Method: as {@code FailingStorageTest}: somebody asks, another one writes a wrong code,
 * the right one, and a message, while the n-th statement and some after it fail; the platform gives each again until it is
 * taken. n goes up until all is done before it comes to that.
 */
class AccessStorageTest {

    private static final int STATEMENTS_MIN = 20;
    private static final int STATEMENTS_MAX = 400;

    private static final List<String> LOGS =
            List.of("org.apache.camel.processor.errorhandler", "io.palyra.connectors.lane");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FaultyStore store = new FaultyStore();
    private int refused;

    /** Camel writes a page about each refused message. */
    @BeforeAll
    static void keepTheLogShort() {
        LOGS.forEach(name -> Configurator.setLevel(name, Level.OFF));
    }

    @AfterAll
    static void letItBeLongAgain() {
        LOGS.forEach(name -> Configurator.setLevel(name, (Level) null));
    }

    @ParameterizedTest
    @CsvSource({"SQLITE_BUSY, 1", "SQLITE_FULL, 40", "POSTGRESQL_CONNECTION_FAILURE, 5"})
    void nothingIsLostOrDoneTwiceWhicheverStatementFails(StoreFault fault, int inARow) throws Exception {
        try (Doors doors = Doors.start(
                ProgramUnderTest.in(folder).time(clock).on(fault.database()).store(store), "ops")) {
            Door door = doors.door("ops");
            int n = 0;
            int failed;
            do {
                failed = round(door, fault, n, inARow);
                n++;
            } while (failed > 0 && n < STATEMENTS_MAX);

            System.out.printf("AccessStorageTest %s x%d: n up to %d, refused %d%n", fault, inARow, n - 1, refused);
            assertThat(failed).as("the sweep has come to its end").isZero();
            assertThat(n).as("statements that were made to fail").isGreaterThan(STATEMENTS_MIN);
            assertThat(refused > 0).as("one fault is got over by trying again").isEqualTo(inARow > 1);
            assertThat(doors.program()
                            .program()
                            .deadLetters()
                            .latest(door.id(), DeadLetterStore.Filter.ANY, 1)
                            .letters())
                    .isEmpty();
        }
    }

    private int round(Door door, StoreFault fault, int n, int inARow) throws Exception {
        // No limit of the last round is left
        clock.advance(Duration.ofMinutes(61));
        String asks = "asks" + n;
        String pairs = "pairs" + n;
        String pairingCode = mint(door);
        store.arm(fault, n, inARow);
        List<String> became = Stream.of(
                        door.direct(asks, "hello").build(),
                        door.direct(pairs, "pair 22222222").build(),
                        door.direct(pairs, "pair " + pairingCode).build(),
                        door.direct(pairs, "who is on call?").build())
                .map(event -> untilTaken(door, event))
                .toList();
        awaitThat(door, () -> assertThat(door.told(pairs))
                .as("fault at %d", n)
                .containsExactly(Answers.WRONG_CODE, Answers.PAIRED, "echo: who is on call?"));
        awaitThat(door, () -> assertThat(door.told(asks)).hasSize(1));
        int failed = store.disarm();

        assertThat(became)
                .as("fault at %d", n)
                .containsExactly("pairing_requested", "pairing_code_wrong", "paired", IN);
        assertThat(door.told(asks)).hasSize(1);
        assertThat(door.events("access.requested", asks)).hasSize(1);
        assertThat(door.events("access.paired", pairs)).hasSize(1);
        door.connector().awaitThat(() -> assertThat(door.view().requests())
                .filteredOn(request -> request.senderId().value().equals(asks))
                .hasSize(1));
        return failed;
    }

    /** What has become of the last commit of the round before may still be asked for. */
    private static String mint(Door door) {
        return door.connector()
                .within()
                .ignoreException(StoreUnavailableException.class)
                .until(
                        () -> door.desk()
                                .mint(door.id(), Duration.ofHours(24).toMillis(), "olga")
                                .code(),
                        code -> !code.isEmpty());
    }

    /** What waits to be tried again waits by the clock. */
    private void awaitThat(Door door, ThrowingRunnable holds) {
        door.connector().awaitThat(() -> {
            clock.advance(Duration.ofSeconds(1));
            holds.run();
        });
    }

    /** As a platform does. */
    private String untilTaken(Door door, InboundMessageEvent event) {
        while (true) {
            try {
                return door.saysOrIsPutOff(event);
            } catch (InboundRefusedException e) {
                assertThat(e.getMessage()).containsAnyOf("the store says", "the database does not answer");
                refused++;
            }
        }
    }
}
