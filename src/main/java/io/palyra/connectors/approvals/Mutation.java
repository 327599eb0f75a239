package io.palyra.connectors.approvals;

import io.palyra.connectors.adapter.OperationRunner;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.Sha256;
import io.palyra.connectors.protocol.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * A change of one message, as somebody asks for it.
 *
 * @param request of the operation's {@link OperationRunner#requestType}
 */
public record Mutation(ConnectorId connectorId, MessageOperation operation, Object request) {

    /** As it was stored. */
    static Mutation of(Approval approval) {
        return new Mutation(
                approval.connectorId(),
                approval.operation(),
                WireFormat.read(approval.request(), OperationRunner.requestType(approval.operation())));
    }

    /** Whether an operation is one. */
    public static boolean is(MessageOperation operation) {
        return switch (operation) {
            case EDIT, DELETE, REACT_ADD, REACT_REMOVE -> true;
            case SEND, READ, SEARCH -> false;
        };
    }

    boolean isReaction() {
        return operation == MessageOperation.REACT_ADD || operation == MessageOperation.REACT_REMOVE;
    }

    MessageLocator locator() {
        if (request instanceof EditRequest edit) {
            return edit.locator();
        } else if (request instanceof DeleteRequest delete) {
            return delete.locator();
        }
        return ((ReactRequest) request).locator();
    }

    String json() {
        return WireFormat.write(request);
    }

    /** Of what is carried out, in hexadecimal digits: place and content. */
    public String sha256() {
        return Sha256.hex(json());
    }

    /** @param message null where it is not known */
    Approval.Texts texts(@Nullable MessageRecord message) {
        String body = message == null ? null : message.body();
        if (request instanceof EditRequest edit) {
            return new Approval.Texts(body, edit.body());
        } else if (request instanceof ReactRequest react) {
            return operation == MessageOperation.REACT_ADD
                    ? new Approval.Texts(null, react.emoji())
                    : new Approval.Texts(react.emoji(), null);
        }
        return new Approval.Texts(body, null);
    }
}
