package io.palyra.connectors.slack;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: where an instance begins, and what it reads, is Slack's time. Method: Slack's clock is right, and so the machine's is wrong. */
class SlackWrongClockTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT2M", "PT-2M", "PT24H", "PT-24H", "P30D"})
    void whatIsOlderThanTheInstanceIsNotTakenAndWhatIsNewerIs(Duration slackIsAhead) throws Exception {
        SettableClock clock = new SettableClock(Instant.now().plus(slackIsAhead));
        try (HearingSlack hearing = new HearingSlack(FakeSlackOptions.defaults().clock(clock))) {
            FakeSlack slack = hearing.slack();
            hearing.machineClock(Clock.systemUTC());
            Channel old = slack.addChannel("old");
            slack.saysUnheard(old, slack.user(), Words.of("long ago"));
            clock.advance(Duration.ofMinutes(5));
            hearing.open();
            clock.advance(Duration.ofMinutes(2));
            slack.saysUnheard(slack.channel(), slack.user(), Words.of("between"));
            hearing.closeSession();
            clock.advance(Duration.ofMinutes(2));
            slack.saysUnheard(slack.channel(), slack.user(), Words.of("while it was down"));
            hearing.open();
            hearing.awaitHeard(slack.channel(), "between", "while it was down");
            slack.says(old, slack.user(), "now");
            slack.says(slack.channel(), slack.user(), "after");
            hearing.awaitHeard(old, "now");
            hearing.awaitHeard(slack.channel(), "between", "while it was down", "after");
        }
    }
}
