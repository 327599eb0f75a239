package io.palyra.connectors.platform.http;

import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.net.EgressGuard;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import okhttp3.OkHttpClient;

/** A client for the few requests of a probe: it shares nothing with the sessions of the same account. */
public final class ProbeLine implements AutoCloseable {

    /** A probe asks a handful of things. */
    private static final int REQUESTS_PER_SECOND = 10;

    private final ScheduledExecutorService timer;
    private final PlatformExchange exchange;
    private final OkHttpClient http;

    /** @param threads makes the one that ends late requests */
    public ProbeLine(ThreadFactory threads, PlatformApi api, EgressGuard guard, Clock clock) {
        timer = Executors.newSingleThreadScheduledExecutor(threads);
        exchange = new PlatformExchange(
                api,
                new RateLimitWindows(api.name(), new PassingClock()),
                RefusalBudget.NONE,
                new RequestPace(REQUESTS_PER_SECOND, System::nanoTime),
                () -> {},
                timer);
        http = GuardedClient.builder(guard, exchange, new PlatformTime(System::nanoTime, clock))
                .build();
    }

    /** Guarded, with the exchange around each request. */
    public OkHttpClient http() {
        return http;
    }

    public PlatformExchange exchange() {
        return exchange;
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        timer.shutdownNow();
        http.connectionPool().evictAll();
    }
}
