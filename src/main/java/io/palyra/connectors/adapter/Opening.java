package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.Readiness;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A session that is being opened, on a thread of its own: whoever starts connectors holds Camel's lock meanwhile, so one that
 * does not come back would hold up every other, the admin API and each reload. Not thread safe.
 */
final class Opening {

    private static final int FRAMES = 3;

    private final CompletableFuture<OpenSession> session = new CompletableFuture<>();
    private final Thread thread;
    private boolean late;

    private Opening(String name, Callable<OpenSession> start) {
        thread = new Thread(() -> run(start), name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    static Opening begin(ConnectorEndpoint endpoint, Callable<OpenSession> start) {
        Opening opening = new Opening("palyra-start-" + endpoint.connectorId(), start);
        opening.thread.start();
        return opening;
    }

    private void run(Callable<OpenSession> start) {
        try {
            session.complete(start.call());
        } catch (Exception | Error e) {
            session.completeExceptionally(e);
        }
    }

    /** Whether it has come to an end, with a session or without one. */
    boolean isOver() {
        return session.isDone();
    }

    /** Whether a session is open, or may be yet, or is still being closed. */
    boolean mayHoldSession() {
        return !session.isDone()
                || !session.isCompletedExceptionally() && !session.join().isOver();
    }

    /**
     * The session, which is waited for once: who comes back later finds it, or does not.
     *
     * @throws ConnectorStartException of the adapter, or as it has not returned yet
     * @throws RuntimeException or Error that the adapter has thrown
     */
    OpenSession await(long patienceMs) throws ConnectorStartException {
        try {
            return session.get(late ? 0 : patienceMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            late = true;
            throw new ConnectorStartException(
                    Readiness.READY,
                    "it has not returned from start for " + patienceMs
                            + " ms or longer, and nobody waits for it any more: " + where());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorStartException(Readiness.READY, "the start was interrupted");
        } catch (ExecutionException e) {
            throw thrown(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static ConnectorStartException thrown(Throwable failure) {
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        } else if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof ConnectorStartException known) {
            return known;
        }
        throw new IllegalStateException(failure);
    }

    private String where() {
        return Arrays.stream(thread.getStackTrace())
                .limit(FRAMES)
                .map(StackTraceElement::toString)
                .reduce((one, other) -> one + " < " + other)
                .orElse("nowhere");
    }

    /** Nobody wants it any more: its start is interrupted, and closed where it comes to a session all the same. */
    void abandon() {
        thread.interrupt();
        session.thenAccept(OpenSession::close);
    }
}
