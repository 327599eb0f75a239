package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.PutOff;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.lane.storage.ClaimedLane;
import io.palyra.connectors.lane.storage.LaneQueue;
import io.palyra.connectors.lane.storage.OpenConversation;
import io.palyra.connectors.lane.storage.PutOffLane;
import io.palyra.connectors.lane.storage.QueueSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is put off waits beside its conversation, one message at a time, each for its own time. */
@ParameterizedClass
@EnumSource
class PutOffLaneTest {

    @Parameter
    private StoreUnderTest database;

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final long NOW = 1_000_000;
    private static final long LEASE = 60_000;

    @TempDir
    Path folder;

    private String url;
    private SqlStore store;
    private int owners;

    @BeforeEach
    void openNew() {
        url = database.newUrl(folder);
        open();
    }

    private void open() {
        store = database.open(url, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static InboundMessageEvent event(String id, String conversation, String sender) {
        return InboundMessageEvent.builder(
                        new EnvelopeId(id), ECHO, new ConversationId(conversation), new SenderId(sender), "hello")
                .build();
    }

    private boolean putOff(String id, String conversation, String sender, long until) {
        InboundMessageEvent event = event(id, conversation, sender);
        return store.transactions().<Boolean>run(transaction -> store.inbox()
                .insertPutOff(transaction, event, WireFormat.write(event), new PutOff(until, "a loop"), NOW)
                .get());
    }

    private void admit(String id, String conversation, String sender) {
        InboundMessageEvent event = event(id, conversation, sender);
        store.transactions()
                .writeAndWait(transaction -> store.inbox().insert(transaction, event, WireFormat.write(event), NOW));
    }

    private List<ClaimedLane> claim(long now) {
        LaneQueue.Claim claim = new LaneQueue.Claim("owner" + owners++, 9, 9, now, now + LEASE);
        return store.transactions()
                .<List<ClaimedLane>>run(transaction -> store.inbox().lanes().claim(transaction, ECHO, claim));
    }

    private void route(ClaimedLane lane, long now) {
        store.transactions().writeAndWait(transaction -> {
            lane.entries().forEach(entry -> store.inbox().routed(transaction, entry.sequence(), 1, "ok", null, 0, now));
            assertThat(store.inbox()
                            .lanes()
                            .nextOrRelease(transaction, lane, 9, now)
                            .get())
                    .contains(List.of());
        });
    }

    private static List<String> ids(List<ClaimedLane> lanes) {
        return lanes.stream()
                .flatMap(lane -> lane.entries().stream())
                .map(entry -> entry.envelopeId().value())
                .toList();
    }

    @Test
    void aPersonDoesNotWaitForIt() {
        putOff("b1", "c1", "bot", NOW + 1_000);
        admit("p1", "c1", "ada");

        assertThat(ids(claim(NOW))).containsExactly("p1");
        assertThat(ids(claim(NOW + 999))).isEmpty();
        assertThat(ids(claim(NOW + 1_000))).containsExactly("b1");
    }

    @Test
    void eachWaitsForItsOwnTime() {
        putOff("b1", "c1", "bot", NOW + 1_000);
        putOff("b2", "c1", "bot", NOW + 3_000);
        putOff("b3", "c1", "bot", NOW + 3_000);

        ClaimedLane first = claim(NOW + 1_000).get(0);
        assertThat(ids(List.of(first))).containsExactly("b1");
        route(first, NOW + 1_100);

        assertThat(ids(claim(NOW + 2_999))).isEmpty();
        ClaimedLane second = claim(NOW + 3_000).get(0);
        assertThat(ids(List.of(second))).containsExactly("b2");
        route(second, NOW + 3_100);
        assertThat(ids(claim(NOW + 3_100))).containsExactly("b3");
    }

    /** As after an outage of the daemon, when all lanes that wait are let go. */
    @Test
    void aLaneThatIsDueTooEarlyWaitsOn() {
        putOff("b1", "c1", "bot", NOW + 1_000);
        store.transactions().writeAndWait(transaction -> SqlTransaction.statements(transaction)
                .update(StatementText.of("UPDATE lanes SET due_at = ?"), NOW));

        assertThat(ids(claim(NOW))).isEmpty();
        assertThat(ids(claim(NOW + 999))).isEmpty();
        assertThat(ids(claim(NOW + 1_000))).containsExactly("b1");
    }

    @Test
    void oneThatIsSeenAgainIsStoredOnce() {
        assertThat(putOff("b1", "c1", "bot", NOW + 1_000)).isTrue();
        assertThat(putOff("b1", "c1", "bot", NOW + 9_000)).isFalse();
        assertThat(ids(claim(NOW + 1_000))).containsExactly("b1");
    }

    @Test
    void itSurvivesTheProcess() {
        putOff("b1", "c1", "bot", NOW + 1_000);
        store.close();
        open();

        assertThat(ids(claim(NOW + 999))).isEmpty();
        assertThat(ids(claim(NOW + 1_000))).containsExactly("b1");
    }

    @Test
    void anOperatorSeesItUnderItsConversation() {
        putOff("b1", "c1", "bot", NOW + 1_000);

        BlockedLanes blocked = store.queueSurvey().blocked(ECHO, QueueSurvey.Closed.NONE, NOW);

        assertThat(blocked.count()).isEqualTo(1);
        assertThat(blocked.oldest())
                .isEqualTo(new BlockedLanes.Blocked(
                        Direction.INBOUND,
                        new ConversationId("c1"),
                        new EnvelopeId("b1"),
                        BlockedLanes.Why.PUT_OFF,
                        NOW,
                        NOW + 1_000,
                        "a loop"));
        assertThat(store.queueSurvey().open(ECHO, OpenConversation.Order.OLDEST, 10, QueueSurvey.Closed.NONE, NOW))
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.conversationId()).isEqualTo(new ConversationId("c1"));
                    assertThat(open.why()).isEqualTo(BlockedLanes.Why.PUT_OFF);
                    assertThat(open.untilUnixMs()).isEqualTo(NOW + 1_000);
                });
    }

    @Test
    void longIdsHaveALaneToo() {
        String longest = "c".repeat(ConversationId.BYTES_MAX);
        putOff("b1", longest, "bot", NOW);
        putOff("b2", longest, "bot two", NOW);

        assertThat(claim(NOW)).hasSize(2).allSatisfy(lane -> assertThat(PutOffLane.is(lane.conversationId()))
                .isTrue());
    }
}
