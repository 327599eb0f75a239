package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A retry that leaves open whether the platform has the message is tried as often as the policy of its class allows. */
class UncertainRetryTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final int FAILURES = 4;

    @TempDir
    Path folder;

    private final FlakyPlatform platform = FlakyPlatform.fresh(FLAKY);

    @Test
    void andNotAsOftenAsThatOfUnknownOutcomes() throws Exception {
        DeliveryOutcome failed =
                new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "HTTP 502", Duration.ZERO, null, true);
        platform.resolvesUnknown(new UnknownResolution(Duration.ZERO, true))
                .remembers(request ->
                        platform.lookedFor().size() == 2 ? new Finding.NotAsked("down") : new Finding.Absent())
                .answers(request -> platform.sent().size() > FAILURES ? FlakyPlatform.delivered(request) : failed);
        String handled = "UnknownOutcomeException\n          retryWhile:\n            constant: \"false\"\n"
                + "          redeliveryPolicyRef: ";
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .edit("retries.camel.yaml", "redeliveryDelay: 1000", "redeliveryDelay: 250")
                .edit("retries.camel.yaml", "- beans:", """
                        - beans:
                            - name: once
                              type: org.apache.camel.processor.errorhandler.RedeliveryPolicy
                              properties:
                                maximumRedeliveries: 0""")
                .edit("retries.camel.yaml", handled + "retryForAnHour", handled + "once");
        try (ProgramUnderTest program =
                ProgramUnderTest.in(folder).about(FLAKY).routes(routes).start()) {
            program.register();
            program.enqueueAll("c1", "m1");

            await().until(() -> program.outbox("m1").state() == OutboxState.DELIVERED
                    || program.outbox("m1").state() == OutboxState.DEAD);

            assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.DELIVERED);
            assertThat(program.outbox("m1").attempts()).isEqualTo(FAILURES + 1);
        }
    }
}
