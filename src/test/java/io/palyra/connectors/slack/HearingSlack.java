package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.testkit.LoopbackSlack;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A loopback Slack and what hears it: sessions over real sockets, one after the other as a program that starts again has them, on an
 * inbox and on cursors that outlive them.
 */
final class HearingSlack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final FakeSlack slack;
    private final Inbox inbox = new Inbox();
    private final Map<String, String> cursors = new ConcurrentHashMap<>();
    private final SameAccount accounts = new SameAccount(System::nanoTime);
    private Clock clock = Clock.systemUTC();
    private @Nullable Session session;

    HearingSlack(FakeSlackOptions options) throws Exception {
        slack = FakeSlack.start(options);
    }

    /** With a session, the first one ever. */
    static HearingSlack start() throws Exception {
        return start(FakeSlackOptions.defaults());
    }

    static HearingSlack start(FakeSlackOptions options) throws Exception {
        HearingSlack hearing = new HearingSlack(options);
        hearing.open();
        return hearing;
    }

    /** The machine's, from the next session on. */
    HearingSlack machineClock(Clock nowClock) {
        clock = nowClock;
        return this;
    }

    FakeSlack slack() {
        return slack;
    }

    Inbox inbox() {
        return inbox;
    }

    Map<String, String> cursors() {
        return cursors;
    }

    Session session() {
        return assertThat(session).isNotNull().actual();
    }

    /** A session that hears. */
    void open() throws ConnectorStartException {
        session = openWith(slack.token(), slack.appToken());
        session.awaitConnected(false);
    }

    Session openWith(String token, String appToken) throws ConnectorStartException {
        return Session.open(new Session.Setup(
                LoopbackSlack.OPS,
                new SlackTokens(token, appToken),
                new SlackOptions(
                        URI.create(slack.apiUrl()),
                        true,
                        ReplyInThread.SAME,
                        Duration.ofDays(7),
                        SessionEndpoint.UPLOAD_BYTES_MAX),
                new EgressGuard(List.of(), true),
                new Cursors(),
                inbox,
                clock,
                accounts,
                () -> {}));
    }

    /** Nobody listens, until the next session. */
    void closeSession() {
        session().close();
        slack.socket().dropLinks();
    }

    void reopen() throws ConnectorStartException {
        closeSession();
        open();
    }

    static ConditionFactory within() {
        return await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(PATIENCE);
    }

    /** Until the inbox has these of the conversation, and no others, in this order. */
    void awaitHeard(Channel channel, String... texts) {
        awaitHeard(channel, List.of(texts));
    }

    void awaitHeard(Channel channel, List<String> texts) {
        within().until(() -> inbox.texts(channel).size() >= texts.size());
        assertThat(inbox.texts(channel)).containsExactlyElementsOf(texts);
    }

    InboundMessageEvent onlyEvent(Channel channel) {
        within().until(() -> !inbox.of(channel).isEmpty());
        return assertThat(inbox.of(channel)).singleElement().actual();
    }

    /** Everything is; what was told while nobody listened may come again until then. */
    void awaitAcknowledged() {
        within().alias("all is acknowledged").until(() -> slack.socket().underWay() == 0);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> inbound() {
        return (Map<String, Object>) session().view().get("inbound");
    }

    /** Envelopes of this session. */
    long eventsReceived() {
        return (Long) ((Map<?, ?>) session().view().get("events")).get("received");
    }

    /** What the session says of its sockets. */
    @Nullable
    Object ofSession(String name) {
        return ((Map<?, ?>) session().view().get("session")).get(name);
    }

    long leftOut(String kind) {
        return (Long) ((Map<?, ?>) inbound().get("left_out")).get(kind);
    }

    @Override
    public void close() throws Exception {
        if (session != null) {
            session.close();
        }
        slack.close();
    }

    private final class Cursors implements CursorStore {

        @Override
        public Map<String, String> positions() {
            return Map.copyOf(cursors);
        }

        @Override
        public void move(String stream, String position, @Nullable ReadAgain overlap) {
            cursors.put(stream, position);
        }

        @Override
        public void forget(String stream) {
            cursors.remove(stream);
        }
    }
}
