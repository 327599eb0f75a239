package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether what is written to is still the store. Once it is not, everything is refused until the program starts again.
 * For the writer's thread, but for {@link #lost} and {@link #refuseWhereLost}.
 */
final class PlaceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PlaceWatch.class);

    /** How often everything about the files is looked at; whether the store's own is in place, each time. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final Place place;
    private final Runnable keepOpen;
    private volatile Runnable onLost = () -> {};
    private volatile @Nullable StoreLostException lost;
    private long lookedAt = System.nanoTime();

    /**
     * @param keepOpen has the connection never be closed any more: on closing, SQLite would write its log into whatever bears
     *     the name now
     */
    PlaceWatch(Place place, Runnable keepOpen) {
        this.place = place;
        this.keepOpen = keepOpen;
    }

    void onLost(Runnable action) {
        onLost = action;
    }

    /** Why nothing is written any more; null while all is well. */
    @Nullable
    StoreLostException lost() {
        return lost;
    }

    void refuseWhereLost() {
        StoreLostException why = lost;
        if (why != null) {
            throw why;
        }
    }

    /** After a commit, before anybody is told of it; and after a failure, as the files may be its cause. */
    void look() {
        long now = System.nanoTime();
        if (place.isInPlace() && now - lookedAt < LOOK_INTERVAL.toNanos()) {
            return;
        }
        lookedAt = now;
        try {
            Optional<String> harm = place.harm();
            if (harm.isPresent()) {
                throw lost(harm.get());
            }
        } catch (IOException e) {
            throw lost("the store's files cannot be looked at: " + e.getMessage());
        }
    }

    private StoreLostException lost(String harm) {
        StoreLostException why = new StoreLostException(harm);
        lost = why;
        keepOpen.run();
        LOG.error("The store is lost: {}", harm);
        try {
            onLost.run();
        } catch (RuntimeException e) {
            LOG.error("An action after the loss of the store failed", e);
        }
        return why;
    }
}
