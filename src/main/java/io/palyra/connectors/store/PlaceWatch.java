package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreLostException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether what is written to is still the store, and is told of every failure that may mean that it is damaged. Once
 * it is either, everything is refused until the program starts again. Looking is for the writer's thread, the rest for
 * any.
 */
final class PlaceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PlaceWatch.class);

    /** How often everything about the files is looked at; whether the store's own is in place, each time. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final Place place;
    private final Failures failures;
    private final Runnable keepOpen;
    private final AtomicReference<@Nullable StoreLostException> lost = new AtomicReference<>();
    private volatile Runnable onLost = () -> {};
    private long lookedAt = System.nanoTime();

    /**
     * @param keepOpen has the connection never be closed any more: on closing, SQLite would write its log into whatever bears
     *     the name now
     */
    PlaceWatch(Place place, Failures failures, Runnable keepOpen) {
        this.place = place;
        this.failures = failures;
        this.keepOpen = keepOpen;
    }

    /** Of a store that nobody writes to from here: it is never lost. */
    static PlaceWatch none() {
        return new PlaceWatch(new Place() {}, new Failures() {}, () -> {});
    }

    /** Run once, on the thread that has found the loss. */
    void onLost(Runnable action) {
        onLost = action;
    }

    /** Why nothing is written any more; null while all is well. */
    @Nullable
    StoreLostException lost() {
        return lost.get();
    }

    void refuseWhereLost() {
        StoreLostException why = lost.get();
        if (why != null) {
            throw why;
        }
    }

    /** After a commit, before anybody is told of it. */
    void lookAfterCommit() {
        look(place.isInPlace() && place.isLogInPlace());
    }

    /** After a failure, as the files may be its cause, and before connecting. */
    void look() {
        look(place.isInPlace());
    }

    private void look(boolean inPlace) {
        long now = System.nanoTime();
        if (inPlace && now - lookedAt < LOOK_INTERVAL.toNanos()) {
            return;
        }
        lookedAt = now;
        Optional<String> harm = harm();
        if (harm.isPresent()) {
            place.damaged(harm.get());
            throw lost(harm.get());
        }
    }

    /**
     * To be asked of whatever fails in a read or a write: where the database says that what is stored is damaged, the store
     * is lost.
     *
     * @return what to throw instead; null where the failure says nothing of the kind
     */
    @Nullable
    StoreLostException lossIn(Throwable failure) {
        Throwable said = failure instanceof SQLException ? failure : failure.getCause();
        Optional<String> damage = said instanceof SQLException sql ? failures.damage(sql) : Optional.empty();
        if (damage.isEmpty()) {
            return null;
        }
        // What has become of the files says more than what the database finds in them
        String found = harm().orElse(damage.get());
        place.damaged(found);
        return lost(found);
    }

    /** For those who read by JDBC. */
    SQLException lossOr(SQLException failure) {
        StoreLostException loss = lossIn(failure);
        return loss == null ? failure : new SQLException(loss.getMessage(), failure);
    }

    private Optional<String> harm() {
        try {
            return place.harm();
        } catch (IOException e) {
            return Optional.of("the store's files cannot be looked at: " + e.getMessage());
        }
    }

    private StoreLostException lost(String harm) {
        StoreLostException why = new StoreLostException(harm);
        if (!lost.compareAndSet(null, why)) {
            return Objects.requireNonNull(lost.get());
        }
        keepOpen.run();
        place.abandon();
        LOG.error("The store is lost: {}", harm);
        try {
            onLost.run();
        } catch (RuntimeException e) {
            LOG.error("An action after the loss of the store failed", e);
        }
        return why;
    }
}
