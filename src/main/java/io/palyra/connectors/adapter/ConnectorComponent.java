package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.StringHelper;

/**
 * Base of every connector's component. The scheme is {@code palyra-<kind>}, what follows it is the instance's name, and
 * all endpoints of one instance share one {@link ConnectorAdapter}.
 */
public abstract class ConnectorComponent extends DefaultComponent {

    /** Scheme of the endpoint that belongs to a connector id. */
    public static final String SCHEME_PREFIX = "palyra-";

    private final ConnectorKind kind;
    private final Map<String, ConnectorAdapter> adapters = new ConcurrentHashMap<>();
    private final Map<String, ConnectorConsumer> consumers = new ConcurrentHashMap<>();
    private final Map<String, BotRules> botRules = new ConcurrentHashMap<>();

    protected ConnectorComponent(ConnectorKind kind) {
        this.kind = kind;
    }

    /** The URI of an instance's endpoint. */
    public static String uri(ConnectorId connectorId) {
        return SCHEME_PREFIX + connectorId;
    }

    /** A new endpoint; its options are set afterwards. */
    protected abstract ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId);

    /** A new adapter with the options of the endpoint; called once for each time that the instance is enabled. */
    protected abstract ConnectorAdapter newAdapter(ConnectorEndpoint endpoint);

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ConnectorId connectorId = ConnectorId.of(kind, remaining);
        ConnectorEndpoint endpoint = Objects.requireNonNull(
                newEndpoint(uri, connectorId), getClass().getName() + ".newEndpoint answers null");
        host().ifPresent(host -> host.options(connectorId)
                .forEach((option, value) -> parameters.putIfAbsent(StringHelper.dashToCamelCase(option), value)));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** What the kind declares, whether an instance of it exists or not. */
    ConnectorCapabilitySet capabilities() {
        return ConnectorType.all().stream()
                .filter(type -> type.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("kind " + kind + " has no ConnectorType"))
                .capabilities();
    }

    /** The program around it; empty in a Camel context of someone else. */
    public final Optional<ConnectorHost> host() {
        return Optional.ofNullable(CamelContextHelper.findSingleByType(getCamelContext(), ConnectorHost.class));
    }

    ConnectorAdapter adapter(ConnectorEndpoint endpoint) {
        return adapters.computeIfAbsent(
                endpoint.connectorId().name(),
                name -> Objects.requireNonNull(
                        newAdapter(endpoint), getClass().getName() + ".newAdapter answers null"));
    }

    /** What the instance does about other bots, the same for all of its endpoints. */
    BotRules botRules(ConnectorEndpoint endpoint) {
        return botRules.computeIfAbsent(
                endpoint.connectorId().name(),
                name -> new BotRules(
                        OtherBots.of(endpoint.getOtherBots()),
                        endpoint.getBotLoopLimit(),
                        host().map(ConnectorHost::clock).orElseGet(Clock::systemUTC)));
    }

    /** The consumer of an instance, while its inbound route runs. */
    public Optional<ConnectorConsumer> consumer(ConnectorId connectorId) {
        return Optional.ofNullable(consumers.get(connectorId.name()));
    }

    void started(ConnectorId connectorId, ConnectorConsumer consumer) {
        consumers.put(connectorId.name(), consumer);
    }

    void stopped(ConnectorId connectorId, ConnectorConsumer consumer) {
        consumers.remove(connectorId.name(), consumer);
    }

    /** Forgets the adapter of an instance that does not run, so that starting it reads its options and secrets anew. */
    public void forget(ConnectorId connectorId) {
        adapters.remove(connectorId.name());
        botRules.remove(connectorId.name());
    }
}
