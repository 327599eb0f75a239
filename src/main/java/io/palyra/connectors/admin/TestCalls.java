package io.palyra.connectors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.supervisor.ConnectorStateException;
import io.palyra.connectors.supervisor.ConnectorStatus;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Tries a connector: a message as if the platform had sent it, and one to the platform. */
final class TestCalls {

    private static final Duration SEND_WAIT = Duration.ofSeconds(2);

    private record TestAnswer(
            EnvelopeId envelopeId,
            InboundIngestOutcome ingest,
            ConnectorStatus status,
            @JsonUnwrapped ChannelViews.Runtime runtime) {}

    private record TestSendAnswer(
            Dispatch dispatch,
            ConnectorStatus status,
            @JsonUnwrapped ChannelViews.Runtime runtime) {}

    private final AdminServices services;
    private final ChannelViews views;
    private final SettleWatch watch;
    private final CapabilityCheck capabilities;

    TestCalls(AdminServices services, ChannelViews views, SettleWatch watch) {
        this.services = services;
        this.views = views;
        this.watch = watch;
        this.capabilities = new CapabilityCheck(services);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(ChannelCalls.CHANNEL + "/test", this::test)
                        .by(Role.OPERATOR)
                        .on(Endpoint.Workers.WAITS)
                        .inSession(),
                Endpoint.post(ChannelCalls.CHANNEL + "/test-send", this::testSend)
                        .by(Role.OPERATOR)
                        .on(Endpoint.Workers.WAITS));
    }

    private Answer test(Call call) throws InboundRefusedException {
        ConnectorId connectorId = usable(call);
        TestMessage message = call.body(TestMessage.class);
        Duration longestWait = message.longestWait();
        InboundMessageEvent event = message.event(connectorId);
        InboundIngestOutcome admitted = services.supervision().calls().emit(event);
        return stored(event.envelopeId(), () -> {
            TestIngest ingest = watch.until(
                    () -> TestIngest.of(services, connectorId, event.envelopeId()),
                    progress -> admitted.duplicate() || !admitted.accepted() || progress.isAtRest(),
                    longestWait);
            ConnectorStatus status = services.supervision().roster().status(connectorId);
            return new TestAnswer(event.envelopeId(), ingest.outcome(admitted), status, views.runtime(connectorId));
        });
    }

    /** Whoever sends a message again, as one does where the store is unavailable, would have this one twice. */
    private static Answer stored(EnvelopeId envelopeId, Supplier<?> answer) {
        try {
            return Answer.ok(answer.get());
        } catch (StoreUnavailableException e) {
            throw new ProblemException(Problem.of(
                            ProblemCode.STORE_UNAVAILABLE,
                            "message " + envelopeId
                                    + " is stored, and is not to be sent again; what becomes of it cannot be"
                                    + " read now: " + e.getMessage())
                    .forGood());
        }
    }

    private Answer testSend(Call call) {
        ConnectorId connectorId = usable(call);
        CapabilityCheck.require(capabilities.of(connectorId).of(MessageFeature.SEND));
        if (!services.supervision().roster().spec(connectorId).enabled()) {
            throw new ConnectorStateException("connector " + connectorId + " is disabled; enable it first");
        }
        OutboundMessageRequest request = call.body(TestSend.class).request(connectorId);
        EnqueueOutcome enqueued = Transactions.await(services.outbox().enqueue(request));
        return stored(enqueued.envelopeId(), () -> {
            List<OutboxEntry> entries = watch.until(
                    () -> services.outboxStore().find(connectorId, enqueued.envelopeId()),
                    parts -> parts.stream().allMatch(OutboxStateView::isAtRest),
                    SEND_WAIT);
            ConnectorStatus status = services.supervision().roster().status(connectorId);
            return new TestSendAnswer(
                    Dispatch.of(enqueued, OutboxStateView.of(entries)), status, views.runtime(connectorId));
        });
    }

    /** @throws io.palyra.connectors.supervisor.UnsupportedConnectorException where the kind is deferred */
    private ConnectorId usable(Call call) {
        ConnectorId connectorId = services.known(call);
        services.catalog()
                .usable(services.supervision().roster().spec(connectorId).kind());
        return connectorId;
    }
}
