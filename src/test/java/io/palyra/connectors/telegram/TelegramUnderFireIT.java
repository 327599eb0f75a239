package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.crash.FastProgram;
import io.palyra.connectors.crash.ForkedProgram;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramBot;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.telegram.TelegramCrowd.Place;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: every message of a person gets exactly one reply, where it was said and in order, whatever goes wrong on the way.
 *
 * <p>Method: people write in private, in groups, a topic and a channel, and do not stop while the program is dead. Telegram answers
 * with limits, errors and broken connections; its ids begin anew, a group becomes a supergroup, another program polls. The program is
 * killed with SIGKILL between the admission of updates and their confirmation, and inside sends, before and after Telegram has made the
 * message. What nobody can know is told to an operator, who looks into the chat: a message that is there he discards, another one he
 * sends again. Once all is quiet, what Telegram made is compared with what people said. The embedded daemon answers with the same text.
 */
class TelegramUnderFireIT {

    private static final boolean SOAK = Boolean.getBoolean("soak");
    private static final int MESSAGES = SOAK ? 5_000 : 200;
    private static final int ROUNDS = SOAK ? 20 : 1;
    private static final int ANSWERS_BETWEEN = 20;
    private static final int BURST = 30;
    private static final Duration MESSAGE_EVERY = Duration.ofMillis(40);
    private static final Duration FAULT_EVERY = Duration.ofMillis(350);
    private static final Duration OPERATOR_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(SOAK ? 1_800 : 150);
    private static final String CHANNEL = "/channels/telegram:ops";

    @TempDir
    private Path folder;

    private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService operator = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger discarded = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private final AtomicInteger enabled = new AtomicInteger();
    private FakeTelegram telegram;
    private List<Place> places;
    private Place small;
    private TelegramCrowd crowd;
    private TelegramFire fire;
    private Map<String, String> settings;
    private volatile ForkedProgram program;
    private volatile boolean quiet;

    @BeforeEach
    void start() throws Exception {
        long seed = Long.getLong("fire.seed", System.nanoTime());
        System.out.println("TelegramUnderFireIT seed " + seed);
        long from = System.currentTimeMillis();
        telegram = FakeTelegram.start(HearingTelegram.quick());
        telegram.privacy(false);
        telegram.limits().inAll(40);
        Chat forum = telegram.addForum("Works");
        small = new Place("a group that grows", telegram.addGroup("Grows"), 0);
        places = List.of(
                new Place("a private chat", telegram.chat(), 0),
                small,
                new Place("a supergroup", telegram.addSupergroup("Large", null), 0),
                new Place("a topic", forum, telegram.addTopic(forum, "Pumps")),
                new Place("the general topic", forum, 0),
                new Place("a channel", telegram.addChannel("News", null), 0));
        crowd = new TelegramCrowd(telegram, places, new Random(seed));
        fire = new TelegramFire(telegram, new Random(seed + 1));
        settings = new HashMap<>(RoutesUnderTest.copy(folder)
                .quickRetries(50)
                .edit("retries.camel.yaml", "maximumRedeliveryDelay: 60000", "maximumRedeliveryDelay: 1000")
                .with(LoopbackTelegram.settings(folder, telegram)));
        settings.put("fast.factor", "10");
        settings.put("fast.from", String.valueOf(from));
        program = startProgram();
    }

    private ForkedProgram startProgram() throws IOException {
        return ForkedProgram.start(folder, settings, FastProgram.class);
    }

    @AfterEach
    void stop() throws Exception {
        time.shutdownNow();
        operator.shutdownNow();
        program.close();
        telegram.close();
    }

    @Test
    void answersEachMessageOnceAndInOrder() throws Exception {
        until("a session", () -> telegram.polls().waiting() == 1);
        Future<?> people = every(time, MESSAGE_EVERY, this::talk);
        awaitAnswers(1);
        Future<?> faults = every(time, FAULT_EVERY, this::burn);
        Future<?> operating = every(operator, OPERATOR_EVERY, this::operate);
        for (int round = 0; round < ROUNDS; round++) {
            more();
            killWhenUpdatesHaveLeft();
            more();
            killBeforeUpdatesAreConfirmed();
            more();
            if (round == 0) {
                crowd.upgrade(small);
            }
            killWhenTelegramHasMadeAMessage();
            more();
            CompletableFuture<?> other = pollBeside();
            killBeforeTelegramHasMadeAMessage();
            other.get();
            more();
            beginIdsAnew();
        }
        until("all are said", () -> people.isDone() || crowd.count() >= MESSAGES);
        assertThat(people.isDone() || faults.isDone() || operating.isDone())
                .as("one has failed")
                .isFalse();
        time.submit(() -> people.cancel(false) && faults.cancel(false)).get();
        telegram.faults().clear();

        until("each has its answer", () -> answers() >= crowd.count());
        await("nothing is left").atMost(PATIENCE).untilAsserted(() -> assertThat(program.get(CHANNEL))
                .contains("\"pending_outbox\":0", "\"pending_inbound\":0"));
        assertThat(program.get(CHANNEL + "/messages/outbox?state=unknown")).contains("\"messages\":[]");
        operator.submit(() -> operating.cancel(false)).get();
        assertThat(program.terminate(PATIENCE)).as("stops on SIGTERM").isTrue();
        report();
        for (Place place : places) {
            assertThat(crowd.answered(place))
                    .as(place.toString())
                    .containsExactlyElementsOf(crowd.said(place).stream()
                            .map(text -> "echo: " + text)
                            .toList());
        }
    }

