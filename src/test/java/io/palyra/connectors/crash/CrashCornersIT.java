package io.palyra.connectors.crash;

import static io.palyra.connectors.crash.CrashPoint.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.crash.CrashRun.AtDeath;
import io.palyra.connectors.store.StoreUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the same as {@link CrashMatrixIT}, by the same method, off the way from a message to its reply: a client hands a
 * message over, a platform would show a resend twice, the schema is migrated, old messages are purged.
 */
class CrashCornersIT {

    private static final int MESSAGES = 6;

    private static final String RECOGNISES_RESENDS = "palyra.connectors.ledger.default.recognises-resends";

    @TempDir
    Path folder;

    private CrashRun run(StoreUnderTest database) throws Exception {
        return new CrashRun(folder, database).receive(1, MESSAGES).send(1, MESSAGES);
    }

    private static Stream<Arguments> onEachDatabase(CrashPoint point) {
        return Stream.of(StoreUnderTest.values()).map(database -> arguments(database, point));
    }

    static Stream<Arguments> pointsOfAnEnqueue() {
        return Stream.of(BEFORE_ENQUEUE_COMMIT, AFTER_ENQUEUE_COMMIT).flatMap(CrashCornersIT::onEachDatabase);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pointsOfAnEnqueue")
    void storesOnceWhatAClientHandsOverAgain(StoreUnderTest database, CrashPoint point) throws Exception {
        CrashEvidence evidence = run(database).evidenceOf(point, Map.of());

        evidence.check();
        assertThat(evidence.taken("o-3")).isEqualTo(1);
    }

    /** Whether the message reached the platform before the program died. */
    static Stream<Arguments> pointsOfASend() {
        return Stream.of(
                arguments(BEFORE_SEND, "unknown", 0),
                arguments(PLATFORM_TOOK, "unknown", 1),
                arguments(BEFORE_SETTLE_COMMIT, "unknown", 1),
                arguments(AFTER_SETTLE_COMMIT, "delivered", 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pointsOfASend")
    void sendsNothingBlindlyToAPlatformThatWouldShowItTwice(CrashPoint point, String state, int takenAtDeath)
            throws Exception {
        CrashRun run = run(StoreUnderTest.ofPrograms()).with(RECOGNISES_RESENDS, "false");
        AtDeath atDeath = run.halt(point, Map.of());
        List<String> unknown = run.finish();
        CrashEvidence evidence = run.evidence(atDeath);

        assertThat(atDeath.platform().of("a-3:0")).hasSize(takenAtDeath);
        assertThat(unknown.contains("a-3:0")).isEqualTo(state.equals("unknown"));
        assertThat(unknown)
                .as("one message of a conversation is in hand")
                .extracting(id -> id.substring(0, 1))
                .doesNotHaveDuplicates();
        evidence.check();
        assertThat(evidence.platform().takenAgain()).isEmpty();
    }

    /** PostgreSQL has one migration so far. */
    static Stream<Arguments> pointsOfAMigration() {
        return Stream.concat(
                onEachDatabase(IN_FIRST_MIGRATION), Stream.of(arguments(StoreUnderTest.SQLITE, BETWEEN_MIGRATIONS)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pointsOfAMigration")
    void goesOnWithAMigrationThatWasCutShort(StoreUnderTest database, CrashPoint point) throws Exception {
        database.leaveEmpty(folder);
        CrashRun run = run(database);
        AtDeath atDeath = run.halt(point, Map.of());
        run.finish();
        CrashEvidence evidence = run.evidence(atDeath);

        assertThat(atDeath.store().migrations()).isEqualTo(point == IN_FIRST_MIGRATION ? List.of() : List.of("1"));
        assertThat(evidence.atEnd().migrations())
                .hasSizeGreaterThan(atDeath.store().migrations().size());
        evidence.check();
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_PURGE_COMMIT", "AFTER_PURGE_COMMIT"})
    void purgesOnlyWhatIsDelivered(CrashPoint point) throws Exception {
        CrashRun run = new CrashRun(folder).receive(1, 2).send(1, 2);
        run.finish();
        run.receive(3, MESSAGES).send(3, MESSAGES);

        AtDeath atDeath = run.halt(point, Map.of("palyra.retention.delivered", "1ms"));
        run.finish();

        assertThat(atDeath.store().outbox("o-1").isPresent()).isEqualTo(point == BEFORE_PURGE_COMMIT);
        run.evidence(atDeath).check();
    }
}
