package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.HealthCheck;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.MessageOperations;
import io.palyra.connectors.adapter.OperationRunner;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked of a running connector itself. Thread safe; holds no lock while the platform is asked. */
final class ConnectorCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorCalls.class);

    private final ConnectorCatalog catalog;
    private final InstanceRegistry instances;
    private final InstanceSignals signals;
    private final InboundRoutes routes;
    private final Consumer<ConnectorId> restartRoute;

    /** @param restartRoute what to do about a session that does not open at present */
    ConnectorCalls(
            ConnectorCatalog catalog,
            InstanceRegistry instances,
            InstanceSignals signals,
            InboundRoutes routes,
            Consumer<ConnectorId> restartRoute) {
        this.catalog = catalog;
        this.instances = instances;
        this.signals = signals;
        this.routes = routes;
        this.restartRoute = restartRoute;
    }

    /** Lets a message in at the connector's own consumer, as if the platform had sent it, whoever wrote it. */
    InboundIngestOutcome emit(InboundMessageEvent event) throws InboundRefusedException {
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
    Object operate(ConnectorId connectorId, MessageOperation operation, Object request) throws DeliveryException {
        if (!(running(connectorId) instanceof MessageOperations operations)) {
            throw new UnsupportedConnectorException(connectorId + " does not work on messages");
        }
        return new OperationRunner(connectorId, signals).run(operations, operation, request);
    }

    /**
     * Has a connector check what it needs on its platform; opens its session where there is none. What is found decides
     * its readiness. May block as long as the platform does.
     *
     * @throws UnsupportedConnectorException where the connector has nothing to check
     */
    HealthReport checkHealth(ConnectorId connectorId, @Nullable String verifyConversation) {
        if (!(running(connectorId) instanceof HealthCheck check)) {
            throw new UnsupportedConnectorException(connectorId + " has nothing to check");
        }
        routes.consumer(connectorId).filter(consumer -> !consumer.hasSession()).ifPresent(consumer -> {
            try {
                consumer.restartSession();
            } catch (ConnectorStartException e) {
                LOG.warn("{} did not start: {}", connectorId, e.getMessage());
                restartRoute.accept(connectorId);
            }
        });
        HealthReport report = check.checkHealth(verifyConversation);
        signals.checked(connectorId, report);
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
                        + (instance.lastError() == null ? "" : ": " + instance.lastError())));
    }

    /** What the adapter of a running instance knows of itself. */
    Map<String, Object> runtime(ConnectorId connectorId) {
        instances.get(connectorId);
        Map<String, Object> runtime = new LinkedHashMap<>(routes.runningAdapter(connectorId)
                .map(ConnectorAdapter::runtime)
                .orElse(Map.of()));
        routes.consumer(connectorId).ifPresent(consumer -> runtime.put("bots", consumer.botsView()));
        return runtime;
    }
}
