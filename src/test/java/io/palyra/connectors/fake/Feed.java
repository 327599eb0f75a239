package io.palyra.connectors.fake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of messages that are handed over one after the other, and beside it a cursor file: one line for each message
 * that was taken, synced only after the taker has returned. After a restart it goes on from there.
 */
public final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long PAUSE_MS = 50;

    /** One message of the feed. */
    public record Entry(String conversation, String envelopeId, String text) {

        static Entry of(List<String> cells) {
            return new Entry(cells.get(0), cells.get(1), cells.get(2));
        }
    }

    /** Whoever answers for the messages from then on. */
    @FunctionalInterface
    public interface Taker {

        /** Returns once the message is taken; throws where it was not, and is asked again then. */
        void take(Entry entry) throws Exception;
    }

    private final Path file;
    private final Taker taker;
    private final Thread reader = new Thread(this::run, "feed");
    private final CountDownLatch closed = new CountDownLatch(1);

    public Feed(Path file, Taker taker) {
        this.file = file;
        this.taker = taker;
        reader.setDaemon(true);
    }

    public void start() {
        reader.start();
    }

    /** Everything that is to be taken. */
    public static List<Entry> entries(Path file) throws IOException {
        return SyncedLines.read(file).stream().map(Entry::of).toList();
    }

    /** What the cursor is past. */
    public static List<String> taken(Path file) throws IOException {
        return SyncedLines.read(cursor(file)).stream().map(line -> line.get(0)).toList();
    }

    private static Path cursor(Path file) {
        return file.resolveSibling(file.getFileName() + ".cursor");
    }

    private void run() {
        try (SyncedLines cursor = new SyncedLines(cursor(file))) {
            List<Entry> entries = entries(file);
            for (Entry entry : entries.subList(taken(file).size(), entries.size())) {
                if (!take(entry)) {
                    return;
                }
                Points.reach("feed: taken " + entry.envelopeId());
                cursor.add(entry.envelopeId());
                Points.reach("feed: moved past " + entry.envelopeId());
            }
        } catch (IOException | InterruptedException e) {
            LOG.error("The feed {} has ended", file, e);
        }
    }

    /** Until it is taken or the feed is closed. */
    private boolean take(Entry entry) throws InterruptedException {
        while (closed.getCount() > 0) {
            try {
                taker.take(entry);
                return true;
            } catch (Exception e) {
                LOG.warn("{} was not taken yet: {}", entry.envelopeId(), e.getMessage());
                closed.await(PAUSE_MS, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        reader.join();
    }
}
