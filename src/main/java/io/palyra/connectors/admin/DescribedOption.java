package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.palyra.connectors.adapter.ConnectorComponent;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * An option of a kind of connector as its endpoint describes it: the reference page has the same.
 *
 * @param option as it is written in settings, such as {@code max-lines}
 * @param defaultValue absent where there is none
 * @param values those that it may have; absent where it may have any of its type
 */
record DescribedOption(
        String option,
        String type,
        @Nullable String defaultValue,
        @Nullable List<String> values,
        String description) {

    /** Those of a kind that are described, by name. A kind whose jar has no description for Camel's catalog has none. */
    static List<DescribedOption> of(CamelContext context, ConnectorType type) {
        JsonNode described = description(context, ConnectorComponent.SCHEME_PREFIX + type.kind());
        return type.declarableOptions().stream()
                .sorted()
                .flatMap(option -> of(option, described.path(StringHelper.dashToCamelCase(option))).stream())
                .toList();
    }

    private static JsonNode description(CamelContext context, String scheme) {
        try {
            String json = ((CatalogCamelContext) context).getComponentParameterJsonSchema(scheme);
            return json == null
                    ? MissingNode.getInstance()
                    : WireFormat.tree(json).path("properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<DescribedOption> of(String option, JsonNode property) {
        return property.isMissingNode()
                ? Optional.empty()
                : Optional.of(new DescribedOption(
                        option,
                        property.path("type").asText(),
                        property.path("defaultValue").asText(null),
                        values(property.path("enum")),
                        property.path("description").asText()));
    }

    private static @Nullable List<String> values(JsonNode named) {
        if (named.isEmpty()) {
            return null;
        }
        List<String> values = new ArrayList<>();
        named.forEach(value -> values.add(value.asText()));
        return values;
    }
}
