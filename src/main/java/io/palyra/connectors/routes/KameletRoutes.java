package io.palyra.connectors.routes;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The routes that Camel makes of Kamelets, one for each endpoint. It does not remove them with the routes that use them: the
 * timer of a source would go on for nobody.
 */
final class KameletRoutes {

    private KameletRoutes() {}

    /** One Kamelet may use another, so until no more is found. */
    static void removeUnused(ModelCamelContext context) throws Exception {
        List<RouteDefinition> unused = unused(context);
        while (!unused.isEmpty()) {
            for (RouteDefinition definition : unused) {
                remove(context, definition);
            }
            unused = unused(context);
        }
    }

    private static List<RouteDefinition> unused(ModelCamelContext context) {
        Set<String> used =
                context.getRoutes().stream().flatMap(KameletRoutes::usedBy).collect(Collectors.toSet());
        return context.getRouteDefinitions().stream()
                .filter(definition -> Boolean.TRUE.equals(definition.isKamelet()) && !used.contains(definition.getId()))
                .toList();
    }

    /** The routes behind the Kamelets of a route; its own inner endpoints do not count. */
    private static Stream<String> usedBy(Route route) {
        return route.getServices().stream()
                .map(service -> ServiceHelper.getChildServices(service, true))
                .flatMap(Collection::stream)
                .map(service -> service instanceof EndpointAware step ? step.getEndpoint() : null)
                .filter(KameletEndpoint.class::isInstance)
                .map(endpoint -> ((KameletEndpoint) endpoint).getRouteId())
                .filter(id -> !id.equals(route.getId()));
    }

    private static void remove(ModelCamelContext context, RouteDefinition definition) throws Exception {
        String id = definition.getId();
        context.getRouteController().stopRoute(id);
        context.removeRoute(id);
        // In a context that runs Camel makes it twice, and starts and removes only one of the two
        for (Route route : List.copyOf(context.getRoutes())) {
            if (route.getId().equals(id)) {
                context.getCamelContextExtension().removeRoute(route);
            }
        }
        context.removeRouteDefinition(definition);
        for (var endpoint : List.copyOf(context.getEndpoints())) {
            if (endpoint instanceof KameletEndpoint kamelet
                    && kamelet.getRouteId().equals(id)) {
                context.removeEndpoint(kamelet);
            }
        }
    }
}
