package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.CamelContextHelper;
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

    /** How long calls of the platform may keep a session from being closed. */
    private static final long CALLS_WAIT_S = 5;

    private static final int CALLS_MAX = Integer.MAX_VALUE;

    private final ConnectorEndpoint endpoint;
    private final ConnectorAdapter adapter;
    private final Semaphore calls = new Semaphore(CALLS_MAX);
    private volatile boolean closing;
    private boolean closed;
    private volatile boolean over;
    private volatile @Nullable ConnectorConsumer consumer;

    private OpenSession(ConnectorEndpoint endpoint, ConnectorAdapter adapter, ConnectorConsumer consumer) {
        this.endpoint = endpoint;
        this.adapter = adapter;
        this.consumer = consumer;
    }

    /** Blocks as long as the adapter does. */
    static OpenSession open(ConnectorEndpoint endpoint, ConnectorAdapter adapter, ConnectorConsumer consumer)
            throws ConnectorStartException {
        OpenSession session = new OpenSession(endpoint, adapter, consumer);
        session.requirePort();
        session.adapter.start(session);
        return session;
    }

    /** @param next through whose route messages run from now on; null while there is none */
    void goesThrough(@Nullable ConnectorConsumer next) {
        consumer = next;
    }

    private void requirePort() throws ConnectorStartException {
        if (takesCalls()) {
            if (CamelContextHelper.findSingleByType(endpoint.getCamelContext(), WebhookPort.class) == null) {
                throw new ConnectorStartException(
                        Readiness.MISCONFIGURED,
                        "palyra.ingress.port is not set: the connector takes calls of its platform, which come in on that port;"
                                + " set it and start the program again");
            }
            LOG.info("{} takes calls at {} of the ingress port", endpoint.connectorId(), path());
        }
    }

    private String path() {
        return WebhookPort.path(endpoint.connectorId());
    }

    private boolean takesCalls() {
        return adapter instanceof WebhookReceiver receiver && receiver.takesCalls();
    }

    /** Who takes calls of the platform; empty where nobody does. */
    Optional<WebhookReceiver> receiver() {
        return takesCalls() ? Optional.of(this::receive) : Optional.empty();
    }

    private WebhookAnswer receive(WebhookCall call) throws InboundRefusedException {
        if (closing || !calls.tryAcquire()) {
            throw new InboundRefusedException(endpoint.connectorId() + " is stopping", null);
        }
        try {
            return ((WebhookReceiver) adapter).receive(call);
        } finally {
            calls.release();
        }
    }

    /**
     * Once; whoever comes second waits for that. An adapter that fails to stop is given up: the instance stops all the same. An
     * interrupt of the thread does not reach the adapter, and is kept; one that the adapter leaves behind does not reach whoever
     * has others to stop.
     */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted();
        awaitCalls();
        stopAdapter();
        var unused = Thread.interrupted();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopAdapter() {
        try (SlowCall watched = SlowCall.of(endpoint.connectorId(), "stop")) {
            adapter.stop();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed while stopping", endpoint.connectorId(), e);
        } finally {
            over = true;
        }
    }

    /** Whether it is closed, and nothing comes in any more. */
    boolean isOver() {
        return over;
    }

    private void awaitCalls() {
        closing = true;
        try {
            if (!calls.tryAcquire(CALLS_MAX, CALLS_WAIT_S, TimeUnit.SECONDS)) {
                LOG.warn("{} stops although calls of its platform are still in hand", endpoint.connectorId());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public InboundIngestOutcome emit(InboundMessageEvent event, InboundFacts facts) throws InboundRefusedException {
        ConnectorConsumer now = consumer;
        if (now == null) {
            throw InboundRefusedException.later(
                    "the inbound route of " + endpoint.connectorId() + " is being made anew", null, WAIT);
        }
        return now.emit(event, facts);
    }

    @Override
    public void reject(@Nullable EnvelopeId envelopeId, String reason) {
        LOG.error("{} leaves a message out: {}", endpoint.connectorId(), reason);
        endpoint.getComponent().host().ifPresent(host -> host.rejected(endpoint.connectorId(), envelopeId, reason));
    }
}
