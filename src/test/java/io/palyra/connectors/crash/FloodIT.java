package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a conversation with a flood of messages takes its turn with the others, and keeps its order.
 *
 * <p>Method: the platform takes the last reply of the flood only once the other conversations, which come after the
 * flood, have all got theirs. Were they starved, it would wait for ever.
 */
class FloodIT {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final int FLOOD = Boolean.getBoolean("soak") ? 100_000 : 2_000;
    private static final int OTHERS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(Boolean.getBoolean("soak") ? 300 : 30);

    @TempDir
    Path folder;

    private final CountDownLatch others = new CountDownLatch(OTHERS);
    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY).answers(this::answer);
        // As few places as can be: the flood has one, and everybody else shares the other
        program = ProgramUnderTest.start(
                folder,
                Map.of(
                        "palyra.connectors.flaky.ops.enabled", "true",
                        "palyra.outbox.claim-lanes", "2",
                        "palyra.daemon.concurrency", "2"));
    }

    private DeliveryOutcome answer(OutboundMessageRequest request) {
        if (request.envelopeId().value().equals(reply("flood", FLOOD - 1))) {
            try {
                if (!others.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException(others.getCount() + " conversations were starved");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        } else if (!request.conversationId().value().equals("flood")) {
            others.countDown();
        }
        return FlakyPlatform.delivered(request);
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void starvesNoOtherConversation() {
        List<CompletableFuture<?>> admitted = new ArrayList<>();
        for (int number = 0; number < FLOOD; number++) {
            admitted.add(admit("flood", number));
        }
        for (int other = 0; other < OTHERS; other++) {
            admitted.add(admit("other" + other, 0));
        }
        CompletableFuture.allOf(admitted.toArray(CompletableFuture[]::new)).join();

        await("the last of the flood").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        program.program().outboxStore().find(FLAKY, new EnvelopeId(reply("flood", FLOOD - 1))))
                .singleElement()
                .satisfies(entry -> assertThat(entry.state()).isEqualTo(OutboxState.DELIVERED)));

        assertThat(others.getCount()).isZero();
        assertThat(platform.taken().stream().filter(id -> id.startsWith("flood")))
                .containsExactlyElementsOf(IntStream.range(0, FLOOD)
                        .mapToObj(number -> reply("flood", number))
                        .toList());
    }

    private CompletableFuture<?> admit(String conversation, int number) {
        return program.program()
                .inbox()
                .admit(InboundMessageEvent.builder(
                                new EnvelopeId(conversation + "-" + number),
                                FLAKY,
                                new ConversationId(conversation),
                                new SenderId("user"),
                                "hello")
                        .build());
    }

    private static String reply(String conversation, int number) {
        return conversation + "-" + number + ":0";
    }
}
