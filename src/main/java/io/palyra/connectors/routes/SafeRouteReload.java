package io.palyra.connectors.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live reload that cannot break what runs. Camel's own removes the old routes before it knows whether the new ones work;
 * here the changed file is first tried in a context of its own, together with the others.
 */
public final class SafeRouteReload extends RouteWatcherReloadStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(SafeRouteReload.class);

    private final Runnable onTemplatesChanged;
    private final Map<Path, String> lastSeen = new ConcurrentHashMap<>();

    /** @param onTemplatesChanged makes the routes of a changed template anew */
    public SafeRouteReload(String directory, String pattern, Runnable onTemplatesChanged) {
        super(directory, false);
        setPattern(pattern);
        setRemoveAllRoutes(false);
        this.onTemplatesChanged = onTemplatesChanged;
    }

    @Override
    protected void onRouteReload(Collection<Resource> resources, boolean removeEverything) {
        if (resources == null) {
            return;
        }
        try {
            reload(resources);
        } catch (Exception e) {
            String reason = named(resources, RouteErrors.describe(e));
            setLastError(new BrokenRoutesException(reason));
            LOG.error("Routes not reloaded, the ones from before go on: {}", reason);
        }
    }

    /** Not every message of Camel says which file it is about. */
    private static String named(Collection<Resource> resources, String reason) {
        String files = resources.stream()
                .map(resource -> String.valueOf(Path.of(resource.getURI()).getFileName()))
                .collect(Collectors.joining(", "));
        return reason.contains(files) ? reason : files + ": " + reason;
    }

    private void reload(Collection<Resource> changed) throws Exception {
        ModelCamelContext context = (ModelCamelContext) getCamelContext();
        List<Resource> fresh = changed.stream().filter(this::isNews).toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<Resource> together = new ArrayList<>(others(changed));
        fresh.stream().filter(Resource::exists).forEach(together::add);
        Set<String> configured =
                new RouteTrial(context).load(together, places -> refuseTakenIds(context, places, fresh));
        List<RouteConfigurationDefinition> before = List.copyOf(context.getRouteConfigurationDefinitions());
        removeConfigurations(context, configured);
        for (Resource resource : fresh) {
            if (resource.exists()) {
                update(context, resource);
            } else {
                removeVanished(routesOf(resource));
            }
        }
        if (!before.equals(context.getRouteConfigurationDefinitions())) {
            renewRoutes(context);
        }
    }

    private void update(ModelCamelContext context, Resource resource) throws Exception {
        Set<String> before = routesOf(resource);
        boolean templates = removeTemplates(context, resource);
        Set<String> after = PluginHelper.getRoutesLoader(context).updateRoutes(List.of(resource));
        before.removeAll(after);
        removeVanished(before);
        LOG.info(
                "Routes reloaded from {}: {}",
                resource.getLocation(),
                after.isEmpty() ? "no route of its own" : String.join(", ", after));
        if (templates || !templatesOf(context, resource).isEmpty()) {
            onTemplatesChanged.run();
            LOG.info("Inbound routes made anew from their template");
        }
    }

    /** A route keeps the error handlers that it was made with, until it is made anew. */
    private void renewRoutes(ModelCamelContext context) throws Exception {
        Map<Path, Resource> files = new LinkedHashMap<>();
        for (Route route : context.getRoutes()) {
            Resource resource = route.getSourceResource();
            if (resource != null && resource.exists() && !route.isCreatedByRouteTemplate()) {
                files.put(path(resource), resource);
            }
        }
        for (Resource resource : files.values()) {
            update(context, resource);
        }
    }

    /** Camel would replace the route of the other file; a start would refuse both. */
    private static void refuseTakenIds(
            ModelCamelContext context, Map<String, Resource> places, Collection<Resource> fresh) {
        Set<Path> files = fresh.stream().map(SafeRouteReload::path).collect(Collectors.toSet());
        places.forEach((id, resource) -> {
            RouteDefinition running = context.getRouteDefinition(id);
            if (files.contains(path(resource))
                    && running != null
                    && running.getResource() != null
                    && running.getResource().exists()
                    && !path(running.getResource()).equals(path(resource))) {
                throw new BrokenRoutesException("route id " + id + " is taken by "
                        + path(running.getResource()).getFileName() + "; give the route another id");
            }
        });
    }

    /** One save is often told twice; the second time nothing has changed. */
    private boolean isNews(Resource resource) {
        String text;
        try {
            text = Files.exists(path(resource)) ? Files.readString(path(resource)) : "";
        } catch (IOException e) {
            return true;
        }
        return !text.equals(lastSeen.put(path(resource), text));
    }

    /** The files that did not change, so that the trial sees what will run together. */
    private List<Resource> others(Collection<Resource> changed) throws Exception {
        Set<Path> seen = new HashSet<>();
        changed.forEach(resource -> seen.add(path(resource)));
        List<Resource> others = new ArrayList<>();
        try (var files = Files.list(Path.of(getFolder()))) {
            for (Path file : files.sorted().toList()) {
                Path normal = file.toAbsolutePath().normalize();
                if (getFileFilter().accept(file.toFile()) && seen.add(normal)) {
                    others.add(PluginHelper.getResourceLoader(getCamelContext()).resolveResource("file:" + file));
                }
            }
        }
        return others;
    }

    private static Path path(Resource resource) {
        return Path.of(resource.getURI()).toAbsolutePath().normalize();
    }

    private Set<String> routesOf(Resource resource) {
        Set<String> ids = new HashSet<>();
        for (Route route : getCamelContext().getRoutes()) {
            if (route.getSourceResource() != null
                    && path(route.getSourceResource()).equals(path(resource))
                    && !route.isCreatedByRouteTemplate()) {
                ids.add(route.getRouteId());
            }
        }
        return ids;
    }

    private void removeVanished(Set<String> routeIds) throws Exception {
        for (String routeId : routeIds) {
            getCamelContext().getRouteController().stopRoute(routeId);
            getCamelContext().removeRoute(routeId);
            LOG.info("Route {} is gone from its file and was removed", routeId);
        }
    }

    /** Those that are gone from their file would stay. */
    private static void removeConfigurations(ModelCamelContext context, Set<String> configured) throws Exception {
        for (RouteConfigurationDefinition running : List.copyOf(context.getRouteConfigurationDefinitions())) {
            if (running.getId() != null && !configured.contains(running.getId())) {
                context.removeRouteConfiguration(running);
            }
        }
    }

    /** Camel would keep the old template beside the new one and go on using it. */
    private static boolean removeTemplates(ModelCamelContext context, Resource resource) throws Exception {
        List<RouteTemplateDefinition> templates = templatesOf(context, resource);
        context.removeRouteTemplateDefinitions(templates);
        return !templates.isEmpty();
    }

    private static List<RouteTemplateDefinition> templatesOf(ModelCamelContext context, Resource resource) {
        return context.getRouteTemplateDefinitions().stream()
                .filter(template -> template.getResource() != null
                        && path(template.getResource()).equals(path(resource)))
                .toList();
    }
}
