package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.inbound.MessageAdmission;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line to the Bot API and the updates that come over it: opened, used, and closed for good. */
final class Session implements PlatformSession {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Telegram that takes longer gives its updates in the background. */
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(8);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    /** Chats that are taken to the inbox at once: each waits for commits of its own. */
    private static final int CHATS_AT_ONCE = 32;

    private static final long DELIVERY_NOTED_S = 60;

    /**
     * What a session is opened with.
     *
     * @param accounts those of all instances
     * @param onAnswer told when Telegram itself has answered
     */
    record Setup(
            ConnectorId connectorId,
            BotToken token,
            TelegramOptions options,
            EgressGuard guard,
            CursorStore cursors,
            InboundSink sink,
            Clock clock,
            SameAccount accounts,
            Runnable onAnswer) {}

    private final Setup setup;
    private final Line line;
    private final Chats chats;
    private final Self self;
    private final ConnectionState state = new ConnectionState(new PassingClock());
    private final Conflicts conflicts = new Conflicts(new PassingClock());
    private final Connecting connecting = new Connecting();
    private final CallsInHand calls = new CallsInHand();
    private final ExecutorService chatThreads;
    private final ScheduledExecutorService asides;
    private final Updates updates;
    private final Polling polling;
    private volatile Webhook delivery;

    /**
     * Asks who the bot is and who gets its updates, and begins to ask for those.
     *
     * @throws ConnectorStartException where Telegram refuses the token, gives the updates to somebody else, or is not reached
     */
    static Session open(Setup setup) throws ConnectorStartException {
        // Before anything is opened that would be left open where the store fails
        Map<String, String> stored = setup.cursors().positions();
        Chats chats = new Chats(setup.cursors());
        chats.open(stored);
        String name = "telegram-" + setup.connectorId().name();
        beAlone(setup);
        Line line = new Line(name, setup, chats);
        try {
            Self self = Self.ask(line.api());
            return new Session(setup, name, line, chats, self, webhook(setup, line.api()), stored);
        } catch (RequestException e) {
            giveUp(setup, line);
            throw refused(e.failure());
        } catch (ConnectorStartException | RuntimeException e) {
            giveUp(setup, line);
            throw e;
        }
    }

    private static void giveUp(Setup setup, Line line) {
        setup.accounts().loggedOut(setup.token().botId(), setup.connectorId());
        line.close();
    }

    private static ConnectorStartException refused(RequestFailure failure) {
        return failure instanceof RequestFailure.Unauthorized
                ? new ConnectorStartException(
                        Readiness.AUTH_FAILED, "Telegram refuses the token (" + failure.reason() + "); " + Health.TOKEN)
                : new ConnectorStartException(Outcomes.readiness(failure), "the login failed: " + failure.reason());
    }

    /** Two instances of one bot would take each other's updates; it is begun by one of both, also if they begin together. */
    private static void beAlone(Setup setup) throws ConnectorStartException {
        List<String> others = setup.accounts().logInAlone(setup.token().botId(), setup.connectorId());
        if (!others.isEmpty()) {
            throw new ConnectorStartException(
                    Readiness.MISCONFIGURED,
                    String.join(", ", others)
                            + " has the token of the same bot: Telegram gives each update to one of both."
                            + " Disable one of them, or give each a bot of its own");
        }
    }

    private static Webhook webhook(Setup setup, BotApi api) throws RequestException, ConnectorStartException {
        Webhook webhook = Webhook.ask(api);
        if (!webhook.isSet()) {
            return webhook;
        } else if (!setup.options().takeOverWebhook()) {
            throw new ConnectorStartException(Readiness.MISCONFIGURED, webhook.whatIsWrong() + "; " + Webhook.ADVICE);
        }
        LOG.warn("{} deletes the bot's webhook, which leads to {}", setup.connectorId(), webhook.host());
        Webhook.delete(api);
        return Webhook.ask(api);
    }

