package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a store of the first schema goes on where it was. Method: its rows are written by hand, as a killed program left them. */
class UpgradeTest {

    private static final String CLAIMED_LANE = """
            INSERT INTO lanes (direction, connector_id, conversation_id, due_at, owner)
            VALUES (?, 'echo:default', 'c1', 1, 'a process that is gone')""";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"SQLITE, 1", "POSTGRESQL, 11"})
    void deliversWhatAStoreOfTheFirstSchemaHolds(StoreUnderTest database, String version) throws Exception {
        migrate(database, version);
        try (Connection connection = database.connect(folder)) {
            fill(connection);
        }

        try (ProgramUnderTest program = ProgramUnderTest.in(folder).on(database).start()) {
            for (String envelope : new String[] {"out-1", "out-2", "in-1:0"}) {
                await(envelope).untilAsserted(() -> assertThat(
                                program.findOutbox(envelope).orElseThrow().state())
                        .isEqualTo(OutboxState.DELIVERED));
            }
            assertThat(program.program().events().latest(ProgramUnderTest.ECHO, 1_000))
                    .anySatisfy(event -> assertThat(event.message()).isEqualTo("of the first schema"))
                    .extracting(event -> event.eventId())
                    .doesNotHaveDuplicates();
            assertThat(program.program()
                            .events()
                            .latest(
                                    ProgramUnderTest.ECHO,
                                    new EventFilter(List.of("outbox.enqueued"), null, null, null, 2L),
                                    10))
                    .extracting(LoggedEvent::message)
                    .containsExactly("of the first schema");
        }
    }

    /** Retention may begin before the adapter does. */
    @Test
    void theOverlapBehindAChannelsCursorIsKnownFromTheStartOn() throws Exception {
        String url = storeOfSchema("2");
        try (Connection connection = DriverManager.getConnection(url);
                Statement cursor = connection.createStatement()) {
            cursor.execute("""
                    INSERT INTO connector_cursors (connector_id, stream, position, updated_at_unix_ms)
                    VALUES ('discord:ops', 'channel:301', '175928847299117063', 1), ('discord:ops', 'first-connect', '1', 1)""");
        }
        SqlStore.openSqlite(url, false, SteadyClock.ofMachine()).close();
        try (Connection connection = DriverManager.getConnection(url);
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("""
                        SELECT conversation_id, read_again_from_unix_ms FROM connector_cursors
                         WHERE read_again_from_unix_ms IS NOT NULL""")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("discord:channel:301");
            assertThat(Instant.ofEpochMilli(row.getLong(2))).isEqualTo("2016-04-30T11:17:25.796Z");
            assertThat(row.next()).isFalse();
        }
    }

    /** Once: from then on the operator knows. */
    @Test
    void theFirstStartNamesThePlatformInstancesThatAreNoLongerOpenToAll() throws Exception {
        String url = storeOfSchema("10");
        try (Connection connection = DriverManager.getConnection(url);
                Statement instance = connection.createStatement()) {
            for (String name : new String[] {"discord:ops", "discord:open", "discord:off", "echo:default"}) {
                instance.execute(
                        """
                        INSERT INTO connector_instances (connector_id, kind, principal, enabled, declared, readiness,
                            egress_allowlist, restart_count, created_at_unix_ms, updated_at_unix_ms)
                        VALUES ('%s', '%s', 'channel:%s', %d, 0, 'ready', '[]', 0, 1, 1)""".formatted(name, name.replaceFirst(":.*", ""), name, name.equals("discord:off") ? 0 : 1));
            }
        }
        Map<String, String> settings = Map.of("palyra.connectors.discord.open.access-deny-from", "42");
        try (LogLines log = LogLines.of("io.palyra.connectors.program.AccessUpgrade")) {
            ProgramUnderTest.in(folder)
                    .on(StoreUnderTest.SQLITE)
                    .settings(settings)
                    .start()
                    .close();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN Not everybody may talk to discord:ops any more")
                    .contains("palyra.connectors.discord.ops.access-dm=open and"
                            + " palyra.connectors.discord.ops.access-groups=all")
                    .doesNotContain("discord:open", "discord:off", "echo");

            ProgramUnderTest.in(folder)
                    .on(StoreUnderTest.SQLITE)
                    .settings(settings)
                    .start()
                    .close();
            assertThat(log.lines()).hasSize(1);
        }
    }

    private String storeOfSchema(String version) throws IOException {
        migrate(StoreUnderTest.SQLITE, version);
        return StoreUnderTest.SQLITE.newUrl(folder);
    }

    private void migrate(StoreUnderTest database, String version) throws IOException {
        database.leaveEmpty(folder);
        Map<String, String> settings = database.settings(folder);
        Flyway.configure()
                .dataSource(settings.get("palyra.store.url"), settings.get("palyra.store.username"), null)
                .locations("classpath:io/palyra/connectors/store/migration/"
                        + database.name().toLowerCase(Locale.ROOT))
                .table("schema_history")
                .target(version)
                .load()
                .migrate();
    }

    private static void fill(Connection connection) throws SQLException {
        lane(connection, "outbound");
        lane(connection, "inbound");
        try (PreparedStatement outbox = connection.prepareStatement("""
                INSERT INTO outbox (lane_id, connector_id, envelope_id, payload, state, attempts, created_at_unix_ms)
                VALUES (1, 'echo:default', ?, ?, 'pending', 0, 1)""")) {
            for (String envelope : new String[] {"out-1", "out-2"}) {
                outbox.setString(1, envelope);
                outbox.setString(
                        2,
                        WireFormat.write(OutboundMessageRequest.builder(
                                        new EnvelopeId(envelope),
                                        ProgramUnderTest.ECHO,
                                        new ConversationId("c1"),
                                        "hello")
                                .build()));
                outbox.executeUpdate();
            }
        }
        try (PreparedStatement inbound = connection.prepareStatement("""
                INSERT INTO inbound (lane_id, connector_id, envelope_id, payload, state, attempts, created_at_unix_ms)
                VALUES (2, 'echo:default', 'in-1', ?, 'pending', 2, 1)""")) {
            inbound.setString(1, WireFormat.write(ProgramUnderTest.echoEvent("in-1", "c1", "hello")));
            inbound.executeUpdate();
        }
        try (Statement event = connection.createStatement()) {
            event.execute("""
                    INSERT INTO connector_events (connector_id, event_id, event_type, level, message, created_at_unix_ms)
                    VALUES ('echo:default', 1, 'outbox.enqueued', 'info', 'of the first schema', %d)""".formatted(System.currentTimeMillis()));
        }
    }

    private static void lane(Connection connection, String direction) throws SQLException {
        try (PreparedStatement lane = connection.prepareStatement(CLAIMED_LANE)) {
            lane.setString(1, direction);
            lane.executeUpdate();
        }
    }
}
