package io.palyra.connectors.approvals;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageTarget;

/** A change that waits for a second person, also where the settings ask for none. */
public final class HeldChange {

    private HeldChange() {}

    /** @return the id of its approval */
    public static String of(ApprovalDesk desk, ConnectorId connectorId) {
        MessageLocator locator =
                new MessageLocator(new MessageTarget(new ConversationId("c"), null), new MessageId("m"));
        Mutation edit = new Mutation(connectorId, MessageOperation.EDIT, new EditRequest(locator, "green tea"));
        return desk.request(edit, Assessment.OF_OTHER_KINDS, null, "alice").approvalId();
    }
}
