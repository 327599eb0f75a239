package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
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
    private final InboundFlow.Parts parts;
    private final ArchivedThreads threads;

    ThreadSearch(InboundFlow flow, InboundFlow.Parts parts) {
        this.flow = flow;
        this.parts = parts;
        this.threads = new ArchivedThreads(parts.reader(), this::found);
    }

    void begin() {
        Instant since = parts.positions().awaySince();
        boolean longEnough = parts.time()
                .now()
                .map(now -> Duration.between(since, now).compareTo(ArchivedThreads.ARCHIVED_AFTER) >= 0)
                .orElse(false);
        if (longEnough) {
            parts.rights().readableParents().forEach(channelId -> search(channelId, since, 1));
        }
    }

    private void search(String channelId, Instant since, int attempt) {
        HistoryQueue.Rank rank =
                parts.reader().isFailing(channelId) ? HistoryQueue.Rank.FAILING : HistoryQueue.Rank.SEARCH;
        flow.threads().runHistory(new HistoryQueue.Order(rank, 0), () -> {
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
        if (HistoryReader.answer(e) != HistoryReader.Answer.NONE
                || flow.threads().isClosed()) {
            LOG.info("the archived threads of channel {} are not searched: {}", channelId, e.getMessage());
        } else if (attempt == TRIES_MAX) {
            LOG.warn("messages in archived threads of channel {} may be missed: {}", channelId, e.getMessage());
        } else {
            flow.threads().runLater(() -> search(channelId, since, attempt + 1), FIRST_WAIT_MS << attempt);
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
