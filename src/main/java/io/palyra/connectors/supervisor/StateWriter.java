package io.palyra.connectors.supervisor;

import io.palyra.connectors.cluster.Ownership;
import io.palyra.connectors.time.Repeated;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Stores the facts that only memory has: last message, last error, readiness. Thread safe. */
final class StateWriter {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final InstanceRegistry instances;
    private final InstanceRecords records;
    private final InboundRoutes routes;
    private final Supplier<Ownership> ownership;

    StateWriter(
            InstanceRegistry instances, InstanceRecords records, InboundRoutes routes, Supplier<Ownership> ownership) {
        this.instances = instances;
        this.records = records;
        this.routes = routes;
        this.ownership = ownership;
    }

    /** In intervals, as long as the timer runs. */
    void writeBy(ScheduledExecutorService timer) {
        Repeated.every(timer, INTERVAL, "Storing the state of instances", this::write);
    }

    /** Returns at once; what has not changed since the last time, or is another program's, is left out. */
    void write() {
        for (ConnectorInstance instance : instances.all()) {
            if (ownership.get().mayFinish(instance.id())
                    && (instance.lives(routes.liveness(instance.id())) | instance.takeChanged())) {
                records.changed(instance.id(), instance.state(), instance.updatedAtUnixMs());
            }
        }
    }
}
