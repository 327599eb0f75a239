package io.palyra.connectors.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

    private final AtomicLong now = new AtomicLong();
    private final RepeatedLines lines = new RepeatedLines(now::get);

    private List<Integer> secondsOfLines(int seconds) {
        List<Integer> said = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            if (lines.tell("route", "same").isPresent()) {
                said.add(second);
            }
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        return said;
    }

    @Test
    void theSameIsSaidWithGrowingPauses() {
        assertThat(secondsOfLines(250)).containsExactly(0, 1, 3, 7, 15, 31, 63, 123, 183, 243);
    }

    @Test
    void countsWhatWasNotSaid() {
        secondsOfLines(3);

        assertThat(lines.tell("route", "same")).contains("same (1 times more since the last line)");
    }

    @Test
    void whatDiffersAndWhatIsElsewhereIsSaidAtOnce() {
        secondsOfLines(100);

        assertThat(lines.tell("other", "same")).contains("same");
        assertThat(lines.tell("route", "another")).contains("another");
        assertThat(lines.tell("route", "same")).contains("same");
    }

    @Test
    void whatComesBackAfterARestIsNew() {
        secondsOfLines(100);
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(secondsOfLines(4)).containsExactly(0, 1, 3);
    }
}
