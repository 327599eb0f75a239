package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: ten thousand strangers at once cost what they must, and harm nobody: who asked first is not put out by who comes
 * later, the platform is not flooded with answers, and who is let in gets through meanwhile. Method: the strangers write by
 * some threads into the real inbound route, a granted sender beside them, whose messages are timed.
 */
class CrowdTest {

    private static final int STRANGERS = 10_000;
    private static final int THREADS = 8;
    private static final int REQUESTS_MAX = 1_000;
    private static final int A_MINUTE = 20;

    private static final Pattern STRANGER = Pattern.compile("\"sender_id\":\"(stranger\\d+)\"");

    /** The machine runs other tests too; alone it is a few milliseconds. */
    private static final Duration HELD_UP_MAX = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void aCrowdIsTurnedAwayAndPutsNobodyOut() throws Exception {
        try (Doors doors = Doors.start(ProgramUnderTest.in(folder).time(clock), "ops")) {
            Door door = doors.door("ops");
            assertThat(door.says(
                            "friend",
                            "pair " + door.desk().mint(door.id(), null, "olga").code()))
                    .isEqualTo("paired");
            door.awaitQuiet();
            clock.advance(Duration.ofMinutes(1));

            long started = System.nanoTime();
            Friend friend = new Friend(door);
            Thread beside = new Thread(friend, "friend");
            beside.start();
            Map<String, Long> became = write(door, "hello");
            friend.stop();
            beside.join();
            System.out.printf(
                    "CrowdTest: %d strangers in %d ms; the friend's %s%n",
                    STRANGERS, (System.nanoTime() - started) / 1_000_000, friend.summary());

            assertThat(became)
                    .containsOnlyKeys("pairing_requested", "pairing_full")
                    .containsEntry("pairing_requested", (long) REQUESTS_MAX);
            friend.check();
            Set<String> asked = asked(door);
            assertThat(asked).hasSize(REQUESTS_MAX);
            door.awaitQuiet();
            assertThat(toldStrangers(door)).as("in the first minute").hasSize(A_MINUTE);

            assertThat(write(door, "hello?"))
                    .containsOnlyKeys("pairing_pending", "pairing_full")
                    .containsEntry("pairing_pending", (long) REQUESTS_MAX);
            door.awaitQuiet();
            assertThat(toldStrangers(door)).as("still the first minute").hasSize(A_MINUTE);
            assertThat(asked(door)).as("nobody is put out").isEqualTo(asked);

            clock.advance(Duration.ofMinutes(1));
            write(door, "hello??");
            door.awaitQuiet();
            assertThat(toldStrangers(door)).as("who was not told before").hasSize(2 * A_MINUTE);
            assertThat(toldStrangers(door)).isSubsetOf(asked);

            assertThat(strangersRefused()).as("one of each").hasSize(STRANGERS).doesNotHaveDuplicates();
            assertThat(query("SELECT COUNT(*) FROM access_requests")).isEqualTo(REQUESTS_MAX);
            assertThat(query("SELECT COUNT(*) FROM inbound"))
                    .as("the friend's, and nothing of the crowd")
                    .isEqualTo(friend.said());

            clock.advance(Pairing.REQUEST_TTL);
            assertThat(door.says("stranger" + (STRANGERS + 1), "hello"))
                    .as("a day later there is room")
                    .isEqualTo("pairing_requested");
        }
    }

    /** All strangers, in some order. */
    private static Map<String, Long> write(Door door, String text) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<String>> messages = IntStream.range(0, STRANGERS)
                .<Callable<String>>mapToObj(i -> () -> door.says("stranger" + i, text))
                .toList();
        List<String> became = new ArrayList<>();
        for (Future<String> one : threads.invokeAll(messages)) {
            became.add(one.get());
        }
        threads.shutdown();
        return became.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Set<String> asked(Door door) {
        return door.view().requests().stream()
                .map(request -> request.senderId().value())
                .collect(Collectors.toSet());
    }

    private static Set<String> toldStrangers(Door door) {
        return IntStream.range(0, STRANGERS)
                .mapToObj(i -> "stranger" + i)
                .filter(sender -> !door.told(sender).isEmpty())
                .collect(Collectors.toSet());
    }

    private List<String> strangersRefused() throws SQLException {
        try (Connection connection = StoreUnderTest.ofPrograms().connect(folder);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT details FROM connector_events WHERE event_type = 'inbound.refused'")) {
            List<String> senders = new ArrayList<>();
            while (row.next()) {
                Matcher sender = STRANGER.matcher(row.getString(1));
                if (sender.find()) {
                    senders.add(sender.group(1));
                }
            }
            return senders;
        }
    }

    private long query(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.ofPrograms().connect(folder);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Somebody who is let in, and goes on writing. */
    private static final class Friend implements Runnable {

        private final Door door;
        private final List<Long> nanos = new ArrayList<>();
        private volatile boolean stopped;
        private volatile String other = IN;

        Friend(Door door) {
            this.door = door;
        }

        @Override
        public void run() {
            while (!stopped) {
                long started = System.nanoTime();
                String became = door.says("friend", "message " + nanos.size());
                nanos.add(System.nanoTime() - started);
                if (!became.equals(IN)) {
                    other = became;
                }
            }
        }

        void stop() {
            stopped = true;
        }

        int said() {
            return nanos.size();
        }

        void check() {
            assertThat(other).isEqualTo(IN);
            assertThat(nanos).hasSizeGreaterThan(10);
            assertThat(Duration.ofNanos(Collections.max(nanos))).isLessThan(HELD_UP_MAX);
        }

        String summary() {
            List<Long> sorted = nanos.stream().sorted().toList();
            return "%d messages: median %.1f ms, p99 %.1f ms, longest %.1f ms"
                    .formatted(
                            sorted.size(),
                            sorted.get(sorted.size() / 2) / 1e6,
                            sorted.get(sorted.size() * 99 / 100) / 1e6,
                            sorted.get(sorted.size() - 1) / 1e6);
        }
    }
}
