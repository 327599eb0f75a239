package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.lane.storage.DeadLetterStore.Count;
import io.palyra.connectors.lane.storage.DeadLetterStore.Filter;
import io.palyra.connectors.lane.storage.DeadLetterStore.Page;
import io.palyra.connectors.lane.storage.DeadLetterStore.Place;
import io.palyra.connectors.lane.storage.DeadLetterStore.Step;
import io.palyra.connectors.lane.storage.DeadLetterStore.Summary;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Dead letters, as the databases keep and find them. */
@ParameterizedClass
@EnumSource
class DeadLetterRowsTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");
    private static final int MANY = 100;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    Path folder;

    private SqlStore store;
    private DeadLetterStore letters;

    @BeforeEach
    void open() {
        store = database.openNew(folder, Clock.systemUTC());
        letters = store.deadLetters();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theLatestComeFirstAndAreFoundByEachConditionAndByAll() {
        add(OPS, "a", Direction.INBOUND, "the daemon refused it", 1_000);
        add(OPS, "b", Direction.OUTBOUND, "the platform refused it", 2_000);
        add(DEV, "c", Direction.OUTBOUND, "the platform refused it", 2_000);
        add(OPS, "d", Direction.OUTBOUND, "no such channel", 3_000);

        assertThat(found(Filter.ANY)).containsExactly("d", "b", "a");
        assertThat(found(new Filter(Direction.INBOUND, null, null, null))).containsExactly("a");
        assertThat(found(new Filter(Direction.OUTBOUND, null, null, null))).containsExactly("d", "b");
        assertThat(found(new Filter(null, "refused", null, null))).containsExactly("b", "a");
        assertThat(found(new Filter(null, null, 3_000L, null))).containsExactly("b", "a");
        assertThat(found(new Filter(null, null, null, number("d")))).containsExactly("b", "a");
        assertThat(found(new Filter(Direction.OUTBOUND, "refused", 3_000L, number("d"))))
                .containsExactly("b");
    }

    /** Whichever of them was given up first. */
    @Test
    void aWalkGoesThroughConversationsInTheirOrderAndThenThroughTheRest() {
        for (int i = 1; i <= 3; i++) {
            InboundMessageEvent event = event("in" + i);
            long sequence = i;
            write(transaction -> store.inbox().insert(transaction, event, WireFormat.write(event), 1));
            write(transaction -> store.inbox().dead(transaction, sequence, 1, "why", 1));
        }
        add(OPS, "in2", Direction.INBOUND, "why", 1);
        add(OPS, "rowless", Direction.OUTBOUND, "why", 1);
        add(OPS, "in1", Direction.INBOUND, "why", 1);
        add(OPS, "in3", Direction.INBOUND, "another reason", 1);
        Filter meant = new Filter(null, "why", null, null).upTo(number("in3"));
        add(OPS, "late", Direction.OUTBOUND, "why", 1);

        assertThat(walked(meant, Place.OF_MESSAGES)).containsExactly("in1", "in2", "rowless");
        assertThat(walked(meant, Place.OF_LETTERS)).containsExactly("in2", "rowless", "in1");
        assertThat(letters.count(OPS, meant)).isEqualTo(new Count(3, number("in1")));
    }

    /** As a job does that decides about what it comes to. */
    private List<String> walked(Filter filter, Place from) {
        Set<String> found = new LinkedHashSet<>();
        Place place = from;
        while (place != null) {
            Place at = place;
            Step step = store.transactions().run(transaction -> letters.next(transaction, OPS, filter, at, 1));
            step.letters().forEach(letter -> found.add(letter.envelopeId().value()));
            place = step.place();
        }
        return List.copyOf(found);
    }

    private static InboundMessageEvent event(String id) {
        return WireFormat.read(
                "{\"envelope_id\":\"%s\",\"connector_id\":\"echo:ops\",\"conversation_id\":\"c\",\"sender_id\":\"u\",\"body\":\"b\"}"
                        .formatted(id),
                InboundMessageEvent.class);
    }

    /** Case does not matter for ASCII letters alone, and no character stands for others. */
    @Test
    void aReasonIsFoundByWhatItContains() {
        add(OPS, "m", Direction.INBOUND, "Größe: 100%_!\\x ÄB", 1);
        add(OPS, "other", Direction.INBOUND, "100 bytes", 1);

        for (String part : List.of("Größe", "gRößE", "100%", "%_", "_!", "!\\", "\\X", "Äb", "%_!\\x ÄB")) {
            assertThat(found(new Filter(null, part, null, null))).as(part).containsExactly("m");
        }
        for (String none : List.of("GRÖSSE", "GRÖßE", "äb", "1_0", "1%0", "!%", "\\\\", "100%%", "'")) {
            assertThat(found(new Filter(null, none, null, null))).as(none).isEmpty();
        }
        assertThat(found(new Filter(null, "", null, null))).containsExactly("other", "m");
        assertThat(found(new Filter(null, "100", null, null))).containsExactly("other", "m");
    }

    @Test
    void aPageHasAsManyAsFitAndGoesOnWhereItEnds() {
        String large = "\"" + "ä".repeat((int) DeadLetterStore.PAGE_BYTES_MAX / 4) + "\"";
        for (String id : List.of("a", "b", "c", "d")) {
            write(transaction -> letters.add(transaction, OPS, new EnvelopeId(id), Direction.INBOUND, "why", large, 1));
        }

        Page first = letters.latest(OPS, Filter.ANY, 3);
        Page second = letters.latest(OPS, new Filter(null, null, null, first.next()), 2);
        Page third = letters.latest(OPS, new Filter(null, null, null, second.next()), 2);

        assertThat(List.of(ids(first), ids(second), ids(third)))
                .as("two together have more bytes than a page may, but not half as many characters")
                .isEqualTo(List.of(List.of("d"), List.of("c"), List.of("b")));
        assertThat(letters.summaries(OPS, Filter.ANY, 3))
                .extracting(Summary::payloadBytes)
                .containsOnly(DeadLetterStore.PAGE_BYTES_MAX / 2 + 2)
                .hasSize(3);
        assertThat(letters.latest(OPS, new Filter(null, null, null, third.next()), 2)
                        .next())
                .isNull();
    }

    @Test
    void oneIsFoundByItsNumberUntilItIsRemoved() {
        add(OPS, "a", Direction.INBOUND, "why", 1_000);
        add(OPS, "b", Direction.OUTBOUND, "why", 2_000);
        long number = number("a");

        DeadLetter found = find(OPS, number).get(0);
        assertThat(found.envelopeId().value()).isEqualTo("a");
        assertThat(found.direction()).isEqualTo(Direction.INBOUND);
        assertThat(found.createdAtUnixMs()).isEqualTo(1_000);
        assertThat(find(DEV, number)).as("another's").isEmpty();

        write(transaction -> letters.remove(transaction, OPS, List.of(number)));

        assertThat(find(OPS, number)).isEmpty();
        assertThat(found(Filter.ANY)).containsExactly("b");
    }

    private void add(ConnectorId connector, String id, Direction direction, String reason, long now) {
        write(transaction -> letters.add(transaction, connector, new EnvelopeId(id), direction, reason, "{}", now));
    }

    private long number(String id) {
        return letters.summaries(OPS, Filter.ANY, MANY).stream()
                .filter(letter -> letter.envelopeId().value().equals(id))
                .findFirst()
                .orElseThrow()
                .deadLetterId();
    }

    private List<DeadLetter> find(ConnectorId connector, long number) {
        return store.transactions()
                .<List<DeadLetter>>run(transaction ->
                        letters.find(transaction, connector, number).stream().toList());
    }

    /** Both ways to look must find the same. */
    private List<String> found(Filter filter) {
        List<String> ids = ids(letters.latest(OPS, filter, MANY));
        assertThat(letters.summaries(OPS, filter, MANY))
                .extracting(summary -> summary.envelopeId().value())
                .isEqualTo(ids);
        return ids;
    }

    private static List<String> ids(Page page) {
        return page.letters().stream()
                .map(letter -> letter.envelopeId().value())
                .toList();
    }

    private void write(Consumer<Transaction> statements) {
        store.transactions().writeAndWait(statements);
    }
}
