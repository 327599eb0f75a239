package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Discord's time, while the machine's own clock says what it likes. */
class PlatformTimeTest {

    private static final Instant STATED = Instant.parse("2026-11-26T12:00:00Z");

    private long nanos = Long.MAX_VALUE - 5;
    private final SettableClock machine = new SettableClock(STATED);
    private final PlatformTime time = new PlatformTime(() -> nanos, machine);

    private boolean isPossible(Instant at) {
        return time.isPossible(Snowflake.at(at.toEpochMilli()));
    }

    private boolean isRecent(Instant at) {
        return time.isRecent(Snowflake.at(at.toEpochMilli()));
    }

    /** A machine whose clock is right does not suffer from a proxy that states a wrong time, nor the other way round. */
    @Test
    void anIdThatIsFarAheadOfBothClocksIsNotPossible() {
        Instant ahead = STATED.plus(PlatformTime.WRONG_MAX).plusSeconds(1);
        assertThat(isPossible(ahead)).as("nothing is stated").isTrue();
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        assertThat(isPossible(ahead)).isFalse();
        assertThat(time.isPossible("18446744073709551615")).isFalse();
        assertThat(isPossible(ahead.minusSeconds(2))).isTrue();
        machine.advance(Duration.ofDays(30));
        assertThat(isPossible(ahead)).as("the stated time is behind").isTrue();
        machine.advance(Duration.ofDays(-300));
        assertThat(isPossible(STATED)).as("the machine is behind").isTrue();
        assertThat(isPossible(ahead)).isFalse();
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(isPossible(ahead)).isTrue();
    }

    @Test
    void anIdThatIsFarBehindBothClocksIsNotRecent() {
        Instant longAgo = STATED.minus(PlatformTime.WRONG_MAX).minusSeconds(1);
        assertThat(isRecent(longAgo)).as("nothing is stated").isTrue();
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        assertThat(isRecent(longAgo)).isFalse();
        assertThat(time.isRecent("1")).isFalse();
        assertThat(isRecent(longAgo.plusSeconds(2))).isTrue();
        machine.advance(Duration.ofDays(-30));
        assertThat(isRecent(longAgo)).as("the stated time is ahead").isTrue();
        machine.advance(Duration.ofDays(300));
        assertThat(isRecent(STATED)).as("the machine is ahead").isTrue();
        assertThat(isRecent(longAgo)).isFalse();
    }

    @Test
    void anIdThatIsNotPossibleSaysNothingOfTheTime() {
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        time.seen("18446744073709551615");
        assertThat(time.now()).contains(STATED);
    }

    @Test
    void isWhatTheLastAnswerSaidAndWhatHasPassedSince() {
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        nanos += Duration.ofSeconds(90).toNanos();
        assertThat(time.now()).contains(STATED.plusSeconds(90));
        time.answered("Thu, 26 Nov 2026 12:05:00 GMT");
        assertThat(time.now()).contains(STATED.plusSeconds(300));
    }

    @Test
    void withoutADateItIsThatOfTheNewestId() {
        assertThat(time.now()).isEmpty();
        time.answered(null);
        time.answered("yesterday");
        assertThat(time.now()).isEmpty();
        time.seen(Snowflake.at(STATED.toEpochMilli()));
        time.seen(Snowflake.at(STATED.minusSeconds(60).toEpochMilli()));
        assertThat(time.now()).contains(STATED);
        assertThat(time.isStated()).isFalse();
    }

    @Test
    void saysHowWrongTheMachineIs() {
        assertThat(time.ahead(STATED)).isZero();
        time.seen(Snowflake.at(STATED.toEpochMilli()));
        assertThat(time.ahead(STATED.minus(Duration.ofDays(30))))
                .as("an id says no more than that it is later")
                .isZero();
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        assertThat(time.ahead(STATED.minus(Duration.ofDays(30)))).isEqualTo(Duration.ofDays(30));
        assertThat(time.ahead(STATED.plus(Duration.ofHours(1)))).isEqualTo(Duration.ofHours(-1));
    }
}
