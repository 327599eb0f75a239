package io.palyra.connectors.adapter;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * How an inbound route ended that did not reach the inbox. It may decide against a message, by a filter, a choice or a
 * stop; that is told from failures, which may be hidden: an error handler ends the route as if all were well.
 */
final class InboundRouteEnd {

    private InboundRouteEnd() {}

    /** What failed; null where the route ended as it was meant to. */
    static @Nullable Exception failure(Exchange exchange) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        Exception caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        if (isEndOfErrorHandler(exchange)) {
            return caught != null ? caught : new IllegalStateException("the route was rolled back");
        }
        // Caught by a doTry: the route went on behind it, and may have been stopped on purpose there
        return exchange.isRouteStop() ? null : caught;
    }

    private static boolean isEndOfErrorHandler(Exchange exchange) {
        return exchange.isRollbackOnly()
                || exchange.isRollbackOnlyLast()
                || exchange.getExchangeExtension().isFailureHandled();
    }

    /** The route, or the program, is about to stop, or the route to be made anew: no fault of the message. */
    static boolean isOfStopping(Exception failure) {
        return ObjectHelper.getException(RejectedExecutionException.class, failure) != null
                || ObjectHelper.getException(InterruptedException.class, failure) != null
                || isOfStepThatStands(ObjectHelper.getException(IllegalStateException.class, failure));
    }

    /** As Camel's processors say it, such as one that sends. */
    private static boolean isOfStepThatStands(@Nullable IllegalStateException failure) {
        return failure != null && String.valueOf(failure.getMessage()).contains(" has not been started: ");
    }
}
