package io.palyra.connectors.events;

import io.palyra.connectors.protocol.Texts;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives its route one event after the other, on a thread of its own. */
final class EventsConsumer extends DefaultConsumer {

    /** The {@link EventService} in Camel's registry. */
    static final String SERVICE = "palyraEvents";

    private static final Logger LOG = LoggerFactory.getLogger(EventsConsumer.class);

    private final EventsEndpoint endpoint;
    private final EventSelection selection;
    private @Nullable EventLoop loop;
    private @Nullable ExecutorService worker;

    EventsConsumer(EventsEndpoint endpoint, Processor processor, EventSelection selection) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.selection = selection;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EventLoop started = EventLoop.begin(
                service(),
                getRouteId(),
                selection,
                endpoint.getFrom() == StartFrom.beginning,
                endpoint.getOnFailure(),
                this::give);
        ExecutorService thread = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, endpoint.getEndpointUri());
        loop = started;
        worker = thread;
        thread.execute(started);
    }

    private EventService service() {
        return CamelContextHelper.mandatoryLookup(endpoint.getCamelContext(), SERVICE, EventService.class);
    }

    @Override
    protected void doStop() throws Exception {
        EventLoop running = loop;
        ExecutorService thread = worker;
        if (running != null && thread != null) {
            running.end();
            thread.shutdown();
            if (!thread.awaitTermination(service().stopDeadline().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Route {} is still busy with an event; it gets it again at its next start", getRouteId());
                endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(thread);
            }
        }
        loop = null;
        worker = null;
        super.doStop();
    }

    /** Why the route has not taken the event; null where it has. */
    private @Nullable String give(LoggedEvent event) {
        Exchange exchange = createExchange(false);
        fill(exchange.getMessage(), event);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        boolean rolledBack = exchange.isRollbackOnly();
        releaseExchange(exchange, false);
        if (failure != null) {
            return Texts.logLine(failure.toString());
        }
        return rolledBack ? "the exchange was rolled back" : null;
    }

    private static void fill(Message message, LoggedEvent event) {
        message.setBody(event);
        message.setHeader(EventsConstants.CONNECTOR_ID, event.connectorId().value());
        message.setHeader(EventsConstants.EVENT_ID, event.eventId());
        message.setHeader(EventsConstants.EVENT_TYPE, event.eventType());
        message.setHeader(EventsConstants.EVENT_LEVEL, event.level());
        message.setHeader(EventsConstants.MESSAGE_TIMESTAMP, event.createdAtUnixMs());
        String envelopeId = event.envelopeId();
        if (envelopeId != null) {
            message.setHeader(EventsConstants.EVENT_ENVELOPE_ID, envelopeId);
        }
    }
}
