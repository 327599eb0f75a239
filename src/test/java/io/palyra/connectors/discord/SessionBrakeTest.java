package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.fake.SkippedTime;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.platform.session.Connecting;
import io.palyra.connectors.platform.session.SameAccount;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.LoopbackDiscord;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real JDA with a gateway that does not hold its sessions. Our waits are skipped and noted; JDA's own are sat out. */
class SessionBrakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** JDA waits by the machine's clock after a link that failed while it was being made, up to a minute here. */
    private static final Duration JDA_PATIENCE = Duration.ofMinutes(2);

    private final SkippedTime time = new SkippedTime();
    private final ConcurrentLinkedQueue<String> holds = new ConcurrentLinkedQueue<>();
    private final SameAccount bots = new SameAccount(time::nanoTime);
    private FakeDiscord discord;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
    }

    @AfterEach
    void stop() throws Exception {
        session.close();
        discord.close();
    }

    private void open() throws Exception {
        open(account(time.timer()));
    }

    private Session.Account account(ScheduledExecutorService timer) {
        return Session.Account.of(Clock.systemUTC(), time::nanoTime, () -> timer, bots);
    }

    private void open(Session.Account account) throws Exception {
        session = newSession(LoopbackDiscord.OPS, account);
    }

    private Session newSession(ConnectorId connectorId, Session.Account account) throws Exception {
        Session.Setup plain = OpenSession.setup(discord, URI.create(discord.restUrl()), () -> {});
        return Session.open(new Session.Setup(
                connectorId,
                plain.token(),
                plain.options(),
                plain.guard(),
                plain.cursors(),
                plain.sink(),
                plain.clock(),
                account,
                () -> {},
                holds::add));
    }

    private static void assertAbout(List<Duration> waits, long... seconds) {
        assertThat(waits).hasSizeGreaterThanOrEqualTo(seconds.length);
        for (int i = 0; i < seconds.length; i++) {
            // Less the moments that the session lived
            assertThat(waits.get(i)).isBetween(Duration.ofSeconds(seconds[i] - 3), Duration.ofSeconds(seconds[i]));
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> view() {
        return (Map<String, Object>) session.view().get("session");
    }

    private static Fault sessionsLeft(int remaining, long resetAfterMs) {
        return Fault.status(200, "application/json", """
                {"url": "wss://gateway.discord.gg", "shards": 1, "session_start_limit":
                {"total": 1000, "remaining": %d, "reset_after": %d, "max_concurrency": 1}}""".formatted(remaining, resetAfterMs));
    }

    @Test
    void aGatewayThatClosesRightAfterReadyIsIdentifiedToLessAndLessOften() throws Exception {
        discord.gateway().endSessionsWhenBegun();
        open();
        await().atMost(PATIENCE).until(() -> discord.gateway().identifies() >= 4);
        assertAbout(time.waits(), 5, 10, 20);
        assertThat(discord.requests().stream()
                        .filter(request -> request.path().equals("/gateway/bot"))
                        .count())
                .as("each is asked for")
                .isGreaterThanOrEqualTo(4);
        assertThat(holds).isNotEmpty().allSatisfy(hold -> assertThat(hold).contains("did not last"));

        discord.gateway().keepSessions();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
        assertThat(view().get("short_lived_in_a_row")).isEqualTo(holds.size() + 1);
        assertThat(session.held()).isEmpty();
    }

    @Test
    void aGatewayThatClosesRightAfterResumingIsAskedLessAndLessOften() throws Exception {
        open();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
        discord.gateway().closeLinksWhenBegun();
        discord.gateway().dropLinks();
        await().atMost(JDA_PATIENCE)
                .until(() -> time.waits().stream().anyMatch(wait -> wait.compareTo(Duration.ofSeconds(55)) > 0));
        assertThat(time.waits().get(0)).isLessThan(Duration.ofSeconds(5));
        assertThat(time.waits().size()).as("step by step").isGreaterThanOrEqualTo(5);
        assertThat(discord.gateway().identifies()).isEqualTo(1);
        discord.gateway().keepSessions();
        await().atMost(JDA_PATIENCE).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
    }

    /** As its WebSocket does it where a link is closed for want of heartbeats: JDA takes the interrupt for its own end. */
    @Test
    void aClientThatEndsByItselfIsNoSilentEnd() throws Exception {
        open();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
        CompletableFuture<Connecting.End> ended = new CompletableFuture<>();
        session.onEnd(ended::complete);
        discord.gateway().shut();
        await().atMost(PATIENCE).until(() -> waitingToBeBack().isPresent());
        waitingToBeBack().orElseThrow().interrupt();
        assertThat(ended)
                .succeedsWithin(PATIENCE)
                .isEqualTo(new Connecting.End(
                        Readiness.READY,
                        "the gateway client has ended by itself; a session is begun with another one"));
    }

    private static Optional<Thread> waitingToBeBack() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING
                        && Stream.of(thread.getValue())
                                .anyMatch(at -> at.getMethodName().equals("reconnect")))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Test
    void aSessionThatIsClosedFromHereHasNotEndedByItself() throws Exception {
        open();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
        List<Connecting.End> ends = new CopyOnWriteArrayList<>();
        session.onEnd(ends::add);
        session.close();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(view()).containsEntry("status", "shutdown").containsKey("lost_since_unix_ms"));
        assertThat(ends).isEmpty();
    }

    @Test
    void theLastSessionsOfTheDayAreNotTouched() throws Exception {
        discord.faults()
                .next("GET", "/gateway/bot", sessionsLeft(50, 600_000))
                .next("GET", "/gateway/bot", sessionsLeft(1_000, 86_400_000));
        open();
        await().until(() -> discord.gateway().identifies() == 1);
        assertThat(time.waits()).containsExactly(Duration.ofMinutes(10));
        assertThat(holds).singleElement().asString().contains("50 are left");
        assertThat(view()).containsEntry("starts_left_today", 999).containsEntry("starts_a_day", 1_000);
    }

    @Test
    void whereNobodyKnowsHowManyAreLeftASessionIsOpenedAllTheSame() throws Exception {
        List<Fault> answers = List.of(
                Fault.status(404),
                Fault.status(200),
                Fault.status(200, "application/json", "{\"session_start_limit\":{}}"),
                Fault.status(200, "application/json", "[]"),
                sessionsLeft(-1, 600_000),
                sessionsLeft(0, -1),
                sessionsLeft(0, Duration.ofDays(1_000).toMillis()),
                Fault.resetBeforeAccepting(),
                Fault.silentBeforeAccepting());
        for (Fault answer : answers) {
            discord.faults().next("GET", "/gateway/bot", answer);
            open();
            await(answer.toString()).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
            assertThat(view()).doesNotContainKey("starts_left_today");
            session.close();
        }
        assertThat(discord.faults().left()).isZero();
    }

    @Test
    void closingDoesNotWaitForTheWait() throws Exception {
        discord.faults().always("GET", "/gateway/bot", sessionsLeft(0, 86_400_000));
        PatientTimer timer = new PatientTimer();
        open(account(timer));
        await().until(() -> session.held().isPresent());
        assertThat(view()).containsEntry("starts_left_today", 0).containsKeys("next_start_unix_ms", "waits_because");
        assertThat(CompletableFuture.runAsync(this::awaitConnected))
                .as("the start; without the hold it waits for twice as long")
                .succeedsWithin(Duration.ofSeconds(5));
        assertClosesAtOnce(timer);
        assertThat(discord.gateway().identifies()).isZero();
    }

    @Test
    void closingDoesNotWaitForALinkThatMayNotBeOpenedYet() throws Exception {
        PatientTimer timer = new PatientTimer();
        open(account(timer));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
        discord.gateway().closeLinksWhenBegun();
        // One that takes up its session again is not closed
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            discord.gateway().dropLinks();
            return timer.isAskedToWait();
        });
        assertClosesAtOnce(timer);
    }

    private void awaitConnected() {
        try {
            session.awaitConnected();
        } catch (ConnectorStartException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertClosesAtOnce(PatientTimer timer) {
        long start = System.nanoTime();
        session.close();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(4_000);
        assertThat(timer.isShutdown()).isTrue();
    }

    /** Discord takes one in five seconds, and answers "invalid session" to what comes sooner. */
    @Test
    void instancesThatAreOneBotBeginTheirSessionsInTurn() throws Exception {
        open();
        await().atMost(PATIENCE).until(() -> discord.gateway().identifies() == 1);
        Session second = newSession(ConnectorId.of("discord:second"), account(time.timer()));
        try {
            await().atMost(PATIENCE).until(() -> discord.gateway().identifies() == 2);
            assertAbout(time.waits(), 5);
            assertThat(second.sameBot()).containsExactly("discord:ops");
            assertThat(session.sameBot()).containsExactly("discord:second");
        } finally {
            second.close();
        }
        assertThat(session.sameBot()).isEmpty();
    }

    /** Its waits last for ever. */
    private static final class PatientTimer extends ScheduledThreadPoolExecutor {

        private final AtomicBoolean askedToWait = new AtomicBoolean();

        PatientTimer() {
            super(2);
        }

        boolean isAskedToWait() {
            return askedToWait.get();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            if (delay <= 0) {
                return super.schedule(command, 0, unit);
            }
            askedToWait.set(true);
            return super.schedule(command, 1, TimeUnit.DAYS);
        }
    }
}
