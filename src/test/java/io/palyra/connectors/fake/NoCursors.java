package io.palyra.connectors.fake;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nothing was read before, and nobody comes back. */
public final class NoCursors implements CursorStore {

    @Override
    public Map<String, String> positions() {
        return Map.of();
    }

    @Override
    public void move(String stream, String position, @Nullable ReadAgain overlap) {
        // Nobody comes back for it
    }

    @Override
    public void forget(String stream) {
        // Nothing was kept
    }
}
