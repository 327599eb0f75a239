package io.palyra.connectors.store;

import static io.palyra.connectors.engine.Refusals.Fault.CONNECTOR;
import static io.palyra.connectors.engine.Refusals.Fault.MESSAGE;
import static io.palyra.connectors.engine.Refusals.Fault.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.engine.Refusals;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.storage.LaneEntry;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the store remembers of refusals with codes that nobody knows. Messages are numbers, and their own sequence:
 * {@code -3} is message 3 refused, {@code 4} is message 4 taken, {@code 0} another connector's taken.
 */
@ParameterizedClass
@EnumSource
class RefusedMessagesTest {

    @Parameter
    private StoreUnderTest database;

    private static final ConnectorId OURS = ConnectorId.of("echo:ours");
    private static final ConnectorId OTHER = ConnectorId.of("echo:other");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private SqlStore store;
    private OutboxStore outbox;

    private String url;

    @BeforeEach
    void open() {
        url = database.newUrl(folder);
        store = database.open(url, clock);
        outbox = store.outbox();
        for (int i = 1; i <= 5; i++) {
            OutboundMessageRequest request = OutboundMessageRequest.builder(
                            id(i), OURS, new ConversationId("c" + i), "hello")
                    .build();
            write(transaction -> outbox.insert(transaction, List.of(OutboxRow.of(request, null)), 1));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    static Stream<Arguments> courses() {
        return Stream.of(
                Arguments.of("alone, for ever", List.of(-1, -1, -1, -1, -1), List.of(OPEN, OPEN, OPEN, OPEN, OPEN)),
                Arguments.of("others pass", List.of(-1, 2, -1, -1), List.of(OPEN, OPEN, MESSAGE)),
                Arguments.of(
                        "others pass late", List.of(-1, -1, -1, -1, 2, -1), List.of(OPEN, OPEN, OPEN, OPEN, MESSAGE)),
                Arguments.of("others passed before", List.of(2, -1, -1, -1), List.of(OPEN, OPEN, OPEN)),
                Arguments.of("others of another connector", List.of(-1, 0, -1, -1), List.of(OPEN, OPEN, OPEN)),
                Arguments.of("two of them", List.of(-1, -2, -1, -2, -1), List.of(OPEN, OPEN, OPEN, OPEN, OPEN)),
                Arguments.of("three of them", List.of(-1, -2, -3, -1), List.of(OPEN, OPEN, CONNECTOR, CONNECTOR)),
                Arguments.of("three of them, one passed", List.of(-1, -2, 4, -3), List.of(OPEN, OPEN, OPEN)),
                Arguments.of(
                        "one that passed is none of three",
                        List.of(-1, -2, 2, -3, -4),
                        List.of(OPEN, OPEN, OPEN, OPEN)),
                Arguments.of(
                        "two are bad, the rest is good",
                        List.of(-1, -2, 3, -1, -2, 4, -1, -2),
                        List.of(OPEN, OPEN, OPEN, OPEN, MESSAGE, MESSAGE)));
    }

    /** Each step after a restart, so that nothing is remembered elsewhere. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("courses")
    void tellsWhoseFaultItIs(String name, List<Integer> course, List<Refusals.Fault> expected) {
        assertThat(course.stream()
                        .flatMap(message -> {
                            store.close();
                            store = database.open(url, clock);
                            outbox = store.outbox();
                            if (message < 0) {
                                return Stream.of(refuse(-message));
                            }
                            take(message);
                            return Stream.empty();
                        })
                        .toList())
                .isEqualTo(expected);
    }

    @Test
    void itEndsWithTheMessageHoweverThatEnds() {
        List<Consumer<Transaction>> ends = List.of(
                transaction -> outbox.delivered(transaction, 1, new MessageId("found"), 1, 1),
                transaction -> outbox.dead(transaction, entry(1), 1, "r", 1),
                transaction -> outbox.unknown(transaction, entry(1), 1, "r", 1),
                transaction -> store.instances().remove(transaction, OURS));
        for (Consumer<Transaction> end : ends) {
            write(transaction -> outbox.refused(transaction, 1));
            assertThat(outbox.refusals(2).others()).isEqualTo(1);

            write(end);

            assertThat(outbox.refusals(2).others()).isZero();
            write(transaction -> {
                for (OutboxState state : OutboxState.values()) {
                    outbox.revive(transaction, OURS, List.of(id(1)), state, 1);
                }
            });
            assertThat(outbox.refusals(1)).isEqualTo(new Refusals(0, false, 0));
        }
    }

    @Test
    void anOperatorHasItTriedAnew() {
        for (OutboxState state : List.of(OutboxState.DEAD, OutboxState.UNKNOWN)) {
            refuse(1);
            refuse(1);
            take(2);
            write(transaction -> {
                if (state == OutboxState.DEAD) {
                    outbox.dead(transaction, entry(1), 1, "r", 1);
                } else {
                    outbox.unknown(transaction, entry(1), 1, "r", 1);
                }
                outbox.revive(transaction, OURS, List.of(id(1)), state, 1);
            });

            assertThat(outbox.refusals(1)).as(state.name()).isEqualTo(new Refusals(0, false, 0));
        }
    }

    private static LaneEntry entry(int message) {
        return new LaneEntry(message, id(message), "{}", Tries.NONE, 1, null, null);
    }

    private Refusals.Fault refuse(int message) {
        Refusals.Fault fault = outbox.refusals(message).oneMore();
        write(transaction -> outbox.refused(transaction, message));
        return fault;
    }

    private void take(int message) {
        write(transaction -> {
            if (message > 0) {
                outbox.delivered(transaction, message, new MessageId("n"), 1, 1);
            }
            outbox.passed(transaction, message > 0 ? OURS : OTHER, message);
        });
    }

    private void write(Consumer<Transaction> work) {
        store.transactions().writeAndWait(work);
    }

    private static EnvelopeId id(int message) {
        return new EnvelopeId("m" + message);
    }
}
