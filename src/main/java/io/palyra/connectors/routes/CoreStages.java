package io.palyra.connectors.routes;

import io.palyra.connectors.supervisor.InboundTemplates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.PatternHelper;

/**
 * The stages that the core needs to be in the routes: where one was edited away, messages would be admitted and go
 * nowhere.
 */
public final class CoreStages {

    static final String INBOX_CONSUMER = "palyra-inbox:*";
    static final String OUTBOX_CONSUMER = "palyra-outbox:*";
    private static final String INBOX_SETTLE = "palyra-settle:inbox";
    private static final String OUTBOX_SETTLE = "palyra-settle:outbox";

    private CoreStages() {}

    /** @throws BrokenRoutesException naming every stage that was edited away, or a template that nobody could use */
    public static void check(ModelCamelContext context) {
        InboundTemplateRules.check(context);
        List<String> missing = missing(context);
        if (!missing.isEmpty()) {
            throw new BrokenRoutesException(
                    "routes/: " + String.join("; ", missing) + ". Take the stage back from the distribution's routes/");
        }
    }

    /** @throws BrokenRoutesException naming every stage whose failures nobody would settle; a stage that is missing is none */
    static void checkHandlers(ModelCamelContext context) {
        List<String> missing = new ArrayList<>();
        routesFrom(context, INBOX_CONSUMER).forEach(route -> checkHandlers(context, route, INBOX_SETTLE, missing));
        routesFrom(context, OUTBOX_CONSUMER).forEach(route -> checkHandlers(context, route, OUTBOX_SETTLE, missing));
        if (!missing.isEmpty()) {
            throw new BrokenRoutesException(String.join("; ", missing));
        }
    }

    private static List<String> missing(ModelCamelContext context) {
        List<String> missing = new ArrayList<>();
        if (context.getRouteTemplateDefinition(InboundTemplates.GENERAL) == null) {
            missing.add("the route template " + InboundTemplates.GENERAL + " is missing");
        }
        checkRoute(
                context,
                INBOX_CONSUMER,
                uri -> uri.startsWith("palyra-daemon:"),
                "palyra-daemon",
                INBOX_SETTLE,
                missing);
        checkRoute(
                context,
                OUTBOX_CONSUMER,
                uri -> uri.startsWith("palyra-"),
                "the connector's producer",
                OUTBOX_SETTLE,
                missing);
        return missing;
    }

    /**
     * One route consumes, hands each message over, settles it, and has handlers that settle what fails. Only where a
     * message is handed to is looked at: the daemon behind palyra-daemon is a setting, steps between are the engineer's.
     */
    private static void checkRoute(
            ModelCamelContext context,
            String from,
            Predicate<String> handsOver,
            String handsOverTo,
            String settle,
            List<String> missing) {
        List<RouteDefinition> routes = routesFrom(context, from);
        if (routes.size() != 1) {
            missing.add(
                    routes.isEmpty()
                            ? "no route consumes from " + from
                            : routes.size() + " routes consume from " + from + ", one is needed");
            return;
        }
        RouteDefinition route = routes.get(0);
        List<ProcessorDefinition<?>> steps = steps(route);
        if (!sends(steps, settle::equals)) {
            missing.add("route " + route.getRouteId() + " has no step " + settle);
        }
        if (!sends(steps, uri -> !uri.equals(settle) && handsOver.test(uri))) {
            missing.add("route " + route.getRouteId() + " does not send to " + handsOverTo);
        }
        checkHandlers(context, route, settle, missing);
    }

    private static void checkHandlers(
            ModelCamelContext context, RouteDefinition route, String settle, List<String> missing) {
        if (!hasHandlers(context, route, settle)) {
            missing.add("route " + route.getRouteId() + " has no routeConfigurationId whose onException sends to "
                    + settle);
        }
    }

    static List<RouteDefinition> routesFrom(ModelCamelContext context, String uri) {
        return context.getRouteDefinitions().stream()
                .filter(route ->
                        route.getInput() != null && uri.equals(route.getInput().getEndpointUri()))
                .toList();
    }

    /** Without the error handlers, which Camel puts in front of a route's own steps. */
    private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
        return route.getOutputs().stream()
                .filter(step -> !(step instanceof OnExceptionDefinition))
                .toList();
    }

    /** Every handler settles, in whichever configurations the route has them from. */
    private static boolean hasHandlers(ModelCamelContext context, RouteDefinition route, String settle) {
        String ids = route.getRouteConfigurationId();
        List<OnExceptionDefinition> handlers = context.getRouteConfigurationDefinitions().stream()
                .filter(configuration -> ids != null
                        && configuration.getId() != null
                        && PatternHelper.matchPatterns(configuration.getId(), ids.split(",")))
                .flatMap(configuration -> configuration.getOnExceptions().stream())
                .toList();
        return !handlers.isEmpty()
                && handlers.stream().allMatch(handler -> sends(handler.getOutputs(), settle::equals));
    }

    private static boolean sends(List<ProcessorDefinition<?>> steps, Predicate<String> uri) {
        Collection<SendDefinition> fixed = ProcessorDefinitionHelper.filterTypeInOutputs(steps, SendDefinition.class);
        Collection<ToDynamicDefinition> dynamic =
                ProcessorDefinitionHelper.filterTypeInOutputs(steps, ToDynamicDefinition.class);
        return fixed.stream().anyMatch(step -> uri.test(step.getEndpointUri()))
                || dynamic.stream().anyMatch(step -> step.getUri() != null && uri.test(step.getUri()));
    }
}
