package io.palyra.connectors.store;

import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.outbox.RateLimitStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stated limits in SQL. */
final class SqlRateLimitStore implements RateLimitStore {

    private static final String ALL = "SELECT * FROM rate_limits";

    private static final String SAVE = """
            INSERT INTO rate_limits (connector_id, route, reason, since_unix_ms, until_unix_ms) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (connector_id, route) DO UPDATE
               SET reason = excluded.reason, since_unix_ms = excluded.since_unix_ms, until_unix_ms = excluded.until_unix_ms""";

    private static final String FORGET_ENDED = "DELETE FROM rate_limits WHERE until_unix_ms < ?";

    private final Reader reader;

    SqlRateLimitStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Map<ConnectorId, List<RateLimit>> all() {
        Map<ConnectorId, List<RateLimit>> found = new HashMap<>();
        reader.read(statements -> statements.query(ALL, row -> found.computeIfAbsent(
                        ConnectorId.of(row.getString("connector_id")), id -> new ArrayList<>())
                .add(new RateLimit(
                        row.getString("route"),
                        row.getString("reason"),
                        row.getLong("since_unix_ms"),
                        row.getLong("until_unix_ms")))));
        return found;
    }

    @Override
    public void save(Transaction transaction, ConnectorId connectorId, RateLimit limit, long now) {
        Statements statements = SqlTransaction.statements(transaction);
        statements.update(FORGET_ENDED, now);
        statements.update(
                SAVE, connectorId.value(), limit.bucket(), limit.reason(), limit.sinceUnixMs(), limit.untilUnixMs());
    }
}
