package io.palyra.connectors.fake.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How often methods may be called; off, until a test switches it on. Thread safe. */
public final class Tiers {

    private static final String POST = "chat.postMessage";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Clock clock;
    private final Map<String, Integer> perMinute = new ConcurrentHashMap<>();
    private final Map<String, Deque<Instant>> calls = new HashMap<>();
    private volatile int postBurst = Integer.MAX_VALUE;
    private volatile int pageRows = Integer.MAX_VALUE;
    private volatile Duration window = MINUTE;

    Tiers(Clock clock) {
        this.clock = clock;
    }

    /** So many calls of a method within any minute, for each workspace. */
    public Tiers perMinute(String method, int calledAtMost) {
        perMinute.put(method, calledAtMost);
        return this;
    }

    /** What is so many calls a minute is so many within this time from now on. */
    public Tiers minuteLasts(Duration time) {
        window = time;
        return this;
    }

    /** One post a second for each channel, with so many more at once. */
    public Tiers posts(int burst) {
        postBurst = burst;
        return this;
    }

    /**
     * As an app that is sold outside of the Marketplace has it: one page of the history, and one of a thread, a minute,
     * with 15 messages.
     */
    public Tiers soldOutsideTheMarketplace() {
        pageRows = 15;
        return perMinute("conversations.history", 1).perMinute("conversations.replies", 1);
    }

    /** How long a page of the history, or of a thread, is at most. */
    public Tiers pageRows(int rows) {
        pageRows = rows;
        return this;
    }

    int pageRows() {
        return pageRows;
    }

    public void off() {
        window = MINUTE;
        pageRows = Integer.MAX_VALUE;
        perMinute.clear();
        postBurst = Integer.MAX_VALUE;
    }

    /** How long the caller has to wait, if the call is one too many. */
    synchronized Optional<Duration> take(String method, Call call) {
        String team = call.workspace() == null ? "" : call.team().id();
        if (method.equals(POST) && postBurst < Integer.MAX_VALUE) {
            return take(POST + call.text("channel"), postBurst + 1, SECOND.multipliedBy(postBurst + 1));
        }
        Integer limit = perMinute.get(method);
        return limit == null ? Optional.empty() : take(method + team, limit, window);
    }

    private Optional<Duration> take(String key, int limit, Duration window) {
        Deque<Instant> taken = calls.computeIfAbsent(key, name -> new ArrayDeque<>());
        Instant now = clock.instant();
        while (!taken.isEmpty() && !taken.getFirst().plus(window).isAfter(now)) {
            taken.removeFirst();
        }
        if (taken.size() >= limit) {
            return Optional.of(Duration.between(now, taken.getFirst().plus(window)));
        }
        taken.addLast(now);
        return Optional.empty();
    }
}