    private Session(
            Setup setup, String name, Line line, Chats chats, Self self, Webhook delivery, Map<String, String> stored) {
        this.setup = setup;
        this.line = line;
        this.chats = chats;
        this.self = self;
        this.delivery = delivery;
        this.chatThreads = Executors.newFixedThreadPool(CHATS_AT_ONCE, DaemonThreads.numbered(name + "-chats"));
        this.asides = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name + "-asides"));
        this.updates = new Updates(new Updates.Parts(
                new MessageAdmission<>(
                        new InboundMapper(setup.connectorId(), self, chats),
                        setup.sink(),
                        new LeftOut(),
                        chat -> "chat " + chat),
                chats,
                new Membership(),
                chatThreads,
                this::answerPress));
        String botId = setup.token().botId();
        this.polling = new Polling(new Polling.Parts(
                line.updatesApi(),
                new UpdateCursor(setup.cursors(), botId, stored),
                new LastPoll(setup.cursors(), line.time(), botId, stored, this::lost),
                updates,
                conflicts,
                state,
                connecting));
        asides.scheduleWithFixedDelay(this::noteDelivery, DELIVERY_NOTED_S, DELIVERY_NOTED_S, TimeUnit.SECONDS);
        DaemonThreads.named(name + "-updates").newThread(polling).start();
    }

    private void noteDelivery() {
        try {
            storeChatsAgain();
            askDelivery();
        } catch (RequestException e) {
            LOG.debug("how many updates wait is not known: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            // A timer forgets what throws
            LOG.warn("what waits at the platform was not noted, and is looked at again: {}", e.toString());
        }
    }

    private void storeChatsAgain() {
        try {
            chats.storeAgain();
        } catch (RuntimeException e) {
            LOG.warn("that groups have become supergroups is not stored yet: {}", e.getMessage());
        }
    }

    /** Nothing is done with it yet, and the person's client waits for an answer. */
    private void answerPress(String queryId) {
        try {
            asides.execute(() -> {
                try {
                    line.api().call("answerCallbackQuery", BotApi.arguments().put("callback_query_id", queryId));
                } catch (RequestException e) {
                    LOG.debug("the press of a button was not answered: {}", e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the session has ended");
        }
    }

    private void lost(LastPoll.Lost lost) {
        setup.sink()
                .reject(
                        null,
                        "nobody has asked for updates since " + lost.since() + ": Telegram keeps them for "
                                + LastPoll.KEPT.toHours() + " h, what people wrote between then and " + lost.until()
                                + " is lost");
    }

    /**
     * Waits a moment for the first answer to the request for updates.
     *
     * @throws ConnectorStartException where Telegram gives none until an operator has done something
     */
    void awaitConnected() throws ConnectorStartException {
        connecting.await(CONNECT_WAIT);
    }

    /** Told once, when only an operator can help; at once where that is so. */
    void onEnd(Consumer<Connecting.End> listener) {
        connecting.onEnd(listener);
    }

    Line line() {
        return line;
    }

    Chats chats() {
        return chats;
    }

    Self self() {
        return self;
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    /** For how long another program has been polling with the token; empty while none does. */
    Optional<Duration> conflict() {
        return conflicts.goingOnFor();
    }

    /** Asks who gets the updates, and how many wait; blocks. */
    Webhook askDelivery() throws RequestException {
        delivery = Webhook.ask(line.api());
        return delivery;
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
        session.put("pending_updates", delivery.pending());
        session.putAll(conflicts.view());
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("session", session);
        view.put("identity", Map.of("id", self.id(), "name", self.userName()));
        view.put("rate_limits", line.windows().view());
        view.put("inbound", updates.view());
        return view;
    }

    @Override
    public void close() {
        setup.accounts().loggedOut(setup.token().botId(), setup.connectorId());
        polling.close();
        line.hangUp();
        polling.awaitEnd();
        storeChatsAgain();
        calls.await(STOP_WAIT);
        // Not at once: whoever waits for what is in hand there would wait for ever
        chatThreads.shutdown();
        asides.shutdownNow();
        line.close();
    }
}
