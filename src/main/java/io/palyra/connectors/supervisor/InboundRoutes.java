package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.Asking;
import io.palyra.connectors.adapter.ConnectorAdapter;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorConsumer;
import io.palyra.connectors.adapter.ConnectorEndpoint;
import io.palyra.connectors.adapter.ConnectorStartException;
import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Liveness;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.SupervisingRouteController;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbound route of each enabled instance, made from the route template of its kind, or else from the general one in
 * {@code routes/inbound.camel.yaml}.
 */
public final class InboundRoutes {

    /** How the ids of the routes begin; Camel's supervising route controller restarts routes with such ids. */
    public static final String ROUTE_ID_PREFIX = "inbound-";

    private static final Logger LOG = LoggerFactory.getLogger(InboundRoutes.class);
    private static final long STOP_TIMEOUT_S = 5;

    /** Nobody limits for longer; a connector that says so is asked again after it. */
    private static final Duration WAIT_MAX = Duration.ofDays(1);

    /** A session that is back sooner was not lost: platforms cut connections as a matter of course. */
    private static final Duration SESSION_GRACE = Duration.ofSeconds(5);

    private final ModelCamelContext context;
    private final InboundGuard guard;
    private final Map<ConnectorId, RouteTemplateDefinition> madeFrom = new ConcurrentHashMap<>();

    public InboundRoutes(ModelCamelContext context, InboundGuard guard) {
        this.context = context;
        this.guard = guard;
    }

    /** Makes and starts the route with a new adapter, which reads options and secrets anew. Where it does not start, Camel's supervising route controller tries again with backoff. */
    void start(ConnectorId connectorId) {
        if (context.getRoute(routeId(connectorId)) != null) {
            return;
        }
        component(connectorId).ifPresent(component -> component.forget(connectorId));
        make(connectorId).ifPresent(failure -> tellNotStarted(connectorId, failure));
    }

    /** The instances that have an inbound route in a context, in order. */
    public static List<ConnectorId> madeIn(CamelContext context) {
        return context.getRoutes().stream()
                .filter(InboundRoutes::isInbound)
                .map(route -> ConnectorId.of(route.getId().substring(ROUTE_ID_PREFIX.length())))
                .sorted(Comparator.comparing(ConnectorId::value))
                .toList();
    }

    /** Whether a route is an instance's. One that a file has, or makes of a template, may have such an id, too. */
    public static boolean isInbound(Route route) {
        return route.isCreatedByRouteTemplate()
                && route.getId().startsWith(ROUTE_ID_PREFIX)
                && route.getEndpoint() instanceof ConnectorEndpoint endpoint
                && route.getId().equals(routeId(endpoint.connectorId()));
    }

    /** @return why it does not start, where it does not */
    private Optional<Exception> make(ConnectorId connectorId) {
        RouteTemplateDefinition template = InboundTemplates.of(context, connectorId.kind());
        if (template == null) {
            throw new IllegalStateException("there is no route template " + InboundTemplates.GENERAL);
        }
        refuseUnasked(template, connectorId);
        try {
            madeFrom.put(connectorId, template);
            TemplatedRouteBuilder.builder(context, template.getId())
                    .routeId(routeId(connectorId))
                    .parameter(InboundTemplates.PARAMETER, connectorId.value())
                    .add();
            context.getRouteController().startRoute(routeId(connectorId));
            return Optional.empty();
        } catch (Exception e) {
            if (context.getRoute(routeId(connectorId)) == null) {
                throw new IllegalStateException(
                        "the inbound route of " + connectorId + " cannot be made: " + reason(e), e);
            }
            return Optional.of(e);
        }
    }

    /** Camel's words end before what an option itself says of its value, which lies deepest. */
    private static String reason(Exception failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String words = String.valueOf(failure.getMessage());
        String why = deepest.getMessage();
        return why == null || words.contains(why) ? words : words + ": " + why;
    }

    /** Every message would be refused at the inbox. */
    private void refuseUnasked(RouteTemplateDefinition template, ConnectorId connectorId) {
        guard.complaint(template, connectorId).ifPresent(complaint -> {
            throw new IllegalStateException(complaint);
        });
    }

    /** Whether each message of the instance comes to the step that asks for access before it comes to the inbox. */
    boolean asksForAccess(ConnectorId connectorId) {
        RouteTemplateDefinition template = InboundTemplates.of(context, connectorId.kind());
        return template == null || guard.asks(template, connectorId);
    }

    private static void tellNotStarted(ConnectorId connectorId, Exception failure) {
        LOG.warn("{} does not start yet, it is tried again: {}", connectorId, failure.getMessage());
    }

    /** Stops and removes the route, and closes the platform session. */
    void stop(ConnectorId connectorId) {
        component(connectorId).ifPresent(component -> component.closeKept(connectorId));
        remove(connectorId);
        madeFrom.remove(connectorId);
    }

