package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.ProbeLine;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.session.DaemonThreads;
import io.palyra.connectors.platform.session.HealthReports;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionAdapter;
import io.palyra.connectors.platform.session.SessionWork;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One Discord bot. Thread safe. */
final class DiscordAdapter extends SessionAdapter<DiscordAdapter.Work> implements DeliveryLookup, TypingIndicator {

    private static final Terms TERMS = new Terms(
            "bot token",
            "DISCORD_TOKEN",
            List.of(
                    "discord.com",
                    "*.discord.com",
                    "discordapp.com",
                    "*.discordapp.com",
                    "discord.gg",
                    "*.discord.gg",
                    "discordapp.net",
                    "*.discordapp.net"),
            Health.REPORTS);

    /** An open session, and what works with it. */
    record Work(
            Session session,
            Sender sender,
            DeliveryHistory history,
            Operations operations,
            Health health,
            TypingSign typing)
            implements SessionWork {
        @Override
        public DeliveryOutcome send(OutboundMessageRequest request) {
            return sender.send(request);
        }

        @Override
        public HealthReport check(@Nullable String verifyConversation) {
            return health.check(verifyConversation);
        }
    }

    private final DiscordOptions options;
    private final Clock clock;
    private final Session.Account account;

    /** @param accounts those of all instances */
    DiscordAdapter(
            ConnectorId connectorId,
            DiscordOptions options,
            @Nullable ConnectorHost host,
            Clock clock,
            SameAccount accounts) {
        super(connectorId, host, TERMS);
        this.options = options;
        this.clock = clock;
        this.account = Session.Account.of(
                new PassingClock(),
                System::nanoTime,
                () -> Executors.newScheduledThreadPool(
                        2, DaemonThreads.named("discord-" + connectorId.name() + "-gateway")),
                accounts);
    }

    @Override
    protected Work open(ConnectorHost program, String token, InboundSink sink) throws ConnectorStartException {
        ConnectorId connectorId = connectorId();
        EgressGuard guard = guard(
                program.spec(connectorId), options.egressAllowLoopback(), options.restUrl(), options.gatewayUrl());
        return work(Session.open(new Session.Setup(
                connectorId,
                token,
                options,
                guard,
                program.cursors(connectorId),
                sink,
                clock,
                account,
                () -> program.answered(connectorId),
                reason -> program.failed(connectorId, "no gateway session is opened for a while: " + reason))));
    }

    @Override
    protected HealthReport probe(ProbedAccount probed, String token, HealthReports reports)
            throws ConnectorStartException {
        Session.requireForm(token);
        EgressGuard guard = guard(probed.spec(), options.egressAllowLoopback(), options.restUrl());
        DiscordApi api = new DiscordApi(options.restUrl(), clock);
        try (ProbeLine line =
                new ProbeLine(DaemonThreads.named("discord-" + connectorId().name() + "-probe"), api, guard, clock)) {
            AccountHealth health = new AccountHealth(
                    new TokenRest(options.restUrl(), token, line), options.messageContent(), botId -> account.accounts()
                            .others(botId, connectorId()));
            return reports.of((checks, facts) -> {
                health.ask(checks, facts);
                String applicationId = String.valueOf(facts.get("application_id"));
                facts.put("invite_url", Invite.link(applicationId));
                checks.add(health.guilds(applicationId));
            });
        }
    }

    private Work work(Session session) {
        PermissionCheck permissions = new PermissionCheck(session.rest(), session.selfId());
        History history = new History(session.rest());
        return new Work(
                session,
                new Sender(session.rest(), session.channels(), options.uploadBytesMax()),
                new DeliveryHistory(session.channels(), history, permissions, session.selfId(), session.time(), clock),
                new Operations(session.rest(), session.channels(), history, permissions, session.selfId()),
                new Health(session, permissions, options),
                new TypingSign(session));
    }

    @Override
    protected void opened(ConnectorHost program, Work work) throws ConnectorStartException {
        work.session().awaitConnected();
        work.session().onEnd(close -> program.sessionLost(connectorId(), close.reason()));
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> urls = new LinkedHashMap<>();
        urls.put("rest_url", options.restUrl().toString());
        urls.put("gateway_url", options.gatewayUrl().toString());
        return urls;
    }

    @Override
    public UnknownResolution unknownResolution() {
        return UnknownResolution.of(options.resendWindow(), this);
    }

    @Override
    public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        return ifOpen(work -> work.history().find(request, sentAfter, isAnothers), Finding.NotAsked::new);
    }

    /** What Discord has said of the channel in its latest answers. */
    @Override
    public Duration waitBeforeSend(ConversationId conversationId) {
        return ifOpen(
                work -> work.session().waitBeforePost(Target.parse("conversation_id", conversationId.value())),
                notOpen -> Duration.ZERO);
    }

    @Override
    public Duration interval() {
        return TypingSign.INTERVAL;
    }

    @Override
    public void showTyping(ConversationId conversation, @Nullable ThreadId thread) throws RequestException {
        Optional<Work> work = work();
        if (work.isPresent()) {
            work.get()
                    .typing()
                    .show(
                            thread == null
                                    ? Target.parse("conversation_id", conversation.value())
                                    : Target.parse("thread_id", thread.value()));
        }
    }
}
