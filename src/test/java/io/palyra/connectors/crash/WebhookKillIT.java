package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.HookCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a platform that gives each call again until it is answered with 200 has each of its messages answered once and in
 * order, whenever the program is killed. Method: callers of several rooms, each going on only after a 200; the program is
 * killed under them and started again; at the end the file of what was sent is compared.
 */
class WebhookKillIT {

    private static final int ROOMS = 8;
    private static final int ROUNDS = 2;
    private static final int LOAD_MS_MIN = 300;
    private static final int LOAD_MS_MORE = 900;
    private static final Pattern PORT = Pattern.compile("Webhooks: +http://127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path folder;

    private final int[] taken = new int[ROOMS];

    @Test
    void whatWasAnsweredIsAnsweredToAndWhatWasNotComesAgain() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("WebhookKillIT seed " + seed);
        Random random = new Random(seed);
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
        Path out = folder.resolve("out.txt");
        Map<String, String> settings = Map.of(
                "palyra.ingress.port",
                "0",
                "palyra.connectors.hook.one.enabled",
                "true",
                "palyra.connectors.hook.one.token",
                "{{file:" + secret + "}}",
                "palyra.connectors.hook.one.file",
                out.toString());
        for (int round = 0; round < ROUNDS; round++) {
            try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
                callUntilKilled(program, calls(), LOAD_MS_MIN + random.nextInt(LOAD_MS_MORE));
            }
        }
        try (ForkedProgram program = ForkedProgram.start(folder, settings)) {
            HookCalls calls = calls();
            for (int room = 0; room < ROOMS; room++) {
                // The one whose answer the kill has cut
                assertThat(call(calls, room)).isTrue();
            }
            await("everything settled").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            program.get("/channels/hook:one"))
                    .contains("\"pending_outbox\":0", "\"dead_letters\":0", "\"pending_inbound\":0"));
        }

        Map<String, List<String>> sent = Ledger.read(out).firstTaken();
        for (int room = 0; room < ROOMS; room++) {
            String name = "room" + room;
            assertThat(taken[room]).isGreaterThan(ROUNDS);
            assertThat(sent.get(name))
                    .containsExactlyElementsOf(IntStream.range(0, taken[room])
                            .mapToObj(number -> "hook-" + name + "-" + number + ":0")
                            .toList());
        }
        System.out.println("WebhookKillIT taken " + IntStream.of(taken).sum());
    }

    /** The banner says where. */
    private HookCalls calls() throws IOException {
        Matcher port = PORT.matcher(Files.readString(folder.resolve("program.log")));
        assertThat(port.find()).isTrue();
        return new HookCalls(Integer.parseInt(port.group(1)), "one", "s3cret");
    }

    private void callUntilKilled(ForkedProgram program, HookCalls calls, int loadMs) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(ROOMS);
        CountDownLatch killed = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(ROOMS);
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < ROOMS; caller++) {
            int room = caller;
            running.add(callers.submit(() -> {
                while (killed.getCount() > 0 && call(calls, room)) {
                    begun.countDown();
                }
            }));
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        killed.await(loadMs, TimeUnit.MILLISECONDS);
        program.kill();
        killed.countDown();
        for (Future<?> caller : running) {
            caller.get(60, TimeUnit.SECONDS);
        }
        callers.shutdown();
    }

    /** @return false where there was no answer: the same message comes again */
    private boolean call(HookCalls calls, int room) {
        String name = "room" + room;
        try {
            int status = calls.call(HookCalls.message(name + "-" + taken[room], name, "hello"))
                    .statusCode();
            assertThat(status).isEqualTo(200);
            taken[room]++;
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
