package io.palyra.connectors.telegram;

import java.util.Arrays;

/** What of one chat counts toward its limits, and the place that it has among all. Times in ms of one clock. For one thread at a time. */
final class ChatPace {

    private static final long NONE = Long.MIN_VALUE;

    private final long[] lastMinute;
    private int oldest;
    private long restsUntil = Pacing.LONG_AGO;
    private long place = NONE;

    /** @param isGroup whether it has a limit for each minute, too */
    ChatPace(boolean isGroup) {
        lastMinute = new long[isGroup ? Pacing.PER_MINUTE : 0];
        Arrays.fill(lastMinute, Pacing.LONG_AGO);
    }

    /** When its next message may go, as far as its own limits say. */
    long freeAt() {
        return lastMinute.length == 0
                ? restsUntil
                : Math.max(restsUntil, lastMinute[oldest] + Pacing.MINUTE.toMillis());
    }

    /** Whether it may still use the place that it has, or will be able to. */
    boolean hasPlace(long now) {
        return place != NONE && place + Pacing.KEPT.toMillis() >= now;
    }

    long place() {
        return place;
    }

    void place(long given) {
        place = given;
    }

    /** Uses the place that it has. @return whether it has one for now */
    boolean takesPlace(long now) {
        boolean isForNow = hasPlace(now) && place - Pacing.EARLY_MS <= now;
        if (isForNow) {
            place = NONE;
        }
        return isForNow;
    }

    /** Messages go now. */
    void went(long now, int messages) {
        rests(now, messages);
        for (int i = 0; i < messages && lastMinute.length > 0; i++) {
            lastMinute[oldest] = now;
            oldest = (oldest + 1) % lastMinute.length;
        }
    }

    /** The last messages that went have arrived by now. */
    void arrived(long now, int messages) {
        rests(now, messages);
        for (int i = 1; i <= messages && i <= lastMinute.length; i++) {
            lastMinute[(oldest + lastMinute.length - i) % lastMinute.length] = now;
        }
    }

    private void rests(long now, int messages) {
        restsUntil = Math.max(restsUntil, now + messages * Pacing.BETWEEN.toMillis());
    }

    /** Whether nothing of it counts any more. */
    boolean isIdle(long now) {
        return !hasPlace(now)
                && restsUntil <= now
                && Arrays.stream(lastMinute).allMatch(last -> last + Pacing.MINUTE.toMillis() <= now);
    }
}
