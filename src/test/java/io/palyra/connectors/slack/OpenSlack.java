package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.fake.NoCursors;
import io.palyra.connectors.fake.OpenSink;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.GuardedClient;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RefusalBudget;
import io.palyra.connectors.platform.http.RequestPace;
import io.palyra.connectors.platform.session.DaemonThreads;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;

/**
 * A session with a loopback Slack, without the program around it, and what works with it. Closes both.
 *
 * @param accounts of the program that there would be
 * @param isFirst whether the Slack is its own; one beside it leaves that alone
 */
record OpenSlack(
        FakeSlack slack,
        SameAccount accounts,
        boolean isFirst,
        Session session,
        Sender sender,
        DeliveryLookup lookup,
        Operations operations,
        Health health)
        implements AutoCloseable {

    static final ConnectorId OPS = ConnectorId.of("slack:ops");
    private static final ConnectorId OTHER = ConnectorId.of("slack:other");

    static OpenSlack start() throws Exception {
        return with(FakeSlack.start(), ReplyInThread.SAME, Clock.systemUTC());
    }

    /** @param clock the machine's */
    static OpenSlack with(FakeSlack slack, ReplyInThread replies, Clock clock) throws Exception {
        return with(slack, options(slack, replies), clock);
    }

    static OpenSlack with(FakeSlack slack, SlackOptions options, Clock clock) throws Exception {
        return open(slack, new SameAccount(System::nanoTime), OPS, options, clock);
    }

    /** Another program with the same tokens. */
    static OpenSlack beside(OpenSlack other) throws Exception {
        return open(
                other.slack(),
                new SameAccount(System::nanoTime),
                OTHER,
                options(other.slack(), ReplyInThread.SAME),
                Clock.systemUTC());
    }

    /** Another instance of the same program with the same tokens. */
    static OpenSlack sameProgram(OpenSlack other) throws Exception {
        return open(
                other.slack(), other.accounts(), OTHER, options(other.slack(), ReplyInThread.SAME), Clock.systemUTC());
    }

    private static OpenSlack open(
            FakeSlack slack, SameAccount accounts, ConnectorId id, SlackOptions options, Clock clock) throws Exception {
        Session session = Session.open(new Session.Setup(
                id,
                new SlackTokens(slack.token(), slack.appToken()),
                options,
                new EgressGuard(List.of(), true),
                new NoCursors(),
                new OpenSink(),
                clock,
                accounts,
                () -> {}));
        SlackAdapter.Work work = SlackAdapter.work(session, options, clock);
        return new OpenSlack(
                slack,
                accounts,
                id.equals(OPS),
                session,
                work.sender(),
                work.lookup(),
                work.operations(),
                work.health());
    }

    static SlackOptions options(FakeSlack slack, ReplyInThread replies) {
        return new SlackOptions(
                URI.create(slack.apiUrl()), true, replies, Duration.ofDays(7), SessionEndpoint.UPLOAD_BYTES_MAX);
    }

    static OutboundMessageRequest message(
            String envelope, String target, String text, UnaryOperator<OutboundMessageRequestBuilder> more) {
        return more.apply(
                        OutboundMessageRequest.builder(new EnvelopeId(envelope), OPS, new ConversationId(target), text))
                .build();
    }

    /** One that reaches the API there and needs no session. */
    static Sender sender(URI apiUrl, boolean egressAllowLoopback) {
        PlatformExchange exchange = new PlatformExchange(
                new SlackApi(apiUrl, Clock.systemUTC()),
                new RateLimitWindows(SlackApi.NAME, Clock.systemUTC()),
                RefusalBudget.NONE,
                new RequestPace(1_000, System::nanoTime),
                () -> {},
                TIMER);
        OkHttpClient http = GuardedClient.builder(
                        new EgressGuard(List.of("slack.com"), egressAllowLoopback),
                        exchange,
                        new PlatformTime(System::nanoTime, Clock.systemUTC()))
                .build();
        WebApi api = new WebApi(apiUrl, "xoxb-loopback", "xapp-loopback", http, exchange);
        Identity self = new Identity("T1", "team", "U1", "bot", "B1", null, Set.of());
        return new Sender(
                api,
                new Place.Finder(new Conversations(api, self), new ThreadRoots(api), ReplyInThread.SAME),
                SessionEndpoint.UPLOAD_BYTES_MAX);
    }

    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("late requests"));

    DeliveryOutcome send(OutboundMessageRequest request) {
        return sender.send(request);
    }

    /** How many posts Slack has been asked for. */
    long posts() {
        return slack.calls(SlackApi.POST);
    }

    @Override
    public void close() throws Exception {
        session.close();
        if (isFirst) {
            slack.close();
        }
    }
}
