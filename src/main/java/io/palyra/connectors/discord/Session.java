package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.GuardedClient;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JDA and what belongs to it: opened, used, and closed for good. */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** A gateway that takes longer opens its session in the background. */
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /**
     * What a session is opened with.
     *
     * @param account what outlives the session
     * @param onAnswer told when Discord itself has answered, or opened a session
     * @param onHold told why no session is opened for a while
     */
    record Setup(
            ConnectorId connectorId,
            String token,
            DiscordOptions options,
            EgressGuard guard,
            CursorStore cursors,
            InboundSink sink,
            Clock clock,
            Account account,
            Runnable onAnswer,
            Consumer<String> onHold) {}

    /**
     * What is counted for an instance, however often its session is opened.
     *
     * @param invalid requests that Discord held against it
     * @param starts gateway sessions
     * @param links connections to the gateway
     * @param timer makes a timer with two threads
     * @param bots those of all instances
     */
    record Account(
            InvalidRequests invalid,
            SessionStarts starts,
            LinkPace links,
            Supplier<ScheduledExecutorService> timer,
            Bots bots) {

        static Account of(Clock clock, LongSupplier nanoTime, Supplier<ScheduledExecutorService> timer, Bots bots) {
            return new Account(
                    new InvalidRequests(clock), new SessionStarts(nanoTime), new LinkPace(nanoTime), timer, bots);
        }
    }

    private final ConnectorId connectorId;
    private final ScheduledExecutorService timer;
    private final OkHttpClient http;
    private final JDA jda;
    private final SessionState state;
    private final RateLimitWindows windows;
    private final PlatformTime time;
    private final Account account;
    private final GatewayQueue gateway;
    private final Clock clock;
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
        // Before anything is opened that would be left open where the store fails
        Map<String, String> stored = setup.cursors().positions();
        StartRecord record = new StartRecord(setup.cursors(), setup.clock());
        setup.account().starts().recordedBy(record, record.last(stored));
        String name = "discord-" + setup.connectorId().name();
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, name + "-timer"));
        ExecutorService events = Executors.newSingleThreadExecutor(task -> daemon(task, name + "-events"));
        // JDA connects while it is being built: its events wait until there is somebody to hear them
        CountDownLatch listening = new CountDownLatch(1);
        events.execute(() -> await(listening));
        RateLimitWindows windows = new RateLimitWindows(DiscordApi.NAME, new PassingClock());
        PlatformExchange exchange = new PlatformExchange(
                new DiscordApi(setup.options().restUrl(), setup.clock()),
                windows,
                setup.account().invalid(),
                setup.account().bots().pace(setup.token(), setup.options().requestsPerSecond()),
                setup.onAnswer(),
                timer);
        PlatformTime time = new PlatformTime(System::nanoTime, setup.clock());
        OkHttpClient http = GuardedClient.builder(setup.guard(), exchange, time).build();
        GatewayQueue gateway = new GatewayQueue(
                setup.options().gatewayUrl(),
                exchange,
                setup.account().starts(),
                setup.account().links(),
                setup.account().bots(),
                setup.account().timer().get(),
                setup.onHold());
        try {
            JDA jda = JdaFactory.build(setup.token(), setup.options(), setup.guard(), http, events, gateway);
            RawEvents.only(jda);
            return new Session(setup, name, timer, http, jda, gateway, windows, time, new Rest(jda, exchange), stored);
        } catch (RuntimeException e) {
            gateway.close();
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
            GatewayQueue gateway,
            RateLimitWindows windows,
            PlatformTime time,
            Rest rest,
            Map<String, String> stored) {
        this.connectorId = setup.connectorId();
        this.timer = timer;
        this.http = http;
        this.jda = jda;
        this.gateway = gateway;
        this.clock = setup.clock();
        this.windows = windows;
        this.account = setup.account();
        this.rest = rest;
        this.time = time;
        time.seen(Snowflake.moment(selfId()));
        this.state = new SessionState(new PassingClock());
        this.channels = new Channels(rest);
        GuildRights rights = new GuildRights(selfId());
        Self self = new Self(selfId(), jda.getSelfUser().getApplicationId());
        HistoryRequests requests = new HistoryRequests(HistoryReader.INTERVAL, System::nanoTime);
        this.flow = new InboundFlow(
                name,
                new InboundFlow.Parts(
                        setup.sink(),
                        setup.cursors(),
                        new InboundMapper(setup.connectorId(), self),
                        new HistoryReader(
                                rest,
                                new History(rest),
                                channels,
                                rights,
                                new UnreadableChannels(System::nanoTime),
                                requests),
                        requests,
                        channels,
                        rights,
                        time),
                state::isConnected,
                timer);
        account.bots().loggedIn(selfId(), connectorId);
        flow.open(stored);
        jda.addEventListener(new GatewayListener(
                state, channels, flow, rights, self, account, () -> opened(setup), ended::complete));
    }

    private void opened(Setup setup) {
        connected.complete(null);
        setup.onAnswer().run();
    }

    /** JDA's login asks who the token belongs to. */
    private static ConnectorStartException refused(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return new ConnectorStartException(Readiness.AUTH_FAILED, "the token is malformed: it has white space");
            }
        }
        RequestFailure known = Rest.failure(failure);
        if (known instanceof RequestFailure.Unauthorized) {
            return new ConnectorStartException(
                    Readiness.AUTH_FAILED,
                    "Discord refuses the token (" + known.reason() + "); reset it in the " + GatewayClose.PORTAL
                            + ", and set the new one");
        }
        DeliveryOutcome outcome = Outcomes.of(known);
        Readiness readiness =
                outcome instanceof DeliveryOutcome.PermanentFailure permanent && permanent.readiness() != null
                        ? permanent.readiness()
                        : Readiness.READY;
        return new ConnectorStartException(readiness, "the login failed: " + known.reason());
    }

    /**
     * Waits a moment for the gateway session, unless it is put off.
     *
     * @throws ConnectorStartException where Discord refuses it for good
     */
    void awaitConnected() throws ConnectorStartException {
        try {
            CompletableFuture.anyOf(connected, ended, gateway.waits())
                    .get(CONNECT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
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

    /** Instances of this program that are the same bot: each hears, and answers, every message. */
    List<String> sameBot() {
        return account.bots().others(selfId(), connectorId);
    }

    /** Why no gateway session is opened at present; empty where nothing holds it back. */
    Optional<String> held() {
        return account.starts().held();
    }

    /** How long Discord would refuse a message to the target; of a user's conversation it is known once it is open. */
    Duration waitBeforePost(Target target) {
        return target.kind() == Target.Kind.USER ? Duration.ZERO : windows.wait(BucketKey.ofPost(target.id()));
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
        session.putAll(account.starts().view(clock.millis()));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("session", session);
        view.put("identity", identity());
        view.put("rate_limits", windows.view());
        view.put("invalid_requests", account.invalid().view());
        view.put("inbound", flow.view());
        return view;
    }

    private Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("id", selfId());
        identity.put("name", jda.getSelfUser().getName());
        List<String> same = sameBot();
        if (!same.isEmpty()) {
            identity.put("same_bot_as", same);
        }
        return identity;
    }

    @Override
    public void close() {
        account.bots().loggedOut(selfId(), connectorId);
        if (jda.getStatus() == JDA.Status.CONNECTED) {
            account.starts().closing();
        }
        flow.close();
        gateway.close();
        shutDown(jda::shutdown);
        awaitCalls();
        http.dispatcher().cancelAll();
        timer.shutdownNow();
        try {
            if (!jda.awaitShutdown(STOP_WAIT)) {
                shutDown(jda::shutdownNow);
            }
        } catch (InterruptedException e) {
            shutDown(jda::shutdownNow);
            Thread.currentThread().interrupt();
        }
        http.connectionPool().evictAll();
    }

    /** JDA gives up where it connects just then and that takes more than 10 s; whatever else there is to end is ended then. */
    private void shutDown(Runnable way) {
        try {
            way.run();
        } catch (IllegalStateException e) {
            LOG.warn("the gateway client of {} does not end: {}", connectorId, e.getMessage());
        }
    }

    /** Requests run on the threads of those who made them. */
    private void awaitCalls() {
        long end = System.nanoTime() + STOP_WAIT.toNanos();
        while (inHand.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
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
