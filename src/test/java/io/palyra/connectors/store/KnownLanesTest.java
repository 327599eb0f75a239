package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A message that comes into a lane makes it due, whatever has become of the lane since the last one. */
class KnownLanesTest extends OutboxLanes {

    private static final long LATER = 2_000_000;

    private int messages;

    @Test
    void whereItRests() {
        enqueue("c1");
        deliverAll();
        enqueue("c1");

        assertThat(deliverAll()).containsExactly("c1");
    }

    @Test
    void whereItWasPurged() {
        enqueue("c1");
        deliverAll();
        purge();
        enqueue("c1");

        assertThat(deliverAll()).containsExactly("c1");
    }

    /** SQLite gives the number of the last row again once that is gone. */
    @Test
    void whereAnotherHasItsNumber() {
        enqueue("c1");
        deliverAll();
        purge();
        enqueue("c2");
        enqueue("c1");

        assertThat(deliverAll()).containsExactlyInAnyOrder("c1", "c2");
    }

    @Test
    void whereItWasMadeInATransactionThatIsRolledBack() {
        assertThatThrownBy(() -> store.transactions().writeAndWait(transaction -> {
                    enqueue(transaction, "c1");
                    SqlTransaction.asks(transaction).ask();
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessageContaining("on purpose");
        enqueue("c2");
        enqueue("c1");

        assertThat(deliverAll()).containsExactlyInAnyOrder("c1", "c2");
    }

    @Test
    void whereItIsTheSecondInOneTransaction() {
        store.transactions().writeAndWait(transaction -> {
            enqueue(transaction, "c1");
            enqueue(transaction, "c1");
        });
        assertThat(claim()).singleElement().satisfies(lane -> assertThat(lane.entries())
                .hasSize(2));
    }

    @Test
    void whereMoreCameThanAreKnown() {
        int many = KnownLanes.LANES_MAX + 10;
        for (int round = 0; round < 2; round++) {
            store.transactions()
                    .writeAndWait(transaction -> IntStream.range(0, many).forEach(i -> enqueue(transaction, "c" + i)));
            assertThat(deliverAll()).doesNotHaveDuplicates().hasSize(many);
        }
    }

    private void enqueue(String conversation) {
        store.transactions().writeAndWait(transaction -> enqueue(transaction, conversation));
    }

    private void enqueue(Transaction transaction, String conversation) {
        OutboundMessageRequest message = OutboundMessageRequest.builder(
                        new EnvelopeId("m" + messages++), ECHO, new ConversationId(conversation), "hello")
                .build();
        outbox.insert(transaction, List.of(OutboxRow.of(message, null)), NOW);
    }

    /** @return the conversations of the lanes that were due */
    private List<String> deliverAll() {
        List<ClaimedLane> due = claim();
        store.transactions()
                .writeAndWait(transaction -> due.forEach(lane -> {
                    lane.entries()
                            .forEach(entry -> outbox.delivered(
                                    transaction, entry.sequence(), new MessageId("n" + entry.sequence()), 1, NOW));
                    outbox.lanes().nextOrRelease(transaction, lane, 9, NOW);
                }));
        return due.stream().map(lane -> lane.conversationId().value()).toList();
    }

    private List<ClaimedLane> claim() {
        return store.transactions().run(transaction -> outbox.lanes()
                .claim(transaction, ECHO, new LaneQueue.Claim("owner", 10_000, 9, NOW, LATER)));
    }

    private void purge() {
        List<Long> idle = store.retention().idleLanes(LATER, 10);
        assertThat(idle).hasSize(1);
        store.transactions().writeAndWait(transaction -> store.retention().purgeLanes(transaction, idle, LATER));
    }
}
