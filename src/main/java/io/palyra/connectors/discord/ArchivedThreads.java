package io.palyra.connectors.discord;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the threads that were created and archived while nobody listened: no event and no list of the gateway tells of
 * them. Blocks.
 */
final class ArchivedThreads {

    private static final Logger LOG = LoggerFactory.getLogger(ArchivedThreads.class);

    /** A thread is archived after an hour without a message at the earliest, unless somebody does it by hand. */
    static final Duration ARCHIVED_AFTER = Duration.ofHours(1);

    private static final int PAGE_MAX = 100;

    /** Of one channel: 1,000 threads in one absence. */
    private static final int PAGES_MAX = 10;

    private final HistoryReader reader;
    private final Consumer<DataObject> found;

    ArchivedThreads(HistoryReader reader, Consumer<DataObject> found) {
        this.reader = reader;
        this.found = found;
    }

    /** Searches the threads of one channel that were archived since. */
    void search(String channelId, Instant since) throws RestException {
        String before = "";
        for (int i = 0; i < PAGES_MAX; i++) {
            DataArray page = before.isEmpty()
                    ? reader.archivedThreads(channelId, false, "limit", String.valueOf(PAGE_MAX))
                    : reader.archivedThreads(channelId, false, "limit", String.valueOf(PAGE_MAX), "before", before);
            for (int n = 0; n < page.length(); n++) {
                DataObject thread = page.getObject(n);
                before = archivedAt(thread);
                if (isBefore(before, since)) {
                    return;
                }
                found.accept(thread);
            }
            if (page.length() < PAGE_MAX) {
                return;
            }
        }
        LOG.warn(
                "channel {} has more archived threads than are looked at; messages in older ones are missed",
                channelId);
    }

    /** Searches the private threads of one channel that the bot is in: the newest ones, which Discord sorts by their ids. */
    void searchPrivate(String channelId, Instant since) throws RestException {
        DataArray page = reader.archivedThreads(channelId, true, "limit", String.valueOf(PAGE_MAX));
        for (int n = 0; n < page.length(); n++) {
            if (!isBefore(archivedAt(page.getObject(n)), since)) {
                found.accept(page.getObject(n));
            }
        }
    }

    private static String archivedAt(DataObject thread) {
        return thread.optObject("thread_metadata")
                .map(metadata -> metadata.getString("archive_timestamp", ""))
                .orElse("");
    }

    /** A time that cannot be read is late enough. */
    private static boolean isBefore(String time, Instant since) {
        try {
            return OffsetDateTime.parse(time).toInstant().isBefore(since);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
