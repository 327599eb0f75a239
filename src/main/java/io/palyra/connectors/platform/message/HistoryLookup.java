package io.palyra.connectors.platform.message;

import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.HistoryPage;
import io.palyra.connectors.platform.inbound.MessageOrder;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a message of ours in the history of its conversation, from a little before it was sent to the newest message there.
 * Thread safe if the platform's part is; blocks. Needs no session, only that the platform answers.
 *
 * @param <M> a message as the platform gives it
 */
public final class HistoryLookup<M> implements DeliveryLookup {

    private static final int PAGES_MAX = 10;

    /** Our clock and the platform's differ by less. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    private final MessageHistory<M> history;
    private final MessageOrder order;
    private final PlatformTime time;
    private final Clock clock;
    private final Duration settling;

    /**
     * @param clock the machine's, which may be wrong
     * @param settling for so long after its attempt has ended the platform may still carry a request out: a message that is not
     *     there by then is looked for again. Zero where a history that lacks it says that it never comes
     */
    public HistoryLookup(
            MessageHistory<M> history, MessageOrder order, PlatformTime time, Clock clock, Duration settling) {
        this.history = history;
        this.order = order;
        this.time = time;
        this.clock = clock;
        this.settling = settling;
    }

    @Override
    public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        try {
            String place = history.place(request);
            Optional<String> obstacle = history.obstacle(place);
            if (obstacle.isPresent()) {
                return new Finding.Undecided(obstacle.get());
            }
            // The time is the machine's, whose clock may be wrong
            Instant now = clock.instant();
            Instant from = sentAfter.plus(time.ahead(now));
            if (time.now().filter(from::isAfter).isPresent()) {
                return new Finding.Undecided(
                        "the clock has been set back since the message was sent: where to look is not known");
            }
            Finding finding =
                    search(place, request, order.at(from.minus(CLOCK_SKEW).toEpochMilli()), isAnothers);
            return finding instanceof Finding.Absent && !isSettled(request, Duration.between(sentAfter, now))
                    ? new Finding.NotAsked("the platform does not have it yet, and may still carry the request out")
                    : finding;
        } catch (InvalidEnvelopeException e) {
            return new Finding.Undecided("the history cannot be read: " + e.getMessage());
        } catch (RequestException e) {
            String reason = "the history cannot be read: " + e.getMessage();
            // The platform's own refusal is an answer; anything else is none
            return e.failure() instanceof RequestFailure.Refused
                    ? new Finding.Undecided(reason)
                    : new Finding.NotAsked(reason);
        } catch (RuntimeException e) {
            if (history.isUnreadable(e)) {
                return new Finding.NotAsked("the answer is no history: " + e.getMessage());
            }
            throw e;
        }
    }

    /** The attempt took no longer than its timeout, and may have taken that. */
    private boolean isSettled(OutboundMessageRequest request, Duration sinceBegin) {
        return settling.isZero() || sinceBegin.compareTo(settling.plusMillis(request.timeoutMs())) >= 0;
    }

    private Finding search(String place, OutboundMessageRequest request, String from, Predicate<MessageId> isAnothers)
            throws RequestException {
        String position = from;
        MessageId perhaps = null;
        int looked = 0;
        for (int i = 0; i < PAGES_MAX; i++) {
            HistoryPage<M> page = history.after(place, position);
            for (M message : page.messages()) {
                MessageId id = history.id(message);
                position = id.value();
                looked++;
                switch (likeness(message, request, isAnothers)) {
                    case CERTAIN, LIKELY -> {
                        return new Finding.Found(id);
                    }
                    case PERHAPS -> perhaps = id;
                    case OTHER -> {
                        // Somebody else's, or another one of ours
                    }
                }
            }
            if (!page.hasMore()) {
                return notFound(perhaps);
            }
        }
        return new Finding.Undecided("more than " + looked + " messages have come since");
    }

    private MessageHistory.Likeness likeness(
            M message, OutboundMessageRequest request, Predicate<MessageId> isAnothers) {
        MessageHistory.Likeness likeness = history.likeness(message, request);
        boolean only = likeness == MessageHistory.Likeness.LIKELY || likeness == MessageHistory.Likeness.PERHAPS;
        return only && isAnothers.test(history.id(message)) ? MessageHistory.Likeness.OTHER : likeness;
    }

    private static Finding notFound(@Nullable MessageId perhaps) {
        return perhaps == null
                ? new Finding.Absent()
                : new Finding.Undecided(
                        "message " + perhaps + " has the same text, and does not say whether it is this one");
    }
}
