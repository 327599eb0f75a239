package io.palyra.connectors.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.WebhookReceiver;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.Capability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What is declared is true. */
final class CapabilityRules {

    /** What the answer to a declared operation has to contain. */
    private static final Map<MessageOperation, String> EVIDENCE = Map.of(
            MessageOperation.READ, "\"body\":\"first\"",
            MessageOperation.SEARCH, "\"body\":\"first\"",
            MessageOperation.EDIT, "\"status\":\"updated\"",
            MessageOperation.REACT_ADD, "\"status\":\"reaction_added\"",
            MessageOperation.REACT_REMOVE, "\"status\":\"reaction_removed\"",
            MessageOperation.DELETE, "\"status\":\"deleted\"");

    /** Reading comes before what changes the message. */
    private static final List<MessageOperation> ORDER = List.of(
            MessageOperation.READ,
            MessageOperation.SEARCH,
            MessageOperation.EDIT,
            MessageOperation.REACT_ADD,
            MessageOperation.REACT_REMOVE,
            MessageOperation.DELETE);

    private CapabilityRules() {}

    /** Beyond the limit is refused or split when it is accepted; up to the limit, the platform takes it. */
    static void limitsAreThePlatformsOwn(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        CapabilityLimits limits = program.capabilities().limits();
        String conversation = platform.newConversation("limits");
        AttachmentRef image = AttachmentRef.ofUrl(AttachmentKind.IMAGE, "https://example.org/a.png");
        assertThatThrownBy(() -> program.enqueue(program.message("many", conversation, "many")
                        .attachments(Collections.nCopies(limits.attachmentsMax() + 1, image))
                        .build()))
                .as("one attachment more than declared")
                .satisfies(e -> assertThat(e instanceof InvalidEnvelopeException ? e : e.getCause())
                        .isInstanceOf(InvalidEnvelopeException.class)
                        .hasMessageContaining("attachments"));
        assertThat(program.program().outboxStore().find(program.id(), new EnvelopeId("many")))
                .isEmpty();

        int most = Math.min(limits.textCharsMax(), OutboundMessageRequest.TEXT_BYTES_MAX);
        String full = "x".repeat(most);
        program.enqueue("full", conversation, full);
        program.awaitState("full", OutboxState.DELIVERED);
        program.awaitTaken(conversation, full);

        String twice = "y".repeat(most) + "z".repeat(most);
        if (twice.length() > OutboundMessageRequest.TEXT_BYTES_MAX) {
            assertThatThrownBy(
                            () -> program.message("twice", conversation, twice).build())
                    .isInstanceOf(InvalidEnvelopeException.class);
        } else {
            program.enqueue("twice", conversation, twice);
            program.awaitTaken(conversation, full, "y".repeat(most), "z".repeat(most));
        }
    }

    /** What is not declared is refused with its reason. */
    static void whatIsDeclaredWorks(Subject subject) {
        PlatformUnderTest platform = subject.platform();
        ProgramUnderTest program = subject.program();
        String conversation = platform.newConversation("capabilities");
        assertThat(program.context()
                        .getEndpoint(ConnectorComponent.uri(program.id()), ConnectorEndpoint.class)
                        .adapter())
                .as("an adapter that takes calls is a WebhookReceiver, and the other way round")
                .matches(adapter -> adapter instanceof WebhookReceiver
                        == program.capabilities()
                                .of(ConnectorFeature.WEBHOOK_INGRESS)
                                .supported());
        program.enqueue("first", conversation, "first");
        program.awaitState("first", OutboxState.DELIVERED);
        MessageId first = program.outbox("first").nativeMessageId();
        if (program.capabilities().of(MessageFeature.THREAD).supported()) {
            String thread = platform.newThread(conversation);
            deliver(
                    program.message("threaded", conversation, "threaded")
                            .replyThreadId(new ThreadId(thread))
                            .build(),
                    program);
        }
        if (program.capabilities().of(MessageFeature.REPLY).supported()) {
            deliver(
                    program.message("replying", conversation, "replying")
                            .inReplyToMessageId(first)
                            .build(),
                    program);
        }
        for (MessageOperation operation : ORDER) {
            Capability capability = program.capabilities().of(operation.feature());
            Object request = request(operation, new MessageTarget(new ConversationId(conversation), null), first);
            if (capability.supported()) {
                assertWorks(program, operation, request);
            } else {
                assertRefused(program, operation, request, capability);
            }
        }
    }

    private static void deliver(OutboundMessageRequest request, ProgramUnderTest program) {
        program.enqueue(request);
        program.awaitState(request.envelopeId().value(), OutboxState.DELIVERED);
    }

    private static void assertWorks(ProgramUnderTest program, MessageOperation operation, Object request) {
        String answer;
        try {
            answer = program.produce("?operation=" + operation.optionName(), request, String.class);
        } catch (RuntimeException e) {
            throw new AssertionError(operation + " is declared and fails: " + e.getCause(), e);
        }
        assertThat(answer).as("%s is declared", operation).contains("\"allowed\":true", EVIDENCE.get(operation));
    }

    private static void assertRefused(
            ProgramUnderTest program, MessageOperation operation, Object request, Capability capability) {
        assertThatThrownBy(() -> program.produce("?operation=" + operation.optionName(), request, String.class))
                .as("%s is not declared", operation)
                .rootCause()
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(String.valueOf(capability.reason()));
    }

    private static Object request(MessageOperation operation, MessageTarget target, MessageId message) {
        MessageLocator locator = new MessageLocator(target, message);
        return switch (operation) {
            case READ -> ReadRequest.newest(target, 10);
            case SEARCH -> new SearchRequest(target, "first", null, null, null, 10);
            case EDIT -> new EditRequest(locator, "edited");
            case DELETE -> new DeleteRequest(locator, null);
            case REACT_ADD, REACT_REMOVE -> new ReactRequest(locator, "\uD83D\uDC4D");
            case SEND -> throw new IllegalArgumentException("a send is no operation on a message");
        };
    }
}
