package io.palyra.connectors.retention;

import io.palyra.connectors.cluster.Turns;
import io.palyra.connectors.cluster.Turns.Job;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges in steps of a few rows, each in a commit that it shares with others, with a pause after it, so that delivery is
 * not held up. SQLite uses freed pages again: the file stops growing once as much is purged as is added.
 */
public final class Retention {

    /** Rows that one step deletes at most. */
    static final int STEP_ROWS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** How long what is kept. */
    public record Ages(
            Duration delivered, Duration inbound, Duration deadLetters, Duration events, Duration statistics) {

        Duration longestOfMessages() {
            return Collections.max(List.of(delivered, inbound, deadLetters));
        }
    }

    @FunctionalInterface
    private interface Step {
        int purge(long beforeUnixMs);
    }

    @FunctionalInterface
    private interface Purge {
        int run(Transaction transaction, long beforeUnixMs, int limit);
    }

    private record Rule(Duration age, Step step) {}

    private final Transactions transactions;
    private final ScheduledExecutorService timer;
    private final Turns turns;
    private final RetentionStore store;
    private final List<Rule> rules;

    /** @param turns which program purges, where several share the store */
    public Retention(
            RetentionStore store, Transactions transactions, ScheduledExecutorService timer, Turns turns, Ages ages) {
        this.turns = turns;
        this.store = store;
        this.transactions = transactions;
        this.timer = timer;
        this.rules = List.of(
                rule(ages.delivered(), store::purgeDelivered),
                rule(ages.inbound(), store::purgeInbound),
                rule(ages.deadLetters(), store::purgeDead),
                rule(ages.events(), store::purgeEvents),
                rule(ages.statistics(), (transaction, before, limit) -> store.purgeStatistics(transaction, before)),
                // No message refers to a lane that has been empty for longer than the longest-lived of them
                new Rule(ages.longestOfMessages(), before -> purgeLanes(store, before)));
    }

    private Rule rule(Duration age, Purge purge) {
        return new Rule(age, before -> transactions.run(transaction -> purge.run(transaction, before, STEP_ROWS)));
    }

    private int purgeLanes(RetentionStore store, long before) {
        List<Long> idle = store.idleLanes(before, STEP_ROWS);
        transactions.run(transaction -> store.purgeLanes(transaction, idle, before));
        return idle.size();
    }

    /** Purges now and then in intervals. */
    public void start() {
        rules.forEach(rule -> purge(rule, 0));
    }

    private void purge(Rule rule, long delayMs) {
        timer.schedule(
                () -> {
                    purge(rule, next(rule).toMillis());
                },
                delayMs,
                TimeUnit.MILLISECONDS);
    }

    /** Purges where that is this program's. */
    private Duration next(Rule rule) {
        if (!turns.isOurs(Job.RETENTION)) {
            return turns.lookInterval();
        }
        return step(rule) == STEP_ROWS ? PAUSE : INTERVAL;
    }

    private int step(Rule rule) {
        long before = store.olderThan(rule.age());
        try {
            return rule.step().purge(before);
        } catch (StoreUnavailableException e) {
            // Whoever writes says so, once
            LOG.debug("Old rows were not purged, it is tried again in {} s: {}", INTERVAL.toSeconds(), e.getMessage());
            return 0;
        }
    }
}