    /** Closes the platform session, and waits for nobody who starts or stops routes; the route is to be stopped then. */
    void closeSession(ConnectorId connectorId) {
        component(connectorId).ifPresent(component -> component.closeKept(connectorId));
        startingConsumer(connectorId).ifPresent(ConnectorConsumer::closeSessionNow);
    }

    private void remove(ConnectorId connectorId) {
        String routeId = routeId(connectorId);
        try {
            if (context.getRoute(routeId) != null) {
                context.getRouteController().stopRoute(routeId, STOP_TIMEOUT_S, TimeUnit.SECONDS);
                context.removeRoute(routeId);
            }
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the inbound route of " + connectorId + " does not stop: " + e.getMessage(), e);
        }
    }

    /** Whether its session is open, or may be soon, or a message is on its way to the inbox. */
    boolean receives(ConnectorId connectorId) {
        return component(connectorId)
                        .filter(component -> component.keepsSession(connectorId))
                        .isPresent()
                || startingConsumer(connectorId)
                        .filter(ConnectorConsumer::holdsSession)
                        .isPresent()
                || context.getInflightRepository().size(routeId(connectorId)) > 0;
    }

    /**
     * An adapter of its own for a name, whether an instance has it or not.
     *
     * @throws IllegalStateException where an option is wrong
     */
    ConnectorAdapter spareAdapter(ConnectorId connectorId) {
        try {
            return context.getComponent(ConnectorComponent.SCHEME_PREFIX + connectorId.kind(), ConnectorComponent.class)
                    .spareAdapter(connectorId);
        } catch (Exception e) {
            throw new IllegalStateException(reason(e), e);
        }
    }

    /** Whether the instance has a route, whatever state it is in. */
    boolean isMade(ConnectorId connectorId) {
        return context.getRoute(routeId(connectorId)) != null;
    }

    /**
     * Makes the route anew where it was made from another template than there is now: one that was edited, or that of
     * the kind, which came or went. The platform session stays open meanwhile, unless the template has other options for it.
     *
     * @throws IllegalStateException where it cannot be made, or its steps do not start; the session then waits for a route
     */
    void renew(ConnectorId connectorId) {
        RouteTemplateDefinition template = InboundTemplates.of(context, connectorId.kind());
        if (template == null || isMade(connectorId) && template == madeFrom.get(connectorId)) {
            return;
        }
        refuseUnasked(template, connectorId);
        component(connectorId).ifPresent(component -> component.keepSession(connectorId));
        remove(connectorId);
        LOG.info("The inbound route of {} is made anew from the route template {}", connectorId, template.getId());
        make(connectorId).ifPresent(failure -> {
            if (ObjectHelper.getException(ConnectorStartException.class, failure) == null) {
                throw new IllegalStateException(
                        "the inbound route of " + connectorId + " does not start: " + failure.getMessage(), failure);
            }
            tellNotStarted(connectorId, failure);
        });
    }

    /** Hands an instance whose session does not open to Camel's supervising route controller, which tries again with backoff. */
    void restart(ConnectorId connectorId) {
        String routeId = routeId(connectorId);
        try {
            if (context.getRoute(routeId) != null) {
                context.getRouteController().stopRoute(routeId, STOP_TIMEOUT_S, TimeUnit.SECONDS);
                context.getRouteController().startRoute(routeId);
            }
        } catch (Exception e) {
            tellNotStarted(connectorId, e);
        }
    }

    Liveness liveness(ConnectorId connectorId) {
        Route route = context.getRoute(routeId(connectorId));
        if (route == null) {
            return Liveness.STOPPED;
        }
        if (context.getRouteController() instanceof SupervisingRouteController controller) {
            if (controller.getExhaustedRoutes().contains(route)) {
                return Liveness.CRASHED;
            }
            if (controller.getRestartingRoutes().contains(route)) {
                return Liveness.RESTARTING;
            }
        }
        ServiceStatus status = context.getRouteController().getRouteStatus(routeId(connectorId));
        if (status == null) {
            // Removed meanwhile
            return Liveness.STOPPED;
        }
        return status.isStarted() && !hasLostSession(connectorId) ? Liveness.RUNNING : Liveness.RESTARTING;
    }

    private boolean hasLostSession(ConnectorId connectorId) {
        return disconnectedFor(connectorId)
                .filter(lost -> lost.compareTo(SESSION_GRACE) >= 0)
                .isPresent();
    }

    /** Whether the instance is started: its session is open, or lacks what an operator provides. */
    boolean isStarted(ConnectorId connectorId) {
        return consumer(connectorId).isPresent();
    }

    /** The consumer of an instance whose route runs. */
    Optional<ConnectorConsumer> consumer(ConnectorId connectorId) {
        return component(connectorId).flatMap(component -> component.consumer(connectorId));
    }

    /** The consumer of an instance, also while it is being started: whoever wants to restart its session waits for that. */
    Optional<ConnectorConsumer> startingConsumer(ConnectorId connectorId) {
        Route route = context.getRoute(routeId(connectorId));
        return route != null && route.getConsumer() instanceof ConnectorConsumer consumer
                ? Optional.of(consumer)
                : Optional.empty();
    }

