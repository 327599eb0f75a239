package io.palyra.connectors.store;

import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.outbox.RateLimitStore;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.Asks.Turn;
import io.palyra.connectors.transaction.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stated limits in SQL. */
final class SqlRateLimitStore implements RateLimitStore {

    private final Reader reader;

    SqlRateLimitStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Map<ConnectorId, List<RateLimit>> all() {
        return reader.read(statements -> {
            Map<ConnectorId, List<RateLimit>> found = new HashMap<>();
            statements.query("rate_limits", row -> found.computeIfAbsent(
                            ConnectorId.of(row.getString("connector_id")), id -> new ArrayList<>())
                    .add(new RateLimit(
                            row.getString("route"),
                            row.getString("reason"),
                            row.getLong("since_unix_ms"),
                            row.getLong("until_unix_ms"))));
            return found;
        });
    }

    @Override
    public void save(Transaction transaction, ConnectorId connectorId, RateLimit limit, long now) {
        Asks asks = SqlTransaction.asks(transaction);
        asks.write(Turn.THEN, "forget_ended_rate_limits", now);
        asks.write(
                Turn.THEN,
                "save_rate_limit",
                connectorId.value(),
                limit.bucket(),
                limit.reason(),
                limit.sinceUnixMs(),
                limit.untilUnixMs());
    }
}
