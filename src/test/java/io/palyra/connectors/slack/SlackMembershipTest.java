package io.palyra.connectors.slack;

import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.Channel.Kind;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.Message;
import io.palyra.connectors.fake.slack.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was said where the bot was not is none of ours, whether the program ran then or not. */
class SlackMembershipTest {

    private HearingSlack hearing;
    private FakeSlack slack;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        hearing = HearingSlack.start();
        slack = hearing.slack();
        channel = slack.channel();
    }

    @AfterEach
    void stop() throws Exception {
        hearing.close();
    }

    private Message says(String text) {
        return slack.says(channel, slack.user(), text);
    }

    private Message unheard(Channel in, Words words) {
        return slack.saysUnheard(in, slack.user(), words);
    }

    private Message unheard(String text) {
        return unheard(channel, Words.of(text));
    }

    @Test
    void whatWasSaidBeforeTheBotCameWhileItRunsIsNotTaken() throws Exception {
        hearing.reopen();
        Channel invited = slack.addChannel(slack.team(), "invited", Kind.PUBLIC, slack.user());
        slack.says(invited, slack.user(), "before");
        slack.joins(invited, slack.bot());
        slack.says(invited, slack.user(), "after");
        hearing.awaitHeard(invited, "after");
        hearing.reopen();
        slack.says(invited, slack.user(), "later");
        hearing.awaitHeard(invited, "after", "later");
    }

    @Test
    void whatWasSaidBeforeTheBotCameWhileItWasDownIsNotTaken() throws Exception {
        Channel invited = slack.addChannel(slack.team(), "invited", Kind.PUBLIC, slack.user());
        hearing.closeSession();
        Message before = slack.saysUnheard(invited, slack.user(), Words.of("before"));
        slack.saysUnheard(invited, slack.user(), Words.of("below, before").below(before));
        slack.joins(invited, slack.bot());
        unheard(invited, Words.of("after"));
        unheard(invited, Words.of("below, after").below(before));
        hearing.open();
        hearing.awaitHeard(invited, "after", "below, after");
    }

    @Test
    void whatWasSaidWhileTheBotWasNotThereIsNotTaken() throws Exception {
        says("one");
        hearing.awaitHeard(channel, "one");
        slack.leaves(channel, slack.bot());
        says("without it");
        slack.joins(channel, slack.bot());
        says("two");
        hearing.awaitHeard(channel, "one", "two");
        hearing.closeSession();
        slack.leaves(channel, slack.bot());
        unheard("without it again");
        slack.joins(channel, slack.bot());
        unheard("three");
        hearing.open();
        hearing.awaitHeard(channel, "one", "two", "three");
    }
}
