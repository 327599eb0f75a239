package io.palyra.connectors.routes;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes headers of this program out of what comes from another system: they say where a message goes and under which id,
 * and that is the route's to say. Most components of Camel leave such headers out, but camel-mail leaves none out, and
 * camel-jms only those in the usual spelling, while Camel's own look-up takes any.
 */
public final class OutsideHeaders extends RoutePolicySupport implements RoutePolicyFactory {

    private static final String OURS = "camelpalyra";

    /** What these give was made in this process; the connectors, {@code palyra-…}, set the headers themselves. */
    private static final Set<String> INSIDE = Set.of(
            "direct",
            "seda",
            "disruptor",
            "disruptor-vm",
            "vm",
            "stub",
            "mock",
            "timer",
            "scheduler",
            "quartz",
            "cron",
            "kamelet",
            "dataset");

    private OutsideHeaders() {}

    /** To be called before there are any routes. */
    public static void removeIn(CamelContext context) {
        context.addRoutePolicyFactory(new OutsideHeaders());
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return route instanceof RouteDefinition definition && isFromOutside(context, definition) ? this : null;
    }

    private static boolean isFromOutside(CamelContext context, RouteDefinition route) {
        if (route.getInput() == null) {
            return false;
        }
        String uri = route.getInput().getEndpointUri();
        String scheme = CalledEndpoints.scheme(uri == null ? "" : context.resolvePropertyPlaceholders(uri));
        return !INSIDE.contains(scheme) && !scheme.startsWith("palyra-");
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        if (beginsHere(route, exchange)) {
            List<String> given = exchange.getMessage().getHeaders().keySet().stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(OURS))
                    .toList();
            given.forEach(exchange.getMessage()::removeHeader);
        }
    }

    /**
     * Of a route that another one calls, the headers may be that one's. An input that only wraps another one, such as
     * {@code master:}, is not where its messages say that they are from.
     */
    private static boolean beginsHere(Route route, Exchange exchange) {
        return exchange.getFromEndpoint() == route.getEndpoint()
                || route.getRouteId().equals(exchange.getFromRouteId());
    }
}
