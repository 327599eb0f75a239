package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the rows of {@link IndexOfBlocks}: of blocks whose numbers are all given, whose events it reads, where they are not of
 * {@link RecentBlocks}, beside the writer; it adds their rows to the next commit. In order, so that it goes on where the last run has ended, and begins at the oldest event after
 * an upgrade.
 */
final class BlockWriter implements AutoCloseable {

    /** Blocks in one commit. */
    static final int BLOCKS_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(BlockWriter.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Of what is said while it takes long. */
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);

    /** Blocks of a connector that have no rows yet. */
    private record Missing(String connectorId, long first, long beyond) {

        Missing atMost(int blocks) {
            return new Missing(connectorId, first, Math.min(beyond, first + blocks));
        }
    }

    private final Reader reader;
    private final GroupCommit writer;
    private final RecentBlocks recent;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "palyra-store-blocks");

    BlockWriter(Reader reader, GroupCommit writer, RecentBlocks recent) {
        this.reader = reader;
        this.writer = writer;
        this.recent = recent;
    }

    /** Writes what an earlier run has left, and begins to look for more now and then, on a thread of its own. */
    void start() {
        catchUp();
        thread.setDaemon(true);
        thread.start();
    }

    /** Next to nothing, unless the store comes from a version that had no blocks. */
    private void catchUp() {
        safely(() -> {
            writer.writeAndWait(transaction -> SqlTransaction.statementsBesideMessages(transaction)
                    .update("forget_blocks_ahead", IndexOfBlocks.BLOCK));
            long said = System.nanoTime();
            long events = 0;
            for (int blocks = writeNext(); blocks > 0; blocks = writeNext()) {
                events += (long) blocks * IndexOfBlocks.BLOCK;
                if (System.nanoTime() - said > PROGRESS_INTERVAL.toNanos()) {
                    LOG.info("The event log gets an index by message: {} events so far", events);
                    said = System.nanoTime();
                }
            }
        });
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                writeAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        safely(() -> {
            while (closed.getCount() > 0 && writeNext() > 0) {
                // Until there is none, of any connector
            }
        });
    }

    /** A search does without the rows that are missing. */
    private static void safely(Runnable action) {
        try {
            action.run();
        } catch (StoreUnavailableException e) {
            // Whoever writes says so, once
            LOG.debug("The index of events waits: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.warn("The index of events is not kept, searches for a message's events get slow: {}", e.toString());
        }
    }

    /**
     * On any thread.
     *
     * @return how many were written, of one connector; at most {@link #BLOCKS_MAX}
     */
    synchronized int writeNext() {
        Optional<Missing> next = reader.read(statements -> statements.first(
                        "next_blocks_of_events",
                        row -> new Missing(row.getString(1), row.getLong(2), row.getLong(3)),
                        IndexOfBlocks.BLOCK))
                .map(missing -> missing.atMost(BLOCKS_MAX));
        next.ifPresent(this::write);
        return next.map(written -> (int) (written.beyond() - written.first())).orElse(0);
    }

    private void write(Missing missing) {
        List<byte[]> rows = new ArrayList<>();
        for (long block = missing.first(); block < missing.beyond(); block++) {
            rows.add(block(missing.connectorId(), block).row());
        }
        writer.writeAndWait(transaction -> {
            Statements statements = SqlTransaction.statementsBesideMessages(transaction);
            for (int i = 0; i < rows.size(); i++) {
                statements.update("insert_block_of_events", missing.connectorId(), missing.first() + i, rows.get(i));
            }
        });
    }

    private BlockOfEvents block(String connectorId, long block) {
        return recent.take(connectorId, block).orElseGet(() -> read(connectorId, block));
    }

    private BlockOfEvents read(String connectorId, long block) {
        BlockOfEvents found = new BlockOfEvents();
        long first = block * IndexOfBlocks.BLOCK;
        reader.read(statements -> statements.query(
                        "messages_of_events", row -> row.getString(1), connectorId, first, first + IndexOfBlocks.BLOCK))
                .forEach(found::add);
        return found;
    }

    /** What it is writing is written, unless the caller is interrupted. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
