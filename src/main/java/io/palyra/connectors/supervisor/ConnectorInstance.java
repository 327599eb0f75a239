package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore.InstanceState;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The truth about one instance while the program runs. Read by any thread; its definition, pause and readiness are
 * changed by the supervisor only.
 */
final class ConnectorInstance {

    /** How far an instance that is not ready is with the one message that may try it. */
    private enum Probe {
        NONE,
        ALLOWED,
        IN_HAND
    }

    private volatile ConnectorInstanceSpec spec;
    private volatile boolean declared;
    private volatile Readiness readiness;
    private final AtomicInteger restartCount;
    private volatile @Nullable String lastError;
    private volatile @Nullable Long lastInboundUnixMs;
    private volatile @Nullable Long lastOutboundUnixMs;
    private volatile long updatedAtUnixMs;
    private volatile @Nullable QueuePause pause;
    private volatile boolean draining;
    private volatile boolean changed;
    private final AtomicReference<Probe> probe = new AtomicReference<>(Probe.NONE);

    ConnectorInstance(StoredInstance stored) {
        InstanceState state = stored.state();
        this.spec = stored.spec();
        this.declared = stored.declared();
        this.readiness = state.readiness();
        this.restartCount = new AtomicInteger(state.restartCount());
        this.lastError = state.lastError();
        this.lastInboundUnixMs = state.lastInboundUnixMs();
        this.lastOutboundUnixMs = state.lastOutboundUnixMs();
        this.updatedAtUnixMs = stored.updatedAtUnixMs();
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

    @Nullable
    String lastError() {
        return lastError;
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

    /** Whether its outbox may be claimed: because it is ready, or for the one message that tries whether it is. */
    boolean mayClaim() {
        return isOpen() && (isReady() || probe.get() == Probe.ALLOWED);
    }

    /** Asked for each message, right before it is sent. */
    boolean maySend() {
        return isOpen() && (isReady() || probe.compareAndSet(Probe.ALLOWED, Probe.IN_HAND));
    }

    private boolean isOpen() {
        return spec.enabled() && (pause == null || draining);
    }

    boolean isReady() {
        return readiness == Readiness.READY;
    }

    /** Lets one message through although the instance is not ready. */
    void allowProbe() {
        probe.set(Probe.ALLOWED);
    }

    /** Whether a message that was sent as a probe has just got through. */
    boolean probeSucceeded() {
        return !isReady() && probe.get() == Probe.IN_HAND;
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

    void readiness(Readiness newReadiness, long now) {
        readiness = newReadiness;
        probe.set(Probe.NONE);
        updatedAtUnixMs = now;
        changed = true;
    }

    void restarted(long now) {
        restartCount.incrementAndGet();
        updatedAtUnixMs = now;
        changed = true;
    }

    void failed(String reason) {
        lastError = reason;
        changed = true;
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
        draining = false;
    }

    void draining(boolean nowDraining) {
        draining = nowDraining;
    }

    InstanceState state() {
        return new InstanceState(readiness, restartCount.get(), lastError, lastInboundUnixMs, lastOutboundUnixMs);
    }

    /** Whether something changed since the last call that only memory knows. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
