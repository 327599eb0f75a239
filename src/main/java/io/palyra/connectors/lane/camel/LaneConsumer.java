package io.palyra.connectors.lane.camel;

import io.palyra.connectors.adapter.LogContext;
import io.palyra.connectors.lane.CascadingExecutor;
import io.palyra.connectors.lane.LaneDelivery;
import io.palyra.connectors.lane.LaneDispatcher;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits one exchange per claimed message: in order within a conversation, conversations at once. The exchange is
 * settled by a {@code palyra-settle} step of its route.
 */
public final class LaneConsumer extends DefaultConsumer {

    /** Exchange property that carries the {@link ClaimedMessage}. */
    static final String MESSAGE = "PalyraClaimedMessage";

    private static final Logger LOG = LoggerFactory.getLogger(LaneConsumer.class);

    private final LaneService service;
    private final LaneDispatcher dispatcher;
    private final LaneHandOver handOver;
    private @Nullable ExecutorService workers;

    public LaneConsumer(Endpoint endpoint, Processor processor, LaneService service) {
        super(endpoint, processor);
        this.service = service;
        this.dispatcher = service.dispatcher();
        this.handOver = service.handOver();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // The dispatcher bounds how many lanes are in hand, and so the threads
        workers = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newCachedThreadPool(this, getEndpoint().getEndpointUri());
        dispatcher.start(this::handle, new CascadingExecutor(workers));
    }

    @Override
    protected void doStop() throws Exception {
        ExecutorService running = workers;
        if (running != null) {
            stopWork(running);
            workers = null;
        }
        super.doStop();
    }

    private void stopWork(ExecutorService running) {
        int abandoned = dispatcher.stop(service.stopDeadline());
        if (abandoned > 0) {
            LOG.warn(
                    "{}: {} conversations were still in hand at the deadline; their messages stay as rows",
                    getEndpoint(),
                    abandoned);
        }
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(running);
    }

    private void handle(LaneDelivery delivery) {
        try (LogContext context =
                LogContext.of(delivery.lane().connectorId(), delivery.entry().envelopeId())) {
            process(delivery);
        }
    }

    private void process(LaneDelivery delivery) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setProperty(MESSAGE, new ClaimedMessage(handOver, delivery));
            handOver.begin(exchange, delivery);
            if (!delivery.isDone()) {
                getProcessor().process(exchange);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (!delivery.isDone()) {
            handOver.unsettled(exchange, delivery);
        }
        releaseExchange(exchange, false);
    }
}
