package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/**
 * What one file has besides routes, and which configurations its routes are made with: a route keeps both, the error
 * handlers and the template that it was made with, until it is made anew.
 *
 * @param configurations ids of its route configurations, empty for one without an id
 * @param templates ids of its route templates
 * @param configuredBy what its routes and templates name as their configurations, empty where they name none
 */
record RouteParts(Set<String> configurations, Set<String> templates, Set<String> configuredBy) {

    private static final RouteParts NONE = new RouteParts(Set.of(), Set.of(), Set.of());

    private RouteParts() {
        this(new HashSet<>(), new HashSet<>(), new HashSet<>());
    }

    /** By the file that they are from. */
    static Map<Path, RouteParts> of(ModelCamelContext context) {
        Map<Path, RouteParts> parts = new TreeMap<>();
        context.getRouteConfigurationDefinitions().forEach(configuration -> RouteFile.of(configuration.getResource())
                .ifPresent(file -> in(parts, file).configurations().add(text(configuration.getId()))));
        context.getRouteTemplateDefinitions()
                .forEach(template -> RouteFile.of(template.getResource()).ifPresent(file -> {
                    in(parts, file).templates().add(text(template.getId()));
                    in(parts, file).configuredBy().add(configuredBy(template.getRoute()));
                }));
        context.getRouteDefinitions().forEach(route -> RouteOrigins.of(context, route)
                .ifPresent(file -> in(parts, file).configuredBy().add(configuredBy(route))));
        return parts;
    }

    /**
     * The files whose routes have to be made anew: those that have changed, those whose routes are configured in one of
     * them, and so on.
     *
     * @param usesTemplates whether a file makes routes of templates
     */
    static Set<Path> affected(
            Set<Path> changed,
            Map<Path, RouteParts> before,
            Map<Path, RouteParts> after,
            Predicate<Path> usesTemplates) {
        Set<Path> affected = new HashSet<>(changed);
        Set<Path> others = new HashSet<>(before.keySet());
        others.addAll(after.keySet());
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Path file : Set.copyOf(affected)) {
                for (RouteParts renewed : List.of(before.getOrDefault(file, NONE), after.getOrDefault(file, NONE))) {
                    grows |= affected.addAll(others.stream()
                            .filter(other -> before.getOrDefault(other, NONE).isMadeWith(renewed)
                                    || after.getOrDefault(other, NONE).isMadeWith(renewed)
                                    || (!renewed.templates().isEmpty() && usesTemplates.test(other)))
                            .toList());
                }
            }
        }
        return affected;
    }

    private boolean isMadeWith(RouteParts renewed) {
        return renewed.configurations().stream()
                .anyMatch(id -> configuredBy.stream().anyMatch(named -> matches(id, named)));
    }

    /** As Camel does: a configuration without an id is for every route that names none. */
    private static boolean matches(String id, String named) {
        return id.isEmpty() || named.isEmpty() ? id.equals(named) : PatternHelper.matchPatterns(id, named.split(","));
    }

    private static RouteParts in(Map<Path, RouteParts> parts, Path file) {
        return parts.computeIfAbsent(file, key -> new RouteParts());
    }

    private static String configuredBy(RouteDefinition route) {
        return text(route.getRouteConfigurationId());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
