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
import io.palyra.connectors.platform.inbound.UnreadableFeeds;
import io.palyra.connectors.platform.session.CallsInHand;
import io.palyra.connectors.platform.session.Connecting;
import io.palyra.connectors.platform.session.ConnectionState;
import io.palyra.connectors.platform.session.DaemonThreads;
import io.palyra.connectors.platform.session.PlatformSession;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.JDA;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JDA and what belongs to it: opened, used, and closed for good. */
final class Session implements PlatformSession {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** A gateway that takes longer opens its session in the background. */
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);

    /** Printable, and nothing else: it stands in a header. */
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

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
     * @param accounts those of all instances
     */
    record Account(
            InvalidRequests invalid,
            SessionStarts starts,
            LinkPace links,
            Supplier<ScheduledExecutorService> timer,
            SameAccount accounts) {

        static Account of(
                Clock clock, LongSupplier nanoTime, Supplier<ScheduledExecutorService> timer, SameAccount accounts) {
            return new Account(
                    new InvalidRequests(clock), new SessionStarts(nanoTime), new LinkPace(nanoTime), timer, accounts);
        }
    }

    private final ConnectorId connectorId;
    private final ScheduledExecutorService timer;
    private final OkHttpClient http;
    private final JDA jda;
    private final ConnectionState state;
    private final RateLimitWindows windows;
    private final PlatformTime time;
    private final Account account;
    private final GatewayQueue gateway;
    private final Clock clock;
    private final Rest rest;
    private final Channels channels;
    private final InboundFlow flow;
    private final CallsInHand calls = new CallsInHand();
    private final Connecting connecting = new Connecting();
    private volatile boolean closing;

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
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name + "-timer"));
        ExecutorService events = Executors.newSingleThreadExecutor(DaemonThreads.named(name + "-events"));
        // JDA connects while it is being built: its events wait until there is somebody to hear them
        CountDownLatch listening = new CountDownLatch(1);
        events.execute(() -> await(listening));
        RateLimitWindows windows = new RateLimitWindows(DiscordApi.NAME, new PassingClock());
        PlatformExchange exchange = new PlatformExchange(
                new DiscordApi(setup.options().restUrl(), setup.clock()),
                windows,
                setup.account().invalid(),
                setup.account()
                        .accounts()
                        .pace(botOf(setup.token()), setup.options().requestsPerSecond()),
                setup.onAnswer(),
                timer);
        PlatformTime time = new PlatformTime(System::nanoTime, setup.clock());
        ConnectionState state = new ConnectionState(new PassingClock());
        OkHttpClient http = GuardedClient.builder(setup.guard(), exchange, time).build();
        GatewayQueue gateway = new GatewayQueue(
                setup.options().gatewayUrl(),
                exchange,
                setup.account().starts(),
                setup.account().links(),
                setup.account().accounts(),
                setup.account().timer().get(),
                setup.onHold(),
                state::stillLost);
        try {
            JDA jda = JdaFactory.build(setup.token(), setup.options(), setup.guard(), http, events, gateway);
            RawEvents.only(jda);
            return new Session(
                    setup, name, timer, http, jda, state, gateway, windows, time, new Rest(jda, exchange), stored);
        } catch (RuntimeException e) {
            gateway.close();
            timer.shutdownNow();
            events.shutdownNow();
            throw refused(e);
        } finally {
            listening.countDown();
        }
    }

    /** The first part of a token says whose it is, and is no secret. */
    static String botOf(String token) {
        return token.split("\\.", 2)[0];
    }

    private Session(
            Setup setup,
            String name,
            ScheduledExecutorService timer,
            OkHttpClient http,
            JDA jda,
            ConnectionState state,
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
        this.state = state;
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
                                new UnreadableFeeds(System::nanoTime),
                                requests),
                        requests,
                        channels,
                        rights,
                        time),
                state::isConnected,
                timer);
        account.accounts().loggedIn(selfId(), connectorId);
        flow.open(stored);
        jda.addEventListener(
                new GatewayListener(state, channels, flow, rights, self, account, () -> opened(setup), this::ended));
    }

    private void opened(Setup setup) {
        connecting.connected();
        setup.onAnswer().run();
    }

    /** The first reason counts; after that the session is closed from here, JDA has ended because it was told to. */
    private void ended(GatewayClose close) {
        if (closing) {
            return;
        }
        connecting.ended(new Connecting.End(close.readiness(), close.reason()));
    }

    /** @throws ConnectorStartException where it cannot be a token, as it could not stand in a header */
    static void requireForm(String token) throws ConnectorStartException {
        if (!FORM.matcher(token).matches()) {
            throw malformed();
        }
    }

    private static ConnectorStartException malformed() {
        return new ConnectorStartException(
                Readiness.AUTH_FAILED,
                "the token is malformed: it has white space, or a character that is in no token; copy it again");
    }

    /** JDA's login asks who the token belongs to. */
    private static ConnectorStartException refused(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return malformed();
            }
        }
        RequestFailure known = Rest.failure(failure);
        if (known instanceof RequestFailure.Unauthorized) {
            return new ConnectorStartException(
                    Readiness.AUTH_FAILED,
                    "Discord refuses the token (" + known.reason() + "); reset it in the " + GatewayClose.PORTAL
                            + ", and set the new one");
        }
        return new ConnectorStartException(Outcomes.readiness(known), "the login failed: " + known.reason());
    }

    /**
     * Waits a moment for the gateway session, unless it is put off.
     *
     * @throws ConnectorStartException where Discord refuses it for good
     */
    void awaitConnected() throws ConnectorStartException {
        connecting.await(CONNECT_WAIT, gateway.waits());
    }

    /** Told once, when Discord ends the session for good; at once where it has. */
    void onEnd(Consumer<Connecting.End> listener) {
        connecting.onEnd(listener);
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

    @Override
    public ConnectionState state() {
        return state;
    }

    /** Instances of this program that are the same bot: each hears, and answers, every message. */
    List<String> sameBot() {
        return account.accounts().others(selfId(), connectorId);
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
    @Override
    public <T> T inHand(Supplier<T> call) {
        return calls.during(call);
    }

    /** For operators. */
    @Override
    public Map<String, Object> view() {
        Map<String, Object> session = new LinkedHashMap<>(state.view());
        session.computeIfPresent("last_close_code", (name, code) -> Integer.valueOf(code.toString()));
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
        closing = true;
        account.accounts().loggedOut(selfId(), connectorId);
        if (jda.getStatus() == JDA.Status.CONNECTED) {
            account.starts().closing();
        }
        flow.close();
        gateway.close();
        shutDown(jda::shutdown);
        calls.await(STOP_WAIT);
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
