package io.palyra.connectors.store;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * What {@link RawLives} did in November 2026: a yardstick that stays as it is while the statements and the schema change.
 * Plain JDBC on a copy of both of that time ({@code raw202611/}): the same statements in the same order, each prepared once,
 * on one connection and one thread. All JSON is made before the time is taken, that of the events too, and nothing of the
 * program runs after: a tenth less processor time than {@link RawLives} took then.
 */
public final class RawLives202611 {

    private static final int BATCH = 128;
    private static final int CONVERSATIONS = 64;
    private static final long LEASE_MS = 60_000;
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int LOG_BYTES_KEPT = 16 * 1024 * 1024;
    private static final long ANY_LANE = 0;
    private static final String ECHO = "echo:default";

    private record Life(
            String conversation,
            String envelope,
            String payload,
            String details,
            String reply,
            String replyPayload,
            String replyDetails) {}

    private record Lane(long id, String conversation, String owner, long interrupted, List<Entry> entries) {}

    private record Entry(
            long sequence,
            String envelope,
            String payload,
            int attempts,
            int freeTries,
            String causes,
            long createdAt,
            Long unknownSince,
            String retryClass) {}

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private int owners;
    private long lastEvent = -1;

    private RawLives202611(Connection connection) {
        this.connection = connection;
    }

    /**
     * Messages per second; synchronous FULL.
     *
     * @param leadIn messages before the time is taken, to a whole batch
     */
    public static double perSecond(Path folder, int leadIn, int messages, String text) throws SQLException {
        List<List<Life>> batches = batches(leadIn + messages, text);
        int untimed = leadIn / BATCH;
        try (Connection connection = open(folder.resolve("raw.db"))) {
            try (Statement schema = connection.createStatement()) {
                schema.executeUpdate(sql("schema"));
            }
            connection.setAutoCommit(false);
            RawLives202611 lives = new RawLives202611(connection);
            for (List<Life> batch : batches.subList(0, untimed)) {
                lives.live(batch);
            }
            long start = System.nanoTime();
            for (List<Life> batch : batches.subList(untimed, batches.size())) {
                lives.live(batch);
            }
            return (leadIn + messages - untimed * BATCH) * 1e9 / (System.nanoTime() - start);
        }
    }

    private static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setGetGeneratedKeys(false);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(LOG_BYTES_KEPT);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    private static List<List<Life>> batches(int messages, String text) {
        List<List<Life>> batches = new ArrayList<>();
        for (int n = 0; n < messages; n++) {
            if (n % BATCH == 0) {
                batches.add(new ArrayList<>());
            }
            batches.get(n / BATCH).add(life(n, text));
        }
        return batches;
    }

    private static Life life(int n, String text) {
        ConnectorId echo = ConnectorId.of(ECHO);
        ConversationId conversation = new ConversationId("c" + n % CONVERSATIONS);
        EnvelopeId envelope = new EnvelopeId("m" + n);
        EnvelopeId reply = envelope.reply(0);
        return new Life(
                conversation.value(),
                envelope.value(),
                WireFormat.write(InboundMessageEvent.builder(envelope, echo, conversation, new SenderId("user"), text)
                        .build()),
                WireFormat.write(Map.of("envelope_id", envelope.value())),
                reply.value(),
                WireFormat.write(OutboundMessageRequest.builder(reply, echo, conversation, "echo: " + text)
                        .build()),
                WireFormat.write(Map.of("envelope_id", reply.value())));
    }

    private void live(List<Life> batch) throws SQLException {
        long now = System.currentTimeMillis();
        for (Life life : batch) {
            long lane = enter("inbound", life.conversation(), now);
            update("inbound-insert", lane, ECHO, life.envelope(), life.payload(), now);
            event("inbound.received", "message admitted", life.details());
        }
        List<Lane> toRoute = claim("inbound", "inbound", now);
        connection.commit();

        for (Lane lane : toRoute) {
            settle("inbound", lane, now, entry -> routed(life(batch, entry), entry, now));
        }
        List<Lane> toDeliver = claim("outbound", "outbox", now);
        connection.commit();

        for (Lane lane : toDeliver) {
            settle("outbox", lane, now, entry -> delivered(life(batch, entry), entry, now));
        }
        connection.commit();
    }

