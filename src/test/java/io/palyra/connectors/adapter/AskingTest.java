package io.palyra.connectors.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.protocol.ConnectorId;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AskingTest {

    static Stream<Supplier<Duration>> brokenAnswers() {
        return Stream.of(
                () -> null,
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> {
                    throw new NoClassDefFoundError("acme/Missing");
                },
                () -> {
                    throw new AssertionError("never");
                });
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void whoFailsToAnswerIsNamedAndFailsNobodyElse(Supplier<Duration> broken) {
        try (LogLines log = LogLines.of(Asking.class)) {
            assertThat(Asking.of(ConnectorId.of("acme:x"), "waitBeforeSend", broken, Duration.ZERO))
                    .isEqualTo(Duration.ZERO);
            assertThat(log.lines()).singleElement().asString().contains("acme:x fails at waitBeforeSend");
        }
    }
}
