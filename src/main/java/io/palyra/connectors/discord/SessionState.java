package io.palyra.connectors.discord;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How the gateway session does. Thread safe. */
final class SessionState {

    private final Clock clock;
    private final long openedAt;
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger recreated = new AtomicInteger();
    private volatile @Nullable Long connectedAt;
    private volatile @Nullable Long lostAt;
    private volatile @Nullable Long lastEventAt;
    private volatile @Nullable Long lastHeartbeatAt;
    private volatile @Nullable Integer lastCloseCode;

    SessionState(Clock clock) {
        this.clock = clock;
        this.openedAt = clock.millis();
        this.lostAt = openedAt;
    }

    /** A session has begun: the first one, or one in place of another. */
    void began() {
        if (connectedAt != null) {
            recreated.incrementAndGet();
        }
        connectedAt = clock.millis();
        lostAt = null;
    }

    void resumed() {
        resumed.incrementAndGet();
        lostAt = null;
    }

    /** @param closeCode null where the connection just broke */
    void lost(@Nullable Integer closeCode) {
        if (lostAt == null) {
            lostAt = clock.millis();
        }
        lastCloseCode = closeCode;
    }

    void heard() {
        lastEventAt = clock.millis();
    }

    void heartbeat() {
        lastHeartbeatAt = clock.millis();
    }

    boolean isConnected() {
        return lostAt == null;
    }

    Optional<Duration> disconnectedFor() {
        Long since = lostAt;
        return since == null ? Optional.empty() : Optional.of(Duration.ofMillis(clock.millis() - since));
    }

    /** For operators. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("connected", isConnected());
        put(view, "connected_since_unix_ms", connectedAt);
        put(view, "lost_since_unix_ms", lostAt);
        put(view, "last_event_unix_ms", lastEventAt);
        Long heartbeat = lastHeartbeatAt;
        put(view, "last_heartbeat_age_ms", heartbeat == null ? null : clock.millis() - heartbeat);
        put(view, "last_close_code", lastCloseCode);
        view.put("sessions_resumed", resumed.get());
        view.put("sessions_recreated", recreated.get());
        return view;
    }

    private static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value);
        }
    }
}
