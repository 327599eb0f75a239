package io.palyra.connectors.admin.nodes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Believes each signed call once, and only near its time. Thread safe. */
public final class SeenCalls {

    /** How far from the time that it states a call may arrive. */
    public static final Duration TIME_OFF_MAX = Duration.ofSeconds(30);

    /** Signed calls within twice that time. */
    static final int CALLS_MAX = 20_000;

    /** What is to be thought of a call. */
    public enum Finding {
        NEW,
        /** Its time is too far from now, or before the start of this program, of which nothing is remembered. */
        OUT_OF_TIME,
        /** It was here before. */
        SEEN,
        /** There were too many to remember one more; none is forgotten early. */
        FULL
    }

    /** Until when each nonce is remembered, in unix ms. */
    private final Map<String, Long> nonces = new LinkedHashMap<>();

    private final long startUnixMs;

    /** @param startUnixMs of this program, by the clock that the nodes share */
    public SeenCalls(long startUnixMs) {
        this.startUnixMs = startUnixMs;
    }

    /** @param nowUnixMs by the clock that the nodes share */
    public synchronized Finding see(SignedCall call, long nowUnixMs) {
        boolean isFar = Math.abs(nowUnixMs - call.unixMs()) > TIME_OFF_MAX.toMillis();
        if (isFar || call.unixMs() < startUnixMs) {
            return Finding.OUT_OF_TIME;
        } else if (nonces.containsKey(call.nonce())) {
            return Finding.SEEN;
        }
        if (nonces.size() >= CALLS_MAX) {
            nonces.values().removeIf(end -> end < nowUnixMs);
        }
        if (nonces.size() >= CALLS_MAX) {
            return Finding.FULL;
        }
        nonces.put(call.nonce(), call.unixMs() + TIME_OFF_MAX.toMillis());
        return Finding.NEW;
    }
}
