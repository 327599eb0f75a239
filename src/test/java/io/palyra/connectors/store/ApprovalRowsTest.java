package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.approvals.Approval;
import io.palyra.connectors.approvals.ApprovalOutcome;
import io.palyra.connectors.approvals.ApprovalState;
import io.palyra.connectors.approvals.ApprovalStore;
import io.palyra.connectors.approvals.Mutation;
import io.palyra.connectors.approvals.Risk;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EditRequest;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageLocator;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Approvals, as the databases keep them: each step is made once, and from its own state alone. */
@ParameterizedClass
@EnumSource
class ApprovalRowsTest {

    private static final long NOW = 1_000_000;
    private static final long EXPIRES = NOW + 900_000;
    private static final Approval.Decision DECISION = new Approval.Decision("bob", NOW + 1, "why not");

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private SqlStore store;
    private ApprovalStore approvals;

    @BeforeEach
    void open() {
        store = database.openNew(folder, Clock.systemUTC());
        approvals = store.approvals();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Mutation edit(String text) {
        MessageLocator locator =
                new MessageLocator(new MessageTarget(new ConversationId("c"), null), new MessageId("m"));
        return new Mutation(ConnectorId.of("echo:ops"), MessageOperation.EDIT, new EditRequest(locator, text));
    }

    private static Approval approval(String id, Mutation mutation) {
        return new Approval(
                id,
                mutation.connectorId(),
                mutation.operation(),
                new ConversationId("c"),
                new MessageId("m"),
                WireFormat.write(mutation.request()),
                mutation.sha256(),
                ApprovalState.REQUESTED,
                Risk.HIGH,
                "why",
                "alice",
                NOW,
                EXPIRES,
                null,
                null,
                new Approval.Texts("before", "after"));
    }

    private boolean added(String id, String text) {
        return did(transaction -> approvals.add(transaction, approval(id, edit(text))));
    }

    private boolean did(Predicate<Transaction> step) {
        return store.transactions().run(step::test);
    }

    private Approval found(String id) {
        return approvals.find(id).orElseThrow();
    }

    @Test
    void areReadAsTheyWereWritten() {
        added("a", "new");

        assertThat(found("a")).isEqualTo(approval("a", edit("new")));
        assertThat(approvals.find("b")).isEmpty();
    }

    @Test
    void oneIsOpenForTheSameChange() {
        assertThat(added("a", "new")).isTrue();
        assertThat(added("b", "new")).isFalse();
        assertThat(added("c", "other")).isTrue();
        assertThat(did(transaction ->
                        approvals.decide(transaction, "a", true, DECISION) && !addedIn(transaction, "d", "new")))
                .isTrue();
        assertThat(did(transaction -> approvals.use(transaction, "a", NOW))).isTrue();
        assertThat(added("e", "new")).isTrue();
    }

    private boolean addedIn(Transaction transaction, String id, String text) {
        return approvals.add(transaction, approval(id, edit(text)));
    }

    @Test
    void areDecidedOnce() {
        added("a", "new");

        assertThat(did(transaction -> approvals.decide(transaction, "a", false, DECISION)))
                .isTrue();
        assertThat(did(transaction -> approvals.decide(transaction, "a", true, DECISION)))
                .isFalse();
        assertThat(did(transaction -> approvals.use(transaction, "a", NOW))).isFalse();
        assertThat(found("a").state()).isEqualTo(ApprovalState.DENIED);
        assertThat(found("a").decision()).isEqualTo(DECISION);
    }

    @Test
    void areUsedOnceAndOnlyWhereTheyAreAllowed() {
        added("a", "new");

        assertThat(did(transaction -> approvals.use(transaction, "a", NOW))).isFalse();
        did(transaction -> approvals.decide(transaction, "a", true, DECISION));
        assertThat(did(transaction -> approvals.use(transaction, "a", EXPIRES))).isFalse();
        assertThat(did(transaction -> approvals.use(transaction, "a", EXPIRES - 1)))
                .isTrue();
        assertThat(did(transaction -> approvals.use(transaction, "a", EXPIRES - 1)))
                .isFalse();
    }

    @Test
    void expireAtTheirTimeAndNotBefore() {
        added("a", "new");
        Approval.Decision late = new Approval.Decision("bob", EXPIRES, null);

        assertThat(did(transaction -> approvals.decide(transaction, "a", true, late)))
                .isFalse();
        assertThat(did(transaction -> approvals.expire(transaction, "a", EXPIRES - 1)))
                .isFalse();
        assertThat(did(transaction -> approvals.expire(transaction, "a", EXPIRES)))
                .isTrue();
        assertThat(did(transaction -> approvals.expire(transaction, "a", EXPIRES)))
                .isFalse();
        assertThat(found("a").state()).isEqualTo(ApprovalState.EXPIRED);
    }

    /** Who has asked the platform knows better than who found the approval unfinished. */
    @Test
    void anUnknownOutcomeMayBecomeKnownAndNoOtherOneChanges() {
        Approval.Result unknown = new Approval.Result(ApprovalOutcome.UNKNOWN, "lost");
        Approval.Result done = new Approval.Result(ApprovalOutcome.DONE, null);
        added("a", "new");
        assertThat(did(transaction -> approvals.finish(transaction, "a", done))).isFalse();
        did(transaction -> approvals.decide(transaction, "a", true, DECISION));
        did(transaction -> approvals.use(transaction, "a", NOW));
        assertThat(approvals.unsettled()).extracting(Approval::approvalId).containsExactly("a");

        assertThat(did(transaction -> approvals.finish(transaction, "a", unknown)))
                .isTrue();
        assertThat(approvals.unsettled()).isEmpty();
        assertThat(did(transaction -> approvals.finish(transaction, "a", done))).isTrue();
        assertThat(did(transaction -> approvals.finish(transaction, "a", unknown)))
                .isFalse();
        assertThat(found("a").result()).isEqualTo(done);
    }

    @Test
    void areKeptAsLongAsEventsAndUntilTheyAreSettled() {
        added("a", "old and open");
        added("b", "old and denied");
        did(transaction -> approvals.decide(transaction, "b", false, DECISION));

        store.transactions().run(transaction -> store.retention().purgeEvents(transaction, NOW, 10));
        assertThat(approvals.latest(null, null, 10)).hasSize(2);

        store.transactions().run(transaction -> store.retention().purgeEvents(transaction, NOW + 1, 10));
        assertThat(approvals.latest(null, null, 10))
                .extracting(Approval::approvalId)
                .containsExactly("a");
    }
}
