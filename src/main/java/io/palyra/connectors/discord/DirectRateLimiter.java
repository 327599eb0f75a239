package io.palyra.connectors.discord;

import java.util.concurrent.RejectedExecutionException;
import net.dv8tion.jda.api.requests.RestRateLimiter;

/**
 * Runs each request at once, on the thread that asks for it: whoever calls waits for nothing but his own request, and the
 * outbox keeps the order and the limits.
 */
final class DirectRateLimiter implements RestRateLimiter {

    private volatile boolean stopped;

    @Override
    public void enqueue(Work task) {
        if (stopped) {
            throw new RejectedExecutionException("the session ends");
        }
        task.execute();
    }

    @Override
    public void stop(boolean shutdown, Runnable callback) {
        stopped = true;
        callback.run();
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    @Override
    public int cancelRequests() {
        return 0;
    }
}
