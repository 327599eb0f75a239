package io.palyra.connectors.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a PostgreSQL database found.
 *
 * @param database its URL, without the driver's options
 * @param schema of its schemas the one that holds the store
 * @param serverVersion as the server writes it
 * @param databaseBytes of the whole database, other schemas included
 * @param tables of the store, the largest first
 */
public record DatabaseReport(
        String database,
        String schema,
        String serverVersion,
        boolean sound,
        List<String> problems,
        @Nullable String schemaVersion,
        String programSchemaVersion,
        Map<String, Long> inbound,
        Map<String, Long> outbox,
        Map<String, Long> deadLetters,
        long databaseBytes,
        List<Table> tables)
        implements StoreReport {

    /**
     * @param rows as the server estimates them; null where it has not counted yet
     * @param bytes with its indexes
     */
    public record Table(String name, @Nullable Long rows, long bytes) {}

    public DatabaseReport {
        problems = List.copyOf(problems);
        tables = List.copyOf(tables);
    }
}
