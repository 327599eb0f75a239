package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.RateLimitWindows;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reads what was missed, at a pace, and in its place where Slack asks to wait: many channels have more requests than a minute takes.
 * Thread safe; blocks, until its thread is interrupted.
 */
final class HistoryReader {

    /** So that sends keep their share; how many a minute are taken is for Slack to say. */
    static final Duration INTERVAL = Duration.ofMillis(50);

    /** A longer wait is the feed's, which is asked again then. */
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private final History history;
    private final HistoryRequests requests;
    private final RateLimitWindows windows;

    HistoryReader(History history, HistoryRequests requests, RateLimitWindows windows) {
        this.history = history;
        this.requests = requests;
        this.windows = windows;
    }

    Page page(History.Range range) throws RequestException {
        String method = range.thread() == null ? "conversations.history" : "conversations.replies";
        return requests.run(range.channelId(), () -> {
            while (true) {
                await(windows.wait(method));
                try {
                    return history.page(range);
                } catch (RequestException e) {
                    Duration stated = e.failure().retryAfter();
                    if (stated == null || stated.compareTo(WAIT_MAX) > 0) {
                        throw e;
                    }
                }
            }
        });
    }

    private static void await(Duration wait) throws RequestException {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(new RequestFailure.Stopped("the session ends"));
        }
    }
}
