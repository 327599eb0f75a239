package io.palyra.connectors.statistics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How long messages took: milliseconds, to two digits. Not thread safe. */
public final class Latencies {

    private static final int DIGITS = 2;

    private final Histogram histogram;

    public Latencies() {
        this(new Histogram(DIGITS));
    }

    private Latencies(Histogram histogram) {
        this.histogram = histogram;
    }

    /** Below zero where the clock was put back meanwhile: counts as none. */
    void add(long ms) {
        histogram.recordValue(Math.max(0, ms));
    }

    void add(Latencies others) {
        histogram.add(others.histogram);
    }

    Latencies copy() {
        return new Latencies(histogram.copy());
    }

    /** What so many percent of the messages did not exceed; null where there are none. */
    @Nullable
    Long percentile(double percent) {
        return histogram.getTotalCount() == 0 ? null : histogram.getValueAtPercentile(percent);
    }

    /** As it is stored. */
    public String encoded() {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int bytes = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), bytes));
    }

    /** @throws IllegalArgumentException where it was not written by {@link #encoded} */
    public static Latencies decoded(String stored) {
        try {
            return new Latencies(Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(stored)), 0));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("is no stored histogram", e);
        }
    }
}
