package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import okhttp3.OkHttpClient;

/** One JDA and what belongs to it: opened, used, and closed for good. */
final class Session implements AutoCloseable {

    /** A gateway that takes longer opens its session in the background. */
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** What a session is opened with. */
    record Setup(
            ConnectorId connectorId,
            String token,
            DiscordOptions options,
            EgressGuard guard,
            CursorStore cursors,
            InboundSink sink,
            Clock clock) {}

    private final ScheduledExecutorService timer;
    private final OkHttpClient http;
    private final JDA jda;
    private final SessionState state;
    private final RateLimitWindows windows;
    private final InvalidRequests invalid;
    private final PlatformTime time;
    private final Rest rest;
    private final Channels channels;
    private final InboundFlow flow;
    private final AtomicInteger inHand = new AtomicInteger();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<GatewayClose> ended = new CompletableFuture<>();

    /**
     * Logs in, and begins to open the gateway session.
     *
     * @throws ConnectorStartException where Discord refuses the token or is not reached
     */
    static Session open(Setup setup) throws ConnectorStartException {
        String name = "discord-" + setup.connectorId().name();
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, name + "-timer"));
        ExecutorService events = Executors.newSingleThreadExecutor(task -> daemon(task, name + "-events"));
        // JDA connects while it is being built: its events wait until there is somebody to hear them
        CountDownLatch listening = new CountDownLatch(1);
        events.execute(() -> await(listening));
        RateLimitWindows windows = new RateLimitWindows(setup.clock());
        InvalidRequests invalid = new InvalidRequests(setup.clock());
        RestInterceptor interceptor = new RestInterceptor(
                windows, invalid, timer, segments(setup.options().restUrl().getPath()));
        PlatformTime time = new PlatformTime(System::nanoTime);
        OkHttpClient http = JdaFactory.http(setup.guard(), interceptor, time);
        try {
            JDA jda = JdaFactory.build(setup.token(), setup.options(), setup.guard(), http, events);
            return new Session(setup, name, timer, http, jda, windows, invalid, time, new Rest(jda, interceptor));
        } catch (RuntimeException e) {
            timer.shutdownNow();
            events.shutdownNow();
            throw refused(e);
        } finally {
            listening.countDown();
        }
    }

    private Session(
            Setup setup,
            String name,
            ScheduledExecutorService timer,
            OkHttpClient http,
            JDA jda,
            RateLimitWindows windows,
            InvalidRequests invalid,
            PlatformTime time,
            Rest rest) {
        this.timer = timer;
        this.http = http;
        this.jda = jda;
        this.windows = windows;
        this.invalid = invalid;
        this.rest = rest;
        this.time = time;
        time.seen(selfId());
        this.state = new SessionState(setup.clock());
        this.channels = new Channels(rest);
        GuildRights rights = new GuildRights(selfId());
        this.flow = new InboundFlow(
                name,
                new InboundFlow.Parts(
                        setup.sink(),
                        new Positions(setup.cursors()),
                        new InboundMapper(setup.connectorId(), selfId()),
                        new HistoryReader(
                                rest,
                                new History(rest),
                                channels,
                                rights,
                                new UnreadableChannels(System::nanoTime),
                                new HistoryPace(System::nanoTime)),
                        channels,
                        rights,
                        time),
                state::isConnected,
                timer);
        flow.open();
        jda.addEventListener(
                new GatewayListener(state, channels, flow, rights, () -> connected.complete(null), ended::complete));
    }

    /** JDA's login asks who the token belongs to. */
    private static ConnectorStartException refused(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidTokenException) {
                return new ConnectorStartException(
                        Readiness.AUTH_FAILED,
                        "Discord refuses the token; reset it in the " + GatewayClose.PORTAL + ", and set the new one");
            } else if (cause instanceof IllegalArgumentException) {
                return new ConnectorStartException(Readiness.AUTH_FAILED, "the token is malformed: it has white space");
            }
        }
        RestFailure known = Rest.failure(failure);
        DeliveryOutcome outcome = Outcomes.of(known);
        Readiness readiness =
                outcome instanceof DeliveryOutcome.PermanentFailure permanent && permanent.readiness() != null
                        ? permanent.readiness()
                        : Readiness.READY;
        return new ConnectorStartException(readiness, "the login failed: " + known.reason());
    }

    /**
     * Waits a moment for the gateway session.
     *
     * @throws ConnectorStartException where Discord refuses it for good
     */
    void awaitConnected() throws ConnectorStartException {
        try {
            CompletableFuture.anyOf(connected, ended).get(CONNECT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("neither future fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorStartException(Readiness.READY, "interrupted while connecting");
        }
        GatewayClose close = ended.getNow(null);
        if (close != null) {
            throw new ConnectorStartException(close.readiness(), close.reason());
        }
    }

    /** Told once, when Discord ends the session for good; at once where it has. */
    void onEnd(Consumer<GatewayClose> listener) {
        ended.thenAccept(listener);
    }

    String selfId() {
        return jda.getSelfUser().getId();
    }

    Rest rest() {
        return rest;
    }

    Channels channels() {
        return channels;
    }

    PlatformTime time() {
        return time;
    }

    SessionState state() {
        return state;
    }

    /** How long Discord would refuse a message to the target; of a user's conversation it is known once it is open. */
    Duration waitBeforePost(Target target) {
        return target.kind() == Target.Kind.USER ? Duration.ZERO : windows.wait(RouteKey.ofPost(target.id()));
    }

    /** A call that {@link #close} waits for. */
    <T> T inHand(Supplier<T> call) {
        inHand.incrementAndGet();
        try {
            return call.get();
        } finally {
            inHand.decrementAndGet();
        }
    }

    /** For operators. */
    Map<String, Object> view() {
        Map<String, Object> session = new LinkedHashMap<>(state.view());
        session.put("status", jda.getStatus().name().toLowerCase(Locale.ROOT));
        session.put("gateway_ping_ms", jda.getGatewayPing());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("session", session);
        view.put("identity", Map.of("id", selfId(), "name", jda.getSelfUser().getName()));
        view.put("rate_limits", windows.view());
        view.put(
                "invalid_requests",
                Map.of("last_10_minutes", invalid.recent(), "limit", InvalidRequests.MAX_IN_WINDOW));
        view.put("inbound", flow.view());
        return view;
    }

    @Override
    public void close() {
        flow.close();
        jda.shutdown();
        awaitCalls();
        http.dispatcher().cancelAll();
        timer.shutdownNow();
        try {
            if (!jda.awaitShutdown(STOP_WAIT)) {
                jda.shutdownNow();
            }
        } catch (InterruptedException e) {
            jda.shutdownNow();
            Thread.currentThread().interrupt();
        }
        http.connectionPool().evictAll();
    }

    /** Requests run on the threads of those who made them. */
    private void awaitCalls() {
        long end = System.nanoTime() + STOP_WAIT.toNanos();
        while (inHand.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static int segments(String path) {
        return (int) Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
