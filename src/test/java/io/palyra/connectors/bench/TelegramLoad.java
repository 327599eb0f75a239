package io.palyra.connectors.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramBot;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/**
 * Load on the Telegram connector: polls and sends over HTTP against the loopback Telegram, which runs in the same JVM and so on the
 * same cores. Synchronous FULL, pacing off.
 */
final class TelegramLoad {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CHATS = 64;
    private static final int PLAIN_THREADS = 8;

    private TelegramLoad() {}

    /**
     * Updates per second, from the start of the session until the last of those that wait is admitted; nothing is routed meanwhile.
     *
     * @param chatCount among which they are spread: those of one chat are admitted one after the other
     */
    static double admitted(Path folder, int messages, int chatCount) throws Exception {
        try (FakeTelegram telegram = telegram();
                ProgramUnderTest program = start(folder, telegram)) {
            List<Chat> chats = chats(telegram, chatCount);
            program.context().getRouteController().stopRoute("daemon");
            program.supervisor().setEnabled(program.id(), false);
            say(telegram, chats, messages);
            long start = System.nanoTime();
            program.supervisor().setEnabled(program.id(), true);
            await(() -> pending(program) == messages);
            return messages * 1e9 / (System.nanoTime() - start);
        }
    }

    /** The same by a plain client that asks again at once: what the loopback Telegram itself can do. */
    static double told(Path folder, int messages) throws Exception {
        try (FakeTelegram telegram = telegram()) {
            say(telegram, chats(telegram, CHATS), messages);
            TelegramBot bot = new TelegramBot(telegram);
            long start = System.nanoTime();
            long offset = 0;
            for (int n = 0; n < messages; ) {
                List<JsonNode> updates = bot.poll(offset, 1);
                n += updates.size();
                offset = updates.get(updates.size() - 1).path("update_id").asLong() + 1;
            }
            return messages * 1e9 / (System.nanoTime() - start);
        }
    }

    /** Milliseconds from a message that finds a poll waiting until it is committed in the inbox. */
    static double delivery(Path folder, int samples, double percentile) throws Exception {
        try (FakeTelegram telegram = telegram();
                ProgramUnderTest program = start(folder, telegram)) {
            List<Chat> chats = chats(telegram, 1);
            program.context().getRouteController().stopRoute("daemon");
            double[] ms = new double[samples];
            for (int n = 0; n < samples; n++) {
                await(() -> telegram.polls().waiting() == 1);
                String envelope = "telegram:ops:" + telegram.bot().id() + ":"
                        + chats.get(0).id() + ":";
                long start = System.nanoTime();
                long id = telegram.says(chats.get(0), telegram.person(), "message number " + n)
                        .id();
                while (program.inbox(envelope + id).isEmpty()) {
                    Thread.onSpinWait();
                }
                ms[n] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(ms);
            return ms[(int) (percentile * (samples - 1))];
        }
    }

    /** Messages per second to {@value #CHATS} chats, from a waiting backlog. */
    static double delivered(Path folder, int messages) throws Exception {
        try (FakeTelegram telegram = telegram();
                ProgramUnderTest program = start(folder, telegram, "palyra.outbox.claim-lanes=" + CHATS)) {
            List<Chat> chats = chats(telegram, CHATS);
            ConnectorProgram parts = program.program();
            parts.supervision().queues().pause(program.id(), "bench");
            List<CompletableFuture<?>> stored = new ArrayList<>();
            for (int n = 0; n < messages; n++) {
                stored.add(parts.outbox().enqueue(message(chats.get(n % CHATS), n)));
            }
            stored.forEach(CompletableFuture::join);
            long start = System.nanoTime();
            parts.supervision().queues().resume(program.id());
            await(() -> telegram.ledger().accepted().size() == messages);
            double rate = messages * 1e9 / (System.nanoTime() - start);
            chats.forEach(chat -> requireOrder(telegram, chat));
            return rate;
        }
    }

    /** The same by a plain client with eight requests at once: what the loopback Telegram itself can do. */
    static double posted(Path folder, int messages) throws Exception {
        try (FakeTelegram telegram = telegram()) {
            TelegramBot bot = new TelegramBot(telegram);
            List<Chat> chats = chats(telegram, CHATS);
            ExecutorService threads = Executors.newFixedThreadPool(PLAIN_THREADS);
            long start = System.nanoTime();
            try {
                List<Future<?>> all = new ArrayList<>();
                for (int n = 0; n < messages; n++) {
                    int number = n;
                    all.add(threads.submit(() -> bot.send(chats.get(number % CHATS), "message number " + number)));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            } finally {
                threads.shutdownNow();
            }
            return telegram.ledger().accepted().size() * 1e9 / (System.nanoTime() - start);
        }
    }

    private static FakeTelegram telegram() throws Exception {
        FakeTelegram telegram = FakeTelegram.start();
        telegram.privacy(false);
        return telegram;
    }

    private static long pending(ProgramUnderTest program) {
        return program.supervision().queues().state(program.id()).inbound().pending();
    }

    private static void say(FakeTelegram telegram, List<Chat> chats, int messages) {
        for (int n = 0; n < messages; n++) {
            telegram.says(chats.get(n % chats.size()), telegram.person(), "message number " + n);
        }
    }

    private static void requireOrder(FakeTelegram telegram, Chat chat) {
        List<Integer> numbers = telegram.ledger().texts(String.valueOf(chat.id())).stream()
                .map(text -> Integer.valueOf(text.substring(text.lastIndexOf(' ') + 1)))
                .toList();
        if (!numbers.equals(numbers.stream().sorted().toList())) {
            throw new IllegalStateException("order was not kept in chat " + chat.id());
        }
    }

    private static ProgramUnderTest start(Path folder, FakeTelegram telegram, String... more) throws Exception {
        return ProgramUnderTest.in(folder)
                .telegram(telegram)
                .settings("palyra.store.synchronous=FULL")
                .settings(more)
                .patience(PATIENCE)
                .start();
    }

    private static List<Chat> chats(FakeTelegram telegram, int count) {
        List<Chat> chats = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            chats.add(telegram.addSupergroup("chat-" + n, null));
        }
        return chats;
    }

    private static OutboundMessageRequest message(Chat chat, int n) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId("m" + n),
                        LoopbackTelegram.OPS,
                        new ConversationId(String.valueOf(chat.id())),
                        "message number " + n)
                .build();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }
}
