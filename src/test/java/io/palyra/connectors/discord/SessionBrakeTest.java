package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.SkippedTime;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Fault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real JDA with a gateway that does not hold its sessions. Our waits are skipped and noted; JDA's own are sat out. */
class SessionBrakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SkippedTime time = new SkippedTime();
    private final ConcurrentLinkedQueue<String> holds = new ConcurrentLinkedQueue<>();
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
        open(Session.Account.of(Clock.systemUTC(), time::nanoTime, time::timer));
    }

    private void open(Session.Account account) throws Exception {
        Session.Setup plain = OpenSession.setup(discord, URI.create(discord.restUrl()), () -> {});
        session = Session.open(new Session.Setup(
                plain.connectorId(),
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
        await().atMost(PATIENCE).until(() -> time.waits().size() >= 10);
        assertThat(time.waits().get(0)).isLessThan(Duration.ofSeconds(5));
        assertThat(time.waits().get(9)).isGreaterThan(Duration.ofSeconds(55));
        assertThat(discord.gateway().identifies()).isEqualTo(1);
        discord.gateway().keepSessions();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(view()).containsEntry("connected", true));
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
                sessionsLeft(-1, -1),
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
        open(Session.Account.of(Clock.systemUTC(), System::nanoTime, () -> Executors.newScheduledThreadPool(2)));
        await().until(() -> session.held().isPresent());
        assertThat(view()).containsEntry("starts_left_today", 0).containsKeys("next_start_unix_ms", "waits_because");
        long start = System.nanoTime();
        session.close();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(4_000);
        assertThat(discord.gateway().identifies()).isZero();
    }
}
