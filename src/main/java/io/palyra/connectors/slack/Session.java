package io.palyra.connectors.slack;

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
import io.palyra.connectors.platform.http.RefusalBudget;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RequestPace;
import io.palyra.connectors.platform.session.CallsInHand;
import io.palyra.connectors.platform.session.Connecting;
import io.palyra.connectors.platform.session.ConnectionState;
import io.palyra.connectors.platform.session.DaemonThreads;
import io.palyra.connectors.platform.session.PlatformSession;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.Tokens;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Web API, the sockets, and what belongs to them: opened, used, and closed for good. */
final class Session implements PlatformSession, SocketFacts {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Slack that takes longer opens its socket in the background. */
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(8);

    /** How long a socket has to stay open, where Slack has just ended one for good, before that counts as mended. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** No limit of Slack's, which counts by method and channel: more would be a fault of ours. */
    private static final int REQUESTS_PER_SECOND = 1_000;

    /**
     * What a session is opened with.
     *
     * @param accounts those of all instances
     * @param onAnswer told when Slack itself has answered, or a socket has opened
     */
    record Setup(
            ConnectorId connectorId,
            SlackTokens tokens,
            SlackOptions options,
            EgressGuard guard,
            CursorStore cursors,
            InboundSink sink,
            Clock clock,
            SameAccount accounts,
            Runnable onAnswer) {}

    private final Setup setup;
    private final ScheduledExecutorService timer;
    private final ScheduledExecutorService events;
    private final ScheduledExecutorService requests;
    private final OkHttpClient http;
    private final RateLimitWindows windows;
    private final PlatformTime time;
    private final WebApi api;
    private final Identity self;
    private final Conversations conversations;
    private final ThreadRoots roots;
    private final People people;
    private final ConnectionState state;
    private final InboundFlow flow;
    private final Events dispatcher;
    private final SocketMode sockets;
    private final CallsInHand calls = new CallsInHand();
    private final Connecting connecting = new Connecting();

