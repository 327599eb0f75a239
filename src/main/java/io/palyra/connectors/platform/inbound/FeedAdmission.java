package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the messages of one feed to the inbox, those that it has seen here not once more. Used by one thread at a time;
 * blocks until the message is committed.
 */
final class FeedAdmission<M> {

    private static final Logger LOG = LoggerFactory.getLogger(FeedAdmission.class);

    /** Ids that are known to have been admitted; a repetition beyond is recognised by the inbox. */
    private static final int SEEN_MAX = 500;

    private final String feedId;
    private final Feeds<M> feeds;
    private final Feeds.Parts<M> parts;
    private final Set<String> seenLive = RecentMap.set(SEEN_MAX);
    private final Set<String> seenInHistory = RecentMap.set(SEEN_MAX);

    FeedAdmission(String feedId, Feeds<M> feeds, Feeds.Parts<M> parts) {
        this.feedId = feedId;
        this.feeds = feeds;
        this.parts = parts;
    }

    /** What the platform says twice is for the inbox to recognise, which leaves an event. */
    void live(M message) throws InboundRefusedException {
        String id = parts.reader().id(message);
        if (!seenInHistory.contains(id)) {
            admit(message, false);
            seenLive.add(id);
        }
    }

    /** History is read with an overlap. */
    void fromHistory(M message) throws InboundRefusedException {
        String id = parts.reader().id(message);
        if (!seenLive.contains(id) && !seenInHistory.contains(id)) {
            admit(message, true);
            seenInHistory.add(id);
        }
    }

    private void admit(M message, boolean fromHistory) throws InboundRefusedException {
        Reading reading = read(message);
        Optional<InboundMessageEvent> event = reading.event();
        if (event.isPresent() && emit(event.get(), reading.facts())) {
            feeds.counts().admitted(fromHistory);
        }
        feeds.counts().leftOut().add(reading.leftOut());
    }

    /** What cannot be read now cannot be read later. */
    private Reading read(M message) {
        try {
            return parts.reader().read(feedId, message);
        } catch (RuntimeException e) {
            parts.sink()
                    .reject(
                            parts.reader().envelope(message),
                            "message " + parts.reader().id(message) + " of "
                                    + parts.history().describe(feedId) + " cannot be read: " + e.getMessage());
            return Reading.nothing(LeftOut.Kind.UNREADABLE);
        }
    }

    /** @return whether it is admitted, and new */
    private boolean emit(InboundMessageEvent event, InboundFacts facts) throws InboundRefusedException {
        try {
            InboundIngestOutcome outcome = parts.sink().emit(event, facts);
            if (outcome.decisionReason().equals(InboundSink.OTHER_BOT)) {
                feeds.counts().leftOut().add(LeftOut.Kind.OTHER_BOT);
                return false;
            }
            return outcome.accepted() && !outcome.duplicate();
        } catch (InboundRefusedException e) {
            if (e.isForGood()) {
                LOG.error("message {} breaks a rule and is left out: {}", event.envelopeId(), e.getMessage());
                return false;
            }
            throw e;
        }
    }
}
