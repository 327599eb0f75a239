package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.ConnectorHost;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.HealthCheck;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.adapter.OperationRunner;
import io.palyra.connectors.adapter.TypingIndicator;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageTarget;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of a running connector itself. Thread safe; holds no lock while the platform is asked. */
public final class ConnectorCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorCalls.class);

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final InboundRoutes routes;
    private final ConnectorHost host;
    private final Recovery recovery;
    private volatile Function<ConnectorId, Optional<TypingIndicator>> typingElsewhere = connectorId -> Optional.empty();

    ConnectorCalls(
            ConnectorCatalog catalog,
            InstanceRegistry instances,
            InboundRoutes routes,
            ConnectorHost host,
            Recovery recovery) {
        this.catalog = catalog;
        this.instances = instances;
        this.routes = routes;
        this.host = host;
        this.recovery = recovery;
    }

    /** Lets a message in at the connector's own consumer, as if the platform had sent it, whoever wrote it. */
    public InboundIngestOutcome emit(InboundMessageEvent event) throws InboundRefusedException {
        catalog.usable(event.connectorId().kind());
        ConnectorInstance instance = instances.get(event.connectorId());
        if (!instance.spec().enabled()) {
            throw new ConnectorStateException("connector " + instance.id() + " is disabled; enable it first");
        }
        ConnectorConsumer consumer = routes.consumer(event.connectorId())
                .orElseThrow(() ->
                        new InboundRefusedException("connector " + instance.id() + " is not running at present", null));
        return consumer.admit(event);
    }

    /**
     * Works on messages that the platform has; may block as long as the platform does.
     *
     * @param request of the operation's {@link OperationRunner#requestType}
     * @throws DeliveryException where the platform could not be asked
     * @throws UnsupportedConnectorException where the connector does not do this
     */
    public Object operate(ConnectorId connectorId, MessageOperation operation, Object request)
            throws DeliveryException {
        if (!(running(connectorId) instanceof MessageOperations operations)) {
            throw new UnsupportedConnectorException(connectorId + " does not work on messages");
        }
        return new OperationRunner(connectorId, host).run(operations, operation, request);
    }

    /** Whether {@link #operate} reaches a connector at present. Never blocks. */
    public boolean isRunning(ConnectorId connectorId) {
        return instances
                        .find(connectorId)
                        .filter(instance -> instance.spec().enabled())
                        .isPresent()
                && routes.runningAdapter(connectorId).isPresent();
    }

    /**
     * Whether a conversation is with one person alone, as far as the connector can say so; may block as long as the platform does.
     *
     * @throws DeliveryException where the platform could not be asked
     */
    public boolean isDirect(ConnectorId connectorId, MessageTarget target) throws DeliveryException {
        return running(connectorId) instanceof MessageOperations operations && operations.isDirect(target);
    }

    /**
     * Has a connector check what it needs on its platform; opens its session where there is none. What is found decides
     * its readiness. May block as long as the platform does.
     *
     * @throws UnsupportedConnectorException where the connector has nothing to check
     */
    public HealthReport checkHealth(ConnectorId connectorId, @Nullable String verifyConversation) {
        if (!(running(connectorId) instanceof HealthCheck check)) {
            throw new UnsupportedConnectorException(connectorId + " has nothing to check");
        }
        routes.consumer(connectorId).filter(consumer -> !consumer.hasSession()).ifPresent(consumer -> {
            try {
                consumer.restartSession();
            } catch (ConnectorStartException | RuntimeException e) {
                LOG.warn("{} did not start: {}", connectorId, e.getMessage());
                recovery.noSession(connectorId);
            }
        });
        HealthReport report = check.checkHealth(verifyConversation);
        recovery.checked(connectorId, report);
        return report;
    }

    /** @throws ConnectorStateException where the instance does not run */
    private ConnectorAdapter running(ConnectorId connectorId) {
        ConnectorInstance instance = instances.get(connectorId);
        if (!instance.spec().enabled()) {
            throw new ConnectorStateException("connector " + connectorId + " is disabled; enable it first");
        }
        return routes.runningAdapter(connectorId)
                .orElseThrow(() -> new ConnectorStateException("connector " + connectorId + " is not running at present"
                        + instance.lastError().map(error -> ": " + error.text()).orElse("")));
    }

    /** Who shows on the connector's platform that the bot is typing; empty where it does not run or cannot. Never blocks. */
    public Optional<TypingIndicator> typingIndicator(ConnectorId connectorId) {
        return routes.runningAdapter(connectorId)
                .filter(TypingIndicator.class::isInstance)
                .map(TypingIndicator.class::cast)
                .or(() -> typingElsewhere.apply(connectorId));
    }

    /** @param elsewhere who shows it where another program runs the connector; never blocks */
    public void typingElsewhere(Function<ConnectorId, Optional<TypingIndicator>> elsewhere) {
        typingElsewhere = elsewhere;
    }

    /** What the adapter of a running instance knows of itself. */
    public Map<String, Object> runtime(ConnectorId connectorId) {
        instances.get(connectorId);
        Map<String, Object> runtime = RuntimeView.of(connectorId, routes.runtime(connectorId));
        routes.consumer(connectorId).ifPresent(consumer -> runtime.put("bots", consumer.botsView()));
        return runtime;
    }
}
