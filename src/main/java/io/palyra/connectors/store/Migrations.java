package io.palyra.connectors.store;

import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/** Brings the schema up to date; forward only. */
final class Migrations {

    private Migrations() {}

    /** @throws StoreStartException also where the database comes from a newer version of this program */
    static void apply(DataSource connections, String location) {
        Flyway flyway = Flyway.configure()
                .dataSource(connections)
                .locations(location)
                .table("schema_history")
                .validateMigrationNaming(true)
                .load();
        try {
            MigrationInfoService found = flyway.info();
            refuseNewer(found);
            if (found.pending().length > 0) {
                flyway.migrate();
            }
        } catch (FlywayException e) {
            throw new StoreStartException(
                    "palyra.store.url: the store's schema could not be brought up to date: " + reason(e), e);
        }
    }

    /** Flyway's own message is a page; what the database said is a sentence. */
    private static @Nullable String reason(FlywayException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private static void refuseNewer(MigrationInfoService found) {
        Optional<MigrationInfo> unknown = Arrays.stream(found.all())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .findFirst();
        if (unknown.isPresent()) {
            throw new StoreStartException(
                    "the store was written by a newer version of this program (schema version "
                            + unknown.get().getVersion()
                            + "); start that version, or restore a backup from before its first start",
                    null);
        }
    }
}
