package io.palyra.connectors.routes;

import io.palyra.connectors.supervisor.InboundTemplates;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.NodeIdFactory;
import org.apache.camel.util.URISupport;

/**
 * The core stages and what they call in this process, directly or through others. Whatever else is in the route files has
 * inputs of its own: folders, mailboxes, ports, schedules.
 */
public final class InProcess {

    private static final Set<String> CORE = Set.of("palyra-inbox", "palyra-outbox");

    private final ModelCamelContext context;

    private InProcess(ModelCamelContext context) {
        this.context = context;
    }

    /**
     * Takes every other route out of a context that is not started yet.
     *
     * @return what was taken out: the id of each route with its input, in order
     */
    public static Set<String> keepOnly(ModelCamelContext context) throws Exception {
        return new InProcess(context).keepCore();
    }

    private Set<String> keepCore() throws Exception {
        Set<RouteDefinition> kept = closure();
        List<RouteDefinition> others = context.getRouteDefinitions().stream()
                .filter(route -> !kept.contains(route))
                .toList();
        Set<String> leftOut = new TreeSet<>();
        for (RouteDefinition route : others) {
            // The URI as it is written: its options may be secrets once they are resolved
            leftOut.add(route.idOrCreate(context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class))
                    + " (from " + URISupport.stripQuery(input(route)) + ")");
        }
        context.removeRouteDefinitions(others);
        context.getRestDefinitions().forEach(rest -> leftOut.add("rest " + rest.getPath()));
        context.getRestDefinitions().clear();
        return leftOut;
    }

    private Set<RouteDefinition> closure() {
        Set<RouteDefinition> kept = new LinkedHashSet<>();
        Deque<List<? extends ProcessorDefinition<?>>> open = new ArrayDeque<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (CORE.contains(CalledEndpoints.scheme(input(route)))) {
                kept.add(route);
                open.add(route.getOutputs());
            }
        }
        context.getRouteConfigurationDefinitions().forEach(it -> {
            open.add(it.getOnExceptions());
            open.add(it.getOnCompletions());
            open.add(it.getIntercepts());
            open.add(it.getInterceptFroms());
            open.add(it.getInterceptSendTos());
        });
        context.getRouteTemplateDefinitions().stream()
                .filter(template -> InboundTemplates.isOne(template))
                .forEach(template -> open.add(template.getRoute().getOutputs()));
        while (!open.isEmpty()) {
            List<? extends ProcessorDefinition<?>> steps = open.remove();
            Set<String> called = new TreeSet<>();
            boolean any = called(steps, called);
            for (RouteDefinition route : context.getRouteDefinitions()) {
                String input = input(route);
                if (CalledEndpoints.isOne(input)
                        && (any || called.contains(CalledEndpoints.name(input)))
                        && kept.add(route)) {
                    open.add(route.getOutputs());
                }
            }
        }
        return kept;
    }

    /** @return whether a step decides only with the message whom it calls */
    private boolean called(List<? extends ProcessorDefinition<?>> steps, Set<String> called) {
        boolean any = false;
        for (ProcessorDefinition<?> step : Steps.all(steps).toList()) {
            if (step instanceof ToDynamicDefinition dynamic) {
                any |= add(String.valueOf(dynamic.getUri()), called);
            } else if (step instanceof EndpointRequiredDefinition endpoint) {
                any |= add(endpoint.getEndpointUri(), called);
            } else if (step instanceof ExpressionNode node
                    && Stream.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich")
                            .anyMatch(step.getShortName()::equals)) {
                any |= add(String.valueOf(node.getExpression().getExpression()), called);
            }
        }
        return any;
    }

    /** The endpoint itself, and those that it is told of: the daemon's is an option of palyra-daemon. */
    private boolean add(String uri, Set<String> called) {
        String resolved = CalledEndpoints.resolved(context, uri);
        Stream.of(resolved.split("[?&=,]")).map(CalledEndpoints::name).forEach(called::add);
        String target = URISupport.stripQuery(resolved);
        return target.contains("${") && !target.startsWith("palyra-");
    }

    private String input(RouteDefinition route) {
        return route.getInput() == null
                ? ""
                : CalledEndpoints.resolved(context, route.getInput().getEndpointUri());
    }
}
