package io.palyra.connectors.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableMachine;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteadyClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SettableMachine machine = new SettableMachine(START);
    private final SteadyClock clock = machine.clock();

    @Test
    void showsTheTimeThatPasses() {
        machine.pass(Duration.ofHours(30));

        assertThat(clock.compare()).isEmpty();
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(30)));
    }

    @ParameterizedTest
    @CsvSource({"PT1H", "PT-1H", "PT6S", "PT-6S", "P10000D", "P-10000D"})
    void goesOnAtItsPaceAfterAJumpUntilItIsToldToFollow(Duration jump) {
        machine.setForward(jump);
        machine.pass(Duration.ofSeconds(1));

        ClockJump found = clock.compare().orElseThrow();

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(1));
        assertThat(found.ms()).isEqualTo(jump.toMillis());
        assertThat(found.beforeUnixMs()).isEqualTo(START.plusSeconds(1).toEpochMilli());
        machine.pass(Duration.ofSeconds(1));
        clock.follow(found);
        assertThat(clock.instant()).isEqualTo(machine.now());
        assertThat(clock.compare()).isEmpty();
    }

    /** What a thread has read before the clock was moved, and what it reads after, are told on the same clock. */
    @ParameterizedTest
    @CsvSource({"PT1H", "PT-1H"})
    void aMomentIsAsLongAgoAsBeforeOnceTheClockWasMoved(Duration jump) {
        Moment before = clock.now();
        machine.setForward(jump);
        machine.pass(Duration.ofSeconds(3));
        clock.follow(clock.compare().orElseThrow());
        Moment after = clock.now();

        assertThat(before.on(clock.jumpedMs()).plus(Duration.ofSeconds(3))).isEqualTo(after);
        assertThat(after.unixMs()).isEqualTo(machine.now().toEpochMilli());
        assertThat(after.on(clock.jumpedMs())).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({"PT4S", "PT-4S"})
    void makesUpForASmallDifferenceSlowly(Duration difference) {
        machine.setForward(difference);
        for (int second = 1; second <= 400; second++) {
            long before = clock.millis();
            machine.pass(Duration.ofSeconds(1));
            assertThat(clock.compare()).isEmpty();
            assertThat(clock.millis() - before).isBetween(990L, 1_010L);
        }
        assertThat(clock.instant()).isEqualTo(machine.now());
    }

    @Test
    void smallStepsThatAddUpAreAJump() {
        for (int i = 0; i < 2; i++) {
            machine.setForward(Duration.ofSeconds(4));
            machine.pass(Duration.ofSeconds(1));
        }

        assertThat(clock.compare()).isPresent();
    }

    @Test
    void sleepIsTimeThatHasPassed() {
        machine.sleep(Duration.ofHours(8));

        assertThat(clock.compare()).isEmpty();
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(8)));
    }

    @Test
    void theClockOfThisMachineShowsItsTime() {
        SteadyClock real = SteadyClock.ofMachine();

        assertThat(real.compare()).isEmpty();
        assertThat(real.millis()).isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(1_000L));
    }
}
