package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.HealthCheck;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.net.EgressDeniedException;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeleteRequest;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MutationResult;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ReactRequest;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import io.palyra.connectors.protocol.ThreadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One Discord bot. Thread safe; what it answers comes from the session that is open. */
final class DiscordAdapter
        implements ConnectorAdapter, DeliveryLookup, MessageOperations, HealthCheck, TypingIndicator {

    /** Where Discord is. A connector whose spec lists hosts reaches those in their place. */
    static final List<String> DISCORD_HOSTS = List.of(
            "discord.com",
            "*.discord.com",
            "discordapp.com",
            "*.discordapp.com",
            "discord.gg",
            "*.discord.gg",
            "discordapp.net",
            "*.discordapp.net");

    private static final int TOKEN_CHARS_SHOWN = 4;

    /** A shorter secret would be shown for the most part. */
    private static final int TOKEN_CHARS_TO_SHOW = 12;

    /** An open session, and what works with it. */
    private record Work(
            Session session,
            Sender sender,
            DeliveryHistory history,
            Operations operations,
            Health health,
            TypingSign typing,
            String tokenEnd) {}

    private final ConnectorId connectorId;
    private final DiscordOptions options;
    private final @Nullable ConnectorHost host;
    private final Clock clock;
    private final Session.Account account;
    private volatile @Nullable Work work;
    private volatile @Nullable ConnectorStartException lastRefusal;

    /** @param bots those of all instances */
    DiscordAdapter(
            ConnectorId connectorId, DiscordOptions options, @Nullable ConnectorHost host, Clock clock, Bots bots) {
        this.connectorId = connectorId;
        this.options = options;
        this.host = host;
        this.clock = clock;
        this.account = Session.Account.of(new PassingClock(), System::nanoTime, () -> starter(connectorId), bots);
    }

    private static ScheduledExecutorService starter(ConnectorId connectorId) {
        return Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "discord-" + connectorId.name() + "-gateway");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start(InboundSink sink) throws ConnectorStartException {
        try {
            open(sink);
            lastRefusal = null;
        } catch (ConnectorStartException e) {
            lastRefusal = e;
            throw e;
        }
    }

    private void open(InboundSink sink) throws ConnectorStartException {
        ConnectorHost program = host;
        if (program == null) {
            throw new ConnectorStartException(
                    Readiness.MISCONFIGURED,
                    "palyra-discord needs the program around it, which has tokens and cursors");
        }
        String token = program.token(connectorId).orElseThrow(this::missingToken);
        List<String> listed = program.spec(connectorId).egressAllowlist();
        EgressGuard guard = new EgressGuard(listed.isEmpty() ? DISCORD_HOSTS : listed, options.egressAllowLoopback());
        try {
            guard.check(options.restUrl());
            guard.check(options.gatewayUrl());
        } catch (EgressDeniedException e) {
            throw new ConnectorStartException(Readiness.MISCONFIGURED, "egress denied: " + e.getMessage());
        }
        Session session = Session.open(new Session.Setup(
                connectorId,
                token,
                options,
                guard,
                program.cursors(connectorId),
                sink,
                clock,
                account,
                () -> program.answered(connectorId),
                reason -> program.failed(connectorId, "no gateway session is opened for a while: " + reason)));
        work = work(session, token);
        try {
            session.awaitConnected();
        } catch (ConnectorStartException | RuntimeException e) {
            stop();
            throw e;
        }
        session.onEnd(close -> program.sessionLost(connectorId, close.reason()));
    }

    private Work work(Session session, String token) {
        PermissionCheck permissions = new PermissionCheck(session.rest(), session.selfId());
        History history = new History(session.rest());
        return new Work(
                session,
                new Sender(session.rest(), session.channels(), options.uploadBytesMax()),
                new DeliveryHistory(session.channels(), history, permissions, session.selfId(), session.time(), clock),
                new Operations(session.rest(), session.channels(), history, permissions, session.selfId()),
                new Health(session, permissions, options),
                new TypingSign(session),
                token.length() < TOKEN_CHARS_TO_SHOW ? "" : token.substring(token.length() - TOKEN_CHARS_SHOWN));
    }

    private ConnectorStartException missingToken() {
        String name = connectorId.name();
        return new ConnectorStartException(
                Readiness.MISSING_CREDENTIAL,
                "no bot token: set palyra.connectors.discord." + name
                        + ".token to a reference such as {{env:DISCORD_TOKEN}},"
                        + " or give the instance's vault reference a value; then enable the connector again");
    }

    @Override
    public void stop() {
        Work open = work;
        work = null;
        if (open != null) {
            open.session().close();
        }
    }

    @Override
    public DeliveryOutcome send(OutboundMessageRequest request) {
        Work open = work;
        if (open == null) {
            return new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "the session is not open", null);
        }
        return open.session().inHand(() -> open.sender().send(request));
    }

    @Override
    public UnknownResolution unknownResolution() {
        return UnknownResolution.of(options.resendWindow(), this);
    }

    @Override
    public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        Work open = work;
        return open == null
                ? new Finding.NotAsked("the session is not open")
                : open.history().find(request, sentAfter, isAnothers);
    }

    /** What Discord has said of the channel in its latest answers. */
    @Override
    public Duration waitBeforeSend(ConversationId conversationId) {
        Work open = work;
        return open == null
                ? Duration.ZERO
                : open.session().waitBeforePost(Target.parse("conversation_id", conversationId.value()));
    }

    @Override
    public Duration interval() {
        return TypingSign.INTERVAL;
    }

    @Override
    public void showTyping(ConversationId conversation, @Nullable ThreadId thread) throws RequestException {
        Work open = work;
        if (open != null) {
            open.typing()
                    .show(
                            thread == null
                                    ? Target.parse("conversation_id", conversation.value())
                                    : Target.parse("thread_id", thread.value()));
        }
    }

    @Override
    public Optional<Duration> disconnectedFor() {
        Work open = work;
        return open == null ? Optional.empty() : open.session().state().disconnectedFor();
    }

    @Override
    public Map<String, Object> runtime() {
        Map<String, Object> runtime = new LinkedHashMap<>();
        Work open = work;
        if (open != null) {
            runtime.putAll(open.session().view());
            runtime.put("token", "…" + open.tokenEnd());
        }
        runtime.put("rest_url", options.restUrl().toString());
        runtime.put("gateway_url", options.gatewayUrl().toString());
        return runtime;
    }

    @Override
    public HealthReport checkHealth(@Nullable String verifyConversation) {
        Work open = work;
        ConnectorStartException refusal = lastRefusal;
        if (open != null) {
            return open.health().check(verifyConversation);
        }
        return refusal == null
                ? Health.refused(Readiness.READY, "the session is not open")
                : Health.refused(refusal.readiness(), String.valueOf(refusal.getMessage()));
    }

    @Override
    public ReadResult read(ReadRequest request) throws DeliveryException {
        return operations().read(request);
    }

    @Override
    public SearchResult search(SearchRequest request) throws DeliveryException {
        return operations().search(request);
    }

    @Override
    public MutationResult edit(EditRequest request) throws DeliveryException {
        return operations().edit(request);
    }

    @Override
    public MutationResult delete(DeleteRequest request) throws DeliveryException {
        return operations().delete(request);
    }

    @Override
    public MutationResult addReaction(ReactRequest request) throws DeliveryException {
        return operations().react(request, true);
    }

    @Override
    public MutationResult removeReaction(ReactRequest request) throws DeliveryException {
        return operations().react(request, false);
    }

    private Operations operations() throws DeliveryException {
        Work open = work;
        if (open == null) {
            ConnectorStartException refusal = lastRefusal;
            String reason = refusal == null ? "the session is not open" : String.valueOf(refusal.getMessage());
            throw DeliveryException.of(
                    new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, reason, null), UnknownResolution.OPERATOR);
        }
        return open.operations();
    }
}
