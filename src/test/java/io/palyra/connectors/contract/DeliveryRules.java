package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.contract.PlatformUnderTest.Trait;
import io.palyra.connectors.contract.PlatformUnderTest.Trouble;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.EnumMap;
import java.util.Map;

/** Each message once, whatever goes wrong with it. */
final class DeliveryRules {

    private static final Map<Trouble, RetryClass> RETRY_CLASSES = new EnumMap<>(Map.of(
            Trouble.RATE_LIMIT, RetryClass.RATE_LIMIT,
            Trouble.NETWORK, RetryClass.TRANSIENT_NETWORK,
            Trouble.RESTARTING, RetryClass.CONNECTOR_RESTARTING));

    private DeliveryRules() {}

    /** At the outbox always; at the platform where the connector says that it recognises a second send. */
    static void oneKeyIsOneMessage(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("once");
        assertThat(program.enqueue("once", conversation, "once").created()).isTrue();
        assertThat(program.enqueue("once", conversation, "once, again").created())
                .isFalse();
        program.enqueue("after", conversation, "after");
        program.awaitTaken(conversation, "once", "after");
        String direct = platform.newConversation("direct");
        OutboundMessageRequest request =
                program.message("direct", direct, "direct").build();
        DeliveryReceipt first = program.produce("", request, DeliveryReceipt.class);
        DeliveryReceipt second = program.produce("", request, DeliveryReceipt.class);
        if (platform.traits().contains(Trait.KNOWS_SECOND_SENDS)) {
            assertThat(second).as("receipt of the second send").isEqualTo(first);
            program.awaitTaken(direct, "direct");
        } else if (!platform.traits().contains(Trait.UNKNOWN_WAITS)) {
            program.awaitTaken(direct, "direct", "direct");
        }
    }

    /** All at once, each in a conversation of its own, with a message behind it. */
    static void aFailureIsTriedAgain(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        Map<Trouble, String> conversations = new EnumMap<>(Trouble.class);
        int restarts = program.status().restartCount();
        RETRY_CLASSES.keySet().stream().filter(platform.troubles()::contains).forEach(trouble -> {
            String conversation = platform.newConversation("retry-" + trouble.ordinal());
            conversations.put(trouble, conversation);
            String text = platform.failNext(trouble, conversation, "failing");
            program.enqueue("failing-" + trouble, conversation, text);
            program.enqueue("behind-" + trouble, conversation, "behind");
            conversations.merge(trouble, "\n" + text, String::concat);
        });
        assertThat(conversations).as("retry classes of the connector").isNotEmpty();
        conversations.forEach((trouble, conversationAndText) -> {
            String[] parts = conversationAndText.split("\n", 2);
            program.awaitTaken(parts[0], parts[1], "behind");
            program.awaitState("behind-" + trouble, OutboxState.DELIVERED);
            assertThat(program.outbox("failing-" + trouble).attempts())
                    .as("attempts after " + trouble)
                    .isEqualTo(2);
            assertThat(program.events("failing-" + trouble, EventType.OUTBOX_RETRY))
                    .singleElement()
                    .satisfies(event -> assertThat(event.details().path("class").asText())
                            .isEqualTo(RETRY_CLASSES.get(trouble).wireName()));
        });
        if (conversations.containsKey(Trouble.RESTARTING)) {
            program.awaitThat(() ->
                    assertThat(program.status().restartCount()).as("restarts").isGreaterThan(restarts));
        }
    }

    static void anUnknownOutcomeIsResolvedAsDeclared(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("unknown");
        String text = platform.failNext(Trouble.UNKNOWN, conversation, "perhaps");
        program.enqueue("perhaps", conversation, text);
        program.enqueue("sure", conversation, "sure");
        if (platform.traits().contains(Trait.UNKNOWN_WAITS)) {
            program.awaitState("perhaps", OutboxState.UNKNOWN);
            assertThat(program.outbox("sure").state()).isEqualTo(OutboxState.PENDING);
            program.program()
                    .unknownOutcomes()
                    .resend(program.id(), program.outbox("perhaps").envelopeId());
        }
        program.awaitTaken(conversation, text, "sure");
        program.awaitState("sure", OutboxState.DELIVERED);
        assertThat(program.outbox("perhaps").state()).isEqualTo(OutboxState.DELIVERED);
        assertThat(program.events("perhaps", EventType.OUTBOX_UNKNOWN)).isNotEmpty();
    }

    static void aRefusedMessageEndsAlone(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("refused");
        String text = platform.failNext(Trouble.REFUSED, conversation, "refused");
        program.enqueue("refused", conversation, text);
        program.enqueue("next", conversation, "next");
        program.awaitState("refused", OutboxState.DEAD);
        program.awaitTaken(conversation, "next");
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        assertThat(program.program()
                        .deadLetters()
                        .latest(program.id(), DeadLetterStore.Filter.ANY, 10)
                        .letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.envelopeId().value()).isEqualTo("refused"));
    }
}
