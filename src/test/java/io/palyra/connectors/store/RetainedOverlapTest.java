package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: what a platform may give again is known again, however old it is, and no more is kept than that. Method: messages
 * said at 1,000, 2,000, …, a cursor, and a purge of everything.
 */
@ParameterizedClass
@EnumSource
class RetainedOverlapTest {

    @Parameter
    private StoreUnderTest database;

    private static final ConnectorId OPS = ConnectorId.of("discord:ops");
    private static final ConversationId TOWN = new ConversationId("town");
    private static final ConversationId PORT = new ConversationId("port");
    private static final long LONG_AGO = 5;
    private static final long NOW = 1_000_000;
    private static final int ALL = 1_000;

    @TempDir
    Path folder;

    private final List<EnvelopeId> said = new ArrayList<>();
    private SqlStore store;

    @BeforeEach
    void open() {
        store = database.openNew(folder, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
        register();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void register() {
        store.transactions().writeAndWait(transaction -> store.instances()
                .save(
                        transaction,
                        ConnectorInstanceSpec.forAccount(new ConnectorKind("discord"), "ops"),
                        false,
                        Readiness.READY,
                        NOW));
    }

    private void said(ConversationId conversation, int... seconds) {
        for (int second : seconds) {
            InboundMessageEvent event = InboundMessageEvent.builder(
                            new EnvelopeId(conversation + "-" + second),
                            OPS,
                            conversation,
                            new SenderId("ada"),
                            "hello")
                    .receivedAtUnixMs(second * 1_000L)
                    .build();
            said.add(event.envelopeId());
            store.transactions().writeAndWait(transaction -> store.inbox()
                    .insert(transaction, event, WireFormat.write(event), LONG_AGO));
        }
    }

    /** Settles everything, and lets no lane be due. */
    private void settle(String state) {
        store.transactions().writeAndWait(transaction -> {
            Statements statements = SqlTransaction.statements(transaction);
            statements.update(
                    StatementText.of("UPDATE inbound SET state = ?, claimable = 0, settled_at_unix_ms = ?"),
                    state,
                    LONG_AGO);
            statements.update(StatementText.of("UPDATE lanes SET due_at = NULL"));
        });
    }

    private void cursor(String stream, @Nullable ReadAgain overlap) {
        store.transactions().writeAndWait(transaction -> store.cursors()
                .move(transaction, OPS, stream, "position", overlap, LONG_AGO));
    }

    private static ReadAgain from(@Nullable ConversationId conversation, int second) {
        return new ReadAgain(conversation, second * 1_000L);
    }

    private List<String> leftAfterAPurge() {
        store.transactions().writeAndWait(transaction -> {
            store.retention().purgeInbound(transaction, NOW, ALL);
            store.retention().purgeDead(transaction, NOW, ALL);
        });
        List<Long> idle = store.retention().idleLanes(NOW, ALL);
        store.transactions().writeAndWait(transaction -> store.retention().purgeLanes(transaction, idle, NOW));
        return said.stream()
                .filter(id -> store.inbox().find(OPS, id).isPresent())
                .map(EnvelopeId::value)
                .toList();
    }

    @Test
    void keepsWhatMayComeAgainInItsConversationAlone() {
        said(TOWN, 1, 2, 3, 4);
        said(PORT, 1, 2, 3, 4);
        settle("routed");
        cursor("town", from(TOWN, 3));
        assertThat(leftAfterAPurge()).containsExactly("town-3", "town-4");
        assertThat(leftAfterAPurge()).as("the conversation is still known").containsExactly("town-3", "town-4");
    }

    @Test
    void keepsDeadMessagesToo() {
        said(TOWN, 1, 2);
        settle("dead");
        cursor("town", from(TOWN, 2));
        assertThat(leftAfterAPurge()).containsExactly("town-2");
    }

    @Test
    void forgetsWhatTheCursorHasLeftBehind() {
        said(TOWN, 1, 2, 3);
        settle("not_routed");
        cursor("town", from(TOWN, 1));
        assertThat(leftAfterAPurge()).hasSize(3);
        cursor("town", from(TOWN, 3));
        assertThat(leftAfterAPurge()).containsExactly("town-3");
    }

    @Test
    void aStreamOfManyConversationsKeepsTheirsAll() {
        said(TOWN, 1, 2);
        said(PORT, 1, 2);
        settle("routed");
        cursor("updates", from(null, 2));
        assertThat(leftAfterAPurge()).containsExactly("town-2", "port-2");
    }

    @Test
    void aStreamWithoutOverlapKeepsNothing() {
        said(TOWN, 1, 2);
        settle("routed");
        cursor("updates", null);
        assertThat(leftAfterAPurge()).isEmpty();
    }

    @Test
    void nothingIsKeptForAStreamThatIsGone() {
        said(TOWN, 1);
        settle("routed");
        cursor("town", from(TOWN, 1));
        store.transactions().writeAndWait(transaction -> store.cursors().forget(transaction, OPS, "town"));
        assertThat(leftAfterAPurge()).isEmpty();
    }

    @Test
    void nothingIsKeptForAnInstanceThatWasRemovedNorForTheNextOfItsName() {
        said(TOWN, 1);
        settle("routed");
        cursor("town", from(TOWN, 1));
        store.transactions().writeAndWait(transaction -> store.instances().remove(transaction, OPS));
        cursor("town", from(TOWN, 1));
        assertThat(store.cursors().positions(OPS)).as("the adapter was late").isEmpty();
        register();
        assertThat(leftAfterAPurge()).isEmpty();
    }
}
