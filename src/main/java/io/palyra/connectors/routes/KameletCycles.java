package io.palyra.connectors.routes;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Templates that use themselves as Kamelets, or by way of others. Each use is a route of its own within the one that has it:
 * Camel makes them until the stack is full, and where that happens within a lock of the program that runs, nobody gets it back.
 */
final class KameletCycles {

    private static final String SCHEME = "kamelet:";

    private final Map<String, RouteTemplateDefinition> templates;

    private KameletCycles(Collection<RouteTemplateDefinition> templates) {
        this.templates = templates.stream()
                .collect(Collectors.toMap(
                        RouteTemplateDefinition::getId, template -> template, (first, second) -> first, TreeMap::new));
    }

    /** @throws BrokenRoutesException naming the template, and the others on the way back to it */
    static void refuse(ModelCamelContext context) {
        new KameletCycles(context.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteTemplateDefinitions())
                .refuse();
    }

    private void refuse() {
        for (RouteTemplateDefinition template : templates.values()) {
            wayBack(template.getId()).ifPresent(way -> {
                throw broken(template, way);
            });
        }
    }

    private static BrokenRoutesException broken(RouteTemplateDefinition template, List<String> way) {
        String what = "template " + template.getId() + " uses itself as a Kamelet"
                + (way.isEmpty() ? "" : ", by way of " + String.join(", ", way));
        return RouteFile.of(template.getResource())
                .map(file -> new BrokenRoutesException(RouteErrors.inFile(file, what), file))
                .orElseGet(() -> new BrokenRoutesException(what));
    }

    /** @param between the templates on the way so far */
    private record Way(String at, List<String> between) {

        Way to(String next) {
            return new Way(
                    next, Stream.concat(between.stream(), Stream.of(next)).toList());
        }
    }

    /** The templates between one and itself, on the shortest way. */
    private Optional<List<String>> wayBack(String id) {
        Set<String> seen = new HashSet<>();
        Deque<Way> ahead = new ArrayDeque<>(List.of(new Way(id, List.of())));
        while (!ahead.isEmpty()) {
            Way way = ahead.remove();
            for (String next : used(way.at())) {
                if (next.equals(id)) {
                    return Optional.of(way.between());
                } else if (seen.add(next)) {
                    ahead.add(way.to(next));
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> used(String id) {
        RouteTemplateDefinition template = templates.get(id);
        if (template == null || template.getRoute() == null) {
            return Set.of();
        }
        return ProcessorDefinitionHelper.filterTypeInOutputs(
                        template.getRoute().getOutputs(), ProcessorDefinition.class)
                .stream()
                .flatMap(KameletCycles::kamelet)
                .collect(Collectors.toSet());
    }

    private static Stream<String> kamelet(ProcessorDefinition<?> step) {
        if (step instanceof KameletDefinition kamelet) {
            return Stream.ofNullable(kamelet.getName()).map(KameletCycles::name);
        }
        return Stream.ofNullable(uri(step))
                .filter(uri -> uri.startsWith(SCHEME))
                .map(uri -> name(uri.substring(SCHEME.length())));
    }

    private static @Nullable String uri(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition dynamic) {
            return dynamic.getUri();
        }
        return step instanceof EndpointRequiredDefinition endpoint ? endpoint.getEndpointUri() : null;
    }

    /** Without options, and without the id of the route that is to be made. */
    private static String name(String kamelet) {
        String name = StringHelper.before(kamelet, "?", kamelet);
        name = name.startsWith("//") ? name.substring(2) : name;
        return StringHelper.before(name, "/", name);
    }
}
