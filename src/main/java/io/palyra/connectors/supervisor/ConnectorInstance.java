package io.palyra.connectors.supervisor;

import io.palyra.connectors.lane.Passage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore.InstanceState;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The truth about one instance while the program runs. Read by any thread; its definition, pause and readiness are
 * changed by the supervisor only.
 */
final class ConnectorInstance {

    private volatile ConnectorInstanceSpec spec;
    private volatile boolean declared;
    private volatile Readiness readiness;
    private final AtomicInteger restartCount;
    private volatile @Nullable LastError lastError;
    private volatile @Nullable Long lastInboundUnixMs;
    private volatile @Nullable Long lastOutboundUnixMs;
    private volatile long updatedAtUnixMs;
    private volatile @Nullable QueuePause pause;
    private volatile boolean draining;
    private volatile boolean changed;
    private volatile long openings;
    private volatile @Nullable Liveness liveness;
    private final Passage passage;

    /** @param passage its platform */
    ConnectorInstance(StoredInstance stored, Passage passage) {
        this.passage = passage;
        InstanceState state = stored.state();
        this.spec = stored.spec();
        this.declared = stored.declared();
        this.readiness = state.readiness();
        this.restartCount = new AtomicInteger(state.restartCount());
        this.lastError = state.lastError();
        this.lastInboundUnixMs = state.lastInboundUnixMs();
        this.lastOutboundUnixMs = state.lastOutboundUnixMs();
        this.updatedAtUnixMs = stored.updatedAtUnixMs();
        this.openings = stored.openings();
        this.liveness = state.liveness();
    }

    /** How it does where another program runs it. */
    synchronized void restore(InstanceState state, long storedUpdatedAtUnixMs) {
        readiness = state.readiness();
        restartCount.set(state.restartCount());
        lastError = state.lastError();
        lastInboundUnixMs = state.lastInboundUnixMs();
        lastOutboundUnixMs = state.lastOutboundUnixMs();
        liveness = state.liveness();
        updatedAtUnixMs = storedUpdatedAtUnixMs;
        changed = false;
    }

    /** How often it was to be opened anew, as far as is known here. */
    long openings() {
        return openings;
    }

    void openings(long count) {
        openings = count;
    }

    /** As it was stored last. */
    @Nullable
    Liveness storedLiveness() {
        return liveness;
    }

    /** @return whether that is news */
    boolean lives(Liveness now) {
        boolean news = liveness != now;
        liveness = now;
        return news;
    }

    ConnectorId id() {
        return spec.connectorId();
    }

    ConnectorInstanceSpec spec() {
        return spec;
    }

    boolean isDeclared() {
        return declared;
    }

    Readiness readiness() {
        return readiness;
    }

    int restartCount() {
        return restartCount.get();
    }

    Optional<LastError> lastError() {
        return Optional.ofNullable(lastError);
    }

    @Nullable
    Long lastInboundUnixMs() {
        return lastInboundUnixMs;
    }

    @Nullable
    Long lastOutboundUnixMs() {
        return lastOutboundUnixMs;
    }

    long updatedAtUnixMs() {
        return updatedAtUnixMs;
    }

    @Nullable
    QueuePause pause() {
        return pause;
    }

    /** Whether its outbox may be claimed as far as operators are concerned; its {@link #passage} says how much of it. */
    boolean isOpen() {
        return spec.enabled() && (pause == null || draining);
    }

    /** Whether its platform can be reached, and who may try while it cannot or the instance is not ready. */
    Passage passage() {
        return passage;
    }

    boolean isReady() {
        return readiness == Readiness.READY;
    }

    boolean isDraining() {
        return draining;
    }

    void redefine(ConnectorInstanceSpec newSpec, boolean nowDeclared, long now) {
        spec = newSpec;
        declared = nowDeclared;
        draining = draining && newSpec.enabled();
        updatedAtUnixMs = now;
    }

    /** One at a time: the far side must not say anything else than the readiness. */
    synchronized void readiness(Readiness newReadiness, long now) {
        readiness = newReadiness;
        if (newReadiness == Readiness.READY) {
            passage.opened();
        } else {
            passage.notReady();
        }
        updatedAtUnixMs = now;
        changed = true;
    }

    void restarted(long now) {
        restartCount.incrementAndGet();
        updatedAtUnixMs = now;
        changed = true;
    }

    synchronized void failed(String reason, Direction direction, long now) {
        lastError = LastError.after(lastError, reason, direction, now);
        changed = true;
    }

    /** Something got through in a direction. */
    void worked(Direction direction, long now) {
        LastError last = lastError;
        if (last != null && last.isClearedBy(direction)) {
            clear(direction, now);
        }
    }

    private synchronized void clear(Direction direction, long now) {
        LastError last = lastError;
        if (last != null && last.isClearedBy(direction)) {
            lastError = last.cleared(now);
            changed = true;
        }
    }

    void received(long unixMs) {
        lastInboundUnixMs = unixMs;
        changed = true;
    }

    void delivered(long unixMs) {
        lastOutboundUnixMs = unixMs;
        changed = true;
    }

    void pause(@Nullable QueuePause newPause) {
        pause = newPause;
        draining = newPause != null && newPause.draining();
    }

    void draining(boolean nowDraining) {
        draining = nowDraining;
    }

    InstanceState state() {
        return new InstanceState(
                readiness, restartCount.get(), lastError, lastInboundUnixMs, lastOutboundUnixMs, liveness);
    }

    /** Whether something changed since the last call that only memory knows. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
