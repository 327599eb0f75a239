package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.platform.http.RequestException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what one conversation has said behind its position. Used by one thread at a time; blocks. */
final class FeedBackfill<M> {

    private static final Logger LOG = LoggerFactory.getLogger(FeedBackfill.class);

    /** How reading a history ends, where nothing failed. */
    enum End {
        READ,
        /** It is not to be read, for all that is known. */
        SKIPPED,
        /** The platform has refused to show it. */
        REFUSED,
        GONE
    }

    private final String feedId;
    private final Feeds<M> feeds;
    private final Feeds.Parts<M> parts;
    private final FeedPosition position;
    private final FeedAdmission<M> admission;
    private final Consumer<M> reached;

    /** @param reached told of each message that is admitted */
    FeedBackfill(
            String feedId,
            Feeds<M> feeds,
            Feeds.Parts<M> parts,
            FeedPosition position,
            FeedAdmission<M> admission,
            Consumer<M> reached) {
        this.feedId = feedId;
        this.feeds = feeds;
        this.parts = parts;
        this.position = position;
        this.admission = admission;
        this.reached = reached;
    }

    /**
     * Reads what follows the position, the oldest first, until there is no more; and a little before it where the platform may
     * have been about to show a message that is older than the newest one admitted.
     */
    End read() throws RequestException, InboundRefusedException {
        if (!parts.history().mayRead(feedId)) {
            return End.SKIPPED;
        }
        try {
            if (!position.isStored()) {
                begin();
            }
            pages();
            return End.READ;
        } catch (RequestException e) {
            return refused(e);
        }
    }

    private void begin() throws RequestException {
        position.startsNoEarlierThan(parts.history().findStart(feedId));
    }

    private void pages() throws RequestException, InboundRefusedException {
        String from = position.noEarlierThanStart(feeds.mayLack(position.reached()));
        while (true) {
            HistoryPage<M> page = parts.history().after(feedId, from);
            String last = from;
            for (M message : page.messages()) {
                if (feeds.threads().isClosed()) {
                    throw new InboundRefusedException("the session ends", null);
                }
                position.begin();
                admission.fromHistory(message);
                reached.accept(message);
                String id = parts.reader().id(message);
                last = parts.isPossible(id) ? id : last;
            }
            position.store();
            if (!page.hasMore() || last.equals(from)) {
                return;
            }
            from = last;
        }
    }

    /** The platform has said that there is nothing for us: a failure on the way is none of that. */
    private End refused(RequestException failure) throws RequestException {
        End end =
                switch (parts.history().answer(failure)) {
                    case GONE -> End.GONE;
                    case REFUSED -> End.REFUSED;
                    case NONE -> throw failure;
                };
        if (end == End.REFUSED) {
            parts.history().refused(feedId);
        }
        LOG.info("the history of {} is not read: {}", parts.history().describe(feedId), failure.getMessage());
        return end;
    }
}
