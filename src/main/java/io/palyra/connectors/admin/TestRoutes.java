package io.palyra.connectors.admin;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.lane.Transactions;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.supervisor.ConnectorStateException;
import io.palyra.connectors.supervisor.ConnectorStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries a connector: a message as if the platform had sent it, and one to the platform. */
final class TestRoutes {

    private static final String CRASH_MARKER = " [connector-crash-once]";
    private static final int WAIT_MS_MAX = 60_000;
    private static final Duration SEND_WAIT = Duration.ofSeconds(2);

    /** A message from a platform that nobody wrote. */
    private record TestMessage(
            @Nullable String text,
            @Nullable ConversationId conversationId,
            @Nullable SenderId senderId,
            @Nullable String senderDisplay,
            boolean simulateCrashOnce,
            @Nullable Boolean isDirectMessage,
            boolean requestedBroadcast,
            @Nullable EnvelopeId envelopeId,
            @Nullable Integer waitMs) {

        private static final int WAIT_MS_DEFAULT = 5_000;

        InboundMessageEvent event(ConnectorId connectorId) {
            if (text == null) {
                throw new InvalidEnvelopeException("text", "is required");
            }
            return InboundMessageEvent.builder(
                            envelopeId == null ? newId() : envelopeId,
                            connectorId,
                            conversationId == null ? new ConversationId("test:conversation") : conversationId,
                            senderId == null ? new SenderId("test-user") : senderId,
                            simulateCrashOnce ? text + CRASH_MARKER : text)
                    .senderDisplay(senderDisplay)
                    .directMessage(isDirectMessage == null || isDirectMessage)
                    .requestedBroadcast(requestedBroadcast)
                    .build();
        }

        Duration longestWait() {
            int millis = waitMs == null ? WAIT_MS_DEFAULT : waitMs;
            if (millis < 0 || millis > WAIT_MS_MAX) {
                throw new InvalidEnvelopeException(
                        "wait_ms", "must be from 0 to " + WAIT_MS_MAX, String.valueOf(millis));
            }
            return Duration.ofMillis(millis);
        }
    }

    /** A message to a platform, for real. */
    private record TestSend(
            @Nullable ConversationId target,
            @Nullable String text,
            boolean confirm,
            @Nullable String autoReaction,
            @Nullable ThreadId threadId,
            @Nullable MessageId replyToMessageId) {

        private static final String DEFAULT_TEXT = "Test message from Palyra Connectors";

        OutboundMessageRequest request(ConnectorId connectorId) {
            if (!confirm) {
                throw new InvalidEnvelopeException("confirm", "must be true, because this sends a message for real");
            }
            if (target == null) {
                throw new InvalidEnvelopeException("target", "is required");
            }
            return OutboundMessageRequest.builder(newId(), connectorId, target, text == null ? DEFAULT_TEXT : text)
                    .autoReaction(autoReaction)
                    .replyThreadId(threadId)
                    .inReplyToMessageId(replyToMessageId)
                    .build();
        }
    }

    private record TestAnswer(
            EnvelopeId envelopeId, InboundIngestOutcome ingest, ConnectorStatus status, Map<String, Object> runtime) {}

    private record TestSendAnswer(Dispatch dispatch, ConnectorStatus status, Map<String, Object> runtime) {}

    private final AdminServices services;
    private final ChannelViews views;
    private final SettleWatch watch;
    private final CapabilityCheck capabilities;

    TestRoutes(AdminServices services, ChannelViews views, SettleWatch watch) {
        this.services = services;
        this.views = views;
        this.watch = watch;
        this.capabilities = new CapabilityCheck(services);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(ChannelRoutes.CHANNEL + "/test", this::test).waiting(),
                Endpoint.post(ChannelRoutes.CHANNEL + "/test-send", this::testSend)
                        .waiting());
    }

    private Answer test(Call call) throws InboundRefusedException {
        ConnectorId connectorId = usable(call);
        TestMessage message = call.body(TestMessage.class);
        Duration longestWait = message.longestWait();
        InboundMessageEvent event = textChecked(message, connectorId);
        InboundIngestOutcome admitted = services.supervisor().emit(event);
        TestIngest ingest = watch.until(
                () -> TestIngest.of(services, connectorId, event.envelopeId()),
                progress -> admitted.duplicate() || progress.isAtRest(),
                longestWait);
        return Answer.ok(new TestAnswer(
                event.envelopeId(),
                ingest.outcome(admitted),
                services.supervisor().status(connectorId),
                views.runtime(connectorId)));
    }

    /** The text of the call is the body of the event, also in what is said against it. */
    private static InboundMessageEvent textChecked(TestMessage message, ConnectorId connectorId) {
        try {
            InboundMessageEvent event = message.event(connectorId);
            event.requireBodyWithin(InboundMessageEvent.DEFAULT_BODY_BYTES_MAX);
            return event;
        } catch (InvalidEnvelopeException e) {
            if (e.field().equals("body")) {
                throw new InvalidEnvelopeException("text", e.reason(), e.details().orElse(null));
            }
            throw e;
        }
    }

    private Answer testSend(Call call) {
        ConnectorId connectorId = usable(call);
        CapabilityCheck.require(capabilities.of(connectorId).of(MessageFeature.SEND));
        if (!services.supervisor().spec(connectorId).enabled()) {
            throw new ConnectorStateException("connector " + connectorId + " is disabled; enable it first");
        }
        OutboundMessageRequest request = call.body(TestSend.class).request(connectorId);
        EnqueueOutcome enqueued = Transactions.await(services.outbox().enqueue(request));
        List<OutboxEntry> entries = watch.until(
                () -> services.outboxStore().find(connectorId, enqueued.envelopeId()),
                parts -> parts.stream().allMatch(OutboxStateView::isAtRest),
                SEND_WAIT);
        return Answer.ok(new TestSendAnswer(
                Dispatch.of(enqueued, OutboxStateView.of(entries)),
                services.supervisor().status(connectorId),
                views.runtime(connectorId)));
    }

    /** @throws io.palyra.connectors.supervisor.UnsupportedConnectorException where the kind is deferred */
    private ConnectorId usable(Call call) {
        ConnectorId connectorId = call.connectorId();
        services.catalog().usable(services.supervisor().spec(connectorId).kind());
        return connectorId;
    }

    private static EnvelopeId newId() {
        return new EnvelopeId(UlidCreator.getMonotonicUlid().toString());
    }
}
