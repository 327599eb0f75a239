package io.palyra.connectors.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * {@code openapi.json}, taken at its word: a field that it does not name is an error, although real callers have to
 * ignore it.
 */
public final class ApiDescription {

    public static final ApiDescription OURS = read();

    /** One call of the API as it is described. */
    public record Operation(String method, String path, JsonNode json) {

        public String id() {
            return json.path("operationId").asText();
        }

        private boolean isFor(String method, String path) {
            String pattern = Pattern.compile("\\{\\w+}")
                    .splitAsStream(this.path + " ")
                    .map(Pattern::quote)
                    .reduce((left, right) -> left + "[^/]+" + right)
                    .orElseThrow();
            return this.method.equals(method) && (path + " ").matches(pattern);
        }
    }

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final ObjectNode document;
    private final List<Operation> operations = new ArrayList<>();

    private ApiDescription(ObjectNode document) {
        this.document = document;
        close(document);
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (!method.getKey().equals("parameters")) {
                        operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                    }
                }));
    }

    private static ApiDescription read() {
        try (InputStream file = ApiDescription.class.getResourceAsStream("/openapi.json")) {
            return new ApiDescription((ObjectNode) WireFormat.tree(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiDescription::close);
    }

    public List<Operation> operations() {
        return operations;
    }

    /** Names of what the query of a call may have. */
    public List<String> queryParameters(Operation operation) {
        return StreamSupport.stream(operation.json().path("parameters").spliterator(), false)
                .map(this::at)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    /** The described value behind references. */
    public JsonNode at(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    public JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** The operation that such a call is, if it is described. */
    public Optional<Operation> operation(String method, String pathAndQuery) {
        String path = pathAndQuery.replaceFirst("\\?.*", "");
        return operations.stream()
                .filter(operation -> operation.isFor(method, path))
                .min((left, right) -> Integer.compare(
                        left.path().length() - left.path().replace("{", "").length(),
                        right.path().length() - right.path().replace("{", "").length()));
    }

    /** What is wrong with an answer. */
    public List<String> faults(String method, String path, HttpResponse<String> response) {
        Optional<Operation> operation = operation(method, path);
        if (operation.isEmpty()) {
            return response.statusCode() < 400
                    ? List.of(method + " " + path + " is answered and not described")
                    : faults(document.at("/components/schemas/Problem"), response.body());
        }
        JsonNode described = described(operation.get(), response.statusCode());
        JsonNode content = described.path("content");
        if (described.isMissingNode()) {
            return List.of(operation.get().id() + " does not describe status " + response.statusCode());
        } else if (content.isMissingNode()) {
            return response.body().isEmpty() ? List.of() : List.of("has a body where none is described");
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (!content.has(type)) {
            return List.of(operation.get().id() + " does not describe content of type " + type);
        }
        return type.endsWith("json") ? faults(content.path(type).path("schema"), response.body()) : List.of();
    }

    private JsonNode described(Operation operation, int status) {
        JsonNode responses = operation.json().path("responses");
        JsonNode exact = responses.path(String.valueOf(status));
        return at(exact.isMissingNode() ? responses.path(status / 100 + "XX") : exact);
    }

    /** What is wrong with a value. */
    public List<String> faults(JsonNode schema, String json) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return schemas.getSchema(whole).validate(json, InputFormat.JSON).stream()
                .map(String::valueOf)
                .toList();
    }
}
