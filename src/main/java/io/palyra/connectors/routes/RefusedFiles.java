package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files that a reload could not load as they stand now. Thread safe. */
final class RefusedFiles {

    /**
     * One of them.
     *
     * @param error why; it may quote the file, with references in place of what they stand for
     * @param atUnixMs when it was refused for this
     */
    record Refused(Path file, String error, long atUnixMs) {}

    private final Clock clock;
    private Map<Path, Refused> byFile = Map.of();

    RefusedFiles(Clock clock) {
        this.clock = clock;
    }

    /** From now on these and no others are refused. */
    synchronized void become(Map<Path, String> reasons) {
        Map<Path, Refused> now = new TreeMap<>();
        reasons.forEach((file, error) -> {
            Refused before = byFile.get(file);
            now.put(
                    file,
                    before != null && before.error().equals(error) ? before : new Refused(file, error, clock.millis()));
        });
        byFile = now;
    }

    synchronized List<Refused> list() {
        return List.copyOf(byFile.values());
    }
}
