package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.platform.http.GuardedClient;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RefusalBudget;
import io.palyra.connectors.platform.http.RequestPace;
import io.palyra.connectors.platform.session.DaemonThreads;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The connections to the Bot API: some for what is sent and asked, and others for the request that waits for updates, so that neither
 * holds the other up.
 */
final class Line implements AutoCloseable {

    /** A server that closes one just when a message is written to it leaves that in doubt: they close sooner than most servers do. */
    private static final long IDLE_SECONDS = 30;

    private static final int IDLE_CONNECTIONS_MAX = 64;

    /** No limit of Telegram's: messages keep to those by themselves. More would be a fault of ours. */
    private static final int REQUESTS_PER_SECOND = 1_000;

    private final ScheduledExecutorService timer;
    private final OkHttpClient sending;
    private final OkHttpClient listening;
    private final RateLimitWindows windows = noLimits();
    private final PlatformTime time;
    private final Turnstile turnstile;
    private final BotApi api;
    private final BotApi updatesApi;

    Line(String name, Session.Setup setup, Chats chats) {
        timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name + "-timer"));
        turnstile = new Turnstile(setup.options().pacing(), timer);
        time = new PlatformTime(System::nanoTime, setup.clock());
        TelegramApi telegram = new TelegramApi(setup.options().apiUrl(), new PassingClock(), chats::migrated);
        PlatformExchange sends = exchange(telegram, windows, setup);
        // Telegram limits what is sent: updates come all the same
        PlatformExchange polls = exchange(telegram, noLimits(), setup);
        sending = client(setup, sends);
        listening = client(setup, polls);
        api = new BotApi(setup.options().apiUrl(), setup.token(), sending, sends);
        updatesApi = new BotApi(setup.options().apiUrl(), setup.token(), listening, polls);
    }

    private static RateLimitWindows noLimits() {
        return new RateLimitWindows(TelegramApi.NAME, new PassingClock());
    }

    private PlatformExchange exchange(TelegramApi telegram, RateLimitWindows windows, Session.Setup setup) {
        return new PlatformExchange(
                telegram,
                windows,
                RefusalBudget.NONE,
                new RequestPace(REQUESTS_PER_SECOND, System::nanoTime),
                setup.onAnswer(),
                timer);
    }

    private OkHttpClient client(Session.Setup setup, PlatformExchange exchange) {
        return GuardedClient.builder(setup.guard(), exchange, time)
                // With HTTP/2 all would share a connection, and its end would leave the messages of all chats in doubt
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS_MAX, IDLE_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    /** For everything but updates. */
    BotApi api() {
        return api;
    }

    /** For updates alone. */
    BotApi updatesApi() {
        return updatesApi;
    }

    RateLimitWindows windows() {
        return windows;
    }

    /** For messages. */
    Turnstile turnstile() {
        return turnstile;
    }

    PlatformTime time() {
        return time;
    }

    /** Ends the request that waits for updates. */
    void hangUp() {
        listening.dispatcher().cancelAll();
    }

    @Override
    public void close() {
        hangUp();
        sending.dispatcher().cancelAll();
        timer.shutdownNow();
        listening.connectionPool().evictAll();
        sending.connectionPool().evictAll();
    }
}
