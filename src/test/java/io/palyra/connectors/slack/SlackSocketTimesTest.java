package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.PassingClock;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.platform.http.GuardedClient;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RefusalBudget;
import io.palyra.connectors.platform.http.RequestPace;
import io.palyra.connectors.platform.session.ConnectionState;
import io.palyra.connectors.protocol.Readiness;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets that say nothing: dead ones, and such as never begin. Their times are short here. */
class SlackSocketTimesTest {

    private static final String TICKET = "apps.connections.open";
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<Boolean> opened = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final ScheduledExecutorService events = Executors.newSingleThreadScheduledExecutor();
    private FakeSlack slack;
    private OkHttpClient http;
    private WebApi api;
    private Identity self;

    @BeforeEach
    void start() throws Exception {
        slack = FakeSlack.start();
        URI url = URI.create(slack.apiUrl());
        PlatformExchange exchange = new PlatformExchange(
                new SlackApi(url, Clock.systemUTC()),
                new RateLimitWindows(SlackApi.NAME, Clock.systemUTC()),
                RefusalBudget.NONE,
                new RequestPace(1_000, System::nanoTime),
                () -> {},
                threads);
        http = GuardedClient.builder(
                        new EgressGuard(List.of(), true),
                        exchange,
                        new PlatformTime(System::nanoTime, Clock.systemUTC()))
                .build();
        api = new WebApi(url, slack.token(), slack.appToken(), http, exchange);
        self = Identity.ask(api);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        threads.shutdownNow();
        events.shutdownNow();
        slack.close();
    }

    private SocketMode sockets(SocketMode.Timing timing) {
        return sockets(timing, new ConnectionState(new PassingClock()));
    }

    private SocketMode sockets(SocketMode.Timing timing, ConnectionState state) {
        SocketMode sockets = new SocketMode(
                new SocketMode.Parts(
                        new Tickets(api, new EgressGuard(List.of(), true), true),
                        http,
                        self,
                        state,
                        timing,
                        events,
                        threads),
                new SocketMode.Listener() {
                    @Override
                    public void opened(boolean missed) {
                        opened.add(missed);
                    }

                    @Override
                    public void received(Envelope envelope) {
                        envelope.ack().run();
                    }

                    @Override
                    public void ended(Readiness readiness, String reason) {
                        // None ends here
                    }
                });
        sockets.open();
        return sockets;
    }

    /** It is open for the operating system, and answers no pings. */
    @Test
    void aDeadSocketIsFoundByItsPings() {
        try (SocketMode sockets = sockets(new SocketMode.Timing(SOON, NEVER, NEVER, NEVER))) {
            HearingSlack.within().until(() -> opened.size() == 1);
            slack.socket().silenceLinks();
            HearingSlack.within().until(() -> opened.size() == 2);
            assertThat(opened).containsExactly(true, true);
            assertThat(sockets.unacked()).isZero();
        }
    }

    @Test
    void aSocketWithoutHelloIsGivenUpForAnother() {
        slack.socket().withoutHello(true);
        try (SocketMode sockets = sockets(new SocketMode.Timing(NEVER, SOON, NEVER, NEVER))) {
            HearingSlack.within().until(() -> slack.calls(TICKET) >= 2);
            assertThat(opened).isEmpty();
            slack.socket().withoutHello(false);
            HearingSlack.within().until(() -> !opened.isEmpty());
            assertThat(sockets.others()).isZero();
        }
    }

    /** One may stay open and bring nothing any more: what it did not bring may have been missed. */
    @Test
    void aSocketThatBringsNothingIsNotTrusted() {
        try (SocketMode sockets = sockets(new SocketMode.Timing(NEVER, NEVER, SOON, NEVER))) {
            HearingSlack.within().until(() -> opened.size() >= 2);
            assertThat(opened).containsOnly(true);
            assertThat((Integer) sockets.view().get("sockets_renewed_in_silence"))
                    .isPositive();
        }
    }

