package io.palyra.connectors.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The clock's leaps forward, the oldest first: what is stamped before one of them is younger than its stamp says.
 * Immutable.
 */
public record Leaps(List<Leap> leaps) {

    /** So many are told apart; the oldest are put together. */
    static final int LEAPS_MAX = 50;

    public static final Leaps NONE = new Leaps(List.of());

    public Leaps {
        leaps = List.copyOf(leaps);
    }

    /** Stamps before this one (unix ms) are older than the age, in time that has passed. */
    public long before(long nowUnixMs, Duration age) {
        long left = age.toMillis();
        long until = nowUnixMs;
        for (int i = leaps.size() - 1; i >= 0; i--) {
            Leap leap = leaps.get(i);
            if (isBelieved(leap, nowUnixMs)) {
                continue;
            }
            long since = Math.max(0, until - leap.atUnixMs());
            if (since >= left) {
                break;
            }
            left -= since;
            until = leap.atUnixMs() - leap.ms();
        }
        return until - left;
    }

    /** The clock leapt. */
    public Leaps plus(Leap leap) {
        List<Leap> more = new ArrayList<>(leaps);
        more.add(leap);
        while (more.size() > LEAPS_MAX) {
            Leap oldest = more.remove(0);
            Leap next = more.remove(0);
            more.add(0, new Leap(next.atUnixMs(), oldest.ms() + next.ms(), null));
        }
        return new Leaps(more);
    }

    /** The clock was put back: the latest leaps are taken back as far as that goes. */
    public Leaps back(long ms) {
        List<Leap> fewer = new ArrayList<>(leaps);
        long left = ms;
        while (left > 0 && !fewer.isEmpty()) {
            Leap last = fewer.remove(fewer.size() - 1);
            long taken = Math.min(left, last.ms());
            left -= taken;
            if (last.ms() > taken) {
                fewer.add(new Leap(last.atUnixMs() - taken, last.ms() - taken, last.believedAtUnixMs()));
            }
        }
        return new Leaps(fewer);
    }

    /** Without those that are believed. */
    public Leaps open(long nowUnixMs) {
        return new Leaps(
                leaps.stream().filter(leap -> !isBelieved(leap, nowUnixMs)).toList());
    }

    private static boolean isBelieved(Leap leap, long nowUnixMs) {
        return leap.believedAtUnixMs() != null && leap.believedAtUnixMs() <= nowUnixMs;
    }
}
