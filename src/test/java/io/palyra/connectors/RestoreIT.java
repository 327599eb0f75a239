package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.testkit.AboutSqliteFile;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a backup of a store in use holds everything accepted before it. Method: load, backup by another process in the
 * middle, more load, stop; then the program on the backup alone.
 */
@Timeout(180)
@AboutSqliteFile
class RestoreIT {

    private static final int PHASE = 100;

    @TempDir
    Path folder;

    @Test
    void aBackupUnderLoadHoldsEverythingAcceptedBeforeIt() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        Path backup = folder.resolve("backup.db");
        List<String> accepted = new CopyOnWriteArrayList<>();
        List<String> before;
        try (ProgramUnderTest program = ProgramUnderTest.start(live, Map.of())) {
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(program, accepted, enough));
            awaitSize(accepted, PHASE);
            before = new ArrayList<>(accepted);

            Launch.Ended made = store(live, "backup", backup.toString());

            assertThat(made.exitCode()).as(made.err()).isZero();
            assertThat(made.out()).contains("inbound", "outbox", "schema", "verified");
            awaitSize(accepted, accepted.size() + PHASE);
            enough.set(true);
            load.get(30, TimeUnit.SECONDS);
        }

        Path restored = Files.createDirectory(folder.resolve("restored"));
        Files.copy(backup, restored.resolve("store.db"));
        Launch.Ended check = store(restored, "check", "--full");
        assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
        try (ProgramUnderTest program = ProgramUnderTest.start(restored, Map.of())) {
            assertThat(program.inbox(accepted.get(accepted.size() - 1)))
                    .as("the backup is older than the end of the load")
                    .isEmpty();
            for (String envelopeId : before) {
                assertThat(program.inbox(envelopeId)).as(envelopeId).isPresent();
                Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> program.findOutbox(envelopeId + ":0")
                        .filter(reply -> reply.state() == OutboxState.DELIVERED)
                        .isPresent());
            }
        }
    }

    private static void load(ProgramUnderTest program, List<String> accepted, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            String envelopeId = "m" + i;
            try {
                assertThat(program.receive(envelopeId, "c" + i % 8, "text " + i).accepted())
                        .isTrue();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            accepted.add(envelopeId);
        }
    }

    private static void awaitSize(List<String> accepted, int size) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> accepted.size() >= size);
    }

    private Launch.Ended store(Path place, String command, String argument) throws Exception {
        return Launch.in(folder)
                .option("palyra.store.url", "jdbc:sqlite:" + place.resolve("store.db"))
                .run("store", command, argument);
    }
}
