package io.palyra.connectors.routes;

import io.palyra.connectors.supervisor.InboundRoutes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;

/**
 * Tries a route file in a context of its own: every endpoint and option is resolved, nothing is started and nothing that
 * runs is touched.
 */
final class RouteTrial {

    private final ModelCamelContext running;

    RouteTrial(ModelCamelContext running) {
        this.running = running;
    }

    /**
     * Loads all route files together as they would run.
     *
     * @param idsOf told where each route is defined, by its id; what it throws refuses the files
     * @return the ids of the route configurations that the files have
     * @throws BrokenRoutesException naming what is wrong
     */
    Set<String> load(Collection<Resource> resources, Consumer<Map<String, Resource>> idsOf) {
        try (DefaultCamelContext trial =
                new DefaultCamelContext(new DefaultRegistry(new BorrowedBeans(running.getRegistry())))) {
            trial.setAutoStartup(false);
            trial.getPropertiesComponent().setInitialProperties(properties(running));
            trial.getCamelContextExtension().setName("route-trial");
            trial.setSourceLocationEnabled(true);
            PluginHelper.getRoutesLoader(trial).loadRoutes(resources);
            start(trial);
            Map<String, Resource> places = new HashMap<>();
            trial.getRouteDefinitions().stream()
                    .filter(route -> route.getResource() != null)
                    .forEach(route -> places.put(route.getRouteId(), route.getResource()));
            idsOf.accept(places);
            CoreStages.check(trial);
            return trial.getRouteConfigurationDefinitions().stream()
                    .map(RouteConfigurationDefinition::getId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        } catch (BrokenRoutesException e) {
            throw e;
        } catch (Exception e) {
            throw new BrokenRoutesException(RouteErrors.describe(e));
        }
    }

    private static void start(DefaultCamelContext trial) throws Exception {
        trial.start();
        if (trial.getRouteTemplateDefinition(InboundRoutes.TEMPLATE) != null) {
            TemplatedRouteBuilder.builder(trial, InboundRoutes.TEMPLATE)
                    .routeId("trial")
                    .parameter("connectorId", "echo:default")
                    .add();
        }
    }

    private static Properties properties(CamelContext context) {
        return context.getPropertiesComponent().loadProperties();
    }
}