    private void burn() {
        if (!quiet) {
            fire.next();
        }
    }

    private void talk() {
        if (crowd.count() < MESSAGES && !quiet) {
            crowd.say();
        }
    }

    /** Some of them are admitted, or all, or none; no position is stored, or it is about to be. */
    private void killWhenUpdatesHaveLeft() throws Exception {
        quiet();
        crowd.burst(BURST);
        until("the answer to the poll leaves", () -> telegram.polls().waiting() == 0);
        killAtUpdates();
    }

    /** All of them are admitted, which the next poll would tell. */
    private void killBeforeUpdatesAreConfirmed() throws Exception {
        quiet();
        telegram.faults().next(TelegramFault.to("getUpdates"), Fault.silentBeforeAccepting());
        crowd.burst(BURST);
        until("the next poll has come", () -> telegram.faults().left() == 0);
        killAtUpdates();
    }

    /** Nobody says anything, and nothing goes wrong: a poll waits. */
    private void quiet() {
        quiet = true;
        telegram.faults().clear();
        until("a poll that waits", () -> telegram.polls().waiting() == 1);
    }

    private void killAtUpdates() throws Exception {
        program.kill();
        // A poll that came to the first of the burst may have confirmed these
        assertThat(telegram.updates().pending()).as("not confirmed").isPositive();
        quiet = false;
        program = startProgram();
    }

    private void killWhenTelegramHasMadeAMessage() throws Exception {
        CompletableFuture<Void> killed = new CompletableFuture<>();
        crowd.burst(BURST);
        telegram.ledger().onAccepted(posted -> {
            if (!killed.isDone()) {
                kill(killed);
            }
        });
        killed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        telegram.ledger().onAccepted(posted -> {});
        program = startProgram();
    }

    /** On a thread of Telegram's, before it answers. */
    private synchronized void kill(CompletableFuture<Void> killed) {
        try {
            program.kill();
            killed.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killBeforeTelegramHasMadeAMessage() throws Exception {
        crowd.burst(BURST);
        Fault silent = Fault.silentBeforeAccepting();
        int before = telegram.faults().left();
        telegram.faults().next(TelegramFault.to("sendMessage"), silent);
        until("the send is in hand", () -> telegram.faults().left() <= before);
        program.kill();
        program = startProgram();
    }

    /** As another program does, until ours ends its wait. */
    private CompletableFuture<?> pollBeside() {
        TelegramBot other = new TelegramBot(telegram);
        return CompletableFuture.runAsync(() -> {
            try {
                other.call("getUpdates", "timeout", 10);
            } catch (IOException e) {
                // Cut, as any connection may be
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void beginIdsAnew() {
        quiet();
        until("all is confirmed", () -> telegram.updates().pending() == 0);
        telegram.updates().restartIds();
        quiet = false;
    }

    /** Sees to what nobody but a person can decide. Its requests fail while the program is dead. */
    private void operate() {
        try {
            if (!program.get(CHANNEL).contains("\"readiness\":\"ready\"")) {
                enabled.incrementAndGet();
                program.post(CHANNEL + "/enabled", "{\"enabled\":true}");
            }
            JsonNode unknown = WireFormat.tree(program.get(CHANNEL + "/messages/outbox?state=unknown&limit=100"));
            for (JsonNode message : unknown.path("messages")) {
                decide(message.path("envelope_id").asText());
            }
        } catch (IOException | UncheckedIOException e) {
            // It is dead, or about to be
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void decide(String envelope) throws IOException, InterruptedException {
        String text = "echo: " + crowd.textOf(envelope.substring(0, envelope.lastIndexOf(':')));
        boolean isThere = telegram.ledger().accepted().stream()
                .anyMatch(posted -> posted.text().equals(text));
        (isThere ? discarded : sentAgain).incrementAndGet();
        program.post(CHANNEL + "/messages/outbox/" + envelope + (isThere ? "/discard" : "/resend"), "{}");
    }

    private Future<?> every(ScheduledExecutorService thread, Duration interval, Runnable action) {
        return thread.scheduleAtFixedRate(action, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private int answers() {
        return telegram.ledger().accepted().size();
    }

    /** Without them there would be nothing to be killed in. */
    private void more() {
        crowd.burst(BURST);
        awaitAnswers(answers() + ANSWERS_BETWEEN);
    }

    private void awaitAnswers(int count) {
        until(count + " answers", () -> answers() >= count);
    }

    private static void until(String what, java.util.concurrent.Callable<Boolean> holds) {
        ConditionFactory patience =
                await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
        patience.until(holds);
    }

    private void report() {
        System.out.println("TelegramUnderFireIT " + crowd.count() + " messages, " + answers() + " answers, "
                + 4 * ROUNDS + " kills, outcomes unknown: " + discarded + " were there, " + sentAgain
                + " were not; enabled again " + enabled + " times; faults " + fire.counts() + "; polls "
                + telegram.polls().started() + ", conflicts " + telegram.polls().conflicts() + ", refused by limits "
                + telegram.limits().refused());
    }
}
