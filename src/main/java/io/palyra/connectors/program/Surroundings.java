package io.palyra.connectors.program;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.Synchronous;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.time.SteadyClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * What the program takes from the machine it runs on. Tests put their own in its place, to drive time and to make the
 * store fail.
 *
 * @param clocks makes the clock of one program
 * @param ids fresh owner tokens of claims
 * @param timers makes a timer of one program, which shuts it down at its end
 * @param store opens the store
 * @param options what {@code -D} options are to a process: they win over the settings file, also in placeholders of routes
 * @param settingsFile what placeholders and Camel's own keys are read from
 */
public record Surroundings(
        Supplier<SteadyClock> clocks,
        Supplier<String> ids,
        Supplier<ScheduledExecutorService> timers,
        StoreOpener store,
        Properties options,
        Path settingsFile) {

    /** Opens the store that the settings name. */
    @FunctionalInterface
    public interface StoreOpener {

        /**
         * @param settings with the password itself, where there is one
         * @param node who this program is to others on the store
         * @param clock goes by the database's from then on, where that has one and this is the machine's
         */
        SqlStore open(Settings.Store settings, NodeIdentity node, SteadyClock clock);
    }

    /** The machine's own. */
    public static Surroundings real() {
        return new Surroundings(
                SteadyClock::ofMachine,
                () -> UlidCreator.getUlid().toString(),
                Surroundings::timer,
                Surroundings::open,
                System.getProperties(),
                WorkingFolder.SETTINGS_FILE);
    }

    private static SqlStore open(Settings.Store settings, NodeIdentity node, SteadyClock clock) {
        return settings.isPostgres()
                ? SqlStore.openPostgres(
                        settings.url(),
                        settings.username().orElse(null),
                        settings.password().map(SecretReference::text).orElse(null),
                        node,
                        clock)
                : SqlStore.openSqlite(settings.url(), settings.synchronous() == Synchronous.FULL, clock);
    }

    /** Time is what this clock shows; however it is moved, so much time has passed. */
    public Surroundings withClock(Clock other) {
        return withClocks(() -> SteadyClock.following(other));
    }

    public Surroundings withClocks(Supplier<SteadyClock> others) {
        return new Surroundings(others, ids, timers, store, options, settingsFile);
    }

    public Surroundings withTimers(Supplier<ScheduledExecutorService> others) {
        return new Surroundings(clocks, ids, others, store, options, settingsFile);
    }

    public Surroundings withStore(StoreOpener other) {
        return new Surroundings(clocks, ids, timers, other, options, settingsFile);
    }

    public Surroundings withOptions(Properties others) {
        return new Surroundings(clocks, ids, timers, store, others, settingsFile);
    }

    public Surroundings withSettingsFile(Path other) {
        return new Surroundings(clocks, ids, timers, store, options, other);
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "palyra-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