    private static Life life(List<Life> batch, Entry entry) {
        int end = entry.envelope().indexOf(':');
        String number =
                end < 0 ? entry.envelope().substring(1) : entry.envelope().substring(1, end);
        return batch.get(Integer.parseInt(number) % BATCH);
    }

    @FunctionalInterface
    private interface Settlement {
        void write(Entry entry) throws SQLException;
    }

    private void settle(String rows, Lane lane, long now, Settlement settlement) throws SQLException {
        for (Entry entry : lane.entries()) {
            if (!query("is-held", row -> true, lane.id(), lane.owner()).isEmpty()) {
                settlement.write(entry);
            }
        }
        if (!rows(rows, lane.id(), 1).isEmpty()) {
            throw new IllegalStateException("a batch leaves nothing behind");
        }
        update(rows + "-release", 0L, now, lane.id(), lane.owner());
    }

    private void routed(Life life, Entry entry, long now) throws SQLException {
        long lane = enter("outbound", life.conversation(), now);
        update("outbox-insert", lane, ECHO, life.reply(), null, life.replyPayload(), now);
        event("outbox.enqueued", "message enqueued", life.replyDetails());
        update("inbound-routed", 1, "routed", null, 1, now, entry.sequence());
        event("inbound.routed", "message routed: routed", life.details());
    }

    private void delivered(Life life, Entry entry, long now) throws SQLException {
        update("outbox-delivered", "echo-0123456789abcdef0123456789abcdef", 1, now, entry.sequence());
        event("outbox.delivered", "message delivered", life.replyDetails());
    }

    private long enter(String direction, String conversation, long now) throws SQLException {
        return query("enter-lane", row -> row.getLong(1), direction, ECHO, conversation, now, now)
                .get(0);
    }

    private List<Lane> claim(String direction, String rows, long now) throws SQLException {
        String owner = "owner-" + owners++;
        List<Lane> due = query(
                "claim",
                row -> new Lane(row.getLong(1), row.getString(2), owner, row.getLong(3), List.of()),
                owner,
                now + LEASE_MS,
                now,
                direction,
                ECHO,
                now,
                ANY_LANE,
                CONVERSATIONS);
        List<Lane> claimed = new ArrayList<>(due.size());
        for (Lane lane : due) {
            claimed.add(
                    new Lane(lane.id(), lane.conversation(), owner, lane.interrupted(), rows(rows, lane.id(), BATCH)));
        }
        query("earliest-due", row -> row.getLong(1), direction, ECHO);
        return claimed;
    }

    private List<Entry> rows(String rows, long lane, int limit) throws SQLException {
        return query(
                rows + "-rows",
                row -> new Entry(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getLong(7),
                        unlessNull(row, row.getLong(8)),
                        row.getString(9)),
                lane,
                limit);
    }

    private static Long unlessNull(ResultSet row, long value) throws SQLException {
        return row.wasNull() ? null : value;
    }

    private void event(String type, String message, String details) throws SQLException {
        if (lastEvent < 0) {
            lastEvent = query("event-last", row -> row.getLong(1), ECHO).get(0);
        }
        lastEvent++;
        update("event-insert", ECHO, lastEvent, type, "info", message, details, System.currentTimeMillis());
    }

    @FunctionalInterface
    private interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private void update(String name, Object... arguments) throws SQLException {
        bind(name, arguments).executeUpdate();
    }

    private <T> List<T> query(String name, RowMapper<T> mapper, Object... arguments) throws SQLException {
        try (ResultSet rows = bind(name, arguments).executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(mapper.map(rows));
            }
            return result;
        }
    }

    private PreparedStatement bind(String name, Object[] arguments) throws SQLException {
        PreparedStatement statement = prepared.get(name);
        if (statement == null) {
            statement = connection.prepareStatement(sql(name));
            prepared.put(name, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    private static String sql(String name) {
        try (InputStream content = RawLives202611.class.getResourceAsStream("raw202611/" + name + ".sql")) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
