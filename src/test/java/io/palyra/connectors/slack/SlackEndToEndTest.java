package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message all the way: socket, inbox, daemon, outbox, Web API. The embedded daemon answers with the same text. One program;
 * each test has channels of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlackEndToEndTest {

    private FakeSlack slack;
    private ProgramUnderTest program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        slack = FakeSlack.start();
        slack.subscribe("app_mention");
        program = ProgramUnderTest.in(folder).slack(slack).start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        slack.close();
    }

    private void awaitAnswers(Channel channel, String... texts) {
        program.awaitAnswers(channel.id(), List.of(texts));
    }

    @Test
    void answersWhereItWasAsked() {
        Channel channel = slack.addChannel("asked");
        Channel direct = slack.direct(slack.user());
        Message first = slack.says(channel, slack.user(), "in the channel");
        awaitAnswers(channel, "in the channel");
        slack.says(channel, slack.user(), Words.of("in the thread").below(first));
        slack.says(direct, slack.user(), "just you and me");
        awaitAnswers(channel, "in the channel", "in the thread");
        awaitAnswers(direct, "just you and me");
        assertThat(slack.history(channel).get(1).threadTs()).isEmpty();
        assertThat(slack.history(channel).get(3).threadTs()).contains(first.ts());
        assertThat(slack.history(direct).get(1).threadTs()).isEmpty();
    }

    /** It is told twice, and the bot's own posts are told too. */
    @Test
    void aMentionIsOneMessageAndTheAnswerNone() {
        Channel channel = slack.addChannel("mention");
        slack.says(channel, slack.user(), slack.bot().mention() + " hello");
        program.within().until(() -> !slack.ledger().accepted(channel.id()).isEmpty());
        slack.says(channel, slack.user(), "after");
        program.within().until(() -> slack.ledger().texts(channel.id()).contains("echo: after"));
        program.within().alias("all is acknowledged").until(() -> slack.socket().underWay() == 0);
        assertThat(slack.ledger().accepted(channel.id())).hasSize(2);
        assertThat(slack.socket().lost()).isEmpty();
    }

    @Test
    void theStoreKeepsHowFarTheChannelWasRead() {
        Channel channel = slack.addChannel("cursor");
        Message said = slack.says(channel, slack.user(), "hello");
        awaitAnswers(channel, "hello");
        program.awaitThat(() -> assertThat(Ts.compare(program.cursor("channel:" + channel.id()), said.ts()))
                .isNotNegative());
    }

    @Test
    void whatIsSaidWhileTheProgramIsDownIsAnsweredOnce() throws Exception {
        Channel channel = slack.addChannel("down");
        Message one = slack.says(channel, slack.user(), "one");
        awaitAnswers(channel, "one");
        program.stop();
        slack.saysUnheard(channel, slack.user(), Words.of("two"));
        slack.saysUnheard(channel, slack.user(), Words.of("below one").below(one));
        program.startAgain();
        program.awaitConnected();
        slack.says(channel, slack.user(), "three");
        awaitAnswers(channel, "one", "two", "below one", "three");
    }
}
