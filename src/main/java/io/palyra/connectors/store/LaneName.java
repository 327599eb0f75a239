package io.palyra.connectors.store;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;

/** What a lane is known by outside the store. */
record LaneName(Direction direction, ConnectorId connectorId, ConversationId conversationId) {}
