package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event is acknowledged when the inbox has it, and not before: until then Slack repeats it, and it is one message. */
class SlackAckTest {

    /** More than a feed keeps while the inbox takes nothing. */
    private static final int FLOOD = 1_100;

    private HearingSlack hearing;
    private FakeSlack slack;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        Duration soon = Duration.ofMillis(100);
        hearing = HearingSlack.start(FakeSlackOptions.defaults()
                .redelivery(Duration.ofMillis(250), soon, soon, Duration.ofSeconds(1), Duration.ofSeconds(2)));
        slack = hearing.slack();
        channel = slack.channel();
    }

    @AfterEach
    void stop() throws Exception {
        hearing.close();
    }

    private int acknowledged() {
        return slack.socket().acknowledged().size();
    }

    @Test
    void whatTheInboxHoldsIsNotAcknowledgedAndOneMessageInTheEnd() {
        CountDownLatch open = hearing.inbox().hold();
        slack.says(channel, slack.user(), "one");
        HearingSlack.within().alias("told again").until(() -> hearing.eventsReceived() >= 3);
        assertThat(acknowledged()).isZero();
        open.countDown();
        hearing.awaitHeard(channel, "one");
        hearing.awaitAcknowledged();
        assertThat(acknowledged()).isEqualTo(1);
        assertThat(slack.socket().lost()).isEmpty();
        assertThat(hearing.inbox().texts(channel)).containsExactly("one");
    }

    @Test
    void whatTheInboxRefusesIsAdmittedLaterInItsPlaceAndHoldsUpNoOtherChannel() {
        Channel other = slack.addChannel("other");
        slack.says(channel, slack.user(), "zero");
        hearing.awaitHeard(channel, "zero");
        hearing.awaitAcknowledged();
        int before = acknowledged();
        hearing.inbox().refuse(channel, true);
        slack.says(channel, slack.user(), "one");
        slack.says(channel, slack.user(), "two");
        slack.says(other, slack.user(), "elsewhere");
        hearing.awaitHeard(other, "elsewhere");
        HearingSlack.within().until(() -> hearing.inbox().refused() >= 2);
        assertThat(acknowledged()).isEqualTo(before + 1);
        assertThat(hearing.inbox().texts(channel)).containsExactly("zero");
        hearing.inbox().refuse(channel, false);
        hearing.awaitHeard(channel, "zero", "one", "two");
        hearing.awaitAcknowledged();
        assertThat(hearing.inbox().texts(channel)).containsExactly("zero", "one", "two");
    }

    /** What was forgotten is told again by Slack, and acknowledged then. */
    @Test
    void whatIsTooMuchToKeepIsReadFromHistory() {
        CountDownLatch open = hearing.inbox().hold();
        List<String> texts = IntStream.range(0, FLOOD).mapToObj(n -> "m" + n).toList();
        texts.forEach(text -> slack.says(channel, slack.user(), text));
        HearingSlack.within()
                .until(() -> Long.valueOf(1).equals(hearing.inbound().get("overflows")));
        open.countDown();
        hearing.awaitHeard(channel, texts);
        assertThat((Long) hearing.inbound().get("messages_from_history")).isPositive();
        hearing.awaitAcknowledged();
        assertThat(hearing.inbox().texts(channel)).containsExactlyElementsOf(texts);
    }

    /** Its acknowledgements go with the socket: what came by it is told again by the next one. */
    @Test
    void whatWasAdmittedWhenTheSocketBrokeIsAcknowledgedByTheNextOne() {
        CountDownLatch open = hearing.inbox().hold();
        slack.says(channel, slack.user(), "one");
        HearingSlack.within().until(() -> hearing.eventsReceived() >= 1);
        slack.socket().dropLinks();
        open.countDown();
        hearing.awaitHeard(channel, "one");
        HearingSlack.within().until(() -> acknowledged() == 1);
        assertThat(hearing.inbox().texts(channel)).containsExactly("one");
    }

    /** They come back as events, and nobody needs them again. */
    @Test
    void ownPostsDoNotWait() {
        CountDownLatch open = hearing.inbox().hold();
        slack.says(channel, slack.user(), "one");
        slack.says(channel, slack.bot(), "answer");
        HearingSlack.within().until(() -> acknowledged() == 1);
        assertThat(hearing.inbox().texts(channel)).isEmpty();
        open.countDown();
        hearing.awaitHeard(channel, "one");
        hearing.awaitAcknowledged();
        assertThat(slack.socket().acknowledged()).hasSize(2);
    }
}
