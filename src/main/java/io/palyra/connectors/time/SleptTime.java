package io.palyra.connectors.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the machine has slept since it started: Linux counts sleep in {@code /proc/uptime}, and not in
 * {@link System#nanoTime}. Elsewhere 0, so that a sleep looks like a clock that was set forward.
 */
final class SleptTime implements LongSupplier {

    private static final Path UPTIME = Path.of("/proc/uptime");

    private final long atStart = difference();

    @Override
    public long getAsLong() {
        return difference() - atStart;
    }

    private static long difference() {
        try {
            String seconds = Files.readString(UPTIME).split(" ", 2)[0];
            return (long) (Double.parseDouble(seconds) * TimeUnit.SECONDS.toNanos(1)) - System.nanoTime();
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
