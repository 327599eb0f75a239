package io.palyra.connectors.store;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.program.Surroundings.StoreOpener;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.time.SteadyClock;

/**
 * Opens the program's store in a PostgreSQL database, whatever the settings name: the connection that writes goes over the
 * wire, the others past it.
 */
public record WiredStore(String url, CutWire wire, StatementWatch writer) implements StoreOpener {

    @Override
    public SqlStore open(Settings.Store settings, NodeIdentity node, SteadyClock clock) {
        Dialect wired = new PostgresDialect(wire.url(url), TestPostgres.USER, null, node);
        Dialect direct = new PostgresDialect(url, TestPostgres.USER, null, node);
        return SqlStore.open(new WatchedDialect(wired, direct, writer, new StatementWatch() {}), clock);
    }
}
