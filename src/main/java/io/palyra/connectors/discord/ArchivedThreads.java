package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.message.JsonFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    private static final String THREADS = "threads";

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
    void search(String channelId, Instant since) throws RequestException {
        Instant before = Instant.MAX;
        for (int i = 0; i < PAGES_MAX; i++) {
            DataObject page = i == 0 ? page(channelId, false) : page(channelId, false, "before", before.toString());
            Instant oldest = tell(page, since);
            if (Elements.count(page, THREADS) < PAGE_MAX || !oldest.isBefore(before) || oldest.isBefore(since)) {
                return;
            }
            before = oldest;
        }
        LOG.warn(
                "channel {} has more archived threads than are looked at; messages in older ones are missed",
                channelId);
    }

    /** Searches the private threads of one channel that the bot is in: the newest ones, which Discord sorts by their ids. */
    void searchPrivate(String channelId, Instant since) throws RequestException {
        tell(page(channelId, true), since);
    }

    private DataObject page(String channelId, boolean joinedPrivate, String... more) throws RequestException {
        List<String> query = new ArrayList<>(List.of("limit", String.valueOf(PAGE_MAX)));
        query.addAll(List.of(more));
        return reader.archivedThreads(channelId, joinedPrivate, query.toArray(String[]::new));
    }

    /**
     * Tells of the threads that were archived since; one that does not say when may be one of them.
     *
     * @return where the next page begins; the end of time where no thread says when it was archived
     */
    private Instant tell(DataObject page, Instant since) {
        List<Instant> times = new ArrayList<>();
        Elements.each(page, THREADS, thread -> {
            Optional<Instant> archived = archivedAt(thread);
            archived.ifPresent(times::add);
            if (!archived.orElse(since).isBefore(since)) {
                found.accept(thread);
            }
        });
        return times.stream().min(Comparator.naturalOrder()).orElse(Instant.MAX);
    }

    private static Optional<Instant> archivedAt(DataObject thread) {
        String time = JsonFields.text(MessageTree.of(thread).path("thread_metadata"), "archive_timestamp");
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
