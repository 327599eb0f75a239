package io.palyra.connectors.engine;

import java.time.Duration;

/** So many redeliveries, after n attempts n seconds. */
record FixedSchedule(int redeliveries) implements RetrySchedule {

    @Override
    public boolean allowsAfter(int attempts) {
        return attempts <= redeliveries;
    }

    @Override
    public Duration delayAfter(int attempts) {
        return Duration.ofSeconds(attempts);
    }
}
