package io.palyra.connectors.platform.session;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How the session with a platform does, whatever carries it. It is lost until it has begun. Thread safe, never blocks. */
public final class ConnectionState {

    private final Clock clock;
    private final long openedAt;
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger recreated = new AtomicInteger();
    private volatile @Nullable Long connectedAt;
    private volatile @Nullable Long lostAt;
    private volatile @Nullable Long lastEventAt;
    private volatile @Nullable Long lastHeartbeatAt;
    private volatile @Nullable String lastCloseCode;
    private volatile @Nullable String lostReason;

    /** @param clock one that the machine's clock does not move */
    public ConnectionState(Clock clock) {
        this.clock = clock;
        this.openedAt = clock.millis();
        this.lostAt = openedAt;
    }

    /** A session has begun: the first one, or one in place of another. */
    public void began() {
        if (connectedAt != null) {
            recreated.incrementAndGet();
        }
        connectedAt = clock.millis();
        lostReason = null;
        lostAt = null;
    }

    /** The session goes on over another connection; nothing was missed. */
    public void resumed() {
        resumed.incrementAndGet();
        lostReason = null;
        lostAt = null;
    }

    /** @param closeCode what the platform has said in closing it; null where the connection just broke */
    public void lost(@Nullable String closeCode) {
        if (lostAt == null) {
            lostAt = clock.millis();
        }
        lastCloseCode = closeCode;
    }

    /**
     * The same, where more is known than that it is so.
     *
     * @param reason why, and what to do about it: one line for people, without anything secret
     */
    public void lost(@Nullable String closeCode, String reason) {
        lost(closeCode);
        lostReason = reason;
    }

    /**
     * Why it does not come back; nothing where it has by now.
     *
     * @param reason as of {@link #lost(String, String)}
     */
    public void stillLost(String reason) {
        if (!isConnected()) {
            lostReason = reason;
        }
    }

    /** Why it is lost, where that is known. */
    public Optional<String> lostReason() {
        return isConnected() ? Optional.empty() : Optional.ofNullable(lostReason);
    }

    /** The platform has said something. */
    public void heard() {
        lastEventAt = clock.millis();
    }

    /** The platform has answered a sign of life. */
    public void heartbeat() {
        lastHeartbeatAt = clock.millis();
    }

    /** Whether what is said now is heard. */
    public boolean isConnected() {
        return lostAt == null;
    }

    /** For how long it has been lost; empty while it is not. */
    public Optional<Duration> disconnectedFor() {
        Long since = lostAt;
        return since == null ? Optional.empty() : Optional.of(Duration.ofMillis(clock.millis() - since));
    }

    /** For operators; what has not been yet is absent. */
    public Map<String, Object> view() {
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
