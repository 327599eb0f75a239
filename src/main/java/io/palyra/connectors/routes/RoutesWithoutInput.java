package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteTemplateDefinition;

/** Refuses a route that has no {@code from}. Camel says it by a NullPointerException; half of a file often is like that. */
public final class RoutesWithoutInput implements RouteBuilderLifecycleStrategy {

    private static final String BEAN = "palyraRoutesWithoutInput";

    private RoutesWithoutInput() {}

    /** In all files that are loaded from then on. */
    public static void refuseIn(CamelContext context) {
        context.getRegistry().bind(BEAN, RouteBuilderLifecycleStrategy.class, new RoutesWithoutInput());
    }

    @Override
    public void afterConfigure(RouteBuilder builder) {
        Stream.concat(
                        builder.getRouteCollection().getRoutes().stream(),
                        builder.getRouteTemplateCollection().getRouteTemplates().stream()
                                .map(RouteTemplateDefinition::getRoute))
                .filter(route -> route == null || route.getInput() == null)
                .findFirst()
                .ifPresent(route -> {
                    Path file = RouteFile.of(builder.getResource()).orElse(null);
                    String name = route != null && route.hasCustomIdAssigned() ? "route " + route.getId() : "a route";
                    throw new BrokenRoutesException(RouteErrors.inFile(file, name + " has no from"), file);
                });
    }
}
