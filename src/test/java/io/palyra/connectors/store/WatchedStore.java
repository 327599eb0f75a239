package io.palyra.connectors.store;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.program.Surroundings.StoreOpener;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.Synchronous;
import io.palyra.connectors.time.SteadyClock;
import org.sqlite.SQLiteConfig;

/** Opens real stores whose connections are watched: the one that writes, and those that migrate and read. */
public record WatchedStore(StatementWatch writer, StatementWatch others) implements StoreOpener {

    @Override
    public SqlStore open(Settings.Store settings, NodeIdentity node, SteadyClock clock) {
        if (settings.isPostgres()) {
            Dialect postgres = new PostgresDialect(
                    settings.url(),
                    settings.username().orElse(null),
                    settings.password().map(SecretReference::text).orElse(null),
                    node);
            return SqlStore.open(new WatchedDialect(postgres, writer, others), clock);
        }
        SQLiteConfig.SynchronousMode synchronous = settings.synchronous() == Synchronous.FULL
                ? SQLiteConfig.SynchronousMode.FULL
                : SQLiteConfig.SynchronousMode.NORMAL;
        return SqlStore.open(new WatchedDialect(new SqliteDialect(settings.url(), synchronous), writer, others), clock);
    }
}
