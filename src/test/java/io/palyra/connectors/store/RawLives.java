package io.palyra.connectors.store;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * What the disk and the database allow for whole lives of messages: exactly the statements that the program runs for a
 * message from its admission to the delivery of its reply, on one connection and one thread, in batches of which each takes
 * three commits. No queue, no other thread, no Camel; the JSON is made before the time is taken.
 */
public final class RawLives {

    private static final int CONVERSATIONS = 64;
    private static final long LEASE_MS = 60_000;
    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private record Life(InboundMessageEvent event, String payload, OutboxRow reply) {}

    private final InboxStore inbox = new SqlInboxStore(null);
    private final OutboxStore outbox = new SqlOutboxStore(null);
    private final EventLog events;
    private final Dialect dialect;
    private final int batch;
    private final Statements statements;
    private int owners;

    private RawLives(Dialect dialect, int batch, Connection connection) {
        this.dialect = dialect;
        this.events = new SqlEventLog(null, Clock.systemUTC(), dialect.eventRows(), dialect.messageIndex());
        this.batch = batch;
        this.statements = new Statements(connection, dialect.statements());
    }

    /**
     * Messages per second on SQLite, 128 a commit; synchronous FULL.
     *
     * @param leadIn messages before the time is taken, to a whole batch
     */
    public static double onSqlite(Path folder, int leadIn, int messages, String text) throws Exception {
        return perSecond(
                new SqliteDialect("jdbc:sqlite:" + folder.resolve("raw.db"), SQLiteConfig.SynchronousMode.FULL),
                128,
                leadIn,
                messages,
                text);
    }

    /**
     * Messages per second on PostgreSQL, 512 a commit.
     *
     * @param leadIn messages before the time is taken, to a whole batch
     */
    public static double onPostgres(String url, String user, int leadIn, int messages, String text) throws Exception {
        return perSecond(new PostgresDialect(url, user, null), 512, leadIn, messages, text);
    }

    private static double perSecond(Dialect dialect, int batch, int leadIn, int messages, String text)
            throws Exception {
        List<List<Life>> batches = batches(leadIn + messages, batch, text);
        int untimed = leadIn / batch;
        try (AutoCloseable place = dialect.claimPlace()) {
            Migrations.apply(dialect);
            try (Connection connection = dialect.openWriter()) {
                connection.setAutoCommit(false);
                RawLives lives = new RawLives(dialect, batch, connection);
                for (List<Life> each : batches.subList(0, untimed)) {
                    lives.live(each);
                }
                long start = System.nanoTime();
                for (List<Life> each : batches.subList(untimed, batches.size())) {
                    lives.live(each);
                }
                return (leadIn + messages - untimed * batch) * 1e9 / (System.nanoTime() - start);
            }
        }
    }

    private static List<List<Life>> batches(int messages, int batch, String text) {
        List<List<Life>> batches = new ArrayList<>();
        for (int n = 0; n < messages; n++) {
            if (n % batch == 0) {
                batches.add(new ArrayList<>());
            }
            ConversationId conversation = new ConversationId("c" + n % CONVERSATIONS);
            InboundMessageEvent event = InboundMessageEvent.builder(
                            new EnvelopeId("m" + n), ECHO, conversation, new SenderId("user"), text)
                    .build();
            OutboundMessageRequest reply = OutboundMessageRequest.builder(
                            event.envelopeId().reply(0), ECHO, conversation, "echo: " + text)
                    .build();
            batches.get(n / batch).add(new Life(event, WireFormat.write(event), OutboxRow.of(reply, null)));
        }
        return batches;
    }

    private void live(List<Life> lives) throws SQLException {
        long now = System.currentTimeMillis();
        SqlTransaction admit = new SqlTransaction(statements, dialect.asks(statements, false), now, 1);
        for (Life life : lives) {
            inbox.insert(admit, life.event(), life.payload(), now);
            event(admit, life.event().envelopeId(), EventType.INBOUND_RECEIVED, "message admitted");
        }
        List<ClaimedLane> toRoute = claim(admit, inbox.lanes(), now);
        commit(admit);

        SqlTransaction route = new SqlTransaction(statements, dialect.asks(statements, false), now, 1);
        for (ClaimedLane lane : toRoute) {
            settle(route, inbox.lanes(), lane, now, entry -> routed(route, lives, entry, now));
        }
        List<ClaimedLane> toDeliver = claim(route, outbox.lanes(), now);
        commit(route);

        SqlTransaction deliver = new SqlTransaction(statements, dialect.asks(statements, false), now, 1);
        for (ClaimedLane lane : toDeliver) {
            settle(deliver, outbox.lanes(), lane, now, entry -> {
                outbox.delivered(
                        deliver, entry.sequence(), new MessageId("echo-0123456789abcdef0123456789abcdef"), 1, now);
                event(deliver, entry.envelopeId(), EventType.OUTBOX_DELIVERED, "message delivered");
            });
        }
        commit(deliver);
    }

    private static void commit(SqlTransaction transaction) throws SQLException {
        transaction.commit();
        transaction.committed();
    }

    private interface Settlement {
        void write(LaneEntry entry);
    }

    private static void settle(
            SqlTransaction transaction, LaneQueue lanes, ClaimedLane lane, long now, Settlement settlement) {
        for (LaneEntry entry : lane.entries()) {
            settlement.write(entry);
            lanes.isHeld(transaction, lane).then(held -> {
                if (!held) {
                    throw new IllegalStateException("nobody else is there");
                }
            });
        }
        lanes.nextOrRelease(transaction, lane, lane.entries().size() + 1, now).then(left -> {
            if (!left.orElseThrow().isEmpty()) {
                throw new IllegalStateException("a batch leaves nothing behind");
            }
        });
    }

    private void routed(SqlTransaction transaction, List<Life> lives, LaneEntry entry, long now) {
        int number = Integer.parseInt(entry.envelopeId().value().substring(1));
        Life life = lives.get(number % batch);
        outbox.insert(transaction, List.of(life.reply()), now);
        event(transaction, life.reply().part().envelopeId(), EventType.OUTBOX_ENQUEUED, "message enqueued");
        inbox.routed(transaction, entry.sequence(), 1, "routed", null, 1, now);
        event(transaction, entry.envelopeId(), EventType.INBOUND_ROUTED, "message routed: routed");
    }

    private List<ClaimedLane> claim(SqlTransaction transaction, LaneQueue lanes, long now) {
        transaction.ask();
        List<ClaimedLane> claimed = lanes.claim(
                transaction, ECHO, new LaneQueue.Claim("owner-" + owners++, CONVERSATIONS, batch, now, now + LEASE_MS));
        lanes.earliestDue(transaction, Set.of(ECHO)).get();
        return claimed;
    }

    private void event(SqlTransaction transaction, EnvelopeId envelopeId, EventType type, String message) {
        events.append(transaction, ConnectorEvent.about(ECHO, envelopeId, type, EventLevel.INFO, message));
    }
}
