package io.palyra.connectors.observe;

import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.QueueDepth;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.supervisor.ConnectorCondition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a connector works, and what to do where it does not. */
final class ConnectorCheck {

    private ConnectorCheck() {}

    /**
     * @param sessionLost how long it may be without its platform session, and without a message that gets through
     * @param now unix ms
     * @param outbox how its outbox stands, asked for during an outage alone; empty where that is not known
     */
    static Finding of(
            ConnectorCondition connector, Duration sessionLost, long now, Supplier<Optional<QueueDepth>> outbox) {
        if (!connector.enabled()) {
            return Finding.up("disabled");
        }
        if (connector.withoutNode().isPresent()) {
            return Finding.down(
                    ConnectorCondition.withoutNode(connector.withoutNode().get()));
        }
        if (connector.readiness() != Readiness.READY) {
            return Finding.down("readiness is " + connector.readiness().wireName() + ": " + wayOut(connector));
        }
        if (connector.liveness() == Liveness.STOPPED && connector.lastError().isEmpty()) {
            return Finding.down("its route is being made or taken away: look again in some seconds");
        }
        if (connector.liveness() == Liveness.CRASHED || connector.liveness() == Liveness.STOPPED) {
            return Finding.down(
                    "it is " + connector.liveness().wireName() + " and not tried again: " + cause(connector));
        }
        if (connector.disconnectedFor().isPresent()) {
            return lost(connector.disconnectedFor().get(), connector.disconnectedReason(), sessionLost);
        }
        if (connector.liveness() == Liveness.RESTARTING) {
            return Finding.down("its session does not open and is tried again by itself: "
                    + connector
                            .lastError()
                            .map(Finding::cause)
                            .orElse("see whether the platform can be reached from here"));
        }
        if (connector.outage().isPresent()) {
            Outage outage = connector.outage().get();
            return outage(outage, sessionLost, now, next(connector, outage, outbox.get(), now));
        }
        return Finding.up(connector.paused() ? "running; its queue is paused by the operator" : "running");
    }

    private static Finding lost(Duration lost, Optional<String> reason, Duration limit) {
        String since = "the platform session has been lost for " + lost.toSeconds() + " s";
        return lost.compareTo(limit) < 0
                ? Finding.up(since + " and is opened again by itself"
                        + reason.map(known -> ": " + Finding.cause(known)).orElse(""))
                : Finding.down(since + ", palyra.health.session-lost is " + limit.toSeconds()
                        + " s: "
                        + reason.map(Finding::cause)
                                .orElse(
                                        "see whether the platform can be reached from here, and the platform's own status page")
                        + "."
                        + " It is opened again by itself");
    }

    private static String next(ConnectorCondition connector, Outage outage, Optional<QueueDepth> outbox, long now) {
        if (outage.probeInHand() || outbox.isEmpty() || outbox.get().claimed() > 0) {
            return "it is tried again by itself";
        }
        QueueDepth depth = outbox.get();
        if (depth.nextDueUnixMs() != null) {
            long due = Math.max(depth.nextDueUnixMs(), orNow(outage.nextProbeUnixMs(), now));
            return connector.paused()
                    ? "nothing tries: its queue is paused by the operator"
                    : "the next message tries in " + Math.max(0, due - now) / 1000 + " s";
        }
        return depth.undecided() > 0
                ? "nothing tries: an operator decides about " + Texts.counted(depth.undecided(), "message", "messages")
                        + " whose outcome is not known"
                : "nothing tries: no message waits";
    }

    private static long orNow(@Nullable Long unixMs, long now) {
        return unixMs == null ? now : unixMs;
    }

    private static Finding outage(Outage outage, Duration limit, long now, String next) {
        long seconds = Math.max(0, now - outage.sinceUnixMs()) / 1000;
        String since = outage.kind() == Outage.Kind.LIMITED
                ? "the platform has limited the whole connector for " + seconds + " s"
                : "no message has got through for " + seconds + " s, "
                        + Texts.counted(outage.failures(), "attempt", "attempts") + " failed";
        return seconds < limit.toSeconds()
                ? Finding.up(since + "; " + next)
                : Finding.down(since + ", palyra.health.session-lost is " + limit.toSeconds() + " s; the last answer: "
                        + Finding.said(outage.reason())
                        + ": see whether the platform itself can be reached from here and"
                        + " nothing answers in its place, and its own status page. Messages are kept; " + next);
    }

    private static String wayOut(ConnectorCondition connector) {
        return switch (connector.readiness()) {
            case MISSING_CREDENTIAL ->
                connector
                        .lastError()
                        .map(Finding::cause)
                        .orElse("set its token where the reference points to, then enable it again");
            case AUTH_FAILED -> "the platform refuses its token; set a new one and enable it again";
            default -> cause(connector);
        };
    }

    private static String cause(ConnectorCondition connector) {
        return connector.lastError().map(Finding::cause).orElse("see last_error in its status")
                + "; correct it and enable it again";
    }
}
