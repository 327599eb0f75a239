package io.palyra.connectors.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.abuse.Hostility.Answer;
import io.palyra.connectors.abuse.Hostility.Target;
import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.crash.Ledger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: strangers do not make the admin API fail, tell a secret, or keep messages from being delivered.
 *
 * <p>Method: a route of a real process sends {@link Traffic}, and its owner sends messages through the API; at first alone,
 * then for ten seconds (a minute with {@code -Psoak}) among every {@link Hostility}, among connections that dawdle, and
 * with 1,000 connections at once. What is checked is that every answer is one that the API's description promises, that
 * each accepted message is delivered once and in order, that delivery goes on at least at half its rate (on two cores the
 * strangers take one of them for themselves), and that neither files, threads nor memory stay behind. The rates and waits
 * themselves are printed.
 */
class AbuseIT {

    private static final String TOKEN = "nightingale-4711";
    private static final Duration ALONE = Duration.ofSeconds(3);
    private static final Duration ABUSE = Duration.ofSeconds(Boolean.getBoolean("soak") ? 60 : 10);
    private static final int AT_ONCE = 1_000;
    private static final String AT_ONCE_KIND = "AT_ONCE";
    private static final int DAWDLERS = 50;
    private static final int FUZZERS = 8;

    /** Who goes so far that the connection may be closed without an answer. */
    private static final EnumSet<Hostility> CUT =
            EnumSet.of(Hostility.CUT_SHORT, Hostility.PIPELINED, Hostility.SENT_AHEAD, Hostility.SENT_HUGE);

    /** Files that come and go with the work: the store's, the sockets of the owner. */
    private static final int SPARE_FILES = 40;

    /** Of the pools that have not come to rest. */
    private static final int SPARE_THREADS = 20;

    private static final long SPARE_HEAP_BYTES = 32L * 1024 * 1024;

    /** Never opens: what waits for it waits out its time. */
    private static final CountDownLatch PACE = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, Map<Integer, Integer>> statuses = new ConcurrentSkipListMap<>();
    private final AtomicBoolean strangersOver = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private @Nullable Verdict verdict;

