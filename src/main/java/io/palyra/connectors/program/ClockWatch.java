package io.palyra.connectors.program;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.time.ClockJump;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks once a second whether the clock was set that times go by. If so, what the store and the program wait for is moved by as
 * much, in one step for whoever reads the time on the store's writer thread.
 */
final class ClockWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** How often an idle program stores that it has seen the time. */
    private static final Duration SEEN_INTERVAL = Duration.ofMinutes(1);

    private final SteadyClock clock;
    private final SqlStore store;
    private final ScheduledExecutorService timer;
    private final BiConsumer<Transaction, ClockJump> tell;
    private final AtomicBoolean moving = new AtomicBoolean();

    /** @param tell writes what happened into the events */
    ClockWatch(
            SteadyClock clock,
            SqlStore store,
            ScheduledExecutorService timer,
            BiConsumer<Transaction, ClockJump> tell) {
        this.clock = clock;
        this.store = store;
        this.timer = timer;
        this.tell = tell;
    }

    void start() {
        store.jumpAtStart().ifPresent(jump -> {
            log(jump);
            store.transactions().writeAndWait(transaction -> tell.accept(transaction, jump));
        });
        Repeated.every(timer, INTERVAL, "The watch of the clock", this::look);
        Repeated.every(timer, SEEN_INTERVAL, "The note of the time", store::seeTheTime);
    }

    private void look() {
        if (!moving.get() && clock.compare().isPresent()) {
            move();
        }
    }

    private void move() {
        moving.set(true);
        try {
            var unused = store.move(clock::compare, (transaction, jump) -> {
                        tell.accept(transaction, jump);
                        transaction.afterCommit(() -> followed(jump));
                    })
                    .whenComplete((moved, failure) -> {
                        if (failure != null) {
                            LOG.atLevel(StoreLostException.isCauseOf(failure) ? Level.DEBUG : Level.WARN)
                                    .log(
                                            "The clock has jumped, and what waits is not moved yet: {}",
                                            failure.getMessage());
                        }
                        moving.set(false);
                    });
        } catch (StoreUnavailableException e) {
            LOG.debug("The clock has jumped, and the store takes nothing: {}", e.getMessage());
            moving.set(false);
        }
    }

    private void followed(ClockJump jump) {
        clock.follow(jump);
        log(jump);
    }

    private void log(ClockJump jump) {
        LOG.warn("{}", sentence(store.clockOf(), jump));
    }

    /** @param owner whose clock it is */
    static ConnectorEvent event(ConnectorId connectorId, String owner, ClockJump jump) {
        return ConnectorEvent.of(connectorId, EventType.CLOCK_JUMPED, EventLevel.WARN, sentence(owner, jump))
                .with("jump_ms", jump.ms())
                .with("before_unix_ms", jump.beforeUnixMs())
                .with("after_unix_ms", jump.afterUnixMs());
    }

    private static String sentence(String owner, ClockJump jump) {
        return "the " + owner + "'s clock jumped " + (jump.ms() < 0 ? "back" : "forward") + " by "
                + Duration.ofMillis(Math.abs(jump.ms())).toSeconds() + " s, from "
                + Instant.ofEpochMilli(jump.beforeUnixMs()) + " to " + Instant.ofEpochMilli(jump.afterUnixMs())
                + "; what waits goes on waiting for as long as it had left, and nothing is purged earlier";
    }
}
