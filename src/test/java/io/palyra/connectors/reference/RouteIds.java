package io.palyra.connectors.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/** Ids in the files of {@code routes/} that other files and tests may refer to. */
final class RouteIds {

    private RouteIds() {}

    static String routes(ModelCamelContext context) {
        return Markdown.table(
                List.of("id", "", "steps"),
                Stream.concat(
                        context.getRouteTemplateDefinitions().stream().map(RouteIds::template),
                        context.getRouteDefinitions().stream()
                                .filter(route -> !Boolean.TRUE.equals(route.isTemplate()))
                                .filter(route -> route.getTemplateParameters() == null)
                                .sorted(Comparator.comparing(RouteDefinition::getId))
                                .map(route -> List.of(
                                        Markdown.code(route.getId()),
                                        "Route. " + route.getDescriptionText(),
                                        steps(route)))));
    }

    private static List<String> template(RouteTemplateDefinition template) {
        String parameters =
                Markdown.codes(template.getTemplateParameters().stream().map(parameter -> parameter.getName()));
        return List.of(
                Markdown.code(template.getId()),
                "Template, with " + parameters + ". " + template.getDescriptionText(),
                steps(template.getRoute()));
    }

    private static String steps(RouteDefinition route) {
        List<OptionalIdentifiedDefinition<?>> named = new ArrayList<>();
        collect(route.getOutputs(), named);
        return String.join(
                "; ",
                named.stream()
                        .map(step -> Markdown.code(step.getId()) + ": " + step.getDescriptionText())
                        .toList());
    }

    private static void collect(List<ProcessorDefinition<?>> steps, List<OptionalIdentifiedDefinition<?>> named) {
        for (ProcessorDefinition<?> step : steps) {
            if (step instanceof OnExceptionDefinition) {
                continue;
            }
            if (step.hasCustomIdAssigned()) {
                named.add(step);
            }
            collect(step.getOutputs(), named);
        }
    }

    static String handlers(ModelCamelContext context) {
        return Markdown.table(
                List.of("configuration", "handler", "exception", "policy", ""),
                context.getRouteConfigurationDefinitions().stream()
                        .sorted(Comparator.comparing(RouteConfigurationDefinition::getId))
                        .flatMap(configuration -> configuration.getOnExceptions().stream()
                                .map(handler -> handler(configuration, handler))));
    }

    private static List<String> handler(RouteConfigurationDefinition configuration, OnExceptionDefinition handler) {
        String policy = handler.getRedeliveryPolicyRef();
        return List.of(
                Markdown.code(configuration.getId()),
                Markdown.code(handler.getId()),
                Markdown.codes(handler.getExceptions().stream()),
                policy == null ? "" : Markdown.code(policy),
                handler.getDescriptionText());
    }
}
