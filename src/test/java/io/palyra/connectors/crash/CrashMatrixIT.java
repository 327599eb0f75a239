package io.palyra.connectors.crash;

import static io.palyra.connectors.crash.CrashPoint.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.store.StoreUnderTest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: wherever the program dies, nothing that was accepted is lost, order is kept, and nothing is done twice but what
 * was in hand.
 *
 * <p>Method: the program runs in a process of its own against a platform, a client and a daemon that keep synced files,
 * and is halted at one point of {@link CrashPoint}; the store is read as it was left; the program is started again and
 * finishes; {@link CrashEvidence} compares files and store. The table says how often the daemon and the platform have
 * the message that was in hand. Then each rule is broken on purpose, and the same comparison must say so.
 */
class CrashMatrixIT {

    private static final int MESSAGES = 6;

    /** Where a commit decides. The other points lie between commits: there one store is as good as the other. */
    private static final Set<CrashPoint> ALSO_ON_POSTGRESQL = EnumSet.of(
            BEFORE_ADMIT_COMMIT,
            AFTER_ADMIT_COMMIT,
            BEFORE_ROUTED_COMMIT,
            AFTER_ROUTED_COMMIT,
            BEFORE_SETTLE_COMMIT,
            AFTER_SETTLE_COMMIT,
            AFTER_CLAIM_COMMIT);

    @TempDir
    Path folder;

    private static Stream<Arguments> cells(Arguments... points) {
        return Stream.of(points).flatMap(cell -> databases((CrashPoint) cell.get()[0])
                .map(database -> Stream.concat(Stream.of(database), Stream.of(cell.get()))
                        .toArray())
                .map(Arguments::of));
    }

    private static Stream<StoreUnderTest> databases(CrashPoint point) {
        Stream<StoreUnderTest> more =
                ALSO_ON_POSTGRESQL.contains(point) ? Stream.of(StoreUnderTest.POSTGRESQL) : Stream.empty();
        return Stream.concat(Stream.of(StoreUnderTest.ofPrograms()), more).distinct();
    }

    /** The message, and how often the daemon was asked about it and the platform took its reply. */
    static Stream<Arguments> points() {
        return cells(
                arguments(BEFORE_ADMIT_COMMIT, "a-3", times(1), times(1)),
                arguments(AFTER_ADMIT_COMMIT, "a-3", times(1), times(1)),
                arguments(ADMITTED_BEFORE_CURSOR, "a-3", times(1, 2), times(1, 2)),
                arguments(CURSOR_MOVED, "a-3", times(1, 2), times(1, 2)),
                arguments(DAEMON_ASKED, "a-3", times(1), times(1)),
                arguments(DAEMON_ANSWERS, "a-3", times(2), times(1)),
                arguments(BEFORE_ROUTED_COMMIT, "a-3", times(2), times(1)),
                arguments(AFTER_ROUTED_COMMIT, "a-3", times(1), times(1)),
                arguments(BEFORE_SEND, "a-3", times(1), times(1)),
                arguments(PLATFORM_TOOK, "a-3", times(1), times(2)),
                arguments(BEFORE_SETTLE_COMMIT, "a-3", times(1), times(2)),
                arguments(AFTER_SETTLE_COMMIT, "a-3", times(1), times(1)),
                arguments(BEFORE_RETRY_COMMIT, "a-4", times(1), times(1)),
                arguments(AFTER_RETRY_COMMIT, "a-4", times(1), times(1)),
                arguments(BEFORE_CLAIM_COMMIT, "a-4", times(1), times(1)),
                arguments(AFTER_CLAIM_COMMIT, "a-4", times(1), times(1)));
    }

    private static List<Integer> times(Integer... possible) {
        return List.of(possible);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("points")
    void keepsWhatItHasAccepted(
            StoreUnderTest database, CrashPoint point, String message, List<Integer> asked, List<Integer> taken)
            throws Exception {
        CrashEvidence evidence = new CrashRun(folder, database)
                .receive(1, MESSAGES)
                .send(1, MESSAGES)
                .evidenceOf(point, Map.of());

        evidence.check();
        assertThat(evidence.asked(message)).as("asked about " + message).isIn(longs(asked));
        assertThat(evidence.taken(message + ":0")).as("reply to " + message).isIn(taken);
    }

    private static List<Long> longs(List<Integer> numbers) {
        return numbers.stream().map(Integer::longValue).toList();
    }

    /** The rule that is broken, where the program dies then, and what must be found out. */
    static Stream<Arguments> sabotages() {
        return Stream.of(
                arguments(
                        Map.of("crash.sabotage", Sabotage.SETTLE_BEFORE_SEND),
                        BEFORE_SEND,
                        "taken by the platform, by conversation"),
                arguments(
                        Map.of("crash.sabotage", Sabotage.ANSWER_BEFORE_COMMIT),
                        CURSOR_MOVED,
                        "stored when the cursor was past them"),
                arguments(
                        Map.of("palyra.connectors.ledger.default.tokens", "random"),
                        PLATFORM_TOOK,
                        "one token for each message"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sabotages")
    void theComparisonFindsABrokenRule(Map<String, String> sabotage, CrashPoint point, String finding)
            throws Exception {
        CrashEvidence evidence = new CrashRun(folder).receive(1, MESSAGES).evidenceOf(point, sabotage);

        assertThatThrownBy(evidence::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(finding)
                .hasMessageContaining("a-3");
    }
}
