package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.ProbeLine;
import io.palyra.connectors.platform.message.HistoryLookup;
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
import io.palyra.connectors.protocol.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One Slack bot in one workspace. Thread safe. */
final class SlackAdapter extends SessionAdapter<SlackAdapter.Work> implements DeliveryLookup {

    private static final String APP_TOKEN = "app-token";

    private static final Terms TERMS =
            new Terms("bot token", "SLACK_BOT_TOKEN", List.of("slack.com", "*.slack.com"), Health.REPORTS);

    /** An open session, and what works with it. */
    record Work(Session session, Sender sender, DeliveryLookup lookup, Operations operations, Health health)
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

    private final SlackOptions options;
    private final Clock clock;
    private final SameAccount accounts;
    private volatile boolean wasEnded;

    /** @param accounts those of all instances */
    SlackAdapter(
            ConnectorId connectorId,
            SlackOptions options,
            @Nullable ConnectorHost host,
            Clock clock,
            SameAccount accounts) {
        super(connectorId, host, TERMS);
        this.options = options;
        this.clock = clock;
        this.accounts = accounts;
    }

    @Override
    protected Work open(ConnectorHost program, String token, InboundSink sink) throws ConnectorStartException {
        ConnectorId connectorId = connectorId();
        String appToken = program.secret(connectorId, APP_TOKEN).orElseThrow(() -> missingAppToken(program));
        Session session = Session.open(new Session.Setup(
                connectorId,
                new SlackTokens(token, appToken),
                options,
                guard(program.spec(connectorId), options.egressAllowLoopback(), options.apiUrl()),
                program.cursors(connectorId),
                sink,
                clock,
                accounts,
                () -> program.answered(connectorId)));
        return work(session, options, clock);
    }

    @Override
    protected HealthReport probe(ProbedAccount account, String token, HealthReports reports)
            throws ConnectorStartException {
        SlackTokens tokens = new SlackTokens(token, required(account, APP_TOKEN, "app-level token"));
        tokens.check();
        EgressGuard guard = guard(account.spec(), options.egressAllowLoopback(), options.apiUrl());
        SlackApi slack = new SlackApi(options.apiUrl(), new PassingClock());
        try (ProbeLine line = new ProbeLine(
                        DaemonThreads.named("slack-" + connectorId().name() + "-probe"), slack, guard, clock);
                WebApi api = new WebApi(options.apiUrl(), token, tokens.app(), line.http(), line.exchange())) {
            return reports.of(new AccountHealth(api, appId -> accounts.others(appId, connectorId()))::ask);
        }
    }

    static Work work(Session session, SlackOptions options, Clock clock) {
        WebApi api = session.api();
        Place.Finder places = new Place.Finder(session.conversations(), session.roots(), options.replyInThread());
        History history = new History(api);
        return new Work(
                session,
                new Sender(api, places, options.uploadBytesMax()),
                new HistoryLookup<>(
                        new DeliveryHistory(history, places, session.self()),
                        Ts.ORDER,
                        session.time(),
                        clock,
                        DeliveryHistory.UNDER_WAY),
                new Operations(
                        api,
                        new OperationMessages(
                                new MessagePages(history),
                                new OperationPreflight(api, session.self(), session.conversations()),
                                new MessageRecords(session.self(), session.people(), new SharedFiles(api)))),
                new Health(api, session.self(), session.conversations(), session));
    }

    private ConnectorStartException missingAppToken(ConnectorHost program) {
        return new ConnectorStartException(
                Readiness.MISSING_CREDENTIAL,
                "no app-level token: "
                        + program.troubleWithSecret(connectorId(), APP_TOKEN)
                                .map(why -> why + "; ")
                                .orElse("")
                        + "set palyra.connectors.slack."
                        + connectorId().name()
                        + ".app-token to a reference such as {{env:SLACK_APP_TOKEN}}, or give the vault reference "
                        + "global/slack_app_token a value (with the account's name behind it, unless that is default); then enable"
                        + " the connector again");
    }

    @Override
    protected void opened(ConnectorHost program, Work work) throws ConnectorStartException {
        work.session().awaitConnected(wasEnded);
        wasEnded = false;
        work.session().onEnd(end -> {
            wasEnded = true;
            program.sessionLost(connectorId(), end.reason());
        });
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("api_url", options.apiUrl().toString());
    }

    /** Slack recognises no second send of a message. */
    @Override
    public UnknownResolution unknownResolution() {
        return UnknownResolution.of(Duration.ZERO, this);
    }

    @Override
    public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        return ifOpen(work -> work.lookup().find(request, sentAfter, isAnothers), Finding.NotAsked::new);
    }

    /** A person is the direct conversation with that person, once Slack has said which one that is. */
    @Override
    public ConversationId conversation(ConversationId conversationId) {
        Target target = Target.parse("conversation_id", conversationId.value());
        return target.kind() == Target.Kind.CHANNEL
                ? conversationId
                : ifOpen(
                        work -> work.session()
                                .conversations()
                                .directWith(target.id())
                                .map(channelId -> new ConversationId(Target.channel(channelId)))
                                .orElse(conversationId),
                        notOpen -> conversationId);
    }

    /** What Slack has said of the channel in its latest answers. */
    @Override
    public Duration waitBeforeSend(ConversationId conversationId) {
        return ifOpen(
                work -> work.session().waitBeforePost(Target.parse("conversation_id", conversationId.value())),
                notOpen -> Duration.ZERO);
    }
}
