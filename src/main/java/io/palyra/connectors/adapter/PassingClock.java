package io.palyra.connectors.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apiguardian.api.API;

/**
 * For waits, windows and how long something has been so: begins at the machine's time and goes on at its own pace, whatever
 * the machine's clock is set to. Not for a time that is shown or compared with another machine's. Thread safe.
 */
@API(status = API.Status.STABLE)
public final class PassingClock extends Clock {

    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return began.plus(Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock is UTC");
    }
}
