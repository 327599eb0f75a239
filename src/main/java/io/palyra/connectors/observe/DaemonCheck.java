package io.palyra.connectors.observe;

import io.palyra.connectors.daemon.DaemonState;
import io.palyra.connectors.protocol.Texts;
import java.time.Clock;
import java.time.Duration;

/** Whether the daemon answers. It is not asked for this: what counts is how the calls for messages have ended. */
final class DaemonCheck {

    private final DaemonState state;
    private final Clock clock;
    private final Duration limit;

    DaemonCheck(DaemonState state, Clock clock, Duration limit) {
        this.state = state;
        this.clock = clock;
        this.limit = limit;
    }

    Finding readiness() {
        DaemonState.History history = state.history();
        Long since = history.failingSince();
        if (since == null) {
            Long last = history.lastAnswer();
            return Finding.up(last == null ? "not asked yet" : "last answered " + ago(last));
        }
        String failing = Texts.counted(history.failures(), "call has", "calls in a row have") + " failed, the first "
                + ago(since);
        String error = history.lastError() == null ? "" : ": " + history.lastError();
        return clock.millis() - since < limit.toMillis()
                ? Finding.up(failing + error + "; asked again by itself")
                : Finding.down(failing + ", the last "
                        + ago(history.lastFailure() == null ? since : history.lastFailure())
                        + error
                        + ". Start the daemon, or correct palyra.daemon.endpoint; the events inbound.retry tell of each."
                        + " Messages are kept; replay those that became dead letters");
    }

    private String ago(long unixMs) {
        return Math.max(0, clock.millis() - unixMs) / 1000 + " s ago";
    }
}