    @Test
    void strangersDoNotHarm() throws Exception {
        long seed = Long.getLong("abuse.seed", System.nanoTime());
        System.out.println("AbuseIT seed " + seed);
        verdict = new Verdict(List.of(TOKEN, Tricks.CANARY), folder.toString());
        Path ledgerFile = folder.resolve("ledger.txt");
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        Map<String, String> settings = Map.of(
                "palyra.admin.token",
                "{{file:" + token + "}}",
                "palyra.connectors.ledger.default.file",
                ledgerFile.toString(),
                "camel.main.routesIncludePattern",
                "file:routes/*.camel.yaml,"
                        + Traffic.route(
                                folder, (int) ALONE.plus(ABUSE).plus(ALONE).toSeconds()));
        try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
            Owner owner = new Owner(program.base(), TOKEN);
            Pulse pulse = new Pulse(owner);
            List<Future<?>> own = startOwner(owner, pulse);
            Phase alone = during(owner, pulse, ALONE);
            Footprint before = Footprint.of(program.pid());

            List<Future<?>> strangers = startStrangers(program, seed);
            Phase abused = during(owner, pulse, ABUSE);
            strangersOver.set(true);
            finish(strangers);
            Phase afterwards = during(owner, pulse, ALONE);
            over.set(true);
            finish(own);
            System.out.printf(
                    "AbuseIT %d hostile requests, %d cores%n",
                    requests.get(), Runtime.getRuntime().availableProcessors());
            System.out.printf("  alone      %s%n  meanwhile  %s%n  afterwards %s%n", alone, abused, afterwards);

            statuses.forEach((kind, counts) -> System.out.printf("  %-14s %s%n", kind, counts));

            assertThat(faults).isEmpty();
            checkStatuses();
            assertThat(pulse.missed()).isEmpty();
            await("everything is delivered").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            owner.call("GET", "/admin/v1/channels/ledger:default", "")
                                    .body())
                    .contains("\"pending_outbox\":0", "\"dead_letters\":0"));
            assertThat(abused.traffic().delivered())
                    .as("delivered a second, alone %s", alone.traffic())
                    .isGreaterThan(alone.traffic().delivered() / 2);
            await("nothing stays behind")
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> checkFootprint(before, Footprint.of(program.pid())));
            checkLedger(Ledger.read(ledgerFile), owner);
            checkLog(Files.readString(folder.resolve("program.log")));
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private List<Future<?>> startOwner(Owner owner, Pulse pulse) {
        List<Future<?>> running = new ArrayList<>();
        running.add(threads.submit(() -> {
            pulse.beat(over);
            return null;
        }));
        for (int i = 0; i < Owner.CONVERSATIONS; i++) {
            int conversation = i;
            running.add(threads.submit(() -> {
                owner.talk(conversation, over);
                return null;
            }));
        }
        return running;
    }

    private List<Future<?>> startStrangers(ForkedProgram program, long seed) {
        Target target = new Target(URI.create(program.base()).getPort(), TOKEN);
        List<Future<?>> running = new ArrayList<>();
        for (Hostility hostility : Hostility.values()) {
            int clients = hostility == Hostility.FUZZED_JSON ? FUZZERS : 1;
            for (int client = 0; client < clients; client++) {
                Random random = new Random(seed + hostility.name().hashCode() + client);
                running.add(threads.submit(() -> {
                    while (!strangersOver.get()) {
                        judge(hostility.name(), hostility.send(random, target));
                    }
                    return null;
                }));
            }
        }
        running.add(threads.submit(() -> dawdle(target)));
        running.add(threads.submit(() -> allAtOnce(target)));
        return running;
    }

    /** Headers and bodies that arrive a byte at a time, and answers that nobody reads. */
    private Void dawdle(Target target) throws IOException, InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < DAWDLERS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port());
                sockets.add(socket);
                String start = i % 2 == 0
                        ? "GET /admin/v1/channels HTTP/1.1\r\nX-Slow: "
                        : Hostility.get("/observe/metrics", "X: y")
                                        .replace("Connection: close\r\n", "")
                                        .repeat(10)
                                + "POST " + Tricks.ECHO + "/test HTTP/1.1\r\nHost: localhost\r\n"
                                + target.authorization()
                                + "\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{";
                write(socket, start);
            }
            while (!strangersOver.get()) {
                sockets.forEach(socket -> write(socket, " "));
                PACE.await(100, TimeUnit.MILLISECONDS);
            }
            return null;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The server has had enough of it
        }
    }

    private Void allAtOnce(Target target) throws IOException {
        String request = Hostility.get(Tricks.ECHO, target.authorization());
        while (!strangersOver.get()) {
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < AT_ONCE; i++) {
                    sockets.add(new Socket(InetAddress.getLoopbackAddress(), target.port()));
                }
                sockets.forEach(socket -> write(socket, request));
                for (Socket socket : sockets) {
                    judge(AT_ONCE_KIND, Hostility.read(socket));
                }
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
        return null;
    }

    private void judge(String kind, Answer answer) {
        requests.incrementAndGet();
        Objects.requireNonNull(verdict)
                .fault(answer)
                .ifPresent(fault -> faults.add(kind + " " + fault + ": " + answer.text()));
        statuses.computeIfAbsent(kind, first -> new ConcurrentSkipListMap<>()).merge(answer.status(), 1, Integer::sum);
    }

    private record Phase(double accepted, long healthP99Ms, Traffic.Rate traffic) {

        @Override
        public String toString() {
            return "%s; owner's calls %.0f/s; health p99 %d ms".formatted(traffic, accepted, healthP99Ms);
        }
    }

    private Phase during(Owner owner, Pulse pulse, Duration time) throws SQLException {
        int before = owner.total();
        long start = System.nanoTime();
        long startUnixMs = System.currentTimeMillis();
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
        double rate = (owner.total() - before) * 1e9 / (System.nanoTime() - start);
        return new Phase(
                rate,
                pulse.p99Since(start).toMillis(),
                Traffic.between(folder, startUnixMs, System.currentTimeMillis()));
    }

    private static void finish(List<Future<?>> running) throws Exception {
        for (Future<?> one : running) {
            one.get(60, TimeUnit.SECONDS);
        }
    }

    private void checkStatuses() {
        for (Hostility guess : List.of(Hostility.WRONG_TOKEN, Hostility.WRONG_SESSION, Hostility.COOKIE)) {
            assertThat(statuses.get(guess.name()).keySet())
                    .as("%s is refused, and limited at some time", guess)
                    .contains(401)
                    .isSubsetOf(400, 401, 429, 431, Hostility.LATE);
        }
        assertThat(statuses.get(AT_ONCE_KIND)).as("calls at once").containsOnlyKeys(200);
        for (Hostility hostility : EnumSet.complementOf(CUT)) {
            assertThat(statuses.get(hostility.name()))
                    .as(hostility.name())
                    .doesNotContainKey(Hostility.CLOSED)
                    .anySatisfy((status, count) -> assertThat(status).isPositive());
        }
    }

    private static void checkFootprint(Footprint before, Footprint after) {
        assertThat(after.files()).as("files").isLessThanOrEqualTo(before.files() + SPARE_FILES);
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + SPARE_THREADS);
        assertThat(after.heapBytes()).as("heap").isLessThanOrEqualTo(before.heapBytes() + SPARE_HEAP_BYTES);
    }

    private static void checkLedger(Ledger ledger, Owner owner) {
        Map<String, List<String>> taken = ledger.firstTaken();
        owner.accepted()
                .forEach((conversation, envelopes) ->
                        assertThat(taken.get(conversation)).as(conversation).isEqualTo(envelopes));
        assertThat(ledger.takenAgain()).isEmpty();
    }

    private void checkLog(String log) {
        assertThat(log).doesNotContain(TOKEN, Tricks.CANARY, " ERROR ", "\tat ");
        assertThat(log.lines().count()).as("lines of the log").isLessThan(requests.get() / 10);
    }
}
