package io.palyra.connectors.daemon;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** It is a courtesy: a connector that is wrong about it fails no message, of which the daemon has been asked by then. */
class BrokenTypingTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    static Stream<Supplier<Duration>> wrongIntervals() {
        return Stream.of(
                () -> null,
                () -> Duration.ZERO,
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> {
                    throw new NoClassDefFoundError("acme/Missing");
                });
    }

    @ParameterizedTest
    @MethodSource("wrongIntervals")
    void anIndicatorThatCannotSayHowOftenIsLeftOut(Supplier<Duration> interval) {
        Typing typing = new Typing(connectorId -> Optional.of(indicator(interval)), timer);

        assertThatCode(() -> typing.during(ProgramUnderTest.echoEvent("m1", "c1", "hello"))
                        .run())
                .doesNotThrowAnyException();
    }

    private static TypingIndicator indicator(Supplier<Duration> interval) {
        return new TypingIndicator() {
            @Override
            public Duration interval() {
                return interval.get();
            }

            @Override
            public void showTyping(ConversationId conversation, @Nullable ThreadId thread) {}
        };
    }
}
