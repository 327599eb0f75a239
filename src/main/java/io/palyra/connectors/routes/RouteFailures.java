package io.palyra.connectors.routes;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.lang.ref.WeakReference;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Processor;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says in one line that a route has failed, where, and why; the stack trace is there at DEBUG. Camel's own way is a table and
 * a trace for each message, and another one for each poll.
 */
public final class RouteFailures extends CamelLogger implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFailures.class);

    /** Its consumers tell it themselves, with the event and what becomes of it. */
    private static final String EVENTS = "palyra-events:";

    private final RepeatedLines lines = new RepeatedLines(System::nanoTime);

    /** The last one that has failed on this thread: the error handler tells of its failure on it, without naming it. */
    private final ThreadLocal<@Nullable WeakReference<Exchange>> failed = new ThreadLocal<>();

    private final LastFailures last;

    private RouteFailures(LastFailures last) {
        super(LOG, LoggingLevel.ERROR);
        this.last = last;
    }

    /**
     * For every route that has no error handler of its own, or by a route configuration. To be called before there are any. It
     * is no error handler of the context: such a one would take the place of those of route configurations.
     *
     * @param clock tells when a route has failed last
     */
    public static void tellIn(CamelContext context, Clock clock) {
        LastFailures last = new LastFailures(clock);
        context.getCamelContextExtension().addContextPlugin(LastFailures.class, last);
        RouteFailures failures = new RouteFailures(last);
        context.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
                    @Override
                    public void onAddRouteDefinition(RouteDefinition route) {
                        if (!route.isErrorHandlerFactorySet()) {
                            route.setErrorHandlerFactory(failures.errorHandler());
                        }
                    }
                });
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> failures.ofConsumers(endpoint));
    }

    /** Camel's default, but for what it logs. */
    private DefaultErrorHandlerDefinition errorHandler() {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLoggerBean(this);
        handler.setOnExceptionOccurredProcessor(this);
        RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
        policy.setLogExhaustedMessageHistory("false");
        handler.setRedeliveryPolicy(policy);
        return handler;
    }

    @Override
    public void process(Exchange exchange) {
        failed.set(new WeakReference<>(exchange));
    }

    @Override
    public void log(String message) {
        log(message, null, getLevel());
    }

    @Override
    public void log(String message, Throwable failure) {
        log(message, failure, getLevel());
    }

    @Override
    public void log(String message, LoggingLevel level) {
        log(message, null, level);
    }

    @Override
    public void log(String message, @Nullable Throwable failure, LoggingLevel level) {
        WeakReference<Exchange> ended = failed.get();
        Exchange exchange = ended == null ? null : ended.get();
        boolean isEnd = message.startsWith("Failed delivery for") && !message.contains("rocessed by failure processor");
        if (failure == null || !isEnd || level != LoggingLevel.ERROR) {
            CamelLogger.log(LOG, level, firstLine(message));
        } else if (StoreLostException.isCauseOf(failure)) {
            LOG.debug("No route can store anything any more");
        } else if (exchange == null || !message.contains(exchange.getExchangeId())) {
            lines.tell("", reason(failure)).ifPresent(LOG.atLevel(weight(failure))::log);
        } else {
            last.add(exchange.getFromRouteId(), where(exchange), failure);
            if (!isOfEvents(exchange)) {
                lines.tell(
                                exchange.getFromRouteId(),
                                "Route " + exchange.getFromRouteId() + " " + where(exchange) + ": "
                                        + Texts.without(text(exchange), reason(failure)))
                        .ifPresent(LOG.atLevel(weight(failure))::log);
            }
        }
        LOG.debug("The stack trace of it", failure);
        failed.remove();
    }

    /** Of a store that takes nothing neither the route nor the program is the cause. */
    private static Level weight(Throwable failure) {
        return ObjectHelper.getException(StoreUnavailableException.class, failure) == null ? Level.ERROR : Level.WARN;
    }

    private static boolean isOfEvents(Exchange exchange) {
        Endpoint from = exchange.getFromEndpoint();
        return from != null && from.getEndpointUri().startsWith(EVENTS);
    }

    private static String where(Exchange exchange) {
        String step = exchange.getExchangeExtension().getHistoryNodeId();
        String source = exchange.getExchangeExtension().getHistoryNodeSource();
        return "failed" + (step == null ? "" : " at step " + step) + (source == null ? "" : " (" + source + ")");
    }

    /** What people or the daemon have written; empty where the body is something else. */
    private static String text(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof InboundMessageEvent event) {
            return event.body();
        } else if (body instanceof OutboundMessageRequest request) {
            return request.text();
        }
        return body instanceof String text ? text : "";
    }

    private static String firstLine(String message) {
        return Texts.logLine(message.lines().findFirst().orElse(""));
    }

    private static String reason(Throwable failure) {
        return Texts.logLine(failure.getClass().getSimpleName() + ": " + RouteErrors.describe(failure));
    }

    /** Unless the user has chosen something else. */
    private Endpoint ofConsumers(Endpoint endpoint) {
        if (endpoint instanceof DefaultEndpoint own
                && own.getExceptionHandler() == null
                && !own.isBridgeErrorHandler()) {
            own.setExceptionHandler(new OfConsumer(endpoint.getEndpointUri()));
        }
        return endpoint;
    }

    /** What fails in a consumer: of an exchange the error handler has told already. */
    private final class OfConsumer implements ExceptionHandler {

        private final String endpoint;

        OfConsumer(String endpoint) {
            this.endpoint = endpoint;
        }

        /** Not where the route has no error handler: nobody else would tell it. */
        private static boolean isTold(Exchange exchange) {
            return exchange.getException() != null
                    && exchange.getExchangeExtension().isErrorHandlerHandledSet();
        }

        @Override
        public void handleException(Throwable failure) {
            handleException("", null, failure);
        }

        @Override
        public void handleException(@Nullable String message, Throwable failure) {
            handleException(message, null, failure);
        }

        @Override
        public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable failure) {
            String said = message == null ? "" : firstLine(message);
            if (exchange == null) {
                last.add(endpoint, "its input failed", failure);
            }
            if (exchange == null || !isTold(exchange)) {
                lines.tell(endpoint, (said.isEmpty() ? "" : said + ": ") + reason(failure))
                        .ifPresent(LOG::warn);
            }
            LOG.debug("{}", said, failure);
        }
    }
}
