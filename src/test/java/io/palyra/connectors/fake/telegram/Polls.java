package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code getUpdates}, and the webhook that excludes it. One poll waits at a time: another one ends it. Time is the
 * machine's. Thread safe.
 */
public final class Polls {

    static final String TERMINATED =
            "terminated by other getUpdates request; make sure that only one bot instance is running";
    static final String TERMINATED_BY_WEBHOOK = "terminated by setWebhook request";
    static final String WEBHOOK_ACTIVE =
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

    private static final int LIMIT_MAX = 100;
    private static final int TIMEOUT_S_MAX = 50;

    private static final class Waiting {
        private @Nullable String ended;
    }

    private final UpdateQueue queue;
    private final Duration hastyWithin;
    private final Duration floor;
    private final CountDownLatch never = new CountDownLatch(1);
    private @Nullable Waiting waiting;
    private Webhook webhook = Webhook.NONE;
    private long lastOffset = Long.MIN_VALUE;
    private long lastStarted = System.nanoTime();
    private long lastConflict;
    private int conflicts;
    private int started;

    Polls(UpdateQueue queue, FakeTelegramOptions options) {
        this.queue = queue;
        hastyWithin = options.hastyWithin();
        floor = options.pollFloor();
        lastConflict = System.nanoTime() - floor.toNanos();
    }

    JsonNode getUpdates(Call call) throws TelegramError, InterruptedException {
        String conflict;
        synchronized (queue) {
            if (webhook.isActive()) {
                conflict = WEBHOOK_ACTIVE;
            } else {
                started++;
                allow(call);
                Waiting mine = new Waiting();
                List<ObjectNode> found = poll(call, mine);
                if (mine.ended == null) {
                    return Json.array(found);
                }
                conflict = mine.ended;
            }
        }
        throw conflict(conflict);
    }

    private List<ObjectNode> poll(Call call, Waiting mine) throws InterruptedException {
        long offset = call.number("offset", 0);
        int limit = (int) within(1, call.number("limit", LIMIT_MAX), LIMIT_MAX);
        Duration timeout = Duration.ofSeconds(within(0, call.number("timeout", 0), TIMEOUT_S_MAX));
        Duration since = Duration.ofNanos(System.nanoTime() - lastStarted);
        boolean again = offset == lastOffset;
        if (again && timeout.compareTo(floor) < 0 && since.compareTo(floor) < 0) {
            timeout = floor;
        }
        if (again && since.compareTo(hastyWithin) < 0) {
            limit = 1;
        }
        lastOffset = offset;
        lastStarted = System.nanoTime();
        if (offset < 0) {
            queue.keepNewest((int) -offset);
        }
        int from = offset <= 0 ? queue.head() : (int) offset;
        List<ObjectNode> found = queue.from(from, limit);
        if (!found.isEmpty() || timeout.isZero()) {
            return found;
        }
        endWaiting(TERMINATED);
        waiting = mine;
        try {
            return await(from, limit, timeout, mine);
        } finally {
            waiting = waiting == mine ? null : waiting;
            queue.notifyAll();
        }
    }

    private static long within(long least, long number, long most) {
        return Math.max(least, Math.min(number, most));
    }

    private List<ObjectNode> await(int from, int limit, Duration timeout, Waiting mine) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        queue.notifyAll();
        while (true) {
            long left = end - System.nanoTime();
            List<ObjectNode> found = mine.ended == null ? queue.from(from, limit) : List.of();
            if (left <= 0 || !found.isEmpty() || mine.ended != null) {
                return found;
            }
            TimeUnit.NANOSECONDS.timedWait(queue, Math.max(left, 1_000_000));
        }
    }

    private void endWaiting(String why) {
        if (waiting != null) {
            waiting.ended = why;
            waiting = null;
            queue.notifyAll();
        }
    }

    /** One that follows another soon is answered late. */
    private TelegramError conflict(String what) throws InterruptedException {
        boolean late;
        synchronized (queue) {
            conflicts++;
            late = System.nanoTime() - lastConflict < floor.toNanos();
            if (!late) {
                lastConflict = System.nanoTime();
            }
        }
        if (late) {
            // Only the end of the fake cuts it short
            var unused = never.await(floor.toMillis(), TimeUnit.MILLISECONDS);
        }
        return TelegramError.conflict(what);
    }

    /** An empty list stands for the default; without one, what held goes on. */
    private void allow(Call call) throws TelegramError {
        if (call.has("allowed_updates")) {
            Set<String> kinds = new HashSet<>();
            call.json("allowed_updates").forEach(kind -> kinds.add(kind.asText()));
            queue.allow(kinds);
        }
    }

    JsonNode setWebhook(Call call) throws TelegramError {
        if (!call.text("url").isEmpty() && !call.text("url").startsWith("https://")) {
            throw TelegramError.badRequest("bad webhook: An HTTPS URL must be provided for webhook");
        }
        allow(call);
        return change(call.text("url"), call);
    }

    JsonNode deleteWebhook(Call call) {
        return change("", call);
    }

    private JsonNode change(String url, Call call) {
        synchronized (queue) {
            if (call.flag("drop_pending_updates")) {
                queue.keepNewest(0);
            }
            webhook(url);
        }
        return Json.object().booleanNode(true);
    }

    JsonNode getWebhookInfo(Call call) {
        synchronized (queue) {
            return webhook.info(queue);
        }
    }

    /** Somebody sets one, or removes it by the empty URL: a poll that waits is ended. */
    public void webhook(String url) {
        synchronized (queue) {
            webhook = new Webhook(url);
            if (webhook.isActive()) {
                endWaiting(TERMINATED_BY_WEBHOOK);
            }
        }
    }

    /** The URL; empty without. */
    public String webhook() {
        synchronized (queue) {
            return webhook.url();
        }
    }

    /** How many polls wait for an update: one, or none. */
    public int waiting() {
        synchronized (queue) {
            return waiting == null ? 0 : 1;
        }
    }

    /** How many polls have begun. */
    public int started() {
        synchronized (queue) {
            return started;
        }
    }

    /** How many polls were refused or ended with 409. */
    public int conflicts() {
        synchronized (queue) {
            return conflicts;
        }
    }
}
