package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.lane.storage.LaneStep;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lane in hand goes on with what is stored, whether its messages are read again or are known. */
class RowsInHandTest extends OutboxLanes {

    private static final String LONG = "x".repeat(KnownRows.PAYLOAD_MAX);

    @Test
    void areWhatCameInMeanwhile() {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        enqueue("m2", "c1", NOW);
        enqueue("other", "c2", NOW);
        enqueue("m3", "c1", NOW);

        ClaimedLane next = settleAndGoOn(lane, 1).orElseThrow();
        assertThat(ids(next)).containsExactly("m2");
        assertThat(settleAndGoOn(next, 9))
                .hasValueSatisfying(last -> assertThat(ids(last)).containsExactly("m3"));
    }

    @Test
    void areInTheOrderOfTheirAdmissionHoweverManyAndLongTheyAre() {
        enqueue("m0", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        int many = 3 * KnownRows.ROWS_MAX;
        for (int i = 1; i < many; i++) {
            String text = i == 5 || i == 30 ? LONG : "hello";
            int number = i;
            write(transaction -> insert(transaction, "m" + number, "c1", text));
        }

        List<String> delivered = new ArrayList<>(ids(lane));
        for (Optional<ClaimedLane> next = settleAndGoOn(lane, 4);
                next.isPresent() && !next.get().entries().isEmpty();
                next = settleAndGoOn(next.get(), 4)) {
            delivered.addAll(ids(next.get()));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            expected.add("m" + i);
        }
        assertThat(delivered).isEqualTo(expected);
    }

    @Test
    void areWithoutThoseThatWereTakenOut() {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        enqueue("m2", "c1", NOW);
        enqueue("m3", "c1", NOW);
        write(transaction -> SqlTransaction.statements(transaction).update("take_out_of_outbox", ECHO.value(), "m2"));

        assertThat(settleAndGoOn(lane, 9))
                .hasValueSatisfying(next -> assertThat(ids(next)).containsExactly("m3"));
    }

    @Test
    void areWithoutThoseOfATransactionThatWasRolledBack() {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        assertThatThrownBy(() -> write(transaction -> {
                    insert(transaction, "m2", "c1", "hello");
                    SqlTransaction.asks(transaction).ask();
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessageContaining("on purpose");

        assertThat(settleAndGoOn(lane, 9))
                .hasValueSatisfying(next -> assertThat(next.entries()).isEmpty());
        enqueue("m3", "c1", NOW);
        assertThat(ids(claimOne(NOW))).containsExactly("m3");
    }

    /** Whoever runs SQLite's shell beside the program is told not to write; his DELETE must not be undone by a delivery. */
    @Test
    void areWithoutThoseThatAnotherProgramHasDeleted() {
        assumeTrue(database == StoreUnderTest.SQLITE);
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        enqueue("m2", "c1", NOW);
        enqueue("m3", "c1", NOW);
        CompletableFuture<Void> deletion = CompletableFuture.runAsync(this::deleteWithoutAsking);
        // Between two transactions nobody has the file locked
        for (int i = 0; !deletion.isDone(); i++) {
            enqueue("other" + i, "c2", NOW);
        }
        deletion.join();

        assertThat(settleAndGoOn(lane, 9))
                .hasValueSatisfying(next -> assertThat(ids(next)).containsExactly("m3"));
    }

    private void deleteWithoutAsking() {
        try (Connection connection = database.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
            statement.execute("DELETE FROM outbox WHERE envelope_id = 'm2'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areTheHeirsOnceTheLaneIsTakenOver() {
        enqueue("m1", "c1", NOW);
        ClaimedLane former = claimOne(NOW);
        enqueue("m2", "c1", NOW);
        ClaimedLane heir = claimOne(NOW + LEASE);
        enqueue("m3", "c1", NOW + LEASE);

        assertThat(isHeld(former)).isFalse();
        assertThat(next(former, 9, NOW)).isEmpty();
        assertThat(ids(heir)).containsExactly("m1", "m2");
        assertThat(settleAndGoOn(heir, 9))
                .hasValueSatisfying(next -> assertThat(ids(next)).containsExactly("m3"));
    }

    @Test
    void areThoseThatTheFormerHolderHasNotSettled() {
        enqueue("m1", "c1", NOW);
        enqueue("m2", "c1", NOW);
        ClaimedLane former = claimOne(NOW);
        enqueue("m3", "c1", NOW);
        deliver(former.entries().get(0));

        assertThat(ids(claimOne(NOW + LEASE))).containsExactly("m2", "m3");
    }

    /** No such statement is on the list of those after which what is known still holds. */
    @Test
    void areNobodysOnceTheLaneWaitsForAnOperator() {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        enqueue("m2", "c1", NOW);
        release(lane, new LaneStep.Hold(LaneStep.HoldReason.DEAD_LETTER), NOW);

        assertThat(isHeld(lane)).isFalse();
        assertThat(next(lane, 9, NOW)).isEmpty();
    }

    @Test
    void areDueAgainOnceTheLaneIsGivenBack() {
        enqueue("m1", "c1", NOW);
        ClaimedLane lane = claimOne(NOW);
        enqueue("m2", "c1", NOW);
        release(lane, LaneStep.NEXT, NOW);
        enqueue("m3", "c1", NOW);

        assertThat(ids(claimOne(NOW))).containsExactly("m1", "m2", "m3");
    }

    /** Compared with the table at each step. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void areThoseOfTheTable(long seed) throws SQLException {
        Random random = new Random(seed);
        Map<String, ClaimedLane> inHand = new HashMap<>();
        int messages = 0;
        int wentOn = 0;
        for (int step = 0; step < 400; step++) {
            String conversation = "c" + random.nextInt(3);
            ClaimedLane lane = inHand.get(conversation);
            int most = 1 + random.nextInt(4);
            int id = messages++;
            switch (random.nextInt(9)) {
                case 0, 1, 2 ->
                    write(transaction ->
                            insert(transaction, "m" + id, conversation, random.nextInt(9) == 0 ? LONG : "hi"));
                case 3 ->
                    assertThatThrownBy(() -> write(transaction -> {
                                insert(transaction, "m" + id, conversation, "never");
                                SqlTransaction.asks(transaction).ask();
                                throw new IllegalStateException("on purpose");
                            }))
                            .isInstanceOf(IllegalStateException.class);
                case 4 -> {
                    List<String> waiting = claimable(conversation);
                    if (lane == null && !waiting.isEmpty()) {
                        String last = waiting.get(waiting.size() - 1);
                        write(transaction -> SqlTransaction.statements(transaction)
                                .update("take_out_of_outbox", ECHO.value(), last));
                    }
                }
                case 5 -> {
                    for (ClaimedLane claimed : claim(NOW, 9, most)) {
                        String name = claimed.conversationId().value();
                        assertThat(inHand.put(name, claimed)).isNull();
                        assertThat(ids(claimed)).isEqualTo(first(claimable(name), most));
                    }
                }
                case 6 -> {
                    if (lane != null) {
                        release(lane, LaneStep.NEXT, NOW);
                        inHand.remove(conversation);
                    }
                }
                default -> {
                    if (lane != null) {
                        ClaimedLane next = settleAndGoOn(lane, most).orElseThrow();
                        assertThat(ids(next))
                                .as("step %d of %d", step, seed)
                                .isEqualTo(first(claimable(conversation), most));
                        wentOn++;
                        if (next.entries().isEmpty()) {
                            inHand.remove(conversation);
                        } else {
                            inHand.put(conversation, next);
                        }
                    }
                }
            }
        }
        assertThat(wentOn).isGreaterThan(30);
    }

    private static List<String> first(List<String> ids, int most) {
        return ids.subList(0, Math.min(most, ids.size()));
    }

    private List<String> claimable(String conversation) throws SQLException {
        try (Connection connection = database.connect(url);
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT envelope_id FROM outbox o JOIN lanes l ON l.lane_id = o.lane_id"
                                + " WHERE l.conversation_id = ? AND o.claimable = 1 ORDER BY o.sequence")) {
            statement.setString(1, conversation);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
                return ids;
            }
        }
    }

    /** Delivers what is in hand and asks for what comes next, in one transaction. */
    private Optional<ClaimedLane> settleAndGoOn(ClaimedLane lane, int most) {
        return run(transaction -> {
                    for (LaneEntry entry : lane.entries()) {
                        outbox.delivered(transaction, entry.sequence(), new MessageId("n" + entry.sequence()), 1, NOW);
                    }
                    return lanes.nextOrRelease(transaction, lane, most, NOW).get();
                })
                .map(lane::continued);
    }

    private void insert(Transaction transaction, String id, String conversation, String text) {
        OutboundMessageRequest request = OutboundMessageRequest.builder(
                        new EnvelopeId(id), ECHO, new ConversationId(conversation), text)
                .build();
        outbox.insert(transaction, List.of(OutboxRow.of(request, null)), NOW);
    }
}
