package io.palyra.connectors.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.palyra.connectors.store.CommitListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The store's commits. */
final class StoreMeters implements CommitListener {

    private final Timer duration;
    private final DistributionSummary works;
    private final Counter failures;

    StoreMeters(MeterRegistry meters) {
        duration = Timer.builder("palyra.store.commit")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(meters);
        works = DistributionSummary.builder("palyra.store.commit.works")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
                .register(meters);
        failures = meters.counter("palyra.store.commit.failures");
    }

    @Override
    public void committed(int count, long nanos) {
        duration.record(nanos, TimeUnit.NANOSECONDS);
        works.record(count);
    }

    @Override
    public void failed() {
        failures.increment();
    }
}
