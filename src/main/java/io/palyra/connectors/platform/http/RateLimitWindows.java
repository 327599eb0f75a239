package io.palyra.connectors.platform.http;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.protocol.LimitScope;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What answers have said of a platform's limits, so that a request that would be refused is not made. A key is what {@link
 * PlatformApi#bucket} names. Thread safe, never blocks.
 */
public final class RateLimitWindows {

    /** The buckets used last; what is forgotten is learned again from the next answer. */
    private static final int BUCKETS_MAX = 2_000;

    private static final String EVERYTHING = "everything";

    /**
     * What is known of the requests of one key.
     *
     * @param bucket the platform's name of the bucket that the key shares with others
     * @param remaining requests until it is used up
     * @param resetsAtUnixMs when it is full again
     */
    private record Window(@Nullable String bucket, long remaining, long resetsAtUnixMs) {}

    private final String platform;
    private final Clock clock;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final AtomicLong spared = new AtomicLong();
    private volatile long everythingUntil;
    private final Map<String, Window> windows = Collections.synchronizedMap(new RecentMap<>(BUCKETS_MAX));

    /**
     * @param platform its name, as {@link PlatformApi#name}
     * @param clock one that the machine's clock does not move
     */
    public RateLimitWindows(String platform, Clock clock) {
        this.platform = platform;
        this.clock = clock;
    }

    /** The limit that a request of this key, which is about to be made, would meet. */
    public Optional<RequestFailure.Limited> blocking(String key) {
        requests.incrementAndGet();
        Optional<RequestFailure.Limited> limit = limit(key);
        if (limit.isPresent()) {
            spared.incrementAndGet();
        }
        return limit;
    }

    /** How long a request of this key would be refused from now on; zero where it would not. */
    public Duration wait(String key) {
        Duration wait = limit(key).map(RequestFailure.Limited::retryAfter).orElse(null);
        return wait == null ? Duration.ZERO : wait;
    }

    private Optional<RequestFailure.Limited> limit(String key) {
        long now = clock.millis();
        if (everythingUntil > now) {
            return Optional.of(limit(EVERYTHING, everythingUntil - now, LimitScope.CONNECTOR));
        }
        Window window = windows.get(key);
        return window == null || window.remaining > 0 || window.resetsAtUnixMs <= now
                ? Optional.empty()
                : Optional.of(limit(key, window.resetsAtUnixMs - now, LimitScope.BUCKET));
    }

    private RequestFailure.Limited limit(String what, long waitMs, LimitScope scope) {
        return new RequestFailure.Limited(
                platform + "'s limit for " + what + " is used up", Duration.ofMillis(waitMs), scope);
    }

    /** The headers of an answer, where it has them. */
    void learned(String key, @Nullable String bucket, RateLimitWindow announced) {
        windows.put(
                key,
                new Window(
                        bucket,
                        announced.remaining(),
                        clock.millis() + announced.resetAfter().toMillis()));
    }

    /** A request was refused. Without a stated wait nothing is known of the next one: the retry policy decides. */
    void met(String key, @Nullable String bucket, RequestFailure.Limited limit) {
        limited.incrementAndGet();
        Duration wait = limit.retryAfter();
        if (wait == null) {
            return;
        }
        long until = clock.millis() + wait.toMillis();
        if (limit.scope() == LimitScope.CONNECTOR) {
            everythingUntil = until;
        } else {
            windows.put(key, new Window(bucket, 0, until));
        }
    }

    /** For operators. */
    public Map<String, Object> view() {
        long now = clock.millis();
        List<Map<String, Object>> blocked;
        synchronized (windows) {
            blocked = windows.entrySet().stream()
                    .filter(entry -> entry.getValue().remaining <= 0 && entry.getValue().resetsAtUnixMs > now)
                    .map(entry -> view(entry.getKey(), entry.getValue()))
                    .toList();
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("requests", requests.get());
        view.put("limited", limited.get());
        view.put("held_back", spared.get());
        view.put("routes_known", windows.size());
        view.put("blocked_routes", blocked);
        if (everythingUntil > now) {
            view.put("global_blocked_until_unix_ms", everythingUntil);
        }
        return view;
    }

    private static Map<String, Object> view(String key, Window window) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("route", key);
        if (window.bucket != null) {
            view.put("bucket", window.bucket);
        }
        view.put("blocked_until_unix_ms", window.resetsAtUnixMs);
        return view;
    }
}
