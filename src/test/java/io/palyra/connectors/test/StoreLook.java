package io.palyra.connectors.test;

import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.supervisor.ConnectorStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the store has, by the views that reports read. */
final class StoreLook {

    private static final int LATEST = 200;

    /** A message in the inbox or outbox. */
    record Row(
            String queue,
            String connector,
            String envelope,
            String state,
            int attempts,
            @Nullable Long nextUnixMs,
            @Nullable String reason) {

        boolean isOpen() {
            return state.equals("pending") || state.equals("unknown");
        }

        Direction direction() {
            return queue.equals("inbox") ? Direction.INBOUND : Direction.OUTBOUND;
        }

        /** Not one whose outcome an operator decides about. */
        boolean isDue(long now) {
            return isOpen() && (nextUnixMs == null ? state.equals("pending") : nextUnixMs <= now);
        }

        boolean waits(long now) {
            return isOpen() && nextUnixMs != null && nextUnixMs > now;
        }
    }

    private static final int EVENTS_SHOWN = 30;

    private final ConnectorProgram program;
    private final DataSource views;
    private final Clock clock;

    StoreLook(ConnectorProgram program, DataSource views, Clock clock) {
        this.program = program;
        this.views = views;
        this.clock = clock;
    }

    /** The messages of a conversation in the order in which they were stored, those from the platform first. */
    List<Row> rows(String conversation) {
        // In this order: what leaves the inbox after this look is in the outbox by the next
        return Stream.concat(rows("inbox", conversation).stream(), rows("outbox", conversation).stream())
                .toList();
    }

    /** Each row by the names of its columns. */
    List<Map<String, @Nullable Object>> query(String select) {
        try (Connection connection = views.getConnection();
                PreparedStatement query = connection.prepareStatement(select);
                ResultSet found = query.executeQuery()) {
            ResultSetMetaData columns = found.getMetaData();
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    row.put(columns.getColumnLabel(column), found.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalArgumentException("\"" + select + "\" is not answered: " + e.getMessage(), e);
        }
    }

    private List<Row> rows(String queue, String conversation) {
        try (Connection connection = views.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT connector_id, envelope_id, state, attempts, next_attempt_unix_ms, reason, conversation_id FROM palyra_"
                                + queue + "_v1 ORDER BY sequence");
                ResultSet found = query.executeQuery()) {
            Conversation here = new Conversation(conversation);
            List<Row> rows = new ArrayList<>();
            while (found.next()) {
                if (here.is(found.getString(7))) {
                    long next = found.getLong(5);
                    boolean waitsForNothing = found.wasNull();
                    rows.add(new Row(
                            queue,
                            found.getString(1),
                            found.getString(2),
                            found.getString(3),
                            found.getInt(4),
                            waitsForNothing ? null : next,
                            found.getString(6)));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether nothing of the conversation is due or in hand: behind a message that waits, others wait too. */
    boolean isAtRest(String conversation) {
        return Stream.of("inbox", "outbox").allMatch(queue -> rows(queue, conversation).stream()
                .filter(Row::isOpen)
                .collect(Collectors.groupingBy(Row::connector))
                .values()
                .stream()
                .noneMatch(lane -> lane.get(0).isDue(clock.millis())));
    }

    /**
     * When the message that waits is tried next (unix ms): its own wait, and that of a far side which nothing gets through to.
     * Empty while it is found out whether something gets through.
     */
    Optional<Long> nextAttempt(String conversation) {
        long now = clock.millis();
        return rows(conversation).stream()
                .filter(row -> row.nextUnixMs() != null && row.waits(now))
                .findFirst()
                .flatMap(this::nextAttempt);
    }

    private Optional<Long> nextAttempt(Row row) {
        Optional<Outage> outage = program.supervision()
                .reach()
                .outage(row.direction(), ConnectorId.of(row.connector()))
                .filter(Outage::probing);
        if (outage.map(Outage::probeInHand).orElse(false)) {
            return Optional.empty();
        }
        return Stream.of(Optional.ofNullable(row.nextUnixMs()), outage.map(Outage::nextProbeUnixMs))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    List<DeadLetter> deadLetters(String conversation) {
        return connectors()
                .flatMap(id -> program.deadLetters().latest(id, DeadLetterStore.Filter.ANY, LATEST).letters().stream())
                .filter(letter -> new Conversation(conversation)
                        .is(letter.payload().path("conversation_id").asText()))
                .toList();
    }

    private Stream<ConnectorId> connectors() {
        return program.supervision().roster().statuses().stream().map(ConnectorStatus::connectorId);
    }

    /** For the message of a failed assertion. */
    String describe(String conversation) {
        List<Row> rows = rows(conversation);
        Set<String> envelopes = rows.stream().map(Row::envelope).collect(Collectors.toSet());
        List<LoggedEvent> events = connectors()
                .flatMap(id -> program.events().latest(id, LATEST).stream())
                .filter(event -> rows.isEmpty() || event.envelopeId() == null || envelopes.contains(event.envelopeId()))
                .sorted(Comparator.comparingLong(LoggedEvent::createdAtUnixMs).thenComparingLong(LoggedEvent::eventId))
                .toList();
        return "\nIn the store of this conversation:" + lines(rows.stream().map(this::line))
                + (rows.isEmpty() ? "\nWhat happened elsewhere:" : "\nWhat happened, oldest first:")
                + lines(events.stream()
                        .skip(Math.max(0, events.size() - EVENTS_SHOWN))
                        .map(StoreLook::line));
    }

    private static String lines(Stream<String> lines) {
        String all = lines.map(line -> "\n  " + line).collect(Collectors.joining());
        return all.isEmpty() ? "\n  nothing" : all;
    }

    private String line(Row row) {
        long now = clock.millis();
        String next = row.nextUnixMs() != null && row.waits(now)
                ? ", next attempt in " + seconds(Duration.ofMillis(row.nextUnixMs() - now))
                : "";
        return row.queue() + " " + row.connector() + " " + row.envelope() + ": " + row.state() + ", attempts "
                + row.attempts() + next + (row.reason() == null ? "" : " (" + row.reason() + ")");
    }

    private static String line(LoggedEvent event) {
        String about = event.envelopeId() == null ? "" : " " + event.envelopeId();
        return event.eventType() + " " + event.connectorId() + about + ": " + event.message();
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
