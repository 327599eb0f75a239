package io.palyra.connectors.supervisor;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stores the facts that only memory has: last message, last error, readiness. Thread safe. */
final class StateWriter {

    private static final long INTERVAL_S = 5;

    private final InstanceRegistry instances;
    private final InstanceRecords records;

    StateWriter(InstanceRegistry instances, InstanceRecords records) {
        this.instances = instances;
        this.records = records;
    }

    /** In intervals, as long as the timer runs. */
    void writeBy(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this::write, INTERVAL_S, INTERVAL_S, TimeUnit.SECONDS);
    }

    /** Returns at once; what has not changed since the last time is left out. */
    void write() {
        for (ConnectorInstance instance : instances.all()) {
            if (instance.takeChanged()) {
                records.changed(instance.id(), instance.state(), instance.updatedAtUnixMs());
            }
        }
    }
}
