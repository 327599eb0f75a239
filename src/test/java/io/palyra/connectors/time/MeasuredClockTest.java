package io.palyra.connectors.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class MeasuredClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong awake = new AtomicLong(-5);
    private final AtomicLong asleep = new AtomicLong(7);
    private final PassedTime passed = new PassedTime(awake::get, asleep::get);
    private Instant there = START;

    /** The other machine's clock; what it shows takes so long to get here, each way, at one question after the other. */
    private LongSupplier after(long... milliseconds) {
        Iterator<Long> ways = Arrays.stream(milliseconds).boxed().iterator();
        return () -> {
            long way = ways.hasNext() ? ways.next() : milliseconds[milliseconds.length - 1];
            pass(Duration.ofMillis(way));
            long answer = TimeUnit.MILLISECONDS.toMicros(there.toEpochMilli());
            pass(Duration.ofMillis(way));
            return answer;
        };
    }

    private void pass(Duration time) {
        there = there.plus(time);
        awake.addAndGet(time.toNanos());
    }

    @Test
    void showsTheOtherClockAndGoesOnByItself() {
        MeasuredClock clock = new MeasuredClock(passed, after(20));

        assertThat(clock.instant()).isEqualTo(there);
        pass(Duration.ofHours(3));
        assertThat(clock.instant()).isEqualTo(there);
    }

    /** The answers of the others were held up on their way here. */
    @Test
    void believesTheReadingThatTookTheShortest() {
        LongSupplier direct = after(1);
        Iterator<Duration> heldUp = Arrays.asList(Duration.ofMillis(400), Duration.ZERO, Duration.ofMillis(900))
                .iterator();
        MeasuredClock clock = new MeasuredClock(passed, () -> {
            long answer = direct.getAsLong();
            pass(heldUp.next());
            return answer;
        });

        assertThat(clock.instant()).isEqualTo(there);
    }

    @Test
    void showsAtOnceThatTheOtherClockWasSet() {
        MeasuredClock clock = new MeasuredClock(passed, after(1));

        there = there.minusSeconds(3_600);
        clock.measure(after(1));

        assertThat(clock.instant()).isEqualTo(there);
    }

    @Test
    void goesOnByItselfWhereTheOtherMachineIsSilentOrSlow() {
        MeasuredClock clock = new MeasuredClock(passed, after(1));
        Instant before = there;

        assertThatThrownBy(() -> clock.measure(() -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        there = there.plusSeconds(30);
        clock.measure(after(MeasuredClock.READING_MAX.toMillis()));

        assertThat(Duration.between(before, clock.instant()))
                .isEqualTo(MeasuredClock.READING_MAX.multipliedBy(2L * MeasuredClock.READINGS));
    }

    /** Whether the sleep is found before the clock is measured again or after. */
    @Test
    void sleepHasPassed() {
        MeasuredClock clock = new MeasuredClock(passed, after(1));

        sleep();
        passed.countSleep();
        assertThat(clock.instant()).isEqualTo(there);
        sleep();
        clock.measure(after(1));
        passed.countSleep();
        assertThat(clock.instant()).isEqualTo(there);
    }

    private void sleep() {
        there = there.plus(Duration.ofHours(8));
        asleep.addAndGet(Duration.ofHours(8).toNanos());
    }

    /** A program's clock that goes by another from its start on, and follows it when that is set. */
    @Test
    void aMachinesClockGoesByItWithoutAJump() {
        MeasuredClock other = new MeasuredClock(passed, after(1));
        SteadyClock clock = SteadyClock.ofMachine();

        Duration ahead = clock.goBy(other);

        assertThat(ahead).isGreaterThan(Duration.ofDays(30));
        assertThat(clock.compare()).isEmpty();
        assertThat(clock.instant()).isBetween(there, there.plusSeconds(60));
        assertThat(clock.jumpedMs()).isZero();
    }

    @Test
    void simulatedTimeGoesByNoOtherClock() {
        SteadyClock clock = SteadyClock.following(new MeasuredClock(passed, after(1)));

        assertThat(clock.isOfMachine()).isFalse();
        assertThatThrownBy(() -> clock.goBy(new MeasuredClock(passed, after(1))))
                .isInstanceOf(IllegalStateException.class);
    }
}
