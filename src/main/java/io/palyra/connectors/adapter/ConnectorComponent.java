package io.palyra.connectors.adapter;

import io.palyra.connectors.protocol.CapabilityLimits;
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
    private final Set<String> keeping = ConcurrentHashMap.newKeySet();
    private final Map<String, OpenSession> kept = new ConcurrentHashMap<>();

    /**
     * What all endpoints of an instance share.
     *
     * @param options the URI of the endpoint that its options are from
     * @param bots what it does about other bots
     */
    private record Line(String options, ConnectorAdapter adapter, BotRules bots) {}

    protected ConnectorComponent(ConnectorKind kind) {
        this.kind = kind;
    }

    /** The URI of an instance's endpoint. */
    public static String uri(ConnectorId connectorId) {
        return SCHEME_PREFIX + connectorId;
    }

    /** A new endpoint; its options are set afterwards. */
    protected abstract ConnectorEndpoint newEndpoint(String uri, ConnectorId connectorId);

    /**
     * A new adapter with the options of the endpoint; called once for each time that the instance is enabled, and for each probe of
     * its account, which never starts it.
     */
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
        return type().orElseThrow(() -> new IllegalStateException("kind " + kind + " has no ConnectorType"))
                .capabilities();
    }

    /** Of a message; empty where nothing is declared of the kind. */
    Optional<CapabilityLimits> limits() {
        return type().map(type -> type.capabilities().limits());
    }

    Markup markup() {
        return type().map(ConnectorType::markup).orElse(Markup.PLAIN);
    }

    private Optional<ConnectorType> type() {
        return ConnectorType.all().stream()
                .filter(type -> type.kind().equals(kind))
                .findFirst();
    }

    /** The program around it; empty in a Camel context of someone else. */
    public final Optional<ConnectorHost> host() {
        return Optional.ofNullable(CamelContextHelper.findSingleByType(getCamelContext(), ConnectorHost.class));
    }

    /** How long a start is waited for, before others go on without it. */
    long startPatienceMs() {
        return SlowCall.SLOW_MS;
    }

    ConnectorAdapter adapter(ConnectorEndpoint endpoint) {
        return line(endpoint).adapter();
    }

    /** What the instance does about other bots, the same for all of its endpoints. */
    BotRules botRules(ConnectorEndpoint endpoint) {
        return line(endpoint).bots();
    }

    private Line line(ConnectorEndpoint endpoint) {
        return lines.computeIfAbsent(endpoint.connectorId().name(), name -> newLine(endpoint));
    }

    private Line newLine(ConnectorEndpoint endpoint) {
        return new Line(
                endpoint.getEndpointUri(),
                Objects.requireNonNull(newAdapter(endpoint), getClass().getName() + ".newAdapter answers null"),
                new BotRules(
                        OtherBots.of(endpoint.getOtherBots()),
                        endpoint.getBotLoopLimit(),
                        host().map(ConnectorHost::clock).orElseGet(Clock::systemUTC)));
    }

    /** An instance has the options of its inbound route: a session with others does not go on. */
    void closeKeptWithOtherOptions(ConnectorEndpoint inbound) {
        Line line = lines.get(inbound.connectorId().name());
        if (line != null && !hasOptionsOf(inbound, line)) {
            closeKept(inbound.connectorId());
        }
    }

    /** The same for what is shared; at once, as a message that is sent meanwhile would have it made with its own options. */
    ConnectorAdapter adapterOfInbound(ConnectorEndpoint inbound) {
        return Objects.requireNonNull(lines.compute(
                        inbound.connectorId().name(),
                        (name, line) -> line != null && hasOptionsOf(inbound, line) ? line : newLine(inbound)))
                .adapter();
    }

    private static boolean hasOptionsOf(ConnectorEndpoint inbound, Line line) {
        return line.options().equals(inbound.getEndpointUri());
    }

    /**
     * A new adapter of the name, whether an instance has it or not, that nobody else uses.
     *
     * @throws Exception where an option is wrong
     */
    @API(status = API.Status.INTERNAL)
    public ConnectorAdapter spareAdapter(ConnectorId connectorId) throws Exception {
        ConnectorEndpoint endpoint = (ConnectorEndpoint) createEndpoint(uri(connectorId));
        return Objects.requireNonNull(newAdapter(endpoint), getClass().getName() + ".newAdapter answers null");
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
    @API(status = API.Status.INTERNAL)
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
    }

    /** Whether a session may be open for a route that is being made anew, or is being closed as none comes. */
    @API(status = API.Status.INTERNAL)
    public boolean keepsSession(ConnectorId connectorId) {
        return keeping.contains(connectorId.name()) || kept.containsKey(connectorId.name());
    }

    /** Closes the session that was kept for a route which does not come. */
    @API(status = API.Status.INTERNAL)
    public void closeKept(ConnectorId connectorId) {
        OpenSession session = kept.remove(connectorId.name());
        if (session != null) {
            session.close();
        }
        keeping.remove(connectorId.name());
    }

    @Override
    protected void doStop() throws Exception {
        kept.keySet().forEach(name -> closeKept(ConnectorId.of(kind, name)));
        super.doStop();
    }
}
