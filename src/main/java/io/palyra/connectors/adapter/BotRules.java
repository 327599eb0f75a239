package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What an instance does about messages that no person wrote. Thread safe; never blocks. */
final class BotRules {

    /** What happens to a message. */
    sealed interface Decision {

        /** It is let in like any other. */
        record LetIn() implements Decision {}

        record LeftOut() implements Decision {}

        record Later(PutOff putOff) implements Decision {}
    }

    private static final Decision LET_IN = new Decision.LetIn();
    private static final Decision LEFT_OUT = new Decision.LeftOut();

    /** More than an operator reads. */
    private static final int SHOWN_MAX = 20;

    private final OtherBots others;
    private final int limit;
    private final BotLoopBrake brake;
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong putOff = new AtomicLong();

    BotRules(OtherBots others, int limit, Clock clock) {
        this.others = others;
        this.limit = limit;
        this.brake = new BotLoopBrake(limit, clock);
    }

    Decision decide(InboundMessageEvent event, InboundFacts facts) {
        if (!event.senderIsBot()) {
            return LET_IN;
        }
        if (!others.letsIn(facts.speaksToBot() || event.isDirectMessage())) {
            leftOut.incrementAndGet();
            return LEFT_OUT;
        }
        return brake.heard(event.conversationId(), event.senderId(), event.envelopeId())
                .<Decision>map(later -> {
                    putOff.incrementAndGet();
                    return new Decision.Later(later);
                })
                .orElse(LET_IN);
    }

    /** This bot is about to say something there. */
    void speaks(ConversationId conversationId) {
        brake.speaks(conversationId);
    }

    /** What it was about to say was not sent. */
    void didNotSpeak(ConversationId conversationId) {
        brake.didNotSpeak(conversationId);
    }

    /** For operators. */
    Map<String, Object> view() {
        List<BotLoopBrake.Braked> braked = brake.braked();
        return Map.of(
                "other_bots",
                others.option(),
                "loop_limit",
                limit,
                "left_out",
                leftOut.get(),
                "put_off",
                putOff.get(),
                "braked",
                braked.stream()
                        .limit(SHOWN_MAX)
                        .map(bot -> Map.of(
                                "conversation_id",
                                bot.conversationId().value(),
                                "sender_id",
                                bot.senderId().value(),
                                "until_unix_ms",
                                bot.untilUnixMs()))
                        .toList());
    }
}
