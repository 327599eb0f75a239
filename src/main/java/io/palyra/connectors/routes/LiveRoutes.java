package io.palyra.connectors.routes;

import io.palyra.connectors.supervisor.InboundRoutes;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** What route files have brought into the running context: taken out of it and put into it by whole files. */
final class LiveRoutes {

    private final ModelCamelContext context;

    LiveRoutes(ModelCamelContext context) {
        this.context = context;
    }

    /** How every route that is no connector's is doing, by its id. */
    Map<String, ServiceStatus> statuses() {
        Map<String, ServiceStatus> statuses = new LinkedHashMap<>();
        for (Route route : context.getRoutes()) {
            if (!InboundRoutes.isInbound(route)) {
                statuses.put(route.getId(), status(route.getId()));
            }
        }
        return statuses;
    }

    /** The routes of these files, those of their Kamelets too, in whatever state they are. */
    List<RouteDefinition> of(Set<Path> files) {
        return context.getRouteDefinitions().stream()
                .filter(route ->
                        RouteOrigins.of(context, route).filter(files::contains).isPresent())
                .toList();
    }

    /** Whatever state it is in: one that failed to start half-way would refuse everything that comes later. */
    void remove(Set<Path> files) throws Exception {
        List<RouteDefinition> own = of(files).stream()
                .filter(route -> !Boolean.TRUE.equals(route.isKamelet()))
                .toList();
        for (RouteDefinition route : own) {
            String id = route.getRouteId();
            context.getRouteController().stopRoute(id);
            context.removeRoute(id);
            context.removeRouteDefinition(route);
        }
        KameletRoutes.removeUnused(context);
        for (var configuration : List.copyOf(context.getRouteConfigurationDefinitions())) {
            if (isIn(files, configuration.getResource())) {
                // Not removeRouteConfiguration: it goes by the id, and there may be none
                context.getRouteConfigurationDefinitions().remove(configuration);
            }
        }
        context.removeRouteTemplateDefinitions(context.getRouteTemplateDefinitions().stream()
                .filter(template -> isIn(files, template.getResource()))
                .toList());
        context.getRestDefinitions().removeIf(rest -> isIn(files, rest.getResource()));
        removeBeans(files);
    }

    private void removeBeans(Set<Path> files) {
        List<BeanFactoryDefinition<?>> beans =
                context.getCamelContextExtension().getContextPlugin(Model.class).getCustomBeans();
        List<BeanFactoryDefinition<?>> removed =
                beans.stream().filter(bean -> isIn(files, bean.getResource())).toList();
        beans.removeAll(removed);
        Set<String> kept = beans.stream()
                .map(BeanFactoryDefinition::getName)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        removed.stream()
                .map(BeanFactoryDefinition::getName)
                .filter(name -> name != null && !kept.contains(name))
                .forEach(context.getRegistry()::unbind);
    }

    /** Starts the routes of the files as they say. Camel leaves that to whoever adds routes to a supervised context. */
    void load(Collection<RouteFile> files) throws Exception {
        if (files.isEmpty()) {
            return;
        }
        Set<RouteDefinition> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(context.getRouteDefinitions());
        List<RouteConfigurationDefinition> configurations = List.copyOf(context.getRouteConfigurationDefinitions());
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(List.copyOf(files));
        } catch (Exception | Error e) {
            // Camel adds those of all files before any route: which file one is from is not known before its routes are
            // added
            context.getRouteConfigurationDefinitions()
                    .removeIf(it -> it.getResource() == null && !configurations.contains(it));
            throw e;
        }
        for (RouteDefinition definition : List.copyOf(context.getRouteDefinitions())) {
            if (before.contains(definition)) {
                continue;
            }
            Route route = context.getRoute(definition.getRouteId());
            if (route != null && route.isAutoStartup() && !status(route.getId()).isStarted()) {
                context.getRouteController().startRoute(route.getId());
            }
        }
    }

    /** Starts and stops routes until they are as they were. */
    void restore(Map<String, ServiceStatus> before) throws Exception {
        for (Map.Entry<String, ServiceStatus> route : before.entrySet()) {
            String id = route.getKey();
            if (context.getRoute(id) == null) {
                continue;
            }
            boolean ran = route.getValue().isStarted();
            if (ran && !status(id).isStarted()) {
                context.getRouteController().startRoute(id);
            } else if (!ran && status(id).isStarted()) {
                context.getRouteController().stopRoute(id);
            }
        }
    }

    private ServiceStatus status(String routeId) {
        return context.getRouteController().getRouteStatus(routeId);
    }

    private static boolean isIn(Set<Path> files, @Nullable Resource resource) {
        return RouteFile.of(resource).filter(files::contains).isPresent();
    }
}
