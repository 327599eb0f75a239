package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.inbound.FeedAnswer;
import io.palyra.connectors.platform.inbound.FeedCursors;
import io.palyra.connectors.platform.inbound.Feeds;
import java.time.Duration;
import java.time.Instant;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for threads that came and went while the program was away, in each channel that may be read; behind everything else
 * that is read. Only an absence that was long enough for Discord to archive one is worth it. Thread safe, never blocks.
 */
final class ThreadSearch {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadSearch.class);

    private static final int TRIES_MAX = 8;
    private static final long FIRST_WAIT_MS = 1_000;

    private final InboundFlow flow;
    private final Feeds<DataObject> feeds;
    private final FeedCursors positions;
    private final InboundFlow.Parts parts;
    private final ArchivedThreads threads;

    ThreadSearch(InboundFlow flow, Feeds<DataObject> feeds, FeedCursors positions, InboundFlow.Parts parts) {
        this.positions = positions;
        this.flow = flow;
        this.feeds = feeds;
        this.parts = parts;
        this.threads = new ArchivedThreads(parts.reader(), this::found);
    }

    void begin() {
        Instant since = positions.awaySince();
        boolean longEnough = parts.time()
                .now()
                .map(now -> Duration.between(since, now).compareTo(ArchivedThreads.ARCHIVED_AFTER) >= 0)
                .orElse(false);
        if (longEnough) {
            parts.rights().readableParents().forEach(channelId -> search(channelId, since, 1));
        }
    }

    private void search(String channelId, Instant since, int attempt) {
        feeds.search(channelId, () -> {
            try {
                threads.search(channelId, since);
                threads.searchPrivate(channelId, since);
            } catch (RequestException e) {
                failed(channelId, since, attempt, e);
            } catch (RuntimeException e) {
                LOG.error("the archived threads of channel {} cannot be read", channelId, e);
            }
        });
    }

    private void failed(String channelId, Instant since, int attempt, RequestException e) {
        if (HistoryReader.answer(e) != FeedAnswer.NONE || feeds.isClosed()) {
            LOG.info("the archived threads of channel {} are not searched: {}", channelId, e.getMessage());
        } else if (attempt == TRIES_MAX) {
            LOG.warn("messages in archived threads of channel {} may be missed: {}", channelId, e.getMessage());
        } else {
            feeds.later(() -> search(channelId, since, attempt + 1), Duration.ofMillis(FIRST_WAIT_MS << attempt));
        }
    }

    private void found(DataObject thread) {
        String guildId = parts.channels()
                .known(thread.getString("parent_id", ""))
                .map(Channels.Known::guildId)
                .orElse(null);
        parts.rights().channel(thread, guildId);
        parts.channels().learned(thread, guildId);
        flow.visible(thread.getString("id"), thread.getString("last_message_id", null), 0, true);
    }
}
