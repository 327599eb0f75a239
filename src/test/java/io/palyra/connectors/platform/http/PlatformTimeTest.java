package io.palyra.connectors.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The platform's time, while the machine's own clock says what it likes. */
class PlatformTimeTest {

    private static final Instant STATED = Instant.parse("2026-11-26T12:00:00Z");

    private static final Instant FAR_AHEAD = Instant.parse("2154-05-15T07:35:11.103Z");

    private long nanos = Long.MAX_VALUE - 5;
    private final SettableClock machine = new SettableClock(STATED);
    private final PlatformTime time = new PlatformTime(() -> nanos, machine);

    /** A machine whose clock is right does not suffer from a proxy that states a wrong time, nor the other way round. */
    @Test
    void aMomentThatIsFarAheadOfBothClocksIsNotPossible() {
        Instant ahead = STATED.plus(PlatformTime.WRONG_MAX).plusSeconds(1);
        assertThat(time.isPossible(ahead)).as("nothing is stated").isTrue();
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        assertThat(time.isPossible(ahead)).isFalse();
        assertThat(time.isPossible(FAR_AHEAD)).isFalse();
        assertThat(time.isPossible(ahead.minusSeconds(2))).isTrue();
        machine.advance(Duration.ofDays(30));
        assertThat(time.isPossible(ahead)).as("the stated time is behind").isTrue();
        machine.advance(Duration.ofDays(-300));
        assertThat(time.isPossible(STATED)).as("the machine is behind").isTrue();
        assertThat(time.isPossible(ahead)).isFalse();
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(time.isPossible(ahead)).isTrue();
    }

    @Test
    void aMomentThatIsFarBehindBothClocksIsNotRecent() {
        Instant longAgo = STATED.minus(PlatformTime.WRONG_MAX).minusSeconds(1);
        assertThat(time.isRecent(longAgo)).as("nothing is stated").isTrue();
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        assertThat(time.isRecent(longAgo)).isFalse();
        assertThat(time.isRecent(Instant.EPOCH)).isFalse();
        assertThat(time.isRecent(longAgo.plusSeconds(2))).isTrue();
        machine.advance(Duration.ofDays(-30));
        assertThat(time.isRecent(longAgo)).as("the stated time is ahead").isTrue();
        machine.advance(Duration.ofDays(300));
        assertThat(time.isRecent(STATED)).as("the machine is ahead").isTrue();
        assertThat(time.isRecent(longAgo)).isFalse();
    }

    @Test
    void aMomentThatIsNotPossibleSaysNothingOfTheTime() {
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        time.seen(FAR_AHEAD);
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
    void withoutADateItIsThatOfTheNewestMessage() {
        assertThat(time.now()).isEmpty();
        time.answered(null);
        time.answered("yesterday");
        assertThat(time.now()).isEmpty();
        time.seen(STATED);
        time.seen(STATED.minusSeconds(60));
        assertThat(time.now()).contains(STATED);
        assertThat(time.isStated()).isFalse();
    }

    @Test
    void saysHowWrongTheMachineIs() {
        assertThat(time.ahead(STATED)).isZero();
        time.seen(STATED);
        assertThat(time.ahead(STATED.minus(Duration.ofDays(30))))
                .as("a message says no more than that it is later")
                .isZero();
        time.answered("Thu, 26 Nov 2026 12:00:00 GMT");
        assertThat(time.ahead(STATED.minus(Duration.ofDays(30)))).isEqualTo(Duration.ofDays(30));
        assertThat(time.ahead(STATED.plus(Duration.ofHours(1)))).isEqualTo(Duration.ofHours(-1));
    }
}
