package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once of a file that was refused that it is loaded, as the log has its refusal. Not thread safe. */
final class PutRight {

    private static final Logger LOG = LoggerFactory.getLogger(PutRight.class);

    private final Set<Path> refused = new TreeSet<>();

    /**
     * @param refusedNow the files that cannot be loaded, or read
     * @param running what runs, by file
     * @param inFolder what the files say
     */
    void look(Set<Path> refusedNow, Map<Path, String> running, Map<Path, String> inFolder) {
        refused.addAll(refusedNow);
        refused.removeIf(file -> !refusedNow.contains(file) && isTold(file, running.get(file), inFolder.get(file)));
    }

    /** One that can be read again is loaded only after it is seen the same twice. */
    private static boolean isTold(Path file, @Nullable String runs, @Nullable String says) {
        if (!Objects.equals(runs, says)) {
            return false;
        }
        LOG.info("{} was refused, and {} now", file.getFileName(), says == null ? "is gone" : "is loaded");
        return true;
    }
}
