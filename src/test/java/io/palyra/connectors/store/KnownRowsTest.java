package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A claim in the very transaction that inserts messages finds what a later one would, whether it reads them or not. */
class KnownRowsTest extends OutboxLanes {

    private static final ConversationId CONVERSATION = new ConversationId("c1");

    private int owners;

    @ParameterizedTest
    @EnumSource
    void areAsTheyAreStored(Direction direction) {
        Consumer<Transaction> insert = direction == Direction.INBOUND
                ? transaction -> List.of("m1", "m2", "m3").forEach(id -> admit(transaction, id))
                : transaction -> List.of("m1", "m2", "m3").forEach(id -> enqueue(transaction, id));
        LaneQueue lanes = direction == Direction.INBOUND ? store.inbox().lanes() : outbox.lanes();

        List<LaneEntry> fresh = insertAndClaim(insert, lanes, 2);
        List<LaneEntry> read = insertAndClaim(transaction -> {}, lanes, 2, NOW + LEASE);

        assertThat(ids(fresh)).containsExactly("m1", "m2");
        assertThat(fresh).isEqualTo(read);
    }

    @Test
    void comeAfterWhatWasThereBefore() {
        store.transactions().writeAndWait(transaction -> enqueue(transaction, "m1"));

        assertThat(ids(insertAndClaim(transaction -> enqueue(transaction, "m2"), outbox.lanes(), 9)))
                .containsExactly("m1", "m2");
    }

    @Test
    void areNotThoseThatWereStoredBefore() {
        Consumer<Transaction> enqueue = transaction -> enqueue(transaction, "m1");
        LaneEntry sent = insertAndClaim(enqueue, outbox.lanes(), 9).get(0);
        store.transactions().writeAndWait(transaction -> {
            outbox.delivered(transaction, sent.sequence(), new MessageId("n1"), 1, NOW);
            outbox.lanes().nextOrRelease(transaction, lane(sent), 9, NOW);
        });

        assertThat(insertAndClaim(enqueue, outbox.lanes(), 9)).isEmpty();
    }

    @Test
    void areReadWhereTheTransactionHasDoneMoreWithThem() {
        assertThat(ids(insertAndClaim(
                        transaction -> {
                            enqueue(transaction, "m1");
                            enqueue(transaction, "m2");
                            SqlTransaction.statements(transaction).update("take_out_of_outbox", ECHO.value(), "m1");
                        },
                        outbox.lanes(),
                        9)))
                .containsExactly("m2");
    }

    private List<LaneEntry> insertAndClaim(Consumer<Transaction> insert, LaneQueue lanes, int rows) {
        return insertAndClaim(insert, lanes, rows, NOW);
    }

    private List<LaneEntry> insertAndClaim(Consumer<Transaction> insert, LaneQueue lanes, int rows, long now) {
        LaneQueue.Claim claim = new LaneQueue.Claim("owner" + owners++, 9, rows, now, now + LEASE);
        return store
                .transactions()
                .<List<ClaimedLane>>run(transaction -> {
                    insert.accept(transaction);
                    SqlTransaction.asks(transaction).ask();
                    return lanes.claim(transaction, ECHO, claim);
                })
                .stream()
                .flatMap(lane -> lane.entries().stream())
                .toList();
    }

    /** The only one, as it was claimed last. */
    private ClaimedLane lane(LaneEntry entry) {
        return new ClaimedLane(1, ECHO, CONVERSATION, "owner" + (owners - 1), 0, List.of(entry));
    }

    private void admit(Transaction transaction, String id) {
        InboundMessageEvent event = InboundMessageEvent.builder(
                        new EnvelopeId(id), ECHO, CONVERSATION, new SenderId("ada"), "hello")
                .build();
        store.inbox().insert(transaction, event, WireFormat.write(event), NOW);
    }

    private void enqueue(Transaction transaction, String id) {
        OutboundMessageRequest message = OutboundMessageRequest.builder(new EnvelopeId(id), ECHO, CONVERSATION, "hello")
                .build();
        outbox.insert(transaction, List.of(OutboxRow.of(message, null)), NOW);
    }

    private static List<String> ids(List<LaneEntry> entries) {
        return entries.stream().map(entry -> entry.envelopeId().value()).toList();
    }
}
