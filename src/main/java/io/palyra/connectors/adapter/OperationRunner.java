package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.Preflight;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs an operation of an instance and sees to it that the log has it, whatever came of it. Thread safe. */
public final class OperationRunner {

    private final ConnectorId connectorId;
    private final ConnectorHost host;

    public OperationRunner(ConnectorId connectorId, ConnectorHost host) {
        this.connectorId = connectorId;
        this.host = host;
    }

    /** What an operation takes. */
    public static Class<?> requestType(MessageOperation operation) {
        return switch (operation) {
            case READ -> ReadRequest.class;
            case SEARCH -> SearchRequest.class;
            case EDIT -> EditRequest.class;
            case DELETE -> DeleteRequest.class;
            case REACT_ADD, REACT_REMOVE -> ReactRequest.class;
            case SEND -> throw new IllegalArgumentException("a send is no operation on a message");
        };
    }

    /**
     * Runs it; may block.
     *
     * @param request of the operation's {@link #requestType}
     * @throws DeliveryException where the platform could not be asked
     */
    public Object run(MessageOperations adapter, MessageOperation operation, Object request) throws DeliveryException {
        try {
            Object result = call(adapter, operation, request);
            log(operation, request, status(result), reason(result));
            return result;
        } catch (DeliveryException e) {
            log(operation, request, "failed", e.getMessage());
            if (e.outcome() instanceof DeliveryOutcome.PermanentFailure failure && failure.fault() == Fault.CONNECTOR) {
                Readiness readiness = failure.readiness();
                host.notReady(connectorId, readiness == null ? Readiness.MISCONFIGURED : readiness, failure.reason());
            }
            throw e;
        }
    }

    private static Object call(MessageOperations adapter, MessageOperation operation, Object request)
            throws DeliveryException {
        return switch (operation) {
            case READ -> adapter.read((ReadRequest) request);
            case SEARCH -> adapter.search((SearchRequest) request);
            case EDIT -> adapter.edit((EditRequest) request);
            case DELETE -> adapter.delete((DeleteRequest) request);
            case REACT_ADD -> adapter.addReaction((ReactRequest) request);
            case REACT_REMOVE -> adapter.removeReaction((ReactRequest) request);
            case SEND -> throw new IllegalArgumentException("a send is no operation on a message");
        };
    }

    private void log(MessageOperation operation, Object request, String status, @Nullable String reason) {
        host.performed(
                new PerformedOperation(connectorId, operation, target(request), messageId(request), status, reason));
    }

    private static String status(Object result) {
        if (result instanceof MutationResult mutation) {
            return mutation.status().name().toLowerCase(Locale.ROOT);
        } else if (result instanceof ReadResult read) {
            return status(read.preflight(), read.messages().size());
        } else if (result instanceof SearchResult search) {
            return status(search.preflight(), search.matches().size());
        }
        throw new IllegalArgumentException(result.getClass() + " is no result of an operation");
    }

    private static String status(Preflight preflight, int found) {
        return preflight.allowed() ? "found " + found : "denied";
    }

    private static @Nullable String reason(Object result) {
        if (result instanceof MutationResult mutation) {
            return mutation.reason();
        } else if (result instanceof ReadResult read) {
            return read.preflight().reason();
        }
        return ((SearchResult) result).preflight().reason();
    }

    private static MessageTarget target(Object request) {
        if (request instanceof ReadRequest read) {
            return read.target();
        } else if (request instanceof SearchRequest search) {
            return search.target();
        }
        return locator(request).target();
    }

    private static @Nullable MessageId messageId(Object request) {
        if (request instanceof ReadRequest read) {
            return read.messageId();
        } else if (request instanceof SearchRequest) {
            return null;
        }
        return locator(request).messageId();
    }

    private static MessageLocator locator(Object request) {
        if (request instanceof EditRequest edit) {
            return edit.locator();
        } else if (request instanceof DeleteRequest delete) {
            return delete.locator();
        }
        return ((ReactRequest) request).locator();
    }
}
