package io.palyra.connectors.program;

import io.palyra.connectors.daemon.DaemonDesk;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.store.WriteFailure;
import io.palyra.connectors.supervisor.ConnectorCondition;
import io.palyra.connectors.supervisor.ConnectorRoster;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into the log of each connector what changes about it, and about the daemon, so that the log tells when. What is back
 * before the next look was no change. For one thread.
 */
final class StateWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StateWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A call that fails alone says nothing: the next one may be answered. */
    private static final int DAEMON_FAILURES = 3;

    /** What is known of a connector. */
    record Known(Readiness readiness, Liveness liveness, boolean session, boolean reached) {

        /** Of one that has not been seen yet. */
        static final Known AT_START = new Known(Readiness.READY, Liveness.STOPPED, true, true);

        static Known of(ConnectorCondition now) {
            return new Known(
                    now.readiness(), now.liveness(), now.disconnectedFor().isEmpty(), !now.unanswered());
        }

        /** A start that is under way looks as another one does after a failure; it is told of once it has succeeded or failed. */
        Known since(Known before, Optional<String> error) {
            boolean isUnderWay = before.liveness() == Liveness.STOPPED
                    && liveness == Liveness.RESTARTING
                    && session
                    && error.isEmpty();
            return isUnderWay ? new Known(readiness, Liveness.STOPPED, true, reached) : this;
        }
    }

    /** Of which nothing can be written while it lasts. */
    private record StoreFailure(String reason, long sinceUnixMs) {}

    /**
     * Of events that are on their way into the store, which may take its time: the timer has others to serve.
     *
     * @param then what is known once they are there
     */
    private record Telling(CompletableFuture<Boolean> stored, Runnable then) {}

    private final ConnectorRoster roster;
    private final DaemonDesk daemon;
    private final Supplier<Optional<WriteFailure>> lastingFailure;
    private final Clock clock;
    private final EventLog events;
    private final Transactions transactions;
    private Map<ConnectorId, Known> known = new HashMap<>();
    private boolean daemonFails;
    private @Nullable StoreFailure storeFailure;
    private @Nullable Telling telling;
    private volatile boolean ends;

    /** @param lastingFailure why the store takes nothing, or not everything */
    StateWatch(
            ConnectorRoster roster,
            DaemonDesk daemon,
            Supplier<Optional<WriteFailure>> lastingFailure,
            EventLog events,
            Transactions transactions,
            Clock clock) {
        this.roster = roster;
        this.daemon = daemon;
        this.lastingFailure = lastingFailure;
        this.clock = clock;
        this.events = events;
        this.transactions = transactions;
    }

    void start(ScheduledExecutorService timer) {
        Repeated.every(timer, INTERVAL, "The look at what has changed", this::look);
    }

    /** What a stop changes is no news. */
    void end() {
        ends = true;
    }

    private void look() {
        if (ends || isTelling()) {
            return;
        }
        List<ConnectorEvent> news = new ArrayList<>();
        Map<ConnectorId, Known> now = new HashMap<>();
        for (ConnectorCondition connector : roster.conditions()) {
            // One that is disabled is as it was left
            Known first = connector.enabled() ? Known.AT_START : Known.of(connector);
            Known before = known.getOrDefault(connector.connectorId(), first);
            Known next = Known.of(connector).since(before, connector.lastError());
            now.put(connector.connectorId(), next);
            tell(news, connector, before, next);
        }
        boolean fails = tellOfDaemon(news);
        Optional<StoreFailure> over = tellOfStore(news);
        Runnable then = () -> {
            known = now;
            daemonFails = fails;
            over.ifPresent(this::forget);
        };
        if (news.isEmpty()) {
            then.run();
            return;
        }
        try {
            telling = new Telling(
                    transactions.write(transaction -> news.forEach(event -> events.append(transaction, event))), then);
        } catch (StoreUnavailableException e) {
            toldLater(e);
        }
    }

    /** Looks at the store alone as long as it has not taken what was to be told last. */
    private boolean isTelling() {
        Telling last = telling;
        if (last == null) {
            return false;
        }
        if (!last.stored().isDone()) {
            seeStore();
            return true;
        }
        telling = null;
        try {
            last.stored().join();
            last.then().run();
        } catch (CompletionException e) {
            toldLater(e.getCause());
        }
        return false;
    }

    private static void toldLater(@Nullable Throwable why) {
        LOG.debug("What has changed is told once the store takes it: {}", why == null ? "" : why.getMessage());
    }

    /**
     * Its end alone can be told.
     *
     * @return the failure whose end is told
     */
    private Optional<StoreFailure> tellOfStore(List<ConnectorEvent> news) {
        if (seeStore()) {
            return Optional.empty();
        }
        Optional<StoreFailure> over = Optional.ofNullable(storeFailure);
        over.ifPresent(failure -> roster.enabled()
                .forEach(id -> news.add(bad(
                                id,
                                EventType.STORE_RECOVERED,
                                "the store takes writes again",
                                Optional.of(failure.reason()))
                        .with("since_unix_ms", failure.sinceUnixMs()))));
        return over;
    }

    /** @return whether it fails now */
    private boolean seeStore() {
        Optional<WriteFailure> now = lastingFailure.get();
        StoreFailure before = storeFailure;
        now.ifPresent(failure -> storeFailure = new StoreFailure(
                String.valueOf(failure.why().getMessage()),
                before == null ? clock.millis() - failure.lasted().toMillis() : before.sinceUnixMs()));
        return now.isPresent();
    }

    private void forget(StoreFailure over) {
        if (over.equals(storeFailure)) {
            storeFailure = null;
        }
    }

    private static void tell(List<ConnectorEvent> news, ConnectorCondition now, Known before, Known next) {
        ConnectorId id = now.connectorId();
        if (next.readiness() != before.readiness()) {
            boolean good = next.readiness() == Readiness.READY;
            news.add(changed(
                    now,
                    EventType.CONNECTOR_READINESS_CHANGED,
                    good,
                    before.readiness().wireName(),
                    next.readiness().wireName()));
        }
        if (next.liveness() != before.liveness()) {
            boolean good = next.liveness() == Liveness.RUNNING || !now.enabled();
            news.add(changed(
                    now,
                    EventType.CONNECTOR_LIVENESS_CHANGED,
                    good,
                    before.liveness().wireName(),
                    next.liveness().wireName()));
        }
        if (next.session() != before.session()) {
            news.add(
                    next.session()
                            ? good(id, EventType.SESSION_BACK, "the platform session is back")
                            : bad(
                                    id,
                                    EventType.SESSION_LOST,
                                    "the platform session is lost",
                                    now.disconnectedReason()));
        }
        if (next.reached() != before.reached()) {
            news.add(
                    next.reached()
                            ? good(id, EventType.PLATFORM_REACHED, "messages get through again")
                            : bad(
                                    id,
                                    EventType.PLATFORM_UNREACHABLE,
                                    "no message gets through to the platform",
                                    now.outage().map(Outage::reason)));
        }
    }

    /** All connectors have the daemon in common. */
    private boolean tellOfDaemon(List<ConnectorEvent> news) {
        DaemonDesk.Status status = daemon.status();
        boolean fails =
                status.state() == DaemonDesk.State.FAILING && (daemonFails || status.failures() >= DAEMON_FAILURES);
        if (fails != daemonFails) {
            Optional<String> reason = Optional.ofNullable(status.lastError());
            roster.enabled()
                    .forEach(id -> news.add(
                            fails
                                    ? bad(id, EventType.DAEMON_FAILING, "the daemon does not answer", reason)
                                    : good(id, EventType.DAEMON_ANSWERS, "the daemon answers again")));
        }
        return fails;
    }

    private static ConnectorEvent changed(
            ConnectorCondition now, EventType type, boolean good, String from, String to) {
        String words = "it is " + to + ", and was " + from;
        ConnectorEvent event =
                good ? good(now.connectorId(), type, words) : bad(now.connectorId(), type, words, now.lastError());
        return event.with("from", from).with("to", to);
    }

    private static ConnectorEvent good(ConnectorId connectorId, EventType type, String words) {
        return ConnectorEvent.of(connectorId, type, EventLevel.INFO, words);
    }

    private static ConnectorEvent bad(ConnectorId connectorId, EventType type, String words, Optional<String> reason) {
        ConnectorEvent event = ConnectorEvent.of(connectorId, type, EventLevel.WARN, words);
        return reason.map(text -> event.with("reason", text)).orElse(event);
    }
}
