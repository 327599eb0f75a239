package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: commits in a damaged log are not dropped without a word, and what a kill or a loss of power leaves is no damage.
 * Method: the files of a program that runs are copied, as a kill leaves them, and the copy's log is written on.
 */
class DamagedLogTest {

    private static final int FRAME = 24 + 4096;

    @TempDir
    Path folder;

    private Path file;
    private Path log;

    @BeforeEach
    void copyOfARunningStore() throws Exception {
        Path running = folder.resolve("running.db");
        file = folder.resolve("store.db");
        log = Path.of(file + "-wal");
        try (SqlStore store = SqlStore.openSqlite("jdbc:sqlite:" + running, true, SteadyClock.ofMachine())) {
            for (int i = 0; i < 10; i++) {
                store.probe().get();
            }
            for (String suffix : List.of("", "-wal", ".lock")) {
                Files.copy(Path.of(running + suffix), Path.of(file + suffix));
            }
        }
    }

    @Test
    void whatAKillLeavesIsNoDamage() throws Exception {
        assertThat(Files.size(log)).isGreaterThan(10 * FRAME);
        assertThat(check().problems()).isEmpty();

        open(true);
    }

    /** The last commit was on its way to the disk. */
    @Test
    void aCommitThatWasCutShortIsNoDamage() throws Exception {
        overwrite(Files.size(log) - 100);
        open(true);
    }

    @Test
    void commitsBehindADamagedFrameAreNotDropped() throws Exception {
        overwrite(Files.size(log) - 3 * FRAME + 100);

        assertThatThrownBy(() -> open(true))
                .hasMessageStartingWith("palyra.store.url: " + file
                        + " is damaged (at least 3 commits in its write-ahead log cannot be read): ")
                .hasMessageContaining("store backup");
        assertThat(check().problems()).containsExactly("at least 3 commits in its write-ahead log cannot be read");
    }

    /** SQLite would take such a log for empty. */
    @Test
    void aLogWhoseBeginningIsOverwrittenIsNotDropped() throws Exception {
        overwrite(0);

        assertThatThrownBy(() -> open(true))
                .hasMessageContaining("the beginning of its write-ahead log is not SQLite's");
    }

    /** SQLite would go on with what the log has of it. */
    @Test
    void aFileWhoseBeginningOnlyTheLogHasIsNotSound() throws Exception {
        overwrite(file, 0);

        assertThatThrownBy(() -> open(true)).hasMessageContaining(" is damaged (its beginning is not SQLite's): ");
        assertThat(check().problems()).containsExactly("its beginning is not SQLite's");
    }

    /** {@code palyra.store.synchronous=NORMAL} may lose the last commits with the power, whichever of them came to the disk. */
    @Test
    void whoDoesNotWaitForTheDiskGoesOnWithoutThem() throws Exception {
        overwrite(Files.size(log) - 3 * FRAME + 100);
        open(false);
    }

    /** As where there is no backup. */
    @Test
    void oneStartThatDoesNotWaitForTheDiskMakesItSound() throws Exception {
        overwrite(Files.size(log) - 3 * FRAME + 100);
        assertThatThrownBy(() -> open(true)).isInstanceOf(StoreStartException.class);

        open(false);

        assertThat(check().problems()).isEmpty();
        open(true);
    }

    private void open(boolean syncEveryCommit) throws Exception {
        try (SqlStore store = SqlStore.openSqlite("jdbc:sqlite:" + file, syncEveryCommit, SteadyClock.ofMachine())) {
            assertThat(store.probe().get()).isTrue();
        }
    }

    private FileReport check() throws IOException {
        return StoreFiles.at("jdbc:sqlite:" + file).check(false);
    }

    private void overwrite(long at) throws IOException {
        overwrite(log, at);
    }

    private static void overwrite(Path path, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[20]), at);
        }
    }
}
