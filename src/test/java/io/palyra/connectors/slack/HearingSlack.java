package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.testkit.HearingPlatform;
import io.palyra.connectors.testkit.LoopbackSlack;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A loopback Slack and what hears it: sessions over real sockets, one after the other as a program that starts again has them, on an
 * inbox and on cursors that outlive them.
 */
final class HearingSlack extends HearingPlatform<Session, Channel> {

    private final FakeSlack slack;
    private Clock clock = Clock.systemUTC();

    HearingSlack(FakeSlackOptions options) throws Exception {
        super(channel -> Target.channel(channel.id()));
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

    @Override
    protected Session openSession() throws ConnectorStartException {
        Session session = openWith(slack.token(), slack.appToken());
        session.awaitConnected(false);
        return session;
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
                cursorStore(),
                inbox(),
                clock,
                accounts(),
                () -> {}));
    }

    @Override
    public void closeSession() {
        super.closeSession();
        slack.socket().dropLinks();
    }

    /** Everything is; what was told while nobody listened may come again until then. */
    void awaitAcknowledged() {
        within().alias("all is acknowledged").until(() -> slack.socket().underWay() == 0);
    }

    /** Envelopes of this session. */
    long eventsReceived() {
        return (Long) ((Map<?, ?>) session().view().get("events")).get("received");
    }

    @Override
    public void close() throws Exception {
        super.close();
        slack.close();
    }
}
