package io.palyra.connectors.statistics;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.Repeated;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages in memory, and stores what it has counted every few seconds and at a stop: a program that is killed loses
 * these seconds of its statistics, and nothing else. Thread safe.
 */
public final class Statistics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    /** Of the time that passes, a look at the queues takes a tenth at most. */
    private static final int REST = 10;

    private final StatisticsStore store;
    private final QueueSurvey queues;
    private final Transactions transactions;
    private final Clock clock;
    private final String runId;
    private final OpenMinutes open;
    private long nextLook = System.nanoTime();
    private @Nullable Long lastLook;

    private record Row(MinuteKey key, String runId) {

        static Row of(MessageMinute minute) {
            return new Row(MinuteKey.of(minute), minute.runId());
        }
    }

    /** @param runId of this run and no other */
    public Statistics(StatisticsStore store, QueueSurvey queues, Transactions transactions, Clock clock, String runId) {
        this.store = store;
        this.queues = queues;
        this.transactions = transactions;
        this.clock = clock;
        this.runId = runId;
        this.open = new OpenMinutes(runId);
    }

    /** Something has become of a message. */
    public void committed(ConnectorEvent event) {
        open.count(minute(), event);
    }

    /** Stores in intervals from now on. */
    public void start(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(
                Repeated.safely("Statistics", this::save), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param connectorId null means every one */
    public Series series(Duration window, @Nullable ConnectorId connectorId) {
        look();
        Window shown = Window.until(clock.millis(), window);
        List<MessageMinute> minutes = new ArrayList<>(store.minutes(shown.fromUnixMs(), shown.toUnixMs(), connectorId));
        List<MessageMinute> own = open.minutes().stream()
                .filter(minute -> shown.has(minute.minuteUnixMs()))
                .filter(minute -> connectorId == null || minute.connectorId().equals(connectorId))
                .toList();
        Set<Row> known = own.stream().map(Row::of).collect(Collectors.toUnmodifiableSet());
        minutes.removeIf(minute -> known.contains(Row.of(minute)));
        minutes.addAll(own);
        Set<Long> looks = new HashSet<>(store.looks(shown.fromUnixMs(), shown.toUnixMs()));
        lastLook().filter(shown::has).ifPresent(looks::add);
        return Series.of(shown, minutes, looks);
    }

    private long minute() {
        return Window.minute(clock.millis());
    }

    private synchronized Optional<Long> lastLook() {
        return Optional.ofNullable(lastLook);
    }

    void save() {
        look();
        long minute = minute();
        List<MessageMinute> counted = open.minutes();
        try {
            transactions.writeAndWait(transaction -> {
                store.save(transaction, counted);
                lastLook().ifPresent(looked -> store.saveLook(transaction, looked, runId));
            });
            open.saved(minute);
        } catch (StoreUnavailableException e) {
            open.notSaved(minute);
            // Whoever writes says so, once
            LOG.debug("Statistics are stored later: {}", e.getMessage());
        }
    }

    private synchronized void look() {
        long started = System.nanoTime();
        if (started - nextLook < 0) {
            return;
        }
        try {
            long now = clock.millis();
            open.look(Window.minute(now), queues.all(now), now);
            lastLook = Window.minute(now);
        } catch (StoreUnavailableException e) {
            LOG.debug("Queues are looked at later: {}", e.getMessage());
        } finally {
            nextLook = System.nanoTime() + REST * (System.nanoTime() - started);
        }
    }

    /** Stores what was counted last, unless the store is silent. */
    @Override
    public void close() {
        try {
            // What is counted after a commit was counted before the next commit is told
            transactions.write(transaction -> {}).get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            save();
        } catch (StoreUnavailableException | ExecutionException | TimeoutException e) {
            LOG.debug("Statistics miss the last commits: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
