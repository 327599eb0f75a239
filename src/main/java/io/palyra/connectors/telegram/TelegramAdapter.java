package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.adapter.ProbedAccount;
import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.ProbeLine;
import io.palyra.connectors.platform.http.RateLimitWindows;
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
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.ThreadId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One Telegram bot. Thread safe. */
final class TelegramAdapter extends SessionAdapter<TelegramAdapter.Work> implements TypingIndicator {

    private static final Terms TERMS =
            new Terms("bot token", "TELEGRAM_BOT_TOKEN", List.of(TelegramApi.HOST), Health.REPORTS);

    /** Longer than anything waits; shorter than for ever, so that one message at a time is on its way in a conversation. */
    private static final UnknownResolution RESEND = new UnknownResolution(Duration.ofDays(3_650), false);

    /** An open session, and what works with it. */
    record Work(Session session, Pacing pacing, Sender sender, Operations operations, TypingSign typing, Health health)
            implements SessionWork {
        @Override
        public DeliveryOutcome send(OutboundMessageRequest request) {
            return sender.send(request);
        }

        @Override
        public HealthReport check(@Nullable String verifyConversation) {
            return health.check(verifyConversation);
        }

        @Override
        public Map<String, Object> view() {
            Map<String, Object> view = session.view();
            view.put("pacing", pacing.view());
            return view;
        }
    }

    private final TelegramOptions options;
    private final Clock clock;
    private final Supplier<Clock> pace;
    private final SameAccount accounts;

    /**
     * @param pace of messages: one that the machine's clock does not move
     * @param accounts those of all instances
     */
    TelegramAdapter(
            ConnectorId connectorId,
            TelegramOptions options,
            @Nullable ConnectorHost host,
            Clock clock,
            Supplier<Clock> pace,
            SameAccount accounts) {
        super(connectorId, host, TERMS);
        this.options = options;
        this.clock = clock;
        this.pace = pace;
        this.accounts = accounts;
    }

    @Override
    protected Work open(ConnectorHost program, String token, InboundSink sink) throws ConnectorStartException {
        refuseHiddenUrl();
        Session session = Session.open(new Session.Setup(
                connectorId(),
                BotToken.of(token),
                options,
                guard(program.spec(connectorId()), options.egressAllowLoopback(), options.apiUrl()),
                program.cursors(connectorId()),
                sink,
                clock,
                accounts,
                () -> program.answered(connectorId())));
        return work(session, options, clock, pace.get());
    }

    private void refuseHiddenUrl() throws ConnectorStartException {
        if (options.apiUrl().toString().equals(TelegramEndpoint.HIDDEN_URL)) {
            throw new ConnectorStartException(
                    Readiness.MISCONFIGURED,
                    "api-url holds a secret: it is what stands before /bot, such as " + TelegramEndpoint.API_URL
                            + ", and the token is the option token");
        }
    }

    @Override
    protected HealthReport probe(ProbedAccount account, String token, HealthReports reports)
            throws ConnectorStartException {
        refuseHiddenUrl();
        BotToken bot = BotToken.of(token);
        EgressGuard guard = guard(account.spec(), options.egressAllowLoopback(), options.apiUrl());
        TelegramApi api = new TelegramApi(options.apiUrl(), new PassingClock(), (oldChatId, newChatId) -> {});
        try (ProbeLine line =
                new ProbeLine(DaemonThreads.named("telegram-" + connectorId().name() + "-probe"), api, guard, clock)) {
            return reports.of(new AccountHealth(
                    new BotApi(options.apiUrl(), bot, line.http(), line.exchange()),
                    options.takeOverWebhook(),
                    accounts.others(bot.botId(), connectorId()))::ask);
        }
    }

    static Work work(Session session, TelegramOptions options, Clock clock, Clock pace) {
        BotApi api = session.line().api();
        RateLimitWindows windows = session.line().windows();
        Pacing pacing = new Pacing(options.pacing(), windows, pace);
        return new Work(
                session,
                pacing,
                new Sender(
                        api,
                        session.chats(),
                        session.self(),
                        pacing,
                        session.line().turnstile(),
                        options,
                        clock),
                new Operations(api, session.chats(), options.markup()),
                new TypingSign(api, pacing),
                new Health(session));
    }

    @Override
    protected void opened(ConnectorHost program, Work work) throws ConnectorStartException {
        work.session().awaitConnected();
        work.session().onEnd(end -> program.sessionLost(connectorId(), end.reason()));
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("api_url", options.apiUrl().toString());
    }

    /** Telegram recognises no second send of a message, and shows no bot what it has. */
    @Override
    public UnknownResolution unknownResolution() {
        return options.resendUnknown() ? RESEND : UnknownResolution.OPERATOR;
    }

    /** A group that has become a supergroup is the conversation that it was. */
    @Override
    public ConversationId conversation(ConversationId conversationId) {
        Target target = Target.parse("conversation_id", conversationId.value());
        return target.name() != null
                ? conversationId
                : ifOpen(
                        work -> new ConversationId(
                                new Target(work.session().chats().conversation(target.chatId()), null, target.topicId())
                                        .canonical()),
                        notOpen -> conversationId);
    }

    @Override
    public Duration waitBeforeSend(ConversationId conversationId) {
        return ifOpen(work -> work.pacing().wait(target(work, conversationId).chat()), notOpen -> Duration.ZERO);
    }

    /** Telegram counts by chat, whatever topic a message is for. */
    @Override
    public String rateLimitBucket(ConversationId conversationId) {
        return ifOpen(work -> target(work, conversationId).chat(), notOpen -> conversationId.value());
    }

    private static Target target(Work work, ConversationId conversationId) {
        return work.session().chats().actual(Target.parse("conversation_id", conversationId.value()));
    }

    @Override
    public Duration interval() {
        return TypingSign.INTERVAL;
    }

    @Override
    public void showTyping(ConversationId conversation, @Nullable ThreadId thread) throws RequestException {
        Work work = work().orElse(null);
        if (work != null) {
            work.typing().show(target(work, conversation).in(thread));
        }
    }
}
