package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.PerformedOperation;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the audit event of each operation on messages, and what else adapters have to tell. Thread safe, does not wait for the commit. */
final class OperationLog {

    private static final Logger LOG = LoggerFactory.getLogger(OperationLog.class);

    private final EventLog events;
    private final Transactions transactions;

    OperationLog(EventLog events, Transactions transactions) {
        this.events = events;
        this.transactions = transactions;
    }

    void performed(PerformedOperation operation) {
        write(event(operation));
    }

    /** A message of which no event could be made. */
    void rejected(ConnectorId connectorId, @Nullable EnvelopeId envelopeId, String reason) {
        String message = "message left out: " + reason;
        write(
                envelopeId == null
                        ? ConnectorEvent.of(connectorId, EventType.INBOUND_REJECTED, EventLevel.ERROR, message)
                        : ConnectorEvent.about(
                                connectorId, envelopeId, EventType.INBOUND_REJECTED, EventLevel.ERROR, message));
    }

    private void write(ConnectorEvent event) {
        try {
            transactions.write(transaction -> events.append(transaction, event)).whenComplete((ok, failure) -> {
                if (failure != null) {
                    LOG.error("{} was not logged: {}", event.type().wireName(), failure.getMessage());
                }
            });
        } catch (StoreUnavailableException e) {
            LOG.error("{} was not logged: {}", event.type().wireName(), e.getMessage());
        }
    }

    private static ConnectorEvent event(PerformedOperation operation) {
        EventType type = type(operation.operation());
        boolean went =
                !operation.status().equals("denied") && !operation.status().equals("failed");
        ConnectorEvent event = ConnectorEvent.of(
                        operation.connectorId(),
                        type,
                        went ? EventLevel.INFO : EventLevel.WARN,
                        operation.operation().optionName() + ": " + operation.status())
                .with("conversation_id", operation.target().conversationId().value())
                .with("status", operation.status());
        if (operation.messageId() != null) {
            event = event.with("message_id", operation.messageId().value());
        }
        return operation.reason() == null ? event : event.with("reason", operation.reason());
    }

    private static EventType type(MessageOperation operation) {
        return switch (operation) {
            case READ -> EventType.MESSAGE_READ;
            case SEARCH -> EventType.MESSAGE_SEARCH;
            case EDIT -> EventType.MESSAGE_EDIT;
            case DELETE -> EventType.MESSAGE_DELETE;
            case REACT_ADD -> EventType.MESSAGE_REACT_ADD;
            case REACT_REMOVE -> EventType.MESSAGE_REACT_REMOVE;
            case SEND -> throw new IllegalArgumentException("a send has events of its own");
        };
    }
}
