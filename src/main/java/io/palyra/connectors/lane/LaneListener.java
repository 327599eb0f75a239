package io.palyra.connectors.lane;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.time.Duration;

/** Told of each message that a worker takes in hand, on that worker, and of outcomes that are dropped; must be short. */
public interface LaneListener {

    /** @param delivery about to be handed over */
    void taken(Direction direction, LaneDelivery delivery);

    /** The handler is done with it, in whichever way. */
    void handled(Direction direction, LaneDelivery delivery, Duration took);

    /** Another process has taken a lane over, and so many outcomes that were known here were not stored; on any thread. */
    void dropped(Direction direction, ConnectorId connectorId, int outcomes);

    /** The handler, with this listener told of each message. */
    default LaneHandler around(Direction direction, LaneHandler handler) {
        return delivery -> {
            taken(direction, delivery);
            long started = System.nanoTime();
            handler.handle(delivery);
            handled(direction, delivery, Duration.ofNanos(System.nanoTime() - started));
        };
    }

    /** Listens to nothing. */
    LaneListener NONE = new LaneListener() {
        @Override
        public void taken(Direction direction, LaneDelivery delivery) {}

        @Override
        public void handled(Direction direction, LaneDelivery delivery, Duration took) {}

        @Override
        public void dropped(Direction direction, ConnectorId connectorId, int outcomes) {}
    };
}
