package io.palyra.connectors.store;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.program.Surroundings.StoreOpener;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.time.SteadyClock;

/** Opens the program's store in a PostgreSQL database, whatever the settings name. */
public record OnPostgres(String url, String user) implements StoreOpener {

    @Override
    public SqlStore open(Settings.Store settings, NodeIdentity node, SteadyClock clock) {
        return SqlStore.openPostgres(url, user, null, node, clock);
    }
}
