package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.time.Duration;

/**
 * Told what attempts reveal about the far side of a direction: outbound the platform of a connector, inbound the daemon,
 * which is one for all connectors. Decides how many lanes may try while nothing gets through. Thread safe, never blocks.
 */
public interface Reachability {

    /** Nobody listens. */
    Reachability NONE = new Reachability() {
        @Override
        public void answered(Direction direction, ConnectorId connectorId) {}

        @Override
        public void failed(Direction direction, ConnectorId connectorId, long laneId, String reason) {}

        @Override
        public void limited(ConnectorId connectorId, Duration time, String reason) {}
    };

    /** The far side took a message, or refused it for a reason that is known to speak of the message or its target. */
    void answered(Direction direction, ConnectorId connectorId);

    /**
     * An attempt failed for a cause that may meet every other message too: not reached, no usable answer, an answer of
     * somebody else, a refusal that nobody knows.
     *
     * @param laneId whose first message it was
     */
    void failed(Direction direction, ConnectorId connectorId, long laneId, String reason);

    /** The platform limits all of a connector for so long from now on: after it, one message goes first. */
    void limited(ConnectorId connectorId, Duration time, String reason);
}
