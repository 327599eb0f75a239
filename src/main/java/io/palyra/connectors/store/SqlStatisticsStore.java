package io.palyra.connectors.store;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.statistics.Latencies;
import io.palyra.connectors.statistics.MessageMinute;
import io.palyra.connectors.statistics.StatisticsStore;
import io.palyra.connectors.transaction.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of minutes in SQL. */
final class SqlStatisticsStore implements StatisticsStore {

    private final Reader reader;

    SqlStatisticsStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public void save(Transaction transaction, Collection<MessageMinute> minutes) {
        Statements statements = SqlTransaction.statements(transaction);
        minutes.forEach(minute -> statements.update(
                "save_message_minute",
                minute.minuteUnixMs(),
                minute.connectorId().value(),
                minute.direction().wireName(),
                minute.runId(),
                minute.accepted(),
                minute.delivered(),
                minute.retries(),
                minute.dead(),
                minute.unknown(),
                minute.depth(),
                minute.oldestAgeMs(),
                minute.latencies() == null ? null : minute.latencies().encoded()));
    }

    @Override
    public void saveLook(Transaction transaction, long minuteUnixMs, String runId) {
        SqlTransaction.statements(transaction).update("save_program_minute", minuteUnixMs, runId);
    }

    @Override
    public List<MessageMinute> minutes(long fromUnixMs, long toUnixMs, @Nullable ConnectorId connectorId) {
        ConnectorRange connectors = ConnectorRange.of(connectorId);
        return reader.read(statements -> statements.query(
                "message_minutes",
                SqlStatisticsStore::minute,
                fromUnixMs,
                toUnixMs,
                connectors.first(),
                connectors.last()));
    }

    @Override
    public Set<Long> looks(long fromUnixMs, long toUnixMs) {
        return Set.copyOf(reader.read(
                statements -> statements.query("program_minutes", row -> row.getLong(1), fromUnixMs, toUnixMs)));
    }

    private static MessageMinute minute(ResultSet row) throws SQLException {
        String latencies = row.getString("latencies");
        return new MessageMinute(
                row.getLong("minute_unix_ms"),
                ConnectorId.of(row.getString("connector_id")),
                Statements.word(Direction.class, row.getString("direction")),
                row.getString("run_id"),
                row.getLong("accepted"),
                row.getLong("delivered"),
                row.getLong("retries"),
                row.getLong("dead"),
                row.getLong("unknown"),
                Statements.nullableLong(row, "depth"),
                Statements.nullableLong(row, "oldest_age_ms"),
                latencies == null ? null : Latencies.decoded(latencies));
    }
}
