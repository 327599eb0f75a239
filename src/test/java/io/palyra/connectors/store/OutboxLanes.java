package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An outbox and its lanes, on a clock that the tests move: every call says what time it is. */
@ParameterizedClass
@EnumSource
abstract class OutboxLanes {

    @Parameter
    StoreUnderTest database;

    static final ConnectorId ECHO = ConnectorId.of("echo:default");
    static final long NOW = 1_000_000;
    static final long LEASE = 60_000;

    @TempDir
    Path folder;

    String url;
    SqlStore store;
    OutboxStore outbox;
    LaneQueue lanes;
    private int owners;

    @BeforeEach
    void openNew() {
        url = database.newUrl(folder);
        open();
    }

    void open() {
        store = database.open(url, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
        outbox = store.outbox();
        lanes = outbox.lanes();
    }

    @AfterEach
    void close() {
        store.close();
    }

    List<ClaimedLane> claimOtherThan(long lane) {
        LaneQueue.Claim claim = new LaneQueue.Claim("owner" + owners++, 1, 9, NOW, NOW + LEASE, lane);
        return run(transaction -> lanes.claim(transaction, ECHO, claim));
    }

    /** Every lane is due again. */
    void reopen() {
        store.close();
        open();
    }

    void enqueue(String envelopeId, String conversation, long now) {
        OutboundMessageRequest request = OutboundMessageRequest.builder(
                        new EnvelopeId(envelopeId), ECHO, new ConversationId(conversation), "hello")
                .build();
        write(transaction -> outbox.insert(transaction, List.of(OutboxRow.of(request, null)), now));
    }

    List<ClaimedLane> claim(long now, int laneCount, int rows) {
        LaneQueue.Claim claim = new LaneQueue.Claim("owner" + owners++, laneCount, rows, now, now + LEASE);
        return run(transaction -> lanes.claim(transaction, ECHO, claim));
    }

    ClaimedLane claimOne(long now) {
        List<ClaimedLane> claimed = claim(now, 9, 9);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    void release(ClaimedLane lane, LaneStep step, long now) {
        write(transaction -> lanes.release(transaction, lane, step, now));
    }

    List<LaneEntry> goOn(ClaimedLane lane, int rows, long now) {
        return next(lane, rows, now).orElseThrow();
    }

    Optional<List<LaneEntry>> next(ClaimedLane lane, int rows, long now) {
        return run(
                transaction -> lanes.nextOrRelease(transaction, lane, rows, now).get());
    }

    long usedAt() throws SQLException {
        try (Connection connection = database.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT used_at FROM lanes")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    void deliver(LaneEntry entry) {
        write(transaction -> outbox.delivered(transaction, entry.sequence(), new MessageId("n"), 1, NOW));
    }

    boolean isHeld(ClaimedLane lane) {
        return run(transaction -> lanes.isHeld(transaction, lane).get());
    }

    long earliestDue() {
        return run(transaction ->
                lanes.earliestDue(transaction, Set.of(ECHO)).get().getOrDefault(ECHO, Long.MAX_VALUE));
    }

    <T> T run(Function<Transaction, T> work) {
        return store.transactions().run(work::apply);
    }

    void write(Consumer<Transaction> statements) {
        store.transactions().writeAndWait(statements);
    }

    static List<String> ids(ClaimedLane lane) {
        return lane.entries().stream().map(entry -> entry.envelopeId().value()).toList();
    }
}
