package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.SenderId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps another bot and ours from talking to each other without end. A round is a message of the other bot that follows one
 * of ours there; after more rounds than the limit within a minute, what that bot says in that conversation is put off: by a
 * minute, and by twice as long with each further round, up to an hour. Once no round has come for long enough, it begins
 * anew. People are none of its business.
 *
 * <p>Kept in memory: the count begins anew with the program. Thread safe; never blocks.
 */
final class BotLoopBrake {

    static final Duration WINDOW = Duration.ofMinutes(1);
    static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    static final Duration WAIT_MAX = Duration.ofHours(1);

    /** At least so long, and for twice the last wait, no round has to come until the brake is off again. */
    static final Duration CALM = Duration.ofMinutes(10);

    /** What follows nothing of ours stays behind what was put off before it. */
    private static final long BEHIND_MS = 1_000;

    /** Conversations, and bots in each, that were heard last; what is forgotten begins anew. */
    private static final int CONVERSATIONS_MAX = 10_000;

    private static final int BOTS_MAX = 100;

    /** Messages of ours within a minute that are remembered. */
    private static final int OURS_MAX = 1_000;

    private final int limit;
    private final Clock clock;
    private final Map<ConversationId, Map<SenderId, Talk>> talks = new RecentMap<>(CONVERSATIONS_MAX);

    /** @param limit rounds within a minute that are let pass */
    BotLoopBrake(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** One bot in one conversation. */
    private static final class Talk {
        /** When ours has spoken, as far as the bot has not spoken after it. */
        private final Deque<Long> ours = new ArrayDeque<>();

        private final Deque<Long> rounds = new ArrayDeque<>();
        private long waitMs;
        private long notBefore;
        private @Nullable EnvelopeId last;
        private @Nullable PutOff answer;

        boolean isBraked() {
            return waitMs > 0;
        }
    }

    /**
     * A bot that is put off at present.
     *
     * @param untilUnixMs when the last of its messages that wait may go
     */
    record Braked(ConversationId conversationId, SenderId senderId, long untilUnixMs) {}

    /** Ours says something there: told before it does, as the other bot may be quicker than the platform's answer. */
    synchronized void speaks(ConversationId conversationId) {
        Map<SenderId, Talk> there = talks.get(conversationId);
        if (there != null) {
            long now = clock.millis();
            there.values().forEach(talk -> {
                talk.ours.addLast(now);
                if (talk.ours.size() > OURS_MAX) {
                    talk.ours.removeFirst();
                }
            });
        }
    }

    /** It has not said it after all. */
    synchronized void didNotSpeak(ConversationId conversationId) {
        Map<SenderId, Talk> there = talks.get(conversationId);
        if (there != null) {
            there.values().forEach(talk -> talk.ours.pollLast());
        }
    }

    /** Another bot has said something; the same message asked about again gets the same answer. */
    synchronized Optional<PutOff> heard(ConversationId conversationId, SenderId senderId, EnvelopeId envelopeId) {
        Talk talk = talks.computeIfAbsent(conversationId, id -> new RecentMap<>(BOTS_MAX))
                .computeIfAbsent(senderId, id -> new Talk());
        if (!envelopeId.equals(talk.last)) {
            talk.last = envelopeId;
            talk.answer = decide(talk, clock.millis());
        }
        return Optional.ofNullable(talk.answer);
    }

    private @Nullable PutOff decide(Talk talk, long now) {
        forget(talk.ours, now);
        forget(talk.rounds, now);
        boolean isRound = talk.ours.pollFirst() != null;
        if (talk.isBraked() && now >= talk.notBefore + Math.max(CALM.toMillis(), 2 * talk.waitMs)) {
            talk.waitMs = 0;
        }
        if (isRound) {
            talk.rounds.addLast(now);
        }
        if (!talk.isBraked() && talk.rounds.size() <= limit) {
            return null;
        }
        boolean begins = !talk.isBraked();
        if (begins || isRound) {
            talk.waitMs = begins ? FIRST_WAIT.toMillis() : Math.min(2 * talk.waitMs, WAIT_MAX.toMillis());
        }
        talk.notBefore = Math.max(now, talk.notBefore) + (begins || isRound ? talk.waitMs : BEHIND_MS);
        return new PutOff(
                talk.notBefore,
                "put off: this bot and ours have answered each other more than " + limit + " times in a minute");
    }

    private static void forget(Deque<Long> times, long now) {
        while (!times.isEmpty() && now - times.peekFirst() > WINDOW.toMillis()) {
            times.removeFirst();
        }
    }

    /** Those whose messages wait. */
    synchronized List<Braked> braked() {
        long now = clock.millis();
        List<Braked> braked = new ArrayList<>();
        talks.forEach((conversation, bots) -> bots.forEach((sender, talk) -> {
            if (talk.isBraked() && talk.notBefore > now) {
                braked.add(new Braked(conversation, sender, talk.notBefore));
            }
        }));
        return braked;
    }
}
