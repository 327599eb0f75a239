package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.RecentMap;
import java.util.Set;

/**
 * Hands the messages of one feed to the inbox, those that it has seen here not once more. Used by one thread at a time;
 * blocks until the message is committed.
 */
final class FeedAdmission<M> {

    /** Ids that are known to have been admitted; a repetition beyond is recognised by the inbox. */
    private static final int SEEN_MAX = 500;

    private final String feedId;
    private final Feeds<M> feeds;
    private final MessageReader<M> reader;
    private final MessageAdmission<M> admission;
    private final Set<String> seenLive = RecentMap.set(SEEN_MAX);
    private final Set<String> seenInHistory = RecentMap.set(SEEN_MAX);

    FeedAdmission(String feedId, Feeds<M> feeds, Feeds.Parts<M> parts) {
        this.feedId = feedId;
        this.feeds = feeds;
        this.reader = parts.reader();
        this.admission =
                new MessageAdmission<>(reader, parts.sink(), feeds.counts().leftOut(), parts.history()::describe);
    }

    /** What the platform says twice is for the inbox to recognise, which leaves an event. */
    void live(M message) throws InboundRefusedException {
        String id = reader.id(message);
        if (!seenInHistory.contains(id)) {
            admit(message, false);
            seenLive.add(id);
        }
    }

    /** History is read with an overlap. */
    void fromHistory(M message) throws InboundRefusedException {
        String id = reader.id(message);
        if (!seenLive.contains(id) && !seenInHistory.contains(id)) {
            admit(message, true);
            seenInHistory.add(id);
        }
    }

    private void admit(M message, boolean fromHistory) throws InboundRefusedException {
        if (admission.admit(feedId, message)) {
            feeds.counts().admitted(fromHistory);
        }
    }
}
