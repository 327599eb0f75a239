package io.palyra.connectors.platform.session;

import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Whether a session has been opened that opens in the background, and whether the platform has ended it for good. Thread safe; what
 * does not wait returns at once.
 */
public final class Connecting {

    /** Why no session will open until somebody has done something; with {@code ready} another one may be tried. */
    public record End(Readiness readiness, String reason) {}

    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<End> ended = new CompletableFuture<>();

    /** The platform has opened it. */
    public void connected() {
        connected.complete(null);
    }

    /** The platform has ended it for good; the first reason counts. */
    public void ended(End end) {
        ended.complete(end);
    }

    /**
     * Waits a moment for the session. One that takes longer goes on in the background.
     *
     * @param orUntil what else makes waiting useless
     * @throws ConnectorStartException where it has ended for good
     */
    public void await(Duration atMost, CompletableFuture<?>... orUntil) throws ConnectorStartException {
        await(
                CompletableFuture.anyOf(Stream.concat(Stream.of(connected, ended), Stream.of(orUntil))
                        .toArray(CompletableFuture<?>[]::new)),
                atMost);
    }

    /**
     * Waits whether it ends after all.
     *
     * @throws ConnectorStartException where it has ended for good
     */
    public void awaitNoEnd(Duration settled) throws ConnectorStartException {
        await(ended, settled);
    }

    private void await(CompletableFuture<?> something, Duration atMost) throws ConnectorStartException {
        try {
            something.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("none of them fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorStartException(Readiness.READY, "interrupted while connecting");
        }
        End end = ended.getNow(null);
        if (end != null) {
            throw new ConnectorStartException(end.readiness(), end.reason());
        }
    }

    /** Told once, when the platform ends it for good; at once where it has. */
    public void onEnd(Consumer<End> listener) {
        ended.thenAccept(listener);
    }
}
