package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever the clock of a machine shows, its program stores and compares times of the database's clock. Method: machines
 * whose clocks are wrong open a store; the clock of the server is set meanwhile, as one database shows it.
 */
class DatabaseTimeTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final Duration WEEK = Duration.ofDays(7);

    private String url;

    @BeforeEach
    void makeDatabase() {
        url = TestPostgres.newStore();
    }

    private SqlStore open(SteadyClock clock) {
        return StoreUnderTest.POSTGRESQL.open(url, clock);
    }

    private static SteadyClock wrongBy(Duration time) {
        return SteadyClock.ofMachine(Clock.offset(Clock.systemUTC(), time));
    }

    /** Each opens the store that another has used, whose clock was wrong the other way. */
    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "P1D"})
    void aMachineWhoseClockIsWrongStoresTheDatabasesTime(Duration wrong) {
        Instant began = Instant.now();
        for (Duration by : new Duration[] {wrong, wrong.negated(), Duration.ZERO}) {
            SteadyClock clock = wrongBy(by);
            try (SqlStore store = open(clock)) {
                assertThat(clock.instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
                assertThat(clock.compare()).isEmpty();
                assertThat(store.jumpAtStart()).isEmpty();
                assertThat(store.retention().olderThan(WEEK))
                        .as("nothing was left out")
                        .isCloseTo(Instant.now().minus(WEEK).toEpochMilli(), within(1_000L));
                store.transactions().writeAndWait(transaction -> store.events()
                        .append(
                                transaction,
                                ConnectorEvent.of(ECHO, EventType.CONNECTOR_REGISTERED, EventLevel.INFO, "stored")));
            }
        }
        try (SqlStore store = open(wrongBy(wrong))) {
            assertThat(store.events().latest(ECHO, 10)).hasSize(3).allSatisfy(event -> assertThat(
                            Instant.ofEpochMilli(event.createdAtUnixMs()))
                    .isBetween(began.minusSeconds(1), Instant.now().plusSeconds(1)));
        }
    }

    @Test
    void theStartSaysHowWrongTheClockIsAndNothingOfOneThatIsRight() {
        try (LogLines lines = LogLines.of(DatabaseTime.class)) {
            open(wrongBy(Duration.ofSeconds(3))).close();
            assertThat(lines.lines()).isEmpty();

            open(wrongBy(Duration.ofMinutes(-5))).close();
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .matches("WARN This machine's clock is (299|300|301) s behind that of .*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aServerWhoseClockIsSetIsNoticed(Duration jump) throws Exception {
        SettableServerClock server = new SettableServerClock(url);
        SteadyClock clock = wrongBy(Duration.ofMinutes(5));
        try (SqlStore store = open(clock)) {
            server.setForward(jump);

            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> clock.compare()
                    .isPresent());
            assertThat(clock.compare().orElseThrow().ms()).isCloseTo(jump.toMillis(), within(1_000L));
            assertThat(store.clockOf()).isEqualTo("database");
        }
    }

    @Test
    void simulatedTimeStaysAsItIs() {
        Clock simulated = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), java.time.ZoneOffset.UTC);
        SteadyClock clock = SteadyClock.following(simulated);
        try (SqlStore store = open(clock)) {
            assertThat(clock.instant()).isEqualTo(simulated.instant());
            assertThat(store.clockOf()).isEqualTo("machine");
        }
    }
}
