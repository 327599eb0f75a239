package io.palyra.connectors.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check of a store found. */
public sealed interface StoreReport permits FileReport, DatabaseReport {

    boolean sound();

    /** One sentence each; empty where the store is sound. */
    List<String> problems();

    /** Null where there is no schema of this program. */
    @Nullable
    String schemaVersion();

    /** What the schema becomes at the next start. */
    String programSchemaVersion();

    /** Messages by state; this and the other counts are empty where the store is damaged or has no schema of this program. */
    Map<String, Long> inbound();

    /** Messages, or their parts, by state. */
    Map<String, Long> outbox();

    /** By direction. */
    Map<String, Long> deadLetters();
}
