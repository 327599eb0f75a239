package io.palyra.connectors.admin;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.lane.storage.RetryBacklog;
import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.supervisor.QueueState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether messages flow, and what keeps them from it.
 *
 * @param state the gravest of the reasons, in the order of {@link State}
 * @param reasons one sentence for each thing that is not as it should be, the gravest first
 */
record Saturation(State state, List<String> reasons) {

    /** So many due messages mean that delivery does not keep up. */
    static final long BACKPRESSURE_DUE = 1_000;

    /** Later ones are graver. What is past never hides what is present. */
    enum State {
        HEALTHY,
        DEAD_LETTERED,
        RETRYING,
        DAEMON_SATURATED,
        BACKPRESSURE,
        RATE_LIMITED,
        UNREACHABLE,
        AUTH_FAILED,
        PAUSED
    }

    private record Reason(State state, String words) {}

    /**
     * What is known of the daemon.
     *
     * @param outage of all connectors together
     * @param saturated why messages of this connector wait for a place
     */
    record Daemon(Optional<Outage> outage, Optional<String> saturated) {
        static final Daemon FINE = new Daemon(Optional.empty(), Optional.empty());
    }

    static Saturation of(
            Readiness readiness, QueueState queue, List<RateLimit> limits, Optional<Outage> outage, Daemon daemon) {
        List<Reason> found = new ArrayList<>();
        add(found, State.PAUSED, queue.isPaused(), "the queue is paused");
        add(found, State.AUTH_FAILED, isAuth(readiness), "readiness is " + readiness.wireName());
        unreachable(outage).ifPresent(words -> found.add(new Reason(State.UNREACHABLE, words)));
        unreachable(daemon.outage())
                .ifPresent(words -> found.add(new Reason(State.UNREACHABLE, "of the daemon: " + words)));
        rateLimits(found, queue.outbound().retries(), limits);
        backpressure(found, readiness, queue.outbound());
        daemon.saturated().ifPresent(words -> found.add(new Reason(State.DAEMON_SATURATED, words)));
        retries(found, queue);
        add(
                found,
                State.DEAD_LETTERED,
                queue.deadLetters() > 0,
                Texts.counted(queue.deadLetters(), "dead letter waits", "dead letters wait") + " for a decision");
        found.sort(Comparator.comparing(Reason::state).reversed());
        return new Saturation(
                found.isEmpty() ? State.HEALTHY : found.get(0).state(),
                found.stream().map(Reason::words).toList());
    }

    private static void rateLimits(List<Reason> found, RetryBacklog retries, List<RateLimit> limits) {
        add(
                found,
                State.RATE_LIMITED,
                retries.rateLimited() > 0 || !limits.isEmpty(),
                conversations(retries.rateLimited()) + " because of a rate limit"
                        + (limits.stream().anyMatch(limit -> limit.bucket().equals(RateLimit.EVERYTHING))
                                ? ", and the whole connector is limited"
                                : ""));
    }

    private static void backpressure(List<Reason> found, Readiness readiness, QueueDepth outbox) {
        add(found, State.BACKPRESSURE, readiness == Readiness.MISCONFIGURED, "readiness is misconfigured");
        add(
                found,
                State.BACKPRESSURE,
                outbox.unknown() > 0,
                Texts.counted(outbox.unknown(), "message has", "messages have") + " an outcome that is not known");
        add(found, State.BACKPRESSURE, outbox.due() >= BACKPRESSURE_DUE, outbox.due() + " messages are due");
    }

    private static void retries(List<Reason> found, QueueState queue) {
        RetryBacklog outbound = queue.outbound().retries();
        long others = outbound.retrying() - outbound.rateLimited();
        add(found, State.RETRYING, others > 0, conversations(others) + " for another attempt");
        long asking = queue.inbound().retries().retrying();
        add(found, State.RETRYING, asking > 0, conversations(asking) + " to ask the daemon again");
    }

    private static String conversations(long count) {
        return Texts.counted(count, "conversation waits", "conversations wait");
    }

    /** Whether the platform has not been given, or has not accepted, a credential. */
    static boolean isAuth(Readiness readiness) {
        return readiness == Readiness.AUTH_FAILED || readiness == Readiness.MISSING_CREDENTIAL;
    }

    private static Optional<String> unreachable(Optional<Outage> outage) {
        return outage.filter(found -> found.kind() == Outage.Kind.UNREACHABLE)
                .map(found -> Texts.counted(found.failures(), "attempt has", "attempts in a row have") + " failed"
                        + (found.probing() ? ", one message at a time tries" : "") + ": " + found.reason());
    }

    private static void add(List<Reason> found, State state, boolean applies, String words) {
        if (applies) {
            found.add(new Reason(state, words));
        }
    }
}
