package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * From which file a route or a route configuration is. Camel keeps that for routes and templates, but not for configurations,
 * nor for the routes that a file makes of templates or that Camel makes of Kamelets: the former of these are given one more
 * parameter, the latter are from where the route is that uses them.
 */
public final class RouteOrigins implements RouteBuilderLifecycleStrategy {

    private static final String BEAN = "palyraRouteOrigins";
    private static final String FILE = "palyraRouteFile";
    private static final String PARENT = "parentRouteId";

    private RouteOrigins() {}

    /** For all files that are loaded from then on. */
    public static void keepIn(CamelContext context) {
        context.getRegistry().bind(BEAN, RouteBuilderLifecycleStrategy.class, new RouteOrigins());
    }

    @Override
    public void afterConfigure(RouteBuilder builder) {
        if (builder.getResource() != null) {
            if (builder instanceof RouteConfigurationBuilder file) {
                file.getRouteConfigurationCollection()
                        .getRouteConfigurations()
                        .forEach(configuration -> configuration.setResource(file.getResource()));
            }
            String location = builder.getResource().getLocation();
            for (TemplatedRouteDefinition made :
                    builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
                made.parameter(FILE, location);
            }
        }
    }

    /** Has a route be from the file of the template that it is made from. */
    static void keep(RouteTemplateDefinition template, TemplatedRouteBuilder route) {
        if (template.getResource() != null) {
            route.parameter(FILE, template.getResource().getLocation());
        }
    }

    /** Empty for what is from no file, such as a connector's own route. */
    static Optional<Path> of(ModelCamelContext context, @Nullable NamedNode route) {
        if (!(route instanceof RouteDefinition definition)) {
            return Optional.empty();
        }
        Optional<Path> own = RouteFile.of(definition.getResource());
        if (own.isPresent() || definition.getTemplateParameters() == null) {
            return own;
        }
        Object file = definition.getTemplateParameters().get(FILE);
        if (file != null) {
            return RouteFile.of(file.toString());
        }
        Object parent = definition.getTemplateParameters().get(PARENT);
        return parent == null ? Optional.empty() : of(context, context.getRouteDefinition(parent.toString()));
    }

    /** Of a route that is only known by its id. */
    static Optional<Path> of(ModelCamelContext context, String routeId) {
        return of(context, context.getRouteDefinition(routeId));
    }
}
