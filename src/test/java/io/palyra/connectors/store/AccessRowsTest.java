package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.AccessStore;
import io.palyra.connectors.access.Grant;
import io.palyra.connectors.access.PairingCode;
import io.palyra.connectors.access.PairingRequest;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules, grants, requests and codes, as the databases keep them. */
@ParameterizedClass
@EnumSource
class AccessRowsTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final SenderId ADA = new SenderId("ada");
    private static final SenderId BOB = new SenderId("bob");
    private static final ConversationId HERE = new ConversationId("here");
    private static final long NOW = 10_000_000;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private SqlStore store;
    private AccessStore access;

    @BeforeEach
    void open() {
        store = database.openNew(folder, Clock.systemUTC());
        access = store.access();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rulesTakeThePlaceOfEarlierOnes() {
        AccessRuleSet first = new AccessRuleSet(null, null, List.of("ada"), null, null, null, null);
        AccessRuleSet second = new AccessRuleSet(null, null, null, List.of("bob", "a\"b"), null, null, "Hallo {code}");
        write(transaction -> access.saveRules(transaction, OPS, first, NOW));
        write(transaction -> access.saveRules(transaction, OPS, second, NOW + 1));

        assertThat(access.rules()).isEqualTo(Map.of(OPS, second));
        assertThat(this.<AccessRuleSet>read(transaction -> access.rules(transaction, OPS)))
                .isEqualTo(second);
        assertThat(this.<AccessRuleSet>read(transaction -> access.rules(transaction, DEV)))
                .isEqualTo(AccessRuleSet.NONE);
    }

    @Test
    void aSenderHasOneGrant() {
        Grant forEver = new Grant(OPS, ADA, null, HERE, Grant.Way.REQUEST, null, NOW, null);
        Grant ends = new Grant(OPS, ADA, "Ada 𝄞", HERE, Grant.Way.CODE, "olga", NOW + 1, NOW + 2);
        write(transaction -> access.save(transaction, ends));
        write(transaction -> access.save(transaction, forEver));
        assertThat(access.grants()).containsExactly(forEver);

        write(transaction -> access.save(transaction, ends));

        assertThat(access.grants()).containsExactly(ends);
        assertThat(this.<Grant>read(
                        transaction -> access.grant(transaction, OPS, ADA).orElseThrow()))
                .isEqualTo(ends);
        assertThat(this.<Boolean>read(transaction -> access.removeGrant(transaction, OPS, BOB)))
                .isFalse();
        assertThat(this.<Boolean>read(transaction -> access.removeGrant(transaction, OPS, ADA)))
                .isTrue();
        assertThat(access.grants()).isEmpty();
    }

    @Test
    void aRequestIsFoundByItsSenderAndByItsCodeAndCountsWhileItIsOpen() {
        PairingRequest ada = request(OPS, ADA, "AAAA", PairingRequest.State.OPEN, NOW + 10);
        write(transaction -> {
            access.save(transaction, ada);
            access.save(transaction, request(OPS, BOB, "BBBB", PairingRequest.State.DENIED, NOW + 10));
            access.save(transaction, request(DEV, BOB, "AAAA", PairingRequest.State.OPEN, NOW + 10));
        });

        assertThat(this.<PairingRequest>read(
                        transaction -> access.request(transaction, OPS, ADA).orElseThrow()))
                .isEqualTo(ada);
        assertThat(this.<PairingRequest>read(
                        transaction -> access.request(transaction, OPS, "AAAA").orElseThrow()))
                .isEqualTo(ada);
        assertThat(this.<Boolean>read(
                        transaction -> access.request(transaction, OPS, "aaaa").isPresent()))
                .isFalse();
        assertThat(open(OPS, NOW + 9)).isEqualTo(1);
        assertThat(open(OPS, NOW + 10)).isZero();

        write(transaction -> access.save(transaction, request(OPS, ADA, "CCCC", PairingRequest.State.OPEN, NOW + 99)));
        assertThat(access.requests())
                .extracting(PairingRequest::code)
                .containsExactlyInAnyOrder("CCCC", "BBBB", "AAAA");
        write(transaction -> access.removeRequest(transaction, OPS, ADA));
        assertThat(access.requests()).extracting(PairingRequest::senderId).containsExactly(BOB, BOB);
    }

    @Test
    void codesComeInTheOrderInWhichTheyWereIssued() {
        for (PairingCode code : List.of(code("A", 2), code("B", 1), code("a", 1), code("_", 1))) {
            write(transaction -> access.add(transaction, code));
        }

        assertThat(access.codes(OPS)).extracting(PairingCode::codeId).containsExactly("B", "_", "a", "A");
        write(transaction -> access.removeCode(transaction, OPS, "_"));
        assertThat(this.<List<PairingCode>>read(transaction -> access.codes(transaction, OPS)))
                .containsExactly(code("B", 1), code("a", 1), code("A", 2));
        assertThat(access.codes(DEV)).isEmpty();
    }

    @Test
    void aWrongCodeCountsOnceForItsMessage() {
        assertThat(this.<Boolean>read(transaction -> access.addWrongCode(transaction, message("m1", ADA), NOW)))
                .isTrue();
        assertThat(this.<Boolean>read(transaction -> access.addWrongCode(transaction, message("m1", ADA), NOW + 1)))
                .isFalse();
        write(transaction -> access.addWrongCode(transaction, message("m2", BOB), NOW));

        assertThat(wrong(ADA, NOW - 1)).isEqualTo(1);
        assertThat(wrong(null, NOW - 1)).isEqualTo(2);
        assertThat(wrong(null, NOW)).isZero();
    }

    @Test
    void whatHasEndedIsForgottenAndWhatStillCountsIsKept() {
        long hour = AccessStore.WRONG_CODES_WINDOW.toMillis();
        long minute = AccessStore.ANSWERS_WINDOW.toMillis();
        write(transaction -> {
            access.save(transaction, new Grant(OPS, ADA, null, HERE, Grant.Way.CODE, null, 1, NOW));
            access.save(transaction, new Grant(OPS, BOB, null, HERE, Grant.Way.CODE, null, 1, NOW + 1));
            access.save(transaction, new Grant(DEV, BOB, null, HERE, Grant.Way.CODE, null, 1, null));
            access.save(transaction, request(OPS, ADA, "AAAA", PairingRequest.State.OPEN, NOW));
            access.save(transaction, request(OPS, BOB, "BBBB", PairingRequest.State.DENIED, NOW + 1));
            access.add(transaction, new PairingCode(OPS, "ended", "hash", null, 1, NOW));
            access.add(transaction, new PairingCode(OPS, "holds", "hash", null, 1, NOW + 1));
            access.addWrongCode(transaction, message("m1", ADA), NOW - hour);
            access.addWrongCode(transaction, message("m2", ADA), NOW - hour + 1);
            access.addAnswer(transaction, OPS, NOW - minute);
            access.addAnswer(transaction, OPS, NOW - minute + 1);
            access.addAnswer(transaction, OPS, NOW - minute + 1);
        });

        write(transaction -> access.forgetEnded(transaction, NOW));

        assertThat(access.grants()).extracting(Grant::senderId).containsExactly(BOB, BOB);
        assertThat(access.requests()).extracting(PairingRequest::code).containsExactly("BBBB");
        assertThat(access.codes(OPS)).extracting(PairingCode::codeId).containsExactly("holds");
        assertThat(wrong(null, 0)).isEqualTo(1);
        assertThat(this.<Long>read(transaction -> access.answers(transaction, OPS, 0)))
                .isEqualTo(2);
    }

    @Test
    void nothingIsLeftOfAnInstanceThatWasRemoved() {
        ConnectorInstanceSpec spec = ConnectorInstanceSpec.forAccount(new ConnectorKind("echo"), "ops");
        write(transaction -> {
            store.instances().save(transaction, spec, false, Readiness.READY, NOW);
            access.requireInstance(transaction, OPS);
            access.saveRules(transaction, OPS, AccessRuleSet.NONE, NOW);
            access.save(transaction, new Grant(OPS, ADA, null, HERE, Grant.Way.CODE, null, 1, null));
            access.save(transaction, request(OPS, ADA, "AAAA", PairingRequest.State.OPEN, NOW));
            access.add(transaction, code("c", 1));
            access.addWrongCode(transaction, message("m1", ADA), NOW);
            access.addAnswer(transaction, OPS, NOW);
        });

        write(transaction -> store.instances().remove(transaction, OPS));

        assertThat(access.rules()).isEmpty();
        assertThat(access.grants()).isEmpty();
        assertThat(access.requests()).isEmpty();
        assertThat(access.codes(OPS)).isEmpty();
        assertThat(wrong(null, 0)).isZero();
        assertThat(this.<Long>read(transaction -> access.answers(transaction, OPS, 0)))
                .isZero();
        assertThatThrownBy(() -> write(transaction -> access.requireInstance(transaction, OPS)))
                .isInstanceOf(UnknownConnectorException.class);
    }

    private static PairingRequest request(
            ConnectorId connector, SenderId sender, String code, PairingRequest.State state, long expiresAt) {
        return new PairingRequest(connector, sender, "Name", HERE, code, state, true, 1, expiresAt);
    }

    private static PairingCode code(String id, long createdAt) {
        return new PairingCode(OPS, id, "hash of " + id, "olga", createdAt, NOW);
    }

    private static InboundMessageEvent message(String id, SenderId sender) {
        return InboundMessageEvent.builder(new EnvelopeId(id), OPS, HERE, sender, "WRONG")
                .build();
    }

    private long open(ConnectorId connector, long now) {
        return this.<Long>read(transaction -> access.openRequests(transaction, connector, now));
    }

    private long wrong(@Nullable SenderId sender, long since) {
        return this.<Long>read(transaction -> access.wrongCodes(transaction, OPS, sender, since));
    }

    private <T> T read(Function<Transaction, T> work) {
        return store.transactions().run(work::apply);
    }

    private void write(Consumer<Transaction> statements) {
        store.transactions().writeAndWait(statements);
    }
}
