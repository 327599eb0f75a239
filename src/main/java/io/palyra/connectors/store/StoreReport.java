package io.palyra.connectors.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check of a store found. */
public sealed interface StoreReport permits FileReport, DatabaseReport {

    boolean sound();

    /** One sentence each; empty where the store is sound. */
    List<String> problems();

    /** Null where there is no schema of this program, or none that can be read. */
    @Nullable
    String schemaVersion();

    /** Whether that is so; false where damage keeps the schema from being read. */
    default boolean hasNoSchema() {
        return problems().contains(StoredVersion.NONE);
    }

    /** What the schema becomes at the next start. */
    String programSchemaVersion();

    /**
     * Messages by state. This and the other counts are null where damage keeps them from being counted, and empty where there
     * is no schema of this program.
     */
    @Nullable
    Map<String, Long> inbound();

    /** Messages, or their parts, by state. */
    @Nullable
    Map<String, Long> outbox();

    /** By direction. */
    @Nullable
    Map<String, Long> deadLetters();
}
