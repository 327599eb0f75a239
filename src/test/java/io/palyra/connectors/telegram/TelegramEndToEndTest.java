package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message all the way: updates, inbox, daemon, outbox, Bot API. The embedded daemon answers with the same text. One program;
 * each test has chats of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramEndToEndTest {

    private FakeTelegram telegram;
    private ProgramUnderTest program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        telegram = FakeTelegram.start();
        telegram.privacy(false);
        program = ProgramUnderTest.in(folder).telegram(telegram).start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        telegram.close();
    }

    private void awaitAnswers(Chat chat, String... texts) {
        program.awaitAnswers(String.valueOf(chat.id()), List.of(texts));
    }

    @Test
    void answersWhereItWasAsked() {
        Person ada = telegram.addPerson("Ada", null);
        Chat direct = telegram.direct(ada);
        Chat forum = telegram.addForum("Works");
        long topic = telegram.addTopic(forum, "Pumps");
        telegram.says(direct, ada, "just you and me");
        telegram.says(forum, ada, Words.of("in a topic").in(topic));
        telegram.says(forum, ada, "in general");
        awaitAnswers(direct, "just you and me");
        awaitAnswers(forum, "in a topic", "in general");
        assertThat(telegram.ledger().accepted(String.valueOf(forum.id())))
                .extracting(Posted::topic)
                .containsExactly(Optional.of(topic), Optional.empty());
    }

    @Test
    void aHundredMessagesOfOneChatAreAnsweredInTheirOrder() {
        Chat group = telegram.addGroup("Many");
        String[] texts = IntStream.range(0, 100).mapToObj(n -> "number " + n).toArray(String[]::new);
        for (String text : texts) {
            telegram.says(group, telegram.person(), text);
        }
        awaitAnswers(group, texts);
    }

    @Test
    void whatIsSaidWhileTheProgramIsDownIsAnsweredOnce() throws Exception {
        Chat group = telegram.addGroup("Down");
        telegram.says(group, telegram.person(), "one");
        awaitAnswers(group, "one");
        program.stop();
        telegram.says(group, telegram.person(), "two");
        program.startAgain();
        program.awaitConnected();
        telegram.says(group, telegram.person(), "three");
        awaitAnswers(group, "one", "two", "three");
    }

    @Test
    void idsThatBeginAnewLowerAreHeardAndAnsweredOnce() {
        Chat group = telegram.addGroup("Quiet");
        telegram.says(group, telegram.person(), "before");
        awaitAnswers(group, "before");
        program.within().until(() -> telegram.updates().pending() == 0);
        telegram.updates().restartIds();
        telegram.says(group, telegram.person(), "after");
        telegram.says(group, telegram.person(), "after that");
        awaitAnswers(group, "before", "after", "after that");
    }

    @Test
    void aGroupThatBecomesASupergroupGoesOnAsTheSameConversation() {
        Chat group = telegram.addGroup("Grows");
        telegram.says(group, telegram.person(), "small");
        awaitAnswers(group, "small");
        Chat grown = telegram.upgrades(group);
        telegram.says(grown, telegram.person(), "large");
        awaitAnswers(grown, "large");
        assertThat(program.cursor("migrated:" + group.id())).isEqualTo(String.valueOf(grown.id()));
    }

    @Test
    void aPressedButtonIsAnsweredAtOnceAndGoesNoFurther() {
        Chat group = telegram.addGroup("Buttons");
        Message message = telegram.says(group, telegram.person(), "press");
        awaitAnswers(group, "press");
        telegram.deletes(message);
        String query = telegram.presses(message, telegram.person(), "anything");
        program.within().until(() -> telegram.answeredCallbacks().contains(query));
        assertThat(telegram.ledger().texts(String.valueOf(group.id()))).hasSize(1);
    }
}
