package io.palyra.connectors.admin;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.lane.storage.RetryBacklog;
import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.QueueState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether messages flow, and what keeps them from it.
 *
 * @param state the gravest of the reasons, in the order of {@link State}
 * @param reasons one sentence for each thing that is not as it should be, the gravest first
 */
record Saturation(State state, List<String> reasons) {

    /** So many due messages mean that delivery does not keep up. */
    static final long BACKPRESSURE_DUE = 1_000;

    /** Later ones are graver. */
    enum State {
        HEALTHY,
        RETRYING,
        BACKPRESSURE,
        RATE_LIMITED,
        UNREACHABLE,
        AUTH_FAILED,
        DEAD_LETTERED,
        PAUSED
    }

    static Saturation of(Readiness readiness, QueueState queue, List<RateLimit> limits, Optional<Outage> outage) {
        QueueDepth outbox = queue.outbound();
        RetryBacklog retries = outbox.retries();
        Map<State, String> found = new EnumMap<>(State.class);
        add(found, State.PAUSED, queue.isPaused(), "the queue is paused");
        add(
                found,
                State.DEAD_LETTERED,
                queue.deadLetters() > 0,
                queue.deadLetters() + " dead letters wait for a decision");
        add(found, State.AUTH_FAILED, isAuth(readiness), "readiness is " + readiness.wireName());
        outage.filter(platform -> platform.kind() == Outage.Kind.UNREACHABLE)
                .ifPresent(platform -> add(found, State.UNREACHABLE, true, unreachable(platform)));
        add(
                found,
                State.RATE_LIMITED,
                retries.rateLimited() > 0 || !limits.isEmpty(),
                retries.rateLimited() + " conversations wait because of a rate limit"
                        + (limits.stream().anyMatch(limit -> limit.bucket().equals(RateLimit.EVERYTHING))
                                ? ", and the whole connector is limited"
                                : ""));
        add(found, State.BACKPRESSURE, true, backpressure(readiness, outbox));
        long others = retries.retrying() - retries.rateLimited();
        add(found, State.RETRYING, others > 0, others + " conversations wait for another attempt");
        List<State> gravestFirst = new ArrayList<>(found.keySet());
        gravestFirst.sort((a, b) -> b.compareTo(a));
        return new Saturation(
                gravestFirst.isEmpty() ? State.HEALTHY : gravestFirst.get(0),
                gravestFirst.stream().map(found::get).toList());
    }

    /** Whether the platform has not been given, or has not accepted, a credential. */
    static boolean isAuth(Readiness readiness) {
        return readiness == Readiness.AUTH_FAILED || readiness == Readiness.MISSING_CREDENTIAL;
    }

    private static String unreachable(Outage platform) {
        return platform.failures() + " attempts in a row have failed"
                + (platform.probing() ? ", one message at a time tries" : "") + ": " + platform.reason();
    }

    private static @Nullable String backpressure(Readiness readiness, QueueDepth outbox) {
        if (outbox.unknown() > 0) {
            return outbox.unknown() + " messages have an outcome that is not known";
        }
        if (readiness == Readiness.MISCONFIGURED) {
            return "readiness is misconfigured";
        }
        return outbox.due() >= BACKPRESSURE_DUE ? outbox.due() + " messages are due" : null;
    }

    private static void add(Map<State, String> found, State state, boolean applies, @Nullable String reason) {
        if (applies && reason != null) {
            found.put(state, reason);
        }
    }
}
