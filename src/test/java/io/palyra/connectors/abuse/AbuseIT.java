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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: strangers do not make the admin API fail, tell a secret, or keep its owner's messages from being delivered.
 *
 * <p>Method: the owner sends messages through the API of a real process, at first alone, then for ten seconds (a minute with
 * {@code -Psoak}) among every {@link Hostility}, among connections that dawdle, and with 1,000 connections at once. The
 * rates are printed; what is checked is that every answer is a decision of the API, that each accepted message is delivered
 * once and in order, and that nothing stays behind.
 */
class AbuseIT {

    private static final String TOKEN = "nightingale-4711";
    private static final Duration ALONE = Duration.ofSeconds(3);
    private static final Duration ABUSE = Duration.ofSeconds(Boolean.getBoolean("soak") ? 60 : 10);
    private static final int AT_ONCE = 1_000;
    private static final int DAWDLERS = 50;

    /** Files that come and go with the work: the store's, the sockets of the owner. */
    private static final int SPARE_FILES = 40;

    /** Never opens: what waits for it waits out its time. */
    private static final CountDownLatch PACE = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void strangersDoNotHarm() throws Exception {
        long seed = Long.getLong("abuse.seed", System.nanoTime());
        System.out.println("AbuseIT seed " + seed);
        Path ledgerFile = folder.resolve("ledger.txt");
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        Map<String, String> settings = Map.of(
                "palyra.admin.token",
                "{{file:" + token + "}}",
                "palyra.connectors.ledger.default.file",
                ledgerFile.toString());
        try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
            Owner owner = new Owner(program.base(), TOKEN);
            List<Future<?>> conversations = startConversations(owner);
            double alone = rateDuring(owner, ALONE);
            int filesBefore = openFiles(program);

            List<Future<?>> strangers = startStrangers(program, seed);
            double abused = rateDuring(owner, ABUSE);
            over.set(true);
            finish(strangers);
            finish(conversations);
            System.out.printf(
                    "AbuseIT %d hostile requests; accepted %d: %.0f/s alone, %.0f/s meanwhile%n",
                    requests.get(), owner.total(), alone, abused);

            assertThat(faults).isEmpty();
            assertThat(owner.call("GET", "/observe/health/live", "").statusCode())
                    .isEqualTo(200);
            await("everything is delivered").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            owner.call("GET", "/admin/v1/channels/ledger:default", "")
                                    .body())
                    .contains("\"pending_outbox\":0", "\"dead_letters\":0"));
            await("no connection stays")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> openFiles(program) <= filesBefore + SPARE_FILES);
            checkLedger(Ledger.read(ledgerFile), owner);
            checkLog(Files.readString(folder.resolve("program.log")));
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private List<Future<?>> startConversations(Owner owner) {
        List<Future<?>> running = new ArrayList<>();
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
            running.add(threads.submit(() -> {
                Random random = new Random(seed + hostility.ordinal());
                while (!over.get()) {
                    judge(hostility.name(), hostility.send(random, target));
                }
                return null;
            }));
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
                                        .repeat(20)
                                + "POST " + Tricks.ECHO + "/test HTTP/1.1\r\nHost: localhost\r\n"
                                + target.authorization()
                                + "\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{";
                write(socket, start);
            }
            while (!over.get()) {
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
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The server has had enough of it
        }
    }

    private Void allAtOnce(Target target) throws IOException {
        String request = Hostility.get(Tricks.ECHO, target.authorization());
        while (!over.get()) {
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < AT_ONCE; i++) {
                    sockets.add(new Socket(InetAddress.getLoopbackAddress(), target.port()));
                }
                sockets.forEach(socket -> write(socket, request));
                for (Socket socket : sockets) {
                    judge("AT_ONCE", Hostility.read(socket));
                }
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
        return null;
    }

    /** Anything below 500 is a decision; above it only that there is too much at once, with the time to come back. */
    private void judge(String kind, Answer answer) {
        requests.incrementAndGet();
        boolean overloaded = answer.status() == 503
                && answer.text().contains("\"code\":\"overloaded\"")
                && answer.text().contains("Retry-After: ");
        if ((answer.status() >= 500 && !overloaded)
                || Stream.of(TOKEN, "java.", "io.palyra", "\tat ", folder.toString())
                        .anyMatch(answer.text()::contains)) {
            faults.add(kind + ": " + answer.text());
        }
    }

    private static double rateDuring(Owner owner, Duration time) {
        int before = owner.total();
        long start = System.nanoTime();
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
        return (owner.total() - before) * 1e9 / (System.nanoTime() - start);
    }

    private static void finish(List<Future<?>> running) throws Exception {
        for (Future<?> one : running) {
            one.get(60, TimeUnit.SECONDS);
        }
    }

    private static int openFiles(ForkedProgram program) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(program.pid()), "fd"))) {
            return (int) files.count();
        }
    }

    private static void checkLedger(Ledger ledger, Owner owner) {
        Map<String, List<String>> taken = ledger.firstTaken();
        owner.accepted()
                .forEach((conversation, envelopes) ->
                        assertThat(taken.get(conversation)).as(conversation).isEqualTo(envelopes));
        assertThat(ledger.takenAgain()).isEmpty();
    }

    private void checkLog(String log) {
        assertThat(log).doesNotContain(TOKEN, " ERROR ", "\tat ");
        assertThat(log.lines().count()).as("lines of the log").isLessThan(requests.get() / 10);
    }
}
