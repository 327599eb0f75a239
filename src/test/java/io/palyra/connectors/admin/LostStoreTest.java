package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.StoreFiles;
import io.palyra.connectors.testkit.AboutSqliteFile;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: nobody is told that a message is safe that goes into a file which is no longer the store, nothing is sent whose
 * outcome cannot be stored, and a file that took the store's name is left as it is. Method: the store's files are harmed
 * while one message is on its way and others wait behind it.
 */
@AboutSqliteFile
class LostStoreTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final String SEND = "/admin/v1/channels/flaky:ops/messages/send";

    /** What people and scripts do to files. */
    enum Harm {
        DELETED("was deleted or moved away") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Files.delete(store);
            }
        },
        MOVED("was deleted or moved away") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Files.move(store, Path.of(store + ".old"));
            }
        },
        FOLDER_MOVED("was deleted or moved away") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Files.move(store.getParent(), Path.of(store.getParent() + ".old"));
            }
        },
        REPLACED("was replaced by another file") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Files.move(backup, store, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        COPIED_OVER("was overwritten") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Files.write(store, Files.readAllBytes(backup));
            }
        },
        EMPTIED("was overwritten") {
            @Override
            void to(Path store, Path backup) throws IOException {
                truncate(store, 0);
            }
        },
        LOG_DELETED("-wal was deleted or moved away") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Files.delete(Path.of(store + "-wal"));
            }
        },
        LOG_EMPTIED("-wal was overwritten or cut short") {
            @Override
            void to(Path store, Path backup) throws IOException {
                truncate(Path.of(store + "-wal"), 0);
            }
        },
        LOG_SHORTENED("-wal was overwritten or cut short") {
            @Override
            void to(Path store, Path backup) throws IOException {
                truncate(Path.of(store + "-wal"), 1_000);
            }
        },
        LOG_COPIED_OVER("-wal was overwritten or cut short") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Path log = Path.of(store + "-wal");
                Files.write(log, new byte[(int) Files.size(log)]);
            }
        },
        SHORTENED("was cut short") {
            @Override
            void to(Path store, Path backup) throws IOException {
                truncate(store, 4096);
            }
        },
        INDEX_DELETED("-shm was deleted or moved away") {
            @Override
            void to(Path store, Path backup) throws IOException {
                Files.delete(Path.of(store + "-shm"));
            }
        };

        private final String said;

        Harm(String said) {
            this.said = said;
        }

        abstract void to(Path store, Path backup) throws IOException;

        private static void truncate(Path path, long size) throws IOException {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(size);
            }
        }
    }

    @TempDir
    Path folder;

    private final CountDownLatch sent = new CountDownLatch(1);
    private Path data;
    private Path store;
    private FlakyPlatform platform;

    @BeforeEach
    void prepare() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        store = data.resolve("store.db");
        platform = FlakyPlatform.fresh(FLAKY).answers(request -> {
            awaitQuietly(sent);
            return FlakyPlatform.delivered(request);
        });
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAcceptedOrSentAnyMore(Harm harm) throws Exception {
        Path backup = folder.resolve("backup.db");
        byte[] stranger;
        try (ProgramUnderTest admin = start()) {
            AdminClient client = admin.client();
            assertThat(client.post(SEND, message("first")).status()).isEqualTo(202);
            StoreFiles.at("jdbc:sqlite:" + store).backup(backup, false);
            await().until(() -> platform.sendsInHand() == 1);
            assertThat(client.post(SEND, message("second")).status()).isEqualTo(202);

            harm.to(store, backup);
            await().until(() -> client.post(SEND, message("third")).status() == 503);

            AdminClient.Reply refused = client.post(SEND, message("fourth"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("/code")).isEqualTo("store_unavailable");
            assertThat(refused.text("/detail")).contains(store.toString(), harm.said, "Stop the program");
            assertThatThrownBy(() ->
                            admin.program().supervision().calls().emit(ProgramUnderTest.echoEvent("in", "c", "hello")))
                    .isInstanceOf(InboundRefusedException.class);
            AdminClient.Reply health = client.get("/observe/health/ready");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.response().body()).contains(harm.said);
            assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
            stranger = Files.exists(store) ? Files.readAllBytes(store) : new byte[0];
            sent.countDown();
            await().until(() -> platform.sendsInHand() == 0);
        }
        assertThat(platform.sent()).as("the one that was on its way").hasSize(1);
        if (Files.exists(store)) {
            assertThat(Files.readAllBytes(store)).isEqualTo(stranger);
        } else {
            assertThat(harm.said).contains("moved away");
        }
    }

    /** What was committed since would be in no file that has a name. */
    @Test
    void nothingIsAcceptedIntoALogWithoutAName() throws Exception {
        try (ProgramUnderTest admin = start()) {
            assertThat(admin.client().post(SEND, message("first")).status()).isEqualTo(202);

            Files.delete(Path.of(store + "-wal"));

            assertThat(admin.client().post(SEND, message("second")).status()).isEqualTo(503);
            sent.countDown();
        }
        assertThat(Path.of(store + ".damaged")).content().contains("-wal was deleted or moved away");
        Path copy = folder.resolve("copy.db");
        Files.copy(store, copy);
        Files.copy(Path.of(store + "-wal"), Path.of(copy + "-wal"));
        assertThat(StoreFiles.at("jdbc:sqlite:" + copy).check(true).outbox())
                .as("what was accepted before is in the log that was put back")
                .isNotEmpty();
    }

    @Test
    void aBackupThatWasPutInPlaceIsTakenByTheNextStart() throws Exception {
        Path backup = folder.resolve("backup.db");
        try (ProgramUnderTest admin = start()) {
            assertThat(admin.client().post(SEND, message("first")).status()).isEqualTo(202);
            StoreFiles.at("jdbc:sqlite:" + store).backup(backup, false);
            Harm.REPLACED.to(store, backup);
            await().until(() -> admin.client().post(SEND, message("second")).status() == 503);
            sent.countDown();
        }
        Files.delete(Path.of(store + "-wal"));
        Files.delete(Path.of(store + "-shm"));

        try (ProgramUnderTest admin = start()) {
            await().until(() -> platform.taken().size() >= 2);
            assertThat(admin.client().post(SEND, message("third")).status()).isEqualTo(202);
        }
    }

    /** A lock file that is gone would let a second program in. */
    @Test
    void aLockFileThatWasDeletedIsTakenAnew() throws Exception {
        Path lock = Path.of(store + ".lock");
        try (ProgramUnderTest admin = start()) {
            Files.delete(lock);

            await().until(() -> Files.exists(lock));

            assertThat(admin.client().post(SEND, message("first")).status()).isEqualTo(202);
            assertThatThrownBy(this::start).hasMessageContaining("another process has the store");
            sent.countDown();
        }
    }

    private ProgramUnderTest start() throws Exception {
        return AdminSetup.in(data)
                .settings("palyra.connectors.flaky.ops.enabled=true")
                .start();
    }

    private static String message(String text) {
        return "{'conversation_id':'c1','text':'" + text + "'}";
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
