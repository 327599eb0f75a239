package io.palyra.connectors.platform.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said of a connection that comes and goes. */
class ConnectionStateTest {

    private final SettableClock clock = new SettableClock(Instant.ofEpochMilli(1_000));
    private final ConnectionState state = new ConnectionState(clock);

    @Test
    void itIsLostUntilItHasBegun() {
        clock.advance(Duration.ofSeconds(2));
        assertThat(state.isConnected()).isFalse();
        assertThat(state.disconnectedFor()).contains(Duration.ofSeconds(2));
        state.began();
        assertThat(state.isConnected()).isTrue();
        assertThat(state.disconnectedFor()).isEmpty();
        assertThat(state.view())
                .containsEntry("connected_since_unix_ms", 3_000L)
                .doesNotContainKeys("lost_since_unix_ms", "last_close_code", "last_heartbeat_age_ms");
    }

    @Test
    void aLossCountsFromItsBegin() {
        state.began();
        clock.advance(Duration.ofSeconds(1));
        state.lost("refresh_requested");
        clock.advance(Duration.ofSeconds(1));
        state.lost(null);
        assertThat(state.disconnectedFor()).contains(Duration.ofSeconds(1));
        assertThat(state.view()).containsEntry("lost_since_unix_ms", 2_000L).doesNotContainKey("last_close_code");
        state.lost("link_disabled");
        assertThat(state.view()).containsEntry("last_close_code", "link_disabled");
    }

    @Test
    void whatComesBackIsCounted() {
        state.began();
        state.lost(null);
        state.resumed();
        state.lost(null);
        state.began();
        state.heard();
        state.heartbeat();
        clock.advance(Duration.ofSeconds(1));
        assertThat(state.view())
                .containsEntry("connected", true)
                .containsEntry("sessions_resumed", 1)
                .containsEntry("sessions_recreated", 1)
                .containsEntry("last_event_unix_ms", 1_000L)
                .containsEntry("last_heartbeat_age_ms", 1_000L);
    }
}
