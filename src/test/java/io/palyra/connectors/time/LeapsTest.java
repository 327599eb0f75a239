package io.palyra.connectors.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In hours, from a clock that leapt by 100 h: 1000 became 1100. */
class LeapsTest {

    private static final Leaps LEAPT = Leaps.NONE.plus(leap(1_100, 100));

    @ParameterizedTest
    @CsvSource({
        // now, age, what is older: before the leap nothing is older than it was
        "1100, 10, 990",
        "1105, 10, 995",
        "1109, 10, 999",
        // once the age has passed since the leap, everything before it is older
        "1110, 10, 1100",
        "1200, 10, 1190",
        "1105, 300, 705",
    })
    void countsTimeThatHasPassed(long now, long age, long before) {
        assertThat(before(LEAPT, now, age)).isEqualTo(before);
    }

    @Test
    void withoutLeapsTheClockCounts() {
        assertThat(before(Leaps.NONE, 1_000, 10)).isEqualTo(990);
    }

    @Test
    void leapsAddUp() {
        Leaps twice = LEAPT.plus(leap(1_205, 100));

        assertThat(before(twice, 1_206, 20)).as("1 after, 5 between, 14 before").isEqualTo(986);
    }

    @Test
    void aLeapThatIsTakenBackIsForgotten() {
        assertThat(LEAPT.back(hours(100))).isEqualTo(Leaps.NONE);
        assertThat(LEAPT.back(hours(500))).isEqualTo(Leaps.NONE);
    }

    @Test
    void aLeapThatIsTakenBackInPartCountsForTheRest() {
        Leaps rest = LEAPT.back(hours(60));

        assertThat(rest.leaps()).containsExactly(leap(1_040, 40));
        assertThat(before(rest, 1_041, 10)).isEqualTo(991);
    }

    @Test
    void theLatestIsTakenBackFirst() {
        Leaps twice = LEAPT.plus(leap(1_205, 100));

        assertThat(twice.back(hours(130)).leaps()).containsExactly(leap(1_070, 70));
    }

    @Test
    void aLeapMayBeBelievedLater() {
        Leaps doubted = Leaps.NONE.plus(new Leap(hours(1_100), hours(100), hours(1_172)));

        assertThat(before(doubted, 1_171, 80)).isEqualTo(991);
        assertThat(before(doubted, 1_172, 80)).isEqualTo(1_092);
        assertThat(doubted.open(hours(1_171))).isEqualTo(doubted);
        assertThat(doubted.open(hours(1_172))).isEqualTo(Leaps.NONE);
    }

    @Test
    void manyArePutTogetherAndKeepRatherMore() {
        Leaps many = Leaps.NONE;
        for (int i = 1; i <= 3 * Leaps.LEAPS_MAX; i++) {
            many = many.plus(leap(i * 20L, 10));
        }

        assertThat(many.leaps()).hasSize(Leaps.LEAPS_MAX);
        assertThat(many.leaps().stream().mapToLong(Leap::ms).sum()).isEqualTo(hours(10) * 3 * Leaps.LEAPS_MAX);
        assertThat(before(many, 3_000, 100)).isEqualTo(2_800);
    }

    private static long before(Leaps leaps, long now, long age) {
        return leaps.before(hours(now), Duration.ofHours(age)) / hours(1);
    }

    private static Leap leap(long at, long length) {
        return new Leap(hours(at), hours(length), null);
    }

    private static long hours(long hours) {
        return Duration.ofHours(hours).toMillis();
    }
}
