package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that an adapter has opened, and the sink of what it receives. It outlives the inbound route where that is only
 * made anew: what comes meanwhile is refused, to be given again, and then runs through the new route.
 */
final class OpenSession implements InboundSink {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSession.class);

    /** A route is made within milliseconds. */
    private static final Duration WAIT = Duration.ofMillis(250);

    private final ConnectorEndpoint endpoint;
    private final ConnectorAdapter adapter;
    private volatile @Nullable ConnectorConsumer consumer;

    private OpenSession(ConnectorEndpoint endpoint, ConnectorConsumer consumer) {
        this.endpoint = endpoint;
        this.adapter = endpoint.adapter();
        this.consumer = consumer;
    }

    /** Blocks as long as the adapter does. */
    static OpenSession open(ConnectorEndpoint endpoint, ConnectorConsumer consumer) throws ConnectorStartException {
        OpenSession session = new OpenSession(endpoint, consumer);
        session.adapter.start(session);
        return session;
    }

    /** @param next through whose route messages run from now on; null while there is none */
    void goesThrough(@Nullable ConnectorConsumer next) {
        consumer = next;
    }

    ConnectorAdapter adapter() {
        return adapter;
    }

    /** An adapter that fails to stop is given up: the instance stops all the same. */
    void close() {
        try {
            adapter.stop();
        } catch (RuntimeException e) {
            LOG.error("{} failed while stopping", endpoint.connectorId(), e);
        }
    }

    @Override
    public InboundIngestOutcome emit(InboundMessageEvent event, boolean mentionsUs) throws InboundRefusedException {
        ConnectorConsumer now = consumer;
        if (now == null) {
            throw InboundRefusedException.later(
                    "the inbound route of " + endpoint.connectorId() + " is being made anew", null, WAIT);
        }
        return now.emit(event, mentionsUs);
    }

    @Override
    public void reject(@Nullable EnvelopeId envelopeId, String reason) {
        LOG.error("{} leaves a message out: {}", endpoint.connectorId(), reason);
        endpoint.getComponent().host().ifPresent(host -> host.rejected(endpoint.connectorId(), envelopeId, reason));
    }
}
