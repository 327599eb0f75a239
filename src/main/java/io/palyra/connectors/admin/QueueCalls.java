package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.OpenConversation;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.supervisor.ConnectorStateException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds up a connector's outbox and lets it go on. */
final class QueueCalls {

    private static final String QUEUE = ChannelCalls.CHANNEL + "/operations/queue";
    private static final int REASON_CHARS_MAX = 1024;

    private record Conversations(List<OpenConversation> conversations) {}

    private record Pause(@Nullable String reason) {}

    private final AdminServices services;
    private final ChannelViews views;

    QueueCalls(AdminServices services, ChannelViews views) {
        this.services = services;
        this.views = views;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ChannelCalls.CHANNEL + "/conversations", this::conversations)
                        .taking("limit", "order"),
                Endpoint.postOptional(QUEUE + "/pause", this::pause).by(Role.OPERATOR),
                Endpoint.postOptional(QUEUE + "/resume", this::resume).by(Role.OPERATOR),
                Endpoint.postOptional(QUEUE + "/drain", this::drain).by(Role.OPERATOR));
    }

    private Answer conversations(Call call) {
        ConnectorId connectorId = services.known(call);
        OpenConversation.Order order = call.query("order")
                .map(word -> WireEnum.parse(OpenConversation.Order.class, word, "order"))
                .orElse(OpenConversation.Order.DEPTH);
        return Answer.ok(new Conversations(services.supervision().queues().open(connectorId, order, call.limit())));
    }

    private Answer pause(Call call) {
        ConnectorId connectorId = services.known(call);
        String reason = call.body(Pause.class).reason();
        if (reason != null && (reason.isBlank() || reason.length() > REASON_CHARS_MAX)) {
            throw new InvalidEnvelopeException("reason", "must be 1 to " + REASON_CHARS_MAX + " characters");
        }
        services.supervision().queues().pause(connectorId, reason);
        return Answer.ok(views.channel(
                connectorId,
                Action.queue("queue.pause", "the queue is paused, nothing is delivered", views.queue(connectorId))));
    }

    private Answer resume(Call call) {
        ConnectorId connectorId = services.known(call);
        call.noFields();
        services.supervision().queues().resume(connectorId);
        return Answer.ok(views.channel(
                connectorId, Action.queue("queue.resume", "the queue delivers again", views.queue(connectorId))));
    }

    /** What is due is counted before the drain takes it. */
    private Answer drain(Call call) {
        ConnectorId connectorId = services.known(call);
        call.noFields();
        if (!services.supervision().roster().spec(connectorId).enabled()) {
            throw new ConnectorStateException("connector " + connectorId + " is disabled; enable it first");
        }
        QueueView before = views.queue(connectorId);
        services.supervision().queues().drain(connectorId);
        return Answer.ok(views.channel(
                connectorId,
                Action.drain(
                        before.dueOutbox() + " due messages are delivered now"
                                + (before.paused() ? ", then the pause holds again" : ""),
                        new Action.Drain(before.dueOutbox(), before.pendingOutbox(), before.paused()))));
    }
}
