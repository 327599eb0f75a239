package io.palyra.connectors.outbox;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.Transaction;
import java.util.List;
import java.util.Map;

/** Keeps the limits that platforms have stated, so that a restart does not run into them again. */
public interface RateLimitStore {

    /** Reads on its own. */
    Map<ConnectorId, List<RateLimit>> all();

    /** Takes the place of an older limit of the same route; forgets those that have ended before {@code now}. */
    void save(Transaction transaction, ConnectorId connectorId, RateLimit limit, long now);
}
