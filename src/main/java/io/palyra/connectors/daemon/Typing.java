package io.palyra.connectors.daemon;

import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the sender of a message see that the bot is typing while the daemon works on it. On threads of its own, so that a platform
 * that is slow to show it delays no answer. Thread safe.
 */
final class Typing {

    private static final Logger LOG = LoggerFactory.getLogger(Typing.class);

    /** A daemon that answers at once needs no sign of it. */
    private static final Duration FIRST_AFTER = Duration.ofMillis(500);

    private final TypingIndicators indicators;
    private final ScheduledExecutorService timer;

    Typing(TypingIndicators indicators, ScheduledExecutorService timer) {
        this.indicators = indicators;
        this.timer = timer;
    }

    /** Begins with it. @return what ends it */
    Runnable during(InboundMessageEvent event) {
        Optional<TypingIndicator> indicator = indicators.of(event.connectorId());
        if (indicator.isEmpty()) {
            return () -> {};
        }
        try {
            Future<?> shown = timer.scheduleWithFixedDelay(
                    () -> show(indicator.get(), event),
                    FIRST_AFTER.toMillis(),
                    indicator.get().interval().toMillis(),
                    TimeUnit.MILLISECONDS);
            return () -> shown.cancel(false);
        } catch (RejectedExecutionException e) {
            // The route stops
            return () -> {};
        } catch (RuntimeException | LinkageError e) {
            // The connector's own fault, and none of the message's
            LOG.debug("{} is not shown as typing: {}", event.connectorId(), e.toString());
            return () -> {};
        }
    }

    private static void show(TypingIndicator indicator, InboundMessageEvent event) {
        try {
            indicator.showTyping(event.conversationId(), event.threadId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("{} is not shown as typing: {}", event.connectorId(), e.toString());
        }
    }
}
