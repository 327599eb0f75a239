package io.palyra.connectors.lane.camel;

import io.palyra.connectors.lane.CascadingExecutor;
import io.palyra.connectors.transaction.Transactions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Lets exchanges go on once their commit is there, without a thread that waits for it. They go on on threads of this
 * object's: the store's run no routes. Thread safe.
 */
public final class AfterCommit extends ServiceSupport {

    /** Exchanges that wait for their commit at once; who comes with another one waits for a place. */
    static final int WAITING_MAX = 1_000;

    /** Where the machine has no thread left. */
    private static final Duration THREAD_WAIT = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private final CamelContext context;
    private final String name;
    private final Semaphore places = new Semaphore(WAITING_MAX);
    private final Executor routes = new CascadingExecutor(this::onThread);
    private @Nullable ExecutorService threads;

    /** @param name of its threads */
    public AfterCommit(CamelContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /** Hands work to the store. */
    @FunctionalInterface
    public interface Submission {

        /** @return completed after the commit with what puts the answer on the exchange; that must be short */
        CompletableFuture<Runnable> submit() throws Exception;
    }

    /**
     * Submits, and lets the exchange go on with the answer, or with what failed.
     *
     * @param synchronous whether to wait in this thread all the same. So does an exchange within a transaction
     * @return as {@link org.apache.camel.AsyncProcessor#process} does
     */
    public boolean answer(Exchange exchange, AsyncCallback callback, boolean synchronous, Submission submission) {
        if (synchronous || exchange.isTransacted()) {
            answerNow(exchange, submission);
            callback.done(true);
            return true;
        }
        CompletableFuture<Runnable> committed;
        try {
            committed = submitInTurn(submission);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        Map<String, String> logContext = MDC.getCopyOfContextMap();
        committed.whenComplete((answer, failure) -> {
            places.release();
            goOn(() -> {
                MDC.setContextMap(logContext == null ? Map.of() : logContext);
                try {
                    put(exchange, answer, failure);
                    callback.done(false);
                } finally {
                    MDC.clear();
                }
            });
        });
        return false;
    }

    private CompletableFuture<Runnable> submitInTurn(Submission submission) throws Exception {
        places.acquire();
        boolean submitted = false;
        try {
            CompletableFuture<Runnable> committed = submission.submit();
            submitted = true;
            return committed;
        } finally {
            if (!submitted) {
                places.release();
            }
        }
    }

    private static void answerNow(Exchange exchange, Submission submission) {
        try {
            Transactions.await(submission.submit()).run();
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private static void put(Exchange exchange, @Nullable Runnable answer, @Nullable Throwable failure) {
        if (answer != null) {
            answer.run();
        } else {
            exchange.setException(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
    }

    /** On a thread of the store's. */
    private void goOn(Runnable rest) {
        try {
            routes.execute(rest);
        } catch (RejectedExecutionException e) {
            LOG.debug("An exchange is abandoned, as its route was stopped meanwhile: {}", e.getMessage());
        } catch (OutOfMemoryError e) {
            LOG.error("An exchange waits to go on, as there is no thread for it: {}", e.getMessage());
            CompletableFuture.delayedExecutor(THREAD_WAIT.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> goOn(rest));
        }
    }

    private void onThread(Runnable work) {
        ExecutorService running = threads;
        if (running == null) {
            throw new RejectedExecutionException("stopped");
        }
        running.execute(work);
    }

    @Override
    protected void doStart() {
        threads = context.getExecutorServiceManager().newCachedThreadPool(this, name);
    }

    @Override
    protected void doStop() {
        if (threads != null) {
            context.getExecutorServiceManager().shutdownGraceful(threads);
            threads = null;
        }
    }
}
