package io.palyra.connectors.fake.telegram;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How often the bot may send; off, until a test switches it on. Thread safe. */
public final class Limits {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Deque<Instant>> sends = new HashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int burst = Integer.MAX_VALUE;
    private volatile int perGroup = Integer.MAX_VALUE;
    private volatile int inAll = Integer.MAX_VALUE;

    Limits(Clock clock) {
        this.clock = clock;
    }

    /** As Telegram says: one message a second for each chat, 20 a minute for each group, 30 a second in all. */
    public Limits on() {
        return perChat(3).perGroup(20).inAll(30);
    }

    /** One message a second for each chat, with so many more at once. */
    public Limits perChat(int atOnce) {
        burst = atOnce;
        return this;
    }

    /** So many messages within any minute, for each group and channel. */
    public Limits perGroup(int messages) {
        perGroup = messages;
        return this;
    }

    /** So many messages within any second. */
    public Limits inAll(int messages) {
        inAll = messages;
        return this;
    }

    public void off() {
        burst = Integer.MAX_VALUE;
        perGroup = Integer.MAX_VALUE;
        inAll = Integer.MAX_VALUE;
    }

    /** How many sends were refused. */
    public int refused() {
        return refused.get();
    }

    /** Counts a send, or refuses it; a refused one does not count. */
    synchronized void take(Chat chat, int messages) throws TelegramError {
        Duration wait = max(
                wait("all", inAll, SECOND),
                max(
                        wait("chat " + chat.id(), most(burst), burstWindow()),
                        chat.isPrivate() ? Duration.ZERO : wait("group " + chat.id(), perGroup, MINUTE)));
        if (!wait.isZero()) {
            refused.incrementAndGet();
            throw TelegramError.limited(wait);
        }
        for (int i = 0; i < messages; i++) {
            add("all", inAll);
            add("chat " + chat.id(), burst);
            add("group " + chat.id(), perGroup);
        }
    }

    private static int most(int burst) {
        return burst == Integer.MAX_VALUE ? burst : burst + 1;
    }

    private Duration burstWindow() {
        return SECOND.multipliedBy(most(burst));
    }

    private Duration wait(String key, int limit, Duration window) {
        if (limit == Integer.MAX_VALUE) {
            return Duration.ZERO;
        }
        Deque<Instant> taken = sends.computeIfAbsent(key, name -> new ArrayDeque<>());
        Instant now = clock.instant();
        while (!taken.isEmpty() && !taken.getFirst().plus(window).isAfter(now)) {
            taken.removeFirst();
        }
        return taken.size() < limit
                ? Duration.ZERO
                : Duration.between(now, taken.getFirst().plus(window));
    }

    private void add(String key, int limit) {
        if (limit < Integer.MAX_VALUE) {
            sends.computeIfAbsent(key, name -> new ArrayDeque<>()).addLast(clock.instant());
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
