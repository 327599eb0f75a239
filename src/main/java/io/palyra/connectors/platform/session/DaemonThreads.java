package io.palyra.connectors.platform.session;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads that keep no program from ending, with names that logs and dumps tell apart. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** All of one name. */
    public static ThreadFactory named(String name) {
        return task -> daemon(task, name);
    }

    /** {@code name-1}, {@code name-2} and so on. */
    public static ThreadFactory numbered(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> daemon(task, name + "-" + number.incrementAndGet());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
