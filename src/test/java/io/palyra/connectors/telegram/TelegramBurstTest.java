package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.FakeTelegramOptions;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a hundred replies at once meet none of Telegram's limits, none is lost and each chat has its own in order. */
class TelegramBurstTest {

    private static final int MESSAGES = 100;

    /** What the issue allows. */
    private static final int REFUSED_MAX = 4;

    @TempDir
    private Path folder;

    private ProgramSetup program(FakeTelegram telegram) throws Exception {
        return ProgramUnderTest.in(folder)
                .telegram(telegram)
                .settings(LoopbackTelegram.option("pacing") + "=on")
                .patience(Duration.ofSeconds(60));
    }

    private static List<String> texts() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> "reply " + i).toList();
    }

    /** Five minutes of Telegram's. */
    @Test
    void inOneGroup() throws Exception {
        FastTime time = new FastTime(40);
        try (FakeTelegram telegram =
                        FakeTelegram.start(FakeTelegramOptions.defaults().clock(time));
                ProgramUnderTest program = program(telegram)
                        .time(time)
                        .prepared(application -> pace(application.context(), time))
                        .start()) {
            telegram.limits().on();
            String group = OpenTelegram.id(telegram.group());
            List<String> texts = texts();
            for (int i = 0; i < MESSAGES; i++) {
                program.enqueue("m" + i, group, texts.get(i));
            }
            program.within().untilAsserted(() -> assertThat(telegram.ledger().texts(group))
                    .hasSize(MESSAGES));
            assertThat(telegram.ledger().texts(group)).isEqualTo(texts);
            assertThat(telegram.limits().refused()).isLessThanOrEqualTo(REFUSED_MAX);
        }
    }

    private static void pace(org.apache.camel.CamelContext context, Clock clock) {
        context.getComponent("palyra-telegram", TelegramComponent.class).pace(clock);
    }

    @Test
    void overAHundredChats() throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start();
                ProgramUnderTest program = program(telegram).start()) {
            telegram.limits().on();
            List<Chat> chats = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                chats.add(telegram.addGroup("g" + i));
            }
            for (int round = 0; round < 2; round++) {
                for (Chat chat : chats) {
                    program.enqueue("m" + round + "-" + chat.id(), OpenTelegram.id(chat), "reply " + round);
                }
            }
            program.within().untilAsserted(() -> assertThat(telegram.ledger().accepted())
                    .hasSize(2 * MESSAGES));
            for (Chat chat : chats) {
                assertThat(telegram.ledger().texts(OpenTelegram.id(chat))).containsExactly("reply 0", "reply 1");
            }
            assertThat(telegram.limits().refused()).isLessThanOrEqualTo(REFUSED_MAX);
        }
    }
}
