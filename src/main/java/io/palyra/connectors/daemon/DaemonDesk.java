package io.palyra.connectors.daemon;

import io.palyra.connectors.lane.LaneDispatcher;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireEnum;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How the daemon is doing, for operators. Thread safe, never blocks. */
public final class DaemonDesk {

    /** Where messages have waited for a place for so long, the daemon does not keep up. */
    public static final Duration SATURATED_AFTER = Duration.ofSeconds(1);

    /** What its last calls have shown. */
    public enum State implements WireEnum {
        NOT_ASKED,
        ANSWERS,
        FAILING
    }

    /**
     * As this program sees it.
     *
     * @param endpoint without user and query
     * @param inUse conversations that it has at this moment
     * @param limit {@code palyra.daemon.concurrency}
     * @param longestWaitMs of the questions that it has not answered yet
     * @param latencyMsP50 of its last answers
     * @param failures calls in a row
     */
    public record Status(
            String endpoint,
            State state,
            int inUse,
            int limit,
            @Nullable Long longestWaitMs,
            @Nullable Long latencyMsP50,
            @Nullable Long failingSinceUnixMs,
            long failures,
            @Nullable String lastError,
            @Nullable Long lastAnswerUnixMs) {}

    private final DaemonState state;
    private final LaneDispatcher inbox;
    private final String endpoint;

    /** @param endpoint without what must not be shown */
    public DaemonDesk(DaemonState state, LaneDispatcher inbox, String endpoint) {
        this.state = state;
        this.inbox = inbox;
        this.endpoint = endpoint;
    }

    public Status status() {
        DaemonState.History history = state.history();
        long waitMs = state.longestWait().toMillis();
        OptionalLong latencyMs = state.medianLatencyMs();
        return new Status(
                endpoint,
                state(history),
                inbox.lanesInHand(),
                inbox.lanesMax(),
                waitMs == 0 ? null : waitMs,
                latencyMs.isPresent() ? latencyMs.getAsLong() : null,
                history.failingSince(),
                history.failures(),
                history.lastError(),
                history.lastAnswer());
    }

    private static State state(DaemonState.History history) {
        if (history.failingSince() != null) {
            return State.FAILING;
        }
        return history.lastAnswer() == null ? State.NOT_ASKED : State.ANSWERS;
    }

    /**
     * That messages of a connector wait because the daemon has as many questions as it may, and what to do about it; empty where
     * that is not so.
     *
     * @param due messages that wait for a place
     * @param overdue how long the first of them has waited
     */
    public Optional<String> saturation(ConnectorId connectorId, long due, Duration overdue) {
        if (due == 0 || overdue.compareTo(SATURATED_AFTER) < 0) {
            return Optional.empty();
        }
        int ofConnector = inbox.lanesInHand(connectorId);
        if (inbox.lanesInHand() >= inbox.lanesMax()) {
            return Optional.of(
                    waiting(inbox.lanesInHand(), inbox.lanesMax(), due, overdue, "palyra.daemon.concurrency"));
        }
        return ofConnector >= inbox.lanesPerConnectorMax()
                ? Optional.of(waiting(
                        ofConnector,
                        inbox.lanesPerConnectorMax(),
                        due,
                        overdue,
                        "callsPerConnector of the daemon's endpoint"))
                : Optional.empty();
    }

    private String waiting(int inUse, int limit, long due, Duration overdue, String setting) {
        return "the daemon has %d of %d questions, the oldest for %d s; %d messages wait, the first for %d s: see why it is slow,"
                        .formatted(inUse, limit, state.longestWait().toSeconds(), due, overdue.toSeconds())
                + " or raise " + setting;
    }
}
