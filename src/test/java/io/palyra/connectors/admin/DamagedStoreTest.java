package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.Command;
import io.palyra.connectors.LogLines;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.fake.FaultyStore;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.StoreFault;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.DamagedPages;
import io.palyra.connectors.store.StoreFiles;
import io.palyra.connectors.store.StoreViews;
import io.palyra.connectors.testkit.AboutSqliteFile;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: whoever meets a damaged page of the store's file, from then on nothing is accepted, sent or written, health says
 * what to do, and so does the next start. Method: pages of a file with messages are overwritten while the program runs.
 */
@AboutSqliteFile
class DamagedStoreTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final String CHANNEL = "/admin/v1/channels/flaky:ops";
    private static final String SEND = CHANNEL + "/messages/send";
    private static final String READY = "/observe/health/ready";

    private static final String LOCATOR = "{'locator':{'conversation_id':'c','message_id':'1'}}";

    /** More than one page of each table and index. */
    private static final int MESSAGES = 200;

    /** Who meets the damage, and where it is. */
    enum Finder {
        WRITER_IN_A_TABLE("outbox") {
            @Override
            void meets(ProgramUnderTest program) {
                assertThat(program.client().post(SEND, message("m")).status()).isEqualTo(503);
            }
        },
        WRITER_IN_AN_INDEX("sqlite_autoindex_outbox_1") {
            @Override
            void meets(ProgramUnderTest program) {
                assertThat(program.client().post(SEND, message("m")).status()).isEqualTo(503);
            }
        },
        READER("connector_events") {
            @Override
            void meets(ProgramUnderTest program) {
                assertThat(program.client().get(CHANNEL + "/logs").status()).isEqualTo(503);
            }
        },
        VIEW("connector_events") {
            @Override
            void meets(ProgramUnderTest program) {
                assertThatThrownBy(() -> view(program, "SELECT * FROM palyra_events_v1"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("store check --full");
            }
        };

        private final String damaged;

        Finder(String damaged) {
            this.damaged = damaged;
        }

        abstract void meets(ProgramUnderTest program);
    }

    @TempDir
    static Path template;

    @TempDir
    Path folder;

    private Path store;
    private FlakyPlatform platform;

    @BeforeAll
    static void fill() throws Exception {
        FlakyPlatform.fresh(FLAKY);
        try (ProgramUnderTest program = start(template)) {
            String[] ids = IntStream.range(0, MESSAGES).mapToObj(n -> "m" + n).toArray(String[]::new);
            program.connector(FLAKY).enqueueAll("c", ids);
            program.connector(FLAKY).awaitDelivered(ids);
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        store = Files.copy(template.resolve("store.db"), folder.resolve("store.db"));
        platform = FlakyPlatform.fresh(FLAKY);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAcceptedSentOrWrittenAnyMore(Finder finder) throws Exception {
        byte[] damaged;
        try (ProgramUnderTest program = start(folder);
                LogLines lines = LogLines.of("io.palyra.connectors")) {
            AdminClient client = program.client();
            DamagedPages.overwrite(store, finder.damaged, program.program().transactions());
            damaged = Files.readAllBytes(store);

            finder.meets(program);

            AdminClient.Reply health = client.get(READY);
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.response().body()).contains("store.db is damaged", "store check --full");
            for (int i = 0; i < 3; i++) {
                AdminClient.Reply refused = client.post(SEND, message("refused"));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("/code")).isEqualTo("store_unavailable");
                assertThat(refused.text("/detail"))
                        .startsWith(store + " is damaged (SQLITE_CORRUPT")
                        .contains("backup");
            }
            assertThat(client.post(CHANNEL + "/operations/queue/pause", "{}").status())
                    .isEqualTo(503);
            assertThat(client.post(CHANNEL + "/messages/delete", LOCATOR).text("/code"))
                    .isEqualTo("store_unavailable");
            assertThatThrownBy(() -> program.supervision().calls().emit(ProgramUnderTest.echoEvent("in", "c", "hello")))
                    .isInstanceOfSatisfying(InboundRefusedException.class, refused -> assertThat(refused.isByStore())
                            .isTrue());
            assertThat(client.get("/observe/health/live").status()).isEqualTo(200);
            assertThat(lines.lines())
                    .filteredOn(line -> line.startsWith("WARN") || line.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .startsWith("ERROR The store is lost: " + store + " is damaged");
        }
        assertThat(platform.sent()).isEmpty();
        assertThat(Files.readAllBytes(store)).isEqualTo(damaged);
    }

    /** It reads none of the damaged pages, and would accept messages. */
    @Test
    void theNextStartIsRefusedUntilABackupIsInItsPlace() throws Exception {
        Path backup = folder.resolve("backup.db");
        StoreFiles.at("jdbc:sqlite:" + store).backup(backup, false);
        try (ProgramUnderTest program = start(folder)) {
            DamagedPages.overwrite(store, Finder.READER.damaged);
            Finder.READER.meets(program);
        }

        assertThatThrownBy(() -> start(folder))
                .hasMessageStartingWith("palyra.store.url: " + store + " is damaged (")
                .hasMessageContainingAll("move the file", "store backup", "store check --full");

        DamagedPages.restore(store, backup);
        for (int i = 0; i < 2; i++) {
            try (ProgramUnderTest program = start(folder)) {
                assertThat(program.client().post(SEND, message("after" + i)).status())
                        .isEqualTo(202);
            }
        }
        assertThat(Path.of(store + ".damaged")).doesNotExist();
    }

    /** What the system could not bring to the disk it does not try again, and reads as if it were there. */
    @Test
    void aDiskThatHasNotTakenACommitIsNotTrustedBeforeTheNextStart() throws Exception {
        FaultyStore faulty = new FaultyStore();
        try (ProgramUnderTest program = AdminSetup.in(folder)
                .settings("palyra.connectors.flaky.ops.enabled=true")
                .store(faulty)
                .start()) {
            AdminClient client = program.client();
            faulty.arm(StoreFault.SQLITE_IOERR_FSYNC, 0, 1);
            for (int i = 0; i < 3; i++) {
                AdminClient.Reply refused = client.post(SEND, message("refused" + i));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("/detail"))
                        .startsWith("the disk of " + store + " has not taken what was written (SQLITE_IOERR_FSYNC)")
                        .contains("start it");
            }
            assertThat(client.get(READY).response().body()).contains("has not taken what was written");
        }
        // The next start reads the whole store, as after damage
        assertThat(Path.of(store + ".damaged")).content().contains("SQLITE_IOERR_FSYNC");
        assertThat(StoreFiles.at("jdbc:sqlite:" + store).check(true).problems()).isEmpty();
    }

    @Test
    void aFileWhoseBeginningIsOverwrittenIsNamedByTheStart() throws Exception {
        DamagedPages.overwriteHeader(store);

        assertThatThrownBy(() -> start(folder))
                .hasMessageStartingWith("palyra.store.url: " + store + " is damaged (SQLITE_NOTADB,")
                .hasMessageContaining("store backup")
                .extracting(failure -> failure.getMessage().lines().count())
                .isEqualTo(1L);
    }

    /** Their own mistakes have words of SQLite's that sound like it. */
    @Test
    void aMistakeOfWhoReadsTheViewsIsNoDamage() throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            for (String mistake :
                    List.of("SELECT json('{') FROM palyra_outbox_v1", "SELECT nosuch FROM palyra_outbox_v1")) {
                assertThatThrownBy(() -> view(program, mistake)).isInstanceOf(SQLException.class);
            }

            assertThat(program.client().get(READY).status()).isEqualTo(200);
            assertThat(program.client().post(SEND, message("m")).status()).isEqualTo(202);
        }
    }

    @Test
    void theCheckCountsWhatCanBeReadInTenLines() throws Exception {
        DamagedPages.overwrite(store, "sqlite_autoindex_outbox_1");
        Command index = check("--full");
        assertThat(index.exitCode()).isEqualTo(1);
        assertThat(index.out().lines().toList())
                .hasSizeLessThanOrEqualTo(10)
                .contains("outbox   " + MESSAGES + " delivered")
                .last()
                .asString()
                .startsWith("NOT SOUND: do what the problems name, or stop the program and restore a backup");

        DamagedPages.overwrite(store, "outbox");
        assertThat(check().out()).contains("inbound  none\n", "outbox   cannot be counted\n", "dead     none\n");
        assertThat(check("--json").out()).contains("\"inbound\"").doesNotContain("\"outbox\"");
    }

    private Command check(String... options) {
        System.setProperty("palyra.store.url", "jdbc:sqlite:" + store);
        try {
            return Command.run(Stream.concat(Stream.of("store", "check"), Stream.of(options))
                    .toArray(String[]::new));
        } finally {
            System.clearProperty("palyra.store.url");
        }
    }

    private static void view(ProgramUnderTest program, String sql) throws SQLException {
        DataSource views = program.context().getRegistry().lookupByNameAndType(StoreViews.NAME, DataSource.class);
        try (Connection connection = views.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private static ProgramUnderTest start(Path folder) throws Exception {
        return AdminSetup.in(folder)
                .settings("palyra.connectors.flaky.ops.enabled=true")
                .start();
    }

    private static String message(String id) {
        return "{'conversation_id':'c1','text':'hello','envelope_id':'" + id + "'}";
    }
}
