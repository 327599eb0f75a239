package io.palyra.connectors.statistics;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;

/** One minute of one queue. */
record MinuteKey(long minuteUnixMs, ConnectorId connectorId, Direction direction) {

    static MinuteKey of(MessageMinute minute) {
        return new MinuteKey(minute.minuteUnixMs(), minute.connectorId(), minute.direction());
    }
}