    /** The adapter of an instance whose route runs. */
    Optional<ConnectorAdapter> runningAdapter(ConnectorId connectorId) {
        return consumer(connectorId).map(running -> adapter(connectorId));
    }

    /** The component of the kind, where one of its instances has been started. */
    private Optional<ConnectorComponent> component(ConnectorId connectorId) {
        return context.hasComponent(ConnectorComponent.SCHEME_PREFIX + connectorId.kind())
                        instanceof ConnectorComponent component
                ? Optional.of(component)
                : Optional.empty();
    }

    private ConnectorAdapter adapter(ConnectorId connectorId) {
        return endpoint(connectorId).adapter();
    }

    private ConnectorEndpoint endpoint(ConnectorId connectorId) {
        return context.getEndpoint(ConnectorComponent.uri(connectorId), ConnectorEndpoint.class);
    }

    /** What can be done about an unknown outcome; a connector that cannot say so leaves it to an operator. */
    UnknownResolution unknownResolution(ConnectorId connectorId) {
        return Asking.of(
                connectorId,
                "unknownResolution",
                () -> adapter(connectorId).unknownResolution(),
                UnknownResolution.OPERATOR);
    }

    /** Looks for a message in the platform's history. Where nobody looked, nothing was learnt. */
    DeliveryLookup.Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        if (!isStarted(request.connectorId())) {
            return new DeliveryLookup.Finding.NotAsked("the connector is not started");
        }
        try {
            return adapter(request.connectorId()) instanceof DeliveryLookup history
                    ? Objects.requireNonNull(history.find(request, sentAfter, isAnothers), "no finding")
                    : new DeliveryLookup.Finding.Undecided("the connector has no history to look into");
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{} failed while looking for {}", request.connectorId(), request.envelopeId(), e);
            return new DeliveryLookup.Finding.NotAsked("the connector failed while looking for the message: " + e);
        }
    }

    /** How long the platform would refuse a message of the conversation; a connector that cannot say so sends it. */
    Duration waitBeforeSend(ConnectorId connectorId, ConversationId conversationId) {
        Duration wait = Asking.of(
                connectorId,
                "waitBeforeSend",
                () -> adapter(connectorId).waitBeforeSend(conversationId),
                Duration.ZERO);
        return wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX;
    }

    /** What a conversation is known to be where the instance runs; itself elsewhere. */
    ConversationId conversation(ConnectorId connectorId, ConversationId conversationId) {
        return runningAdapter(connectorId)
                .map(adapter -> Asking.of(
                        connectorId, "conversation", () -> adapter.conversation(conversationId), conversationId))
                .orElse(conversationId);
    }

    /** A connector that cannot say so counts each conversation on its own. */
    String rateLimitBucket(ConnectorId connectorId, ConversationId conversationId) {
        return Asking.of(
                connectorId,
                "rateLimitBucket",
                () -> adapter(connectorId).rateLimitBucket(conversationId),
                conversationId.value());
    }

    /** For how long the session of a running instance has been lost. */
    Optional<Duration> disconnectedFor(ConnectorId connectorId) {
        return runningAdapter(connectorId)
                .flatMap(adapter ->
                        Asking.of(connectorId, "disconnectedFor", adapter::disconnectedFor, Optional.empty()));
    }

    /** Why it is lost, as far as the adapter knows. */
    Optional<String> disconnectedReason(ConnectorId connectorId) {
        return runningAdapter(connectorId)
                .flatMap(adapter ->
                        Asking.of(connectorId, "disconnectedReason", adapter::disconnectedReason, Optional.empty()));
    }

    /** What the adapter of a running instance knows of itself. */
    Map<String, Object> runtime(ConnectorId connectorId) {
        Optional<ConnectorAdapter> running = runningAdapter(connectorId);
        return running.isEmpty() ? Map.of() : Asking.of(connectorId, "runtime", running.get()::runtime, Map.of());
    }

    /** What the instance takes in one message; where it cannot say so, what its kind declares. */
    CapabilityLimits limits(ConnectorId connectorId, CapabilityLimits declared) {
        return option(connectorId, "limits", ConnectorEndpoint::limits, declared);
    }

    /** How the instance's texts are made; where it cannot say so, as its kind declares. */
    Markup markup(ConnectorId connectorId, Markup declared) {
        return option(connectorId, "markup", ConnectorEndpoint::markup, declared);
    }

    private <T> T option(
            ConnectorId connectorId, String method, BiFunction<ConnectorEndpoint, T, T> question, T declared) {
        ConnectorEndpoint endpoint;
        try {
            endpoint = endpoint(connectorId);
        } catch (RuntimeException e) {
            LOG.debug("{} has the {} of its kind: {}", connectorId, method, e.getMessage());
            return declared;
        }
        return Asking.of(connectorId, method, () -> question.apply(endpoint, declared), declared);
    }

    private static String routeId(ConnectorId connectorId) {
        return ROUTE_ID_PREFIX + connectorId;
    }
}
