package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.lane.storage.TraceStore.PastAttempt;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxSurvey;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.settings.Role;
import io.palyra.connectors.supervisor.ConnectorStateException;
import io.palyra.connectors.transaction.Transactions;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages: sent durably, looked up, and decided about where their outcome is not known. */
final class MessageCalls {

    private static final String MESSAGES = ChannelCalls.CHANNEL + "/messages";
    private static final String OUTBOX = MESSAGES + "/outbox/:envelope";
    private static final String INBOX = MESSAGES + "/inbox/:envelope";
    private static final String CONNECTOR_ID = "connector_id";
    private static final String CONVERSATION_ID = "conversation_id";
    private static final String ENVELOPE_ID = "envelope_id";

    private record Listed(
            List<OutboxSurvey.Row> messages, @Nullable Long nextAfter) {}

    private final AdminServices services;
    private final CapabilityCheck capabilities;

    MessageCalls(AdminServices services) {
        this.services = services;
        this.capabilities = new CapabilityCheck(services);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(MESSAGES + "/send", this::send).by(Role.OPERATOR),
                Endpoint.get(MESSAGES + "/outbox", this::list).taking("state", CONVERSATION_ID, "limit", "after"),
                Endpoint.get(OUTBOX, this::state).taking(MessageTexts.TEXT),
                Endpoint.get(INBOX, this::inbound).taking(MessageTexts.TEXT),
                Endpoint.postOptional(OUTBOX + "/resend", this::resend).by(Role.OPERATOR),
                Endpoint.postOptional(OUTBOX + "/discard", this::discard).by(Role.OPERATOR));
    }

    private Answer send(Call call) {
        ConnectorId connectorId = call.connectorId();
        ConnectorCapabilitySet declared = capabilities.of(connectorId);
        CapabilityCheck.require(declared.of(MessageFeature.SEND));
        OutboundMessageRequest request = request(connectorId, call.bodyObject(OutboundMessageRequest.class));
        if (request.replyThreadId() != null) {
            CapabilityCheck.require(declared.of(MessageFeature.THREAD));
        }
        if (request.inReplyToMessageId() != null) {
            CapabilityCheck.require(declared.of(MessageFeature.REPLY));
        }
        EnqueueOutcome enqueued = Transactions.await(services.outbox().enqueue(request));
        return Answer.json(202, enqueued.created() ? enqueued : SentBefore.of(services, request));
    }

    private static OutboundMessageRequest request(ConnectorId connectorId, ObjectNode body) {
        if (body.path(CONNECTOR_ID).isMissingNode() || body.path(CONNECTOR_ID).isNull()) {
            body.put(CONNECTOR_ID, connectorId.value());
        }
        if (body.path(ENVELOPE_ID).isMissingNode() || body.path(ENVELOPE_ID).isNull()) {
            body.put(ENVELOPE_ID, UlidCreator.getMonotonicUlid().toString());
        }
        OutboundMessageRequest request = WireFormat.convert(body, OutboundMessageRequest.class);
        if (!request.connectorId().equals(connectorId)) {
            throw new InvalidEnvelopeException(
                    CONNECTOR_ID,
                    "is for another connector than the path",
                    request.connectorId().value());
        }
        PathPart.requireNoStep(request.envelopeId().requireChosen());
        return request;
    }

    private Answer list(Call call) {
        ConnectorId connectorId = services.known(call);
        OutboxState state =
                WireEnum.parse(OutboxState.class, call.query("state").orElse("pending"), "state");
        int limit = call.limit();
        List<OutboxSurvey.Row> rows = services.outboxSurvey()
                .list(
                        connectorId,
                        state,
                        call.query(CONVERSATION_ID).map(ConversationId::new).orElse(null),
                        call.number("after").orElse(0L),
                        limit + 1);
        List<OutboxSurvey.Row> page = rows.subList(0, Math.min(limit, rows.size()));
        return Answer.ok(
                new Listed(page, rows.size() > limit ? page.get(limit - 1).sequence() : null));
    }

    private Answer state(Call call) {
        List<OutboxEntry> entries = entries(call);
        List<EnvelopeId> ids = entries.stream().map(OutboxEntry::envelopeId).toList();
        return Answer.ok(MessageDetails.of(
                entries, deadLetter(call, Direction.OUTBOUND, ids), attempts(call), MessageTexts.asked(call)));
    }

    private @Nullable Long deadLetter(Call call, Direction direction, List<EnvelopeId> envelopeIds) {
        return services.deadLetters()
                .latestOf(call.connectorId(), direction, envelopeIds)
                .orElse(null);
    }

    private Answer inbound(Call call) {
        ConnectorId connectorId = services.known(call);
        EnvelopeId envelopeId = call.envelopeId();
        InboxEntry entry = services.inbox()
                .find(connectorId, envelopeId)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.UNKNOWN_MESSAGE, "the inbox of " + connectorId + " has no message " + envelopeId));
        return Answer.ok(MessageDetails.of(
                entry,
                deadLetter(call, Direction.INBOUND, List.of(envelopeId)),
                attempts(call),
                MessageTexts.asked(call)));
    }

    private List<PastAttempt> attempts(Call call) {
        return services.lookups().traces().attempts(call.connectorId(), call.envelopeId());
    }

    private Answer resend(Call call) {
        entries(call);
        call.noFields();
        requireUnknown(services.unknownOutcomes().resend(call.connectorId(), call.envelopeId()), call);
        return state(call);
    }

    private Answer discard(Call call) {
        entries(call);
        call.noFields();
        requireUnknown(services.unknownOutcomes().discard(call.connectorId(), call.envelopeId()), call);
        return state(call);
    }

    private void requireUnknown(boolean wasUnknown, Call call) {
        if (!wasUnknown) {
            OutboxState state = OutboxStateView.of(entries(call)).state();
            throw new ConnectorStateException("message " + call.envelopeId() + " is "
                    + state.name().toLowerCase(Locale.ROOT)
                    + ": only one whose outcome is unknown is sent again or discarded here"
                    + (state == OutboxState.DEAD ? "; replay or discard its dead letter" : ""));
        }
    }

    private List<OutboxEntry> entries(Call call) {
        ConnectorId connectorId = services.known(call);
        EnvelopeId envelopeId = call.envelopeId();
        List<OutboxEntry> entries = services.outboxStore().find(connectorId, envelopeId);
        if (entries.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.UNKNOWN_MESSAGE, "the outbox of " + connectorId + " has no message " + envelopeId);
        }
        return entries;
    }
}
