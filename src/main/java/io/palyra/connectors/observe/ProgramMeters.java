package io.palyra.connectors.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.palyra.connectors.access.Access;
import io.palyra.connectors.daemon.DaemonDesk;
import io.palyra.connectors.daemon.DaemonState;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreSpace;
import io.palyra.connectors.supervisor.Supervision;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The program's meters, as Prometheus reads them. */
public final class ProgramMeters {

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MessageMeters messages;
    private @Nullable StateGauges gauges;

    /** @param node the name of this one among others that share the store, which every meter then carries */
    public ProgramMeters(Optional<String> node) {
        meters.config().meterFilter(new MetricHelp());
        node.ifPresent(name -> meters.config().commonTags("node", name));
        messages = new MessageMeters(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
    }

    public MessageMeters messages() {
        return messages;
    }

    /** Begins to watch; once, before the program starts. */
    public void watch(
            SqlStore store, Supervision supervision, Access access, DaemonState daemon, DaemonDesk desk, Clock clock) {
        store.onCommit(new StoreMeters(meters));
        gauges = new StateGauges(meters, supervision, access.desk(), messages, clock);
        access.onRefused(messages::refused);
        if (store.isFile()) {
            space(store, "palyra.store.free", StoreSpace::free);
            space(store, "palyra.store.size", StoreSpace::file);
            space(store, "palyra.store.log", StoreSpace::log);
        }
        Gauge.builder("palyra.daemon.failing", daemon, state -> failing(state, clock))
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("palyra.daemon.in.use", desk, it -> it.status().inUse()).register(meters);
        Gauge.builder("palyra.daemon.limit", desk, it -> it.status().limit()).register(meters);
        daemon.onCall((outcome, took) -> daemonCall(outcome).record(took));
    }

    private Timer daemonCall(DaemonState.Outcome outcome) {
        return Timer.builder("palyra.daemon.call")
                .tag("outcome", outcome.wireName())
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120))
                .register(meters);
    }

    /** Seconds since the first failure after the last answer; 0 while it answers. */
    private static double failing(DaemonState daemon, Clock clock) {
        Long since = daemon.history().failingSince();
        return since == null ? 0 : (clock.millis() - since) / 1000.0;
    }

    private void space(SqlStore store, String name, ToDoubleFunction<StoreSpace> bytes) {
        Gauge.builder(name, store, it -> {
                    try {
                        return it.space().map(bytes::applyAsDouble).orElse(Double.NaN);
                    } catch (IOException e) {
                        return Double.NaN;
                    }
                })
                .baseUnit("bytes")
                .register(meters);
    }

    /** Prometheus text format 0.0.4; may read the store. One at a time: a gauge that is being replaced cannot be written. */
    public synchronized String scrape() {
        if (gauges != null) {
            gauges.refresh();
        }
        return meters.scrape();
    }
}