    /** Slack has enough of them, however long this one has been open. */
    @Test
    void tooManySocketsAreNotOpenedAtOnceAgainAfterOneThatHasLasted() {
        ConnectionState state = new ConnectionState(new PassingClock());
        try (SocketMode sockets = sockets(new SocketMode.Timing(NEVER, NEVER, NEVER, Duration.ZERO), state)) {
            HearingSlack.within().until(() -> opened.size() == 1);
            slack.socket().disconnect("too_many_websockets");
            HearingSlack.within().until(() -> !state.isConnected());
            afterWhatIsDue();
            assertThat(slack.calls(TICKET)).isEqualTo(1);
            assertThat(sockets.unacked()).isZero();
        }
    }

    /** What becomes of that one decides: Slack may say so of the old socket several times, and tickets are few. */
    @Test
    void aSocketIsNotAskedForWhileOneIsOnItsWay() {
        CountDownLatch answered = new CountDownLatch(1);
        try (SocketMode sockets = sockets(new SocketMode.Timing(NEVER, NEVER, NEVER, NEVER))) {
            HearingSlack.within().until(() -> opened.size() == 1);
            slack.faults().times(1, SlackFault.to(TICKET), Fault.heldUntil(answered));
            slack.socket().disconnect("refresh_requested");
            HearingSlack.within().until(() -> slack.calls(TICKET) == 2);
            slack.socket().disconnect("refresh_requested");
            slack.socket().disconnect("refresh_requested");
            assertNoMoreTicketsThan(2);
            answered.countDown();
            HearingSlack.within().until(() -> opened.size() == 2);
            assertNoMoreTicketsThan(2);
            assertThat(sockets.unacked()).isZero();
        }
    }

    @Test
    void oneSocketIsWaitedForAtATime() {
        try (SocketMode sockets = sockets(new SocketMode.Timing(NEVER, NEVER, NEVER, NEVER))) {
            HearingSlack.within().until(() -> opened.size() == 1);
            slack.socket().disconnect("refresh_requested");
            HearingSlack.within().until(() -> opened.size() == 2);
            slack.socket().disconnect("refresh_requested");
            slack.socket().disconnect("refresh_requested");
            HearingSlack.within().until(() -> opened.size() == 3);
            assertNoMoreTicketsThan(3);
            assertThat(sockets.unacked()).isZero();
        }
    }

    @Test
    void tooManySocketsMakeTheWaitLonger() {
        ConnectionState state = new ConnectionState(new PassingClock());
        try (SocketMode sockets = sockets(new SocketMode.Timing(NEVER, NEVER, NEVER, NEVER), state)) {
            HearingSlack.within().until(() -> opened.size() == 1);
            slack.socket().disconnect("refresh_requested");
            HearingSlack.within().until(() -> opened.size() == 2);
            slack.socket().disconnect("refresh_requested");
            slack.socket().disconnect("too_many_websockets");
            HearingSlack.within().until(() -> !state.isConnected());
            assertNoMoreTicketsThan(2);
            assertThat(sockets.unacked()).isZero();
        }
    }

    /** In longer than the second wait, which is a second. */
    private void assertNoMoreTicketsThan(int count) {
        HearingSlack.within().during(Duration.ofMillis(1_500)).until(() -> slack.calls(TICKET) == count);
    }

    /** Such as are to be done at once. */
    private void afterWhatIsDue() {
        Stream.of(events, threads)
                .forEach(thread -> assertThat(thread.submit(() -> {})).succeedsWithin(Duration.ofSeconds(10)));
    }

    /** Nothing would ever end the wait for it. */
    @Test
    void aUrlThatNoSocketCanBeOpenedByIsAskedForAgain() {
        slack.faults()
                .times(
                        1,
                        SlackFault.to(TICKET),
                        Fault.refusing(
                                RestAnswer.ok(Json.object().put("ok", true).put("url", "ws://127.0.0.1:99999/link"))));
        try (SocketMode sockets = sockets(new SocketMode.Timing(NEVER, NEVER, NEVER, NEVER))) {
            HearingSlack.within().until(() -> opened.size() == 1);
            assertThat(sockets.others()).isZero();
        }
    }
}
