package io.palyra.connectors.supervisor;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.supervisor.InstanceStore.InstanceState;
import io.palyra.connectors.supervisor.InstanceStore.QueuePause;
import io.palyra.connectors.supervisor.InstanceStore.StoredInstance;

/**
 * The truth about one instance while the program runs. Read by any thread; its definition, pause and readiness are
 * changed by the supervisor only.
 */
final class ConnectorInstance {

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

    @Nullable String lastError() {
        return lastError;
    }

    @Nullable Long lastInboundUnixMs() {
        return lastInboundUnixMs;
    }

    @Nullable Long lastOutboundUnixMs() {
        return lastOutboundUnixMs;
    }

    long updatedAtUnixMs() {
        return updatedAtUnixMs;
    }

    @Nullable QueuePause pause() {
        return pause;
    }

    /** Whether its outbox may be claimed. */
    boolean mayDeliver() {
        return spec.enabled() && readiness == Readiness.READY && (pause == null || draining);
    }

    boolean isDraining() {
        return draining;
    }

    void redefine(ConnectorInstanceSpec newSpec, boolean nowDeclared, long now) {
        spec = newSpec;
        declared = nowDeclared;
        updatedAtUnixMs = now;
    }

    void readiness(Readiness newReadiness, long now) {
        readiness = newReadiness;
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
