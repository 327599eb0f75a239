package io.palyra.connectors.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the build has written for Camel's catalog, read as editors read it: from {@code component.properties} on. */
final class CamelMetadata {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    /** Every endpoint has them; Camel describes them. */
    private static final Set<String> CAMELS_OWN =
            Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");

    private CamelMetadata() {}

    /** Our components, by scheme, with their classes. */
    static Map<String, String> components() {
        String schemes = ours().getProperty("components");
        return Arrays.stream(schemes.split(" "))
                .collect(Collectors.toMap(
                        Function.identity(),
                        scheme -> properties(SERVICES + "component/" + scheme).getProperty("class"),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static Properties ours() {
        return CamelMetadata.class
                .getClassLoader()
                .resources(SERVICES + "component.properties")
                .map(resource -> {
                    try (InputStream file = resource.openStream()) {
                        return properties(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .filter(found -> "io.palyra".equals(found.getProperty("groupId")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no component.properties of ours: run mvn -q compile"));
    }

    private static Properties properties(String resource) {
        try (InputStream file = CamelMetadata.class.getClassLoader().getResourceAsStream(resource)) {
            return properties(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties properties(InputStream file) throws IOException {
        Properties read = new Properties();
        read.load(file);
        return read;
    }

    /** @param className of the component: its package is the folder of its description */
    static JsonNode description(String scheme, String className) {
        String file = "META-INF/"
                + className.substring(0, className.lastIndexOf('.')).replace('.', '/') + "/" + scheme + ".json";
        try (InputStream json = CamelMetadata.class.getClassLoader().getResourceAsStream(file)) {
            return WireFormat.tree(json.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The section of the page about one component. */
    static String section(String scheme, JsonNode description) {
        JsonNode component = description.path("component");
        String uri = component.path("syntax").asText();
        String sides = component.path("consumerOnly").asBoolean()
                ? "`from:` only. "
                : component.path("producerOnly").asBoolean() ? "`to:` only. " : "";
        return "### " + scheme + "\n\n" + Markdown.code(uri) + ": "
                + component.path("description").asText() + " " + sides + "\n\n"
                + Markdown.table(List.of("option", "type", "default", ""), options(description)) + "\n";
    }

    private static Stream<List<String>> options(JsonNode description) {
        return fields(description.path("properties"))
                .filter(option -> !CAMELS_OWN.contains(option.getKey()))
                .map(option -> List.of(
                        Markdown.code(option.getKey()),
                        type(option.getValue()),
                        Markdown.code(option.getValue().path("defaultValue").asText()),
                        remark(option.getValue())
                                + option.getValue().path("description").asText()));
    }

    private static String type(JsonNode option) {
        JsonNode values = option.path("enum");
        return values.isMissingNode()
                ? option.path("type").asText()
                : Markdown.codes(
                        StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText));
    }

    private static String remark(JsonNode option) {
        String path = option.path("kind").asText().equals("path") ? "Part of the URI. " : "";
        return path + (option.path("secret").asBoolean() ? "Secret. " : "");
    }

    /** Name, type, the endpoints that have it, description: each header once. */
    static Stream<List<String>> headers(Map<String, JsonNode> descriptions) {
        Map<String, List<String>> rows = new TreeMap<>();
        descriptions.values().forEach(description -> fields(description.path("headers"))
                .forEach(header -> rows.merge(
                        header.getKey(),
                        List.of(
                                Markdown.code(header.getKey()),
                                header.getValue().path("javaType").asText(),
                                header.getValue().path("description").asText()),
                        CamelMetadata::both)));
        return rows.values().stream();
    }

    /** One header may mean the same in two rooms and be described by each. */
    private static List<String> both(List<String> one, List<String> other) {
        return one.get(2).length() >= other.get(2).length() ? one : other;
    }

    private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode object) {
        return StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) object::fields).spliterator(), false);
    }
}
