package io.palyra.connectors.store;

import io.palyra.connectors.lane.storage.FailureGroup;
import io.palyra.connectors.lane.storage.FailureGroup.Sample;
import io.palyra.connectors.lane.storage.FailureGroup.State;
import io.palyra.connectors.lane.storage.FailureSurvey;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups failures in SQL by the beginnings of their reasons, and those again by their causes. */
final class SqlFailureSurvey implements FailureSurvey {

    private record Key(ConnectorId connectorId, Direction direction, State state, String cause) {

        static Key of(FailureGroup group) {
            return new Key(group.connectorId(), group.direction(), group.state(), group.cause());
        }
    }

    private final Reader reader;

    SqlFailureSurvey(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Failures failures(@Nullable ConnectorId connectorId) {
        ConnectorRange connectors = ConnectorRange.of(connectorId);
        List<List<FailureGroup>> found = Stream.of("causes_of_dead_letters", "causes_of_unknown_outcomes")
                .map(statement -> reader.read(statements -> statements.query(
                        statement, SqlFailureSurvey::group, connectors.first(), connectors.last(), REASONS_MAX)))
                .toList();
        Collection<FailureGroup> groups = found.stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(Key::of, Function.identity(), FailureGroup::with))
                .values();
        return new Failures(
                groups.stream()
                        .sorted(Comparator.comparingLong(FailureGroup::messages)
                                .thenComparing(FailureGroup::latestUnixMs)
                                .reversed())
                        .toList(),
                found.stream().allMatch(reasons -> reasons.size() < REASONS_MAX));
    }

    private static FailureGroup group(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return FailureGroup.of(
                ConnectorId.of(row.getString("connector_id")),
                Statements.word(Direction.class, row.getString("direction")),
                Statements.word(State.class, row.getString("state")),
                row.getLong("messages"),
                row.getLong("oldest"),
                row.getLong("latest"),
                new Sample(
                        new EnvelopeId(row.getString("envelope_id")),
                        Statements.nullableLong(row, "dead_letter_id"),
                        reason == null ? "" : reason));
    }
}
