package io.palyra.connectors.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceReloadStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live reload that cannot break what runs. Camel's own removes the old routes before it knows whether the new ones work;
 * here the changed files are first tried in a context of their own, together with the others.
 *
 * <p>The contents are compared every second: no event tells of a link further up that points elsewhere now, as it does
 * where Kubernetes mounts a ConfigMap, or of a file on a network drive. What has changed is loaded once it is seen the same
 * twice, so that a file that is being written, or one of several that belong together, is not read too early.
 */
public final class SafeRouteReload extends ResourceReloadStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(SafeRouteReload.class);

    private static final long LOOK_EVERY_MS = 1_000;

    private final RouteFiles files;
    private final Runnable onTemplatesChanged;
    private @Nullable ScheduledExecutorService looks;

    /** What was loaded, what was seen last, and what was tried last and refused. */
    private SortedMap<Path, String> running = new TreeMap<>();

    private SortedMap<Path, String> seen = new TreeMap<>();
    private @Nullable SortedMap<Path, String> refused;
    private @Nullable String unreadable;

    /**
     * @param pattern one or more Ant patterns of file names, by commas
     * @param onTemplatesChanged makes the routes of a changed template anew
     */
    public SafeRouteReload(String directory, String pattern, Runnable onTemplatesChanged) {
        this.files = new RouteFiles(directory, pattern);
        this.onTemplatesChanged = onTemplatesChanged;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        running = files.read();
        seen = running;
        looks = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RouteReload");
        looks.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() throws Exception {
        if (looks != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(looks);
        }
        super.doStop();
    }

    @Override
    public void onReload(Object source) {
        look();
    }

    /** Never throws, so that the next look follows. */
    private synchronized void look() {
        if (!getCamelContext().isStarted()) {
            return;
        }
        SortedMap<Path, String> now;
        try {
            now = files.read();
            unreadable = null;
        } catch (IOException | UncheckedIOException e) {
            tellUnreadable(e);
            return;
        }
        boolean isStill = now.equals(seen);
        seen = now;
        if (now.equals(running)) {
            refused = null;
            setLastError(null);
        } else if (isStill && !now.equals(refused)) {
            tryToLoad(now);
        }
    }

    /** A link that is being replaced is no loss, so what runs goes on. */
    private void tellUnreadable(Exception failure) {
        String reason = RouteErrors.describe(failure);
        if (!reason.equals(unreadable)) {
            unreadable = reason;
            LOG.warn("Route files cannot be read, the routes from before go on: {}", reason);
        }
    }

    private void tryToLoad(SortedMap<Path, String> now) {
        List<Resource> changed = Stream.concat(now.keySet().stream(), running.keySet().stream())
                .distinct()
                .filter(file -> !Objects.equals(now.get(file), running.get(file)))
                .map(this::resource)
                .toList();
        try {
            reload(changed, now);
            running = now;
            refused = null;
            setLastError(null);
            incSucceededCounter();
        } catch (Exception | LinkageError e) {
            refused = now;
            String reason = named(changed, RouteErrors.describe(e));
            setLastError(new BrokenRoutesException(reason));
            incFailedCounter();
            LOG.error("Routes not reloaded, the ones from before go on: {}", reason);
        }
    }

    private Resource resource(Path file) {
        return PluginHelper.getResourceLoader(getCamelContext()).resolveResource(files.location(file));
    }

    /** Not every message of Camel says which file it is about. */
    private static String named(Collection<Resource> resources, String reason) {
        List<String> names = resources.stream()
                .map(resource -> String.valueOf(path(resource).getFileName()))
                .toList();
        return names.stream().anyMatch(reason::contains) ? reason : String.join(", ", names) + ": " + reason;
    }

    private void reload(List<Resource> changed, SortedMap<Path, String> now) throws Exception {
        ModelCamelContext context = (ModelCamelContext) getCamelContext();
        List<Resource> together = now.keySet().stream().map(this::resource).toList();
        Set<String> configured =
                new RouteTrial(context).load(together, places -> refuseTakenIds(context, places, changed, now));
        List<RouteConfigurationDefinition> before = List.copyOf(context.getRouteConfigurationDefinitions());
        removeConfigurations(context, configured);
        for (Resource resource : changed) {
            if (now.containsKey(path(resource))) {
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
            ModelCamelContext context,
            Map<String, Resource> places,
            Collection<Resource> changed,
            SortedMap<Path, String> now) {
        Set<Path> fresh = changed.stream().map(SafeRouteReload::path).collect(Collectors.toSet());
        places.forEach((id, resource) -> {
            RouteDefinition route = context.getRouteDefinition(id);
            if (fresh.contains(path(resource))
                    && route != null
                    && route.getResource() != null
                    && !path(route.getResource()).equals(path(resource))
                    && now.getOrDefault(path(route.getResource()), "").contains(id)) {
                throw new BrokenRoutesException("route id " + id + " is taken by "
                        + path(route.getResource()).getFileName() + "; give the route another id");
            }
        });
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
