package io.palyra.connectors.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramBot;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Load on the Telegram connector: polls and sends over HTTP against the loopback Telegram, which runs in the same JVM and so on the
 * same cores. Synchronous FULL, pacing off.
 */
final class TelegramLoad {

    private static final int CHATS = 64;

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
            Backlog.awaitAdmitted(program, messages);
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
                Backlog.await(() -> telegram.polls().waiting() == 1);
                String envelope = "telegram:ops:" + telegram.bot().id() + ":"
                        + chats.get(0).id() + ":";
                long start = System.nanoTime();
                long id = telegram.says(chats.get(0), telegram.person(), Backlog.text(n))
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
            return Backlog.delivered(
                    program,
                    chats.stream().map(chat -> String.valueOf(chat.id())).toList(),
                    messages,
                    () -> telegram.ledger().accepted().size(),
                    telegram.ledger()::texts);
        }
    }

    /** The same by a plain client with eight requests at once: what the loopback Telegram itself can do. */
    static double posted(Path folder, int messages) throws Exception {
        try (FakeTelegram telegram = telegram()) {
            TelegramBot bot = new TelegramBot(telegram);
            List<Chat> chats = chats(telegram, CHATS);
            long start = System.nanoTime();
            Backlog.atOnce(messages, n -> bot.send(chats.get(n % CHATS), Backlog.text(n)));
            return telegram.ledger().accepted().size() * 1e9 / (System.nanoTime() - start);
        }
    }

    private static FakeTelegram telegram() throws Exception {
        FakeTelegram telegram = FakeTelegram.start();
        telegram.privacy(false);
        return telegram;
    }

    private static void say(FakeTelegram telegram, List<Chat> chats, int messages) {
        for (int n = 0; n < messages; n++) {
            telegram.says(chats.get(n % chats.size()), telegram.person(), Backlog.text(n));
        }
    }

    private static ProgramUnderTest start(Path folder, FakeTelegram telegram, String... more) throws Exception {
        return ProgramUnderTest.in(folder)
                .telegram(telegram)
                .settings("palyra.store.synchronous=FULL")
                .settings(more)
                .patience(Backlog.PATIENCE)
                .start();
    }

    private static List<Chat> chats(FakeTelegram telegram, int count) {
        List<Chat> chats = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            chats.add(telegram.addSupergroup("chat-" + n, null));
        }
        return chats;
    }
}
