package io.palyra.connectors.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a SQLite file found.
 *
 * @param freeBytes inside the file, used again before it grows
 * @param walBytes of the write-ahead log; 0 where there is none
 */
public record FileReport(
        String file,
        boolean sound,
        List<String> problems,
        @Nullable String schemaVersion,
        String programSchemaVersion,
        @Nullable Map<String, Long> inbound,
        @Nullable Map<String, Long> outbox,
        @Nullable Map<String, Long> deadLetters,
        long fileBytes,
        long freeBytes,
        long walBytes,
        long diskFreeBytes)
        implements StoreReport {

    public FileReport {
        problems = List.copyOf(problems);
    }
}
