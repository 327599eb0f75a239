package io.palyra.connectors.lane.camel;

import io.palyra.connectors.engine.RetrySchedule;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/**
 * A redelivery policy of Camel's as a schedule. Collision avoidance moves the finished wait, up to its factor in either
 * direction; Camel applies it before the maximum, where an exponential backoff loses it again.
 */
record PolicySchedule(RedeliveryPolicy policy, RandomGenerator random) implements RetrySchedule {

    @Override
    public boolean allowsAfter(int attempts) {
        int redeliveries = policy.getMaximumRedeliveries();
        return redeliveries < 0 || attempts <= redeliveries;
    }

    @Override
    public Duration delayAfter(int attempts) {
        RedeliveryPolicy exact = policy.copy();
        exact.setUseCollisionAvoidance(false);
        long delay = exactDelay(exact, attempts);
        if (policy.isUseCollisionAvoidance()) {
            double factor = policy.getCollisionAvoidanceFactor();
            delay += Math.round(delay * factor * (2 * random.nextDouble() - 1));
        }
        return Duration.ofMillis(delay);
    }

    /** Camel derives each delay from the one before, so the attempts are folded from the first. */
    private static long exactDelay(RedeliveryPolicy policy, int attempts) {
        long delay = 0;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            long next = policy.calculateRedeliveryDelay(delay, attempt);
            boolean settledAtCap = next == delay && policy.getDelayPattern() == null;
            delay = next;
            if (settledAtCap) {
                break;
            }
        }
        return delay;
    }
}
