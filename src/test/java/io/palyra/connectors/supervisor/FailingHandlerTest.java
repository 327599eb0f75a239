package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error handler that itself fails takes nothing back: a message that the platform may have is not sent blindly again. */
class FailingHandlerTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");

    @TempDir
    Path folder;

    private final FlakyPlatform platform = FlakyPlatform.fresh(FLAKY);

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.IllegalStateException", "java.util.concurrent.RejectedExecutionException"})
    void inAStepOfItsOwn(String exception) throws Exception {
        assertAsksTheOperator(RoutesUnderTest.copy(folder)
                .edit(
                        "retries.camel.yaml",
                        "            - to: palyra-settle:outbox",
                        "            - throwException: {exceptionType: " + exception + ", message: no such queue}\n"
                                + "            - to: palyra-settle:outbox"));
    }

    @Test
    void byAPolicyThatCannotBeCarriedOut() throws Exception {
        assertAsksTheOperator(RoutesUnderTest.copy(folder)
                .edit(
                        "retries.camel.yaml",
                        "        maximumRedeliveries: 81",
                        "        maximumRedeliveries: 81\n        delayPattern: often"));
    }

    private void assertAsksTheOperator(RoutesUnderTest routes) throws Exception {
        platform.recognisesResends(false).answers(request -> new DeliveryOutcome.Unknown("cut"));
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).about(FLAKY).routes(routes).start()) {
            program.register();
            program.enqueueAll("c1", "m1");

            await().until(() -> program.eventTypes().stream()
                    .anyMatch(it -> it.equals("outbox.unknown") || it.equals("outbox.retry")));

            assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.UNKNOWN);
            assertThat(program.outbox("m1").reason()).isEqualTo("cut");
            assertThat(program.outbox("m1").nextAttemptUnixMs()).isNull();
            assertThat(platform.sent()).containsExactly("m1");
        }
    }
}