    /**
     * Asks who the bot is, and begins to open a socket.
     *
     * @throws ConnectorStartException where Slack refuses the token or is not reached
     */
    static Session open(Setup setup) throws ConnectorStartException {
        setup.tokens().check();
        // Before anything is opened that would be left open where the store fails
        Map<String, String> stored = setup.cursors().positions();
        String name = "slack-" + setup.connectorId().name();
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name + "-timer"));
        RateLimitWindows windows = new RateLimitWindows(SlackApi.NAME, new PassingClock());
        PlatformTime time = new PlatformTime(System::nanoTime, setup.clock());
        PlatformExchange exchange = new PlatformExchange(
                new SlackApi(setup.options().apiUrl(), new PassingClock()),
                windows,
                RefusalBudget.NONE,
                new RequestPace(REQUESTS_PER_SECOND, System::nanoTime),
                setup.onAnswer(),
                timer);
        OkHttpClient http = GuardedClient.builder(setup.guard(), exchange, time).build();
        WebApi api = new WebApi(
                setup.options().apiUrl(), setup.tokens().bot(), setup.tokens().app(), http, exchange);
        try {
            Identity self = Identity.ask(api);
            if (self.isPerson()) {
                throw new ConnectorStartException(
                        Readiness.MISCONFIGURED,
                        "the token is that of " + self.userName() + ", a person; it takes the bot's ("
                                + SlackTokens.APPS + ", Install App)");
            }
            return new Session(setup, name, timer, http, windows, time, api, self, stored);
        } catch (RequestException e) {
            throw end(timer, http, api, refused(e.failure()));
        } catch (ConnectorStartException e) {
            throw end(timer, http, api, e);
        }
    }

    private static ConnectorStartException end(
            ScheduledExecutorService timer, OkHttpClient http, WebApi api, ConnectorStartException failure) {
        api.close();
        timer.shutdownNow();
        http.connectionPool().evictAll();
        return failure;
    }

    private static ConnectorStartException refused(RequestFailure failure) {
        return failure instanceof RequestFailure.Unauthorized
                ? new ConnectorStartException(
                        Readiness.AUTH_FAILED,
                        "Slack refuses the token (" + failure.reason() + "); install the app again (" + SlackTokens.APPS
                                + ", Install App), and set its new token")
                : new ConnectorStartException(Outcomes.readiness(failure), "the login failed: " + failure.reason());
    }

    private Session(
            Setup setup,
            String name,
            ScheduledExecutorService timer,
            OkHttpClient http,
            RateLimitWindows windows,
            PlatformTime time,
            WebApi api,
            Identity self,
            Map<String, String> stored) {
        this.setup = setup;
        this.timer = timer;
        this.http = http;
        this.windows = windows;
        this.time = time;
        this.api = api;
        this.self = self;
        this.events = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name + "-events"));
        this.requests = Executors.newScheduledThreadPool(2, DaemonThreads.numbered(name + "-requests"));
        this.conversations = new Conversations(api, self);
        this.roots = new ThreadRoots(api);
        this.people = new People(api, self, System::nanoTime);
        this.state = new ConnectionState(new PassingClock());
        this.flow = new InboundFlow(
                name,
                new InboundFlow.Parts(
                        api,
                        self,
                        conversations,
                        new InboundMapper(
                                setup.connectorId(),
                                self,
                                conversations,
                                people,
                                new SharedFiles(api),
                                roots,
                                setup.options().replyInThread()),
                        setup.sink(),
                        setup.cursors(),
                        windows,
                        time,
                        setup.options().threadMemory(),
                        events,
                        requests,
                        timer),
                state::isConnected);
        this.dispatcher = new Events(self, flow, this::opened, connecting::ended);
        this.sockets = new SocketMode(
                new SocketMode.Parts(
                        new Tickets(
                                api,
                                setup.guard(),
                                "http".equals(setup.options().apiUrl().getScheme())),
                        http,
                        self,
                        state,
                        SocketMode.Timing.USUAL,
                        events,
                        requests),
                dispatcher);
        setup.accounts().loggedIn(account(), setup.connectorId());
        if (!self.missing().isEmpty()) {
            LOG.warn(
                    "the token of {} lacks scopes: {}; channels health-refresh says what does not work without them",
                    setup.connectorId(),
                    String.join(", ", self.missing()));
        }
        flow.open(stored);
        sockets.open();
    }

    /** Sockets are the app's: each event goes to one of them, whatever workspace it is from. */
    private String account() {
        String appId = self.appId();
        return appId == null ? self.teamId() + " " + self.userId() : appId;
    }

    private void opened() {
        connecting.connected();
        setup.onAnswer().run();
    }

    /**
     * Waits a moment for the socket.
     *
     * @param afterEnd whether Slack has just ended the session before: it may do so again as soon as the socket is open
     * @throws ConnectorStartException where Slack opens none until an operator has done something
     */
    void awaitConnected(boolean afterEnd) throws ConnectorStartException {
        connecting.await(CONNECT_WAIT);
        if (afterEnd) {
            connecting.awaitNoEnd(SETTLED);
        }
    }

    /** Told once, when Slack ends the session for good; at once where it has. */
    void onEnd(Consumer<Connecting.End> listener) {
        connecting.onEnd(listener);
    }

    WebApi api() {
        return api;
    }

    Identity self() {
        return self;
    }

    Conversations conversations() {
        return conversations;
    }

    ThreadRoots roots() {
        return roots;
    }

    People people() {
        return people;
    }

    PlatformTime time() {
        return time;
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public boolean isOpen() {
        return state.isConnected();
    }

    @Override
    public int others() {
        return sockets.others();
    }

    @Override
    public long ofOtherTeams() {
        return dispatcher.ofOtherTeams();
    }

    @Override
    public List<String> sameApp() {
        return setup.accounts().others(account(), setup.connectorId());
    }

    /** How long Slack would refuse a message to the target; of a person's conversation it is known once it is open. */
    Duration waitBeforePost(Target target) {
        return target.kind() == Target.Kind.USER ? Duration.ZERO : windows.wait(SlackApi.bucketOfPost(target.id()));
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
        session.putAll(sockets.view());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("session", session);
        view.put("identity", identity());
        view.put("rate_limits", windows.view());
        view.put("events", dispatcher.view());
        view.put("inbound", flow.view());
        view.put("app_token", Tokens.end(setup.tokens().app()));
        return view;
    }

    private Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("team_id", self.teamId());
        identity.put("team", self.team());
        identity.put("id", self.userId());
        identity.put("name", self.userName());
        identity.put("bot_id", self.botId());
        if (self.appId() != null) {
            identity.put("app_id", self.appId());
        }
        List<String> same = sameApp();
        if (!same.isEmpty()) {
            identity.put("same_app_as", same);
        }
        List<String> missing = self.missing();
        if (!missing.isEmpty()) {
            identity.put("scopes_missing", missing);
        }
        return identity;
    }

    @Override
    public void close() {
        setup.accounts().loggedOut(account(), setup.connectorId());
        flow.close();
        sockets.close();
        calls.await(STOP_WAIT);
        requests.shutdownNow();
        events.shutdownNow();
        http.dispatcher().cancelAll();
        timer.shutdownNow();
        api.close();
        http.connectionPool().evictAll();
    }
}
