package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: however often a program is killed, SQLite's library is on the disk once. Method: processes of their own, killed. */
class SqliteLibraryTest {

    @TempDir
    Path folder;

    private Path temporary;
    private Path kept;

    @BeforeEach
    void prepare() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        kept = folder.resolve(".sqlite");
    }

    @Test
    void isOnTheDiskOnceHoweverOftenTheProgramIsKilled() throws Exception {
        for (int i = 0; i < 3; i++) {
            runAndKill();
        }

        assertThat(files(temporary)).isEmpty();
        assertThat(files(kept)).hasSize(1);
    }

    @Test
    void anotherOrABrokenCopyIsReplaced() throws Exception {
        runAndKill();
        Path library = files(kept).get(0);
        byte[] sound = Files.readAllBytes(library);
        Files.write(library, new byte[] {1, 2, 3});
        Files.write(Path.of(library + ".tmp"), new byte[] {1});
        Files.write(kept.resolve("of-an-older-version"), new byte[] {1});

        runAndKill();

        assertThat(files(kept)).containsExactly(library);
        assertThat(library).hasBinaryContent(sound);
        assertThat(files(temporary)).isEmpty();
    }

    @Test
    void theDriverMakesItsOwnCopyWhereNoneCanBeKept() throws Exception {
        Files.createFile(kept);

        runAndKill();

        assertThat(files(temporary)).isNotEmpty();
    }

    private void runAndKill() throws Exception {
        Process program =
                StoreHolder.start("jdbc:sqlite:" + folder.resolve("store.db"), "-Djava.io.tmpdir=" + temporary);
        try {
            assertThat(program.inputReader().readLine()).isEqualTo(StoreHolder.OPEN);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
