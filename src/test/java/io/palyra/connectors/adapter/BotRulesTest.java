package io.palyra.connectors.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.palyra.connectors.adapter.BotRules.Decision;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which messages of bots are let in, and when a bot that does not stop is put off. */
class BotRulesTest {

    private static final int LIMIT = 3;
    private static final ConversationId HERE = new ConversationId("here");
    private static final ConversationId THERE = new ConversationId("there");

    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_000_000));
    private final BotRules rules = new BotRules(OtherBots.ALL, LIMIT, clock);
    private int said;

    private static InboundMessageEvent event(String id, ConversationId in, String sender, boolean bot, boolean direct) {
        return InboundMessageEvent.builder(
                        new EnvelopeId(id), ConnectorId.of("echo:default"), in, new SenderId(sender), "hello")
                .senderIsBot(bot)
                .directMessage(direct)
                .build();
    }

    /** @return for how long it is put off; zero where it is not, null where it is left out */
    private @Nullable Duration says(BotRules by, InboundMessageEvent event, boolean mentionsUs) {
        Decision decision = by.decide(event, new InboundFacts(mentionsUs, false));
        if (decision instanceof Decision.Later later) {
            return Duration.ofMillis(later.putOff().untilUnixMs() - clock.millis());
        }
        return decision instanceof Decision.LetIn ? Duration.ZERO : null;
    }

    private Duration botSays(ConversationId in, String sender) {
        return says(rules, event("m" + ++said, in, sender, true, false), false);
    }

    /** Ours answers, and the bot at once. */
    private Duration round() {
        rules.speaks(HERE);
        return botSays(HERE, "bot");
    }

    private List<Duration> rounds(int number) {
        return IntStream.range(0, number).mapToObj(n -> round()).toList();
    }

    @ParameterizedTest(name = "{0}: bot {1}, mentions {2}, direct {3} -> {4}")
    @CsvSource({
        "mention, true,  false, false, false",
        "mention, true,  true,  false, true",
        "mention, true,  false, true,  true",
        "mention, false, false, false, true",
        "all,     true,  false, false, true",
        "none,    true,  true,  true,  false",
        "none,    false, false, false, true",
    })
    void otherBotsAreLetInByTheRule(String option, boolean bot, boolean mentions, boolean direct, boolean in) {
        BotRules by = new BotRules(OtherBots.of(option), LIMIT, clock);

        assertThat(says(by, event("m1", HERE, "x", bot, direct), mentions)).isEqualTo(in ? Duration.ZERO : null);
        assertThat(by.view()).containsEntry("left_out", in ? 0L : 1L);
    }

    @Test
    void anUnknownRuleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtherBots.of("some"))
                .withMessage("other-bots must be one of mention, all, none, not some");
    }

    @Test
    void aBotThatAnswersWithoutEndIsPutOffLongerAndLonger() {
        botSays(HERE, "bot");
        assertThat(rounds(LIMIT)).containsOnly(Duration.ZERO);

        assertThat(round()).isEqualTo(Duration.ofMinutes(1));
        for (int minutes : new int[] {2, 4, 8, 16, 32, 60, 60}) {
            Duration wait = Duration.ofMillis((Long) braked().get(0).get("until_unix_ms") - clock.millis());
            clock.advance(wait);
            assertThat(round()).isEqualTo(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void severalAnswersAtOnceWaitOneBehindTheOther() {
        botSays(HERE, "bot");
        for (int n = 0; n < LIMIT + 3; n++) {
            rules.speaks(HERE);
        }

        List<Duration> waits = IntStream.range(0, LIMIT + 3)
                .mapToObj(n -> botSays(HERE, "bot"))
                .toList();

        assertThat(waits.subList(0, LIMIT)).containsOnly(Duration.ZERO);
        assertThat(waits.subList(LIMIT, LIMIT + 3))
                .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(3), Duration.ofMinutes(7));
    }

    @Test
    void whatFollowsNothingOfOursIsNoRound() {
        for (int n = 0; n < 50; n++) {
            assertThat(botSays(HERE, "alerts")).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void whatWasNotSentIsNotAnswered() {
        botSays(HERE, "bot");
        for (int n = 0; n < 3 * LIMIT; n++) {
            rules.speaks(HERE);
            rules.didNotSpeak(HERE);
            assertThat(botSays(HERE, "bot")).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void roundsCountWithinAMinute() {
        botSays(HERE, "bot");
        for (int n = 0; n < 4 * LIMIT; n++) {
            clock.advance(Duration.ofSeconds(21));
            assertThat(round()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void whatOursSaidLongAgoIsNotAnswered() {
        botSays(HERE, "bot");
        for (int n = 0; n < 10; n++) {
            rules.speaks(HERE);
        }
        clock.advance(Duration.ofSeconds(61));

        for (int n = 0; n < 10; n++) {
            assertThat(botSays(HERE, "bot")).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void otherBotsOtherConversationsAndPeopleAreNotBraked() {
        botSays(HERE, "bot");
        rounds(LIMIT + 1);

        assertThat(botSays(HERE, "another")).isEqualTo(Duration.ZERO);
        assertThat(botSays(THERE, "bot")).isEqualTo(Duration.ZERO);
        assertThat(says(rules, event("p", HERE, "ada", false, false), false)).isEqualTo(Duration.ZERO);
        assertThat(braked()).singleElement().satisfies(one -> assertThat(one)
                .containsEntry("conversation_id", "here")
                .containsEntry("sender_id", "bot"));
    }

    @Test
    void whatFollowsAPutOffMessageStaysBehindIt() {
        botSays(HERE, "bot");
        rounds(LIMIT + 1);

        assertThat(botSays(HERE, "bot")).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void theSameMessageAgainGetsTheSameAnswer() {
        botSays(HERE, "bot");
        rounds(LIMIT);
        rules.speaks(HERE);
        InboundMessageEvent event = event("again", HERE, "bot", true, false);

        assertThat(says(rules, event, false)).isEqualTo(Duration.ofMinutes(1));
        assertThat(says(rules, event, false)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void theBrakeIsOffOnceItHasBeenCalm() {
        botSays(HERE, "bot");
        rounds(LIMIT + 1);
        clock.advance(Duration.ofMinutes(1).plus(BotLoopBrake.CALM).minusSeconds(1));
        assertThat(botSays(HERE, "bot")).isPositive();
        clock.advance(Duration.ofMinutes(1).plus(BotLoopBrake.CALM));

        assertThat(botSays(HERE, "bot")).isEqualTo(Duration.ZERO);
        assertThat(rounds(LIMIT)).containsOnly(Duration.ZERO);
        assertThat(round()).isEqualTo(Duration.ofMinutes(1));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> braked() {
        return (List<Map<String, Object>>) rules.view().get("braked");
    }
}
