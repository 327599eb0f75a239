package io.palyra.connectors.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who wait for works that these have committed, group by group, on a thread of its own. Whoever is told begins to
 * run, and on a machine whose processors are all busy he takes the one of the thread that has told him: that must not be the
 * writer's. Thread safe.
 */
final class Announcements implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    /** At the end, for those who are told and do not return. */
    private static final Duration END_MAX = Duration.ofSeconds(2);

    private static final List<Runnable> END = new ArrayList<>();

    private final BlockingQueue<List<Runnable>> groups = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "palyra-store-announcer");

    Announcements() {
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @param group each tells somebody */
    void add(List<Runnable> group) {
        if (!group.isEmpty()) {
            groups.add(group);
        }
    }

    /** Tells of what was added before, and ends. */
    @Override
    public void close() throws InterruptedException {
        groups.add(END);
        thread.join(END_MAX.toMillis());
    }

    private void run() {
        try {
            for (List<Runnable> group = groups.take(); group != END; group = groups.take()) {
                group.forEach(Announcements::runSafely);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False once it has ended: nobody is told any more. */
    boolean isRunning() {
        return thread.isAlive();
    }

    /** An action that fails harms no other, not even where the machine has no thread or memory left for it. */
    static void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("An action after a commit failed", e);
        }
    }
}
