package io.palyra.connectors.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.observe.RepeatedLines.Repeated;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Messages that fail alike are not a line each. */
class MessageLogTest {

    private static final ConnectorId OPS = ConnectorId.of("discord:ops");

    private static ConnectorEvent dead(int number, String reason) {
        return ConnectorEvent.about(
                        OPS,
                        new EnvelopeId("m" + number),
                        EventType.OUTBOX_DEAD_LETTER,
                        EventLevel.WARN,
                        "message is a dead letter: " + reason)
                .with("attempts", 1);
    }

    @Test
    void theFirstOfACauseIsSaidAndTheOthersAreCounted() {
        try (LogLines lines = LogLines.of(MessageLog.class)) {
            MessageLog log = new MessageLog();
            for (int i = 0; i < 1_000; i++) {
                log.committed(dead(i, "the platform refused it: HTTP 403, code 50013, \"secret words\""));
            }
            log.committed(dead(1_000, "no such channel: HTTP 404, \"secret words\""));

            assertThat(lines.lines())
                    .containsExactly(
                            "WARN outbox.dead_letter: message is a dead letter (code 403, attempts 1)",
                            "WARN outbox.dead_letter: message is a dead letter (code 404, attempts 1)");

            log.close();
            assertThat(lines.lines())
                    .hasSize(3)
                    .last()
                    .isEqualTo(
                            "WARN outbox.dead_letter: 999 more in the last minute, the last one m999 (code 403, attempts 1)");
        }
    }

    @Test
    void aCauseThatGoesOnIsSaidOnceAMinute() {
        AtomicLong now = new AtomicLong();
        RepeatedLines<String, Integer> repeated = new RepeatedLines<>(now::get);

        assertThat(repeated.isFirst("a", 1)).isTrue();
        assertThat(repeated.isFirst("a", 2)).isFalse();
        assertThat(repeated.isFirst("b", 1)).isTrue();
        assertThat(repeated.ended()).isEmpty();

        now.addAndGet(RepeatedLines.WINDOW.toNanos());
        assertThat(repeated.ended()).containsExactly(new Repeated<>("a", 2, 1));
        assertThat(repeated.isFirst("a", 3)).isFalse();
        assertThat(repeated.isFirst("b", 2)).as("b had come to an end").isTrue();

        now.addAndGet(RepeatedLines.WINDOW.toNanos());
        assertThat(repeated.ended()).containsExactly(new Repeated<>("a", 3, 1));
        now.addAndGet(RepeatedLines.WINDOW.toNanos());
        assertThat(repeated.ended()).isEmpty();
        assertThat(repeated.isFirst("a", 4)).isTrue();
    }
}
