package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps positions, and what was admitted when each was stored. */
final class TalkStore implements CursorStore {

    private final TalkInbox inbox;
    final Map<String, String> positions = Collections.synchronizedMap(new LinkedHashMap<>());
    final Map<String, Integer> admittedThen = new ConcurrentHashMap<>();
    final Map<String, Long> knownAgainFrom = new ConcurrentHashMap<>();

    TalkStore(TalkInbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public Map<String, String> positions() {
        synchronized (positions) {
            return new LinkedHashMap<>(positions);
        }
    }

    @Override
    public void move(String stream, String position, @Nullable ReadAgain overlap) {
        positions.put(stream, position);
        if (overlap != null) {
            knownAgainFrom.put(stream, overlap.fromUnixMs());
        }
        admittedThen.put(stream + " " + position, inbox.admitted.size());
    }

    @Override
    public void forget(String stream) {
        positions.remove(stream);
    }
}
