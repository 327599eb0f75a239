package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.jspecify.annotations.Nullable;

/** The names that stand in the files; Camel would take the last of two, and say nothing. */
final class TakenNames {

    private final Map<String, @Nullable Path> taken = new HashMap<>();
    private final Blame blame;

    TakenNames(Blame blame) {
        this.blame = blame;
    }

    void take(RouteBuilder file) {
        Path path = RouteFile.of(file.getResource()).orElse(null);
        // Camel puts a route that a rest service calls into the service's own, and leaves both here
        file.getRouteCollection().getRoutes().stream()
                .filter(route -> !route.isCreatedFromRest())
                .forEach(route -> take("route id", custom(route), path));
        file.getTemplatedRouteCollection()
                .getTemplatedRoutes()
                .forEach(made -> take("route id", made.getRouteId(), path));
        file.getRouteTemplateCollection()
                .getRouteTemplates()
                .forEach(template -> take("route template", custom(template), path));
    }

    private static @Nullable String custom(OptionalIdentifiedDefinition<?> definition) {
        return definition.hasCustomIdAssigned() ? definition.getId() : null;
    }

    void take(String what, @Nullable String id, @Nullable Path file) {
        if (id == null) {
            return;
        }
        String name = what + " " + id;
        if (taken.containsKey(name)) {
            throw blame.ofTaken(name, file, taken.get(name));
        }
        taken.put(name, file);
    }
}
