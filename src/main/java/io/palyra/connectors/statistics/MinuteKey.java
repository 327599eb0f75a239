package io.palyra.connectors.statistics;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** One minute of one queue. */
record MinuteKey(long minuteUnixMs, ConnectorId connectorId, Direction direction) {

    static MinuteKey of(MessageMinute minute) {
        return new MinuteKey(minute.minuteUnixMs(), minute.connectorId(), minute.direction());
    }

    static Set<MinuteKey> ofAll(Collection<MessageMinute> minutes) {
        return minutes.stream().map(MinuteKey::of).collect(Collectors.toSet());
    }
}
