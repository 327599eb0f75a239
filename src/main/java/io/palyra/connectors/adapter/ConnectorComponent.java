package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.StringHelper;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Base of every connector's component. The scheme is {@code palyra-<kind>}, what follows it is the instance's name, and
 * all endpoints of one instance share one {@link ConnectorAdapter}.
 */
@API(status = API.Status.STABLE)
public abstract class ConnectorComponent extends DefaultComponent {

    /** Scheme of the endpoint that belongs to a connector id. */
    public static final String SCHEME_PREFIX = "palyra-";

    private final ConnectorKind kind;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<String, ConnectorConsumer> consumers = new ConcurrentHashMap<>();
    private final Map<String, BotRules> botRules = new ConcurrentHashMap<>();
    private final Set<String> keeping = ConcurrentHashMap.newKeySet();
    private final Map<String, OpenSession> kept = new ConcurrentHashMap<>();

    /** @param options the URI of the endpoint that its options are from */
    private record Line(String options, ConnectorAdapter adapter) {}

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
        return lines.computeIfAbsent(
                        endpoint.connectorId().name(),
                        name -> new Line(
                                endpoint.getEndpointUri(),
                                Objects.requireNonNull(
                                        newAdapter(endpoint), getClass().getName() + ".newAdapter answers null")))
                .adapter();
    }

    /** An instance has the options of its inbound route: an adapter that was made with others is given up. */
    void optionsAreThoseOf(ConnectorEndpoint inbound) {
        Line line = lines.get(inbound.connectorId().name());
        if (line != null && !line.options().equals(inbound.getEndpointUri())) {
            forget(inbound.connectorId());
        }
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
    @API(status = API.Status.INTERNAL)
    public Optional<ConnectorConsumer> consumer(ConnectorId connectorId) {
        return Optional.ofNullable(consumers.get(connectorId.name()));
    }

    void started(ConnectorId connectorId, ConnectorConsumer consumer) {
        consumers.put(connectorId.name(), consumer);
    }

    void stopped(ConnectorId connectorId, ConnectorConsumer consumer) {
        consumers.remove(connectorId.name(), consumer);
    }

    /**
     * The instance's inbound route is about to be stopped and made anew: its platform session stays open for the next one.
     * Where none takes it, {@link #forget} closes it.
     */
    public void keepSession(ConnectorId connectorId) {
        keeping.add(connectorId.name());
    }

    /** @return whether the session stays open although its route stops */
    boolean keeps(ConnectorId connectorId, OpenSession session) {
        boolean keeps = keeping.contains(connectorId.name());
        if (keeps) {
            kept.put(connectorId.name(), session);
        }
        return keeps;
    }

    @Nullable
    OpenSession takeKept(ConnectorId connectorId) {
        keeping.remove(connectorId.name());
        return kept.remove(connectorId.name());
    }

    /** Forgets the adapter of an instance that does not run, so that starting it reads its options and secrets anew. */
    @API(status = API.Status.INTERNAL)
    public void forget(ConnectorId connectorId) {
        closeKept(connectorId);
        lines.remove(connectorId.name());
        botRules.remove(connectorId.name());
    }

    /** Closes the session that was kept for a route which does not come. */
    public void closeKept(ConnectorId connectorId) {
        OpenSession session = takeKept(connectorId);
        if (session != null) {
            session.close();
        }
    }

    @Override
    protected void doStop() throws Exception {
        kept.keySet().forEach(name -> closeKept(ConnectorId.of(kind, name)));
        super.doStop();
    }
}
