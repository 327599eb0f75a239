package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.fake.FakeGateway.Answer;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the daemon works on a message, its sender sees that the bot is typing. */
class TelegramTypingTest {

    private static final String TYPING = "sendChatAction";

    @Test
    void itIsShownWhileTheDaemonWorksInTheTopicOfTheMessage(@TempDir Path folder) throws Exception {
        CountDownLatch thought = new CountDownLatch(1);
        try (FakeTelegram telegram = FakeTelegram.start();
                FakeGateway gateway = FakeGateway.start();
                ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .telegram(telegram)
                        .settings("palyra.daemon.endpoint=" + gateway.uri())
                        .start()) {
            Chat forum = telegram.addForum("Forum");
            long topic = telegram.addTopic(forum, "Ideas");
            telegram.privacy(false);
            gateway.answers(Target.chat(forum.id()), Answer.after(thought, Answer.text("42")));
            long asked = System.nanoTime();
            telegram.says(forum, telegram.person(), Words.of("what is it?").in(topic));
            program.within().until(() -> telegram.calls(TYPING) > 0);
            assertThat(telegram.requests().stream()
                            .filter(TelegramFault.to(TYPING, forum))
                            .toList())
                    .first()
                    .satisfies(request ->
                            assertThat(request.body()).contains("\"typing\"", "\"message_thread_id\":" + topic));
            thought.countDown();
            program.within()
                    .until(() -> telegram.ledger().texts(OpenTelegram.id(forum)).contains("42"));
            long intervals = (System.nanoTime() - asked) / TypingSign.INTERVAL.toNanos();
            assertThat(telegram.calls(TYPING)).isBetween(1L, 1 + intervals);
        }
    }

    /** When it is left out. */
    @Nested
    class Alone {

        private OpenTelegram open;
        private FakeTelegram telegram;
        private Target group;

        @BeforeEach
        void open() throws Exception {
            open = OpenTelegram.start();
            telegram = open.telegram();
            group = Target.parse("chat", OpenTelegram.id(telegram.group()));
        }

        @AfterEach
        void close() throws Exception {
            open.close();
        }

        private void show(Target where) throws RequestException {
            open.work().typing().show(where);
        }

        @Test
        void whereItWasRefusedOnceItIsNotAskedForAgain() throws Exception {
            telegram.kicks(telegram.group());
            assertThatThrownBy(() -> show(group)).hasMessageContaining("kicked");
            show(group);
            assertThat(telegram.calls(TYPING)).isEqualTo(1);
        }

        @Test
        void whatFailsOnTheWayIsNoRefusal() throws Exception {
            telegram.faults().times(1, TelegramFault.to(TYPING), Fault.status(502));
            assertThatThrownBy(() -> show(group)).isInstanceOf(RequestException.class);
            show(group);
            assertThat(telegram.calls(TYPING)).isEqualTo(2);
        }

        @Test
        void whereTheChatIsLimitedMessagesHaveTheFirstTurn() throws Exception {
            telegram.faults().nextPost(TelegramFault.rateLimited(Duration.ofSeconds(30)));
            open.send(OpenTelegram.message(group.chat(), "hello", builder -> builder));
            show(group);
            assertThat(telegram.calls(TYPING)).isZero();
        }

        @Test
        void theTopicGeneralIsTheChatItself() throws Exception {
            Chat forum = telegram.addForum("Forum");
            show(Target.parse("chat", OpenTelegram.id(forum)).in(new ThreadId("1")));
            assertThat(telegram.calls(TYPING)).isEqualTo(1);
        }
    }
}
