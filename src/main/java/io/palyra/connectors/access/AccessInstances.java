package io.palyra.connectors.access;

import io.palyra.connectors.adapter.OtherBots;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.protocol.ConnectorId;

/** The connector instances as far as access goes. Thread safe; never blocks. */
public interface AccessInstances {

    /** @throws UnknownConnectorException where there is no such instance */
    void require(ConnectorId connectorId);

    /** What the settings say of its rules. */
    AccessRuleSet declared(ConnectorId connectorId);

    /** Whether everybody is let in where nobody says otherwise: its kind is for tests, and no platform. */
    boolean isOpenByDefault(ConnectorId connectorId);

    OtherBots otherBots(ConnectorId connectorId);

    /** Whether somebody can have an id that stands in a list of the rules. */
    boolean isSenderId(ConnectorId connectorId, String written);

    /** Whether a conversation can have it. */
    boolean isConversationId(ConnectorId connectorId, String written);

    /** Whether each of its messages comes to the step that asks for access before it comes to the inbox. */
    boolean isEnforced(ConnectorId connectorId);
}
