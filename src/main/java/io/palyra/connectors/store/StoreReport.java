package io.palyra.connectors.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a store found.
 *
 * @param problems one sentence each; empty where the store is sound
 * @param schemaVersion null where the file has no schema of this program
 * @param programSchemaVersion what the schema becomes at the next start
 * @param inbound messages by state; this and the other counts are empty where the file is damaged
 * @param outbox messages, or their parts, by state
 * @param deadLetters by direction
 * @param freeBytes inside the file, used again before it grows
 * @param walBytes of the write-ahead log; 0 where there is none
 */
public record StoreReport(
        String file,
        boolean sound,
        List<String> problems,
        @Nullable String schemaVersion,
        String programSchemaVersion,
        Map<String, Long> inbound,
        Map<String, Long> outbox,
        Map<String, Long> deadLetters,
        long fileBytes,
        long freeBytes,
        long walBytes,
        long diskFreeBytes) {

    public StoreReport {
        problems = List.copyOf(problems);
    }
}
