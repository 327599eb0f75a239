package io.palyra.connectors.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Goal: no input makes reading fail in another way than it promises, and what is read is what was meant. Method: noise,
 * random JSON, and the sample of each type with random parts replaced, read as every type in turn; what is accepted
 * must survive being written and read again.
 */
class WireFormatPropertiesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<Samples.Sample> SAMPLES = Samples.all().toList();

    @Property(edgeCases = EdgeCasesMode.NONE)
    void noiseIsRefused(@ForAll String noise, @ForAll("types") Class<?> type) {
        valueOrDefect(noise, type);
        valueOrDefect("\"" + noise + "\"", type);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void noisyBytesAreRefused(@ForAll byte[] noise, @ForAll("types") Class<?> type) {
        valueOrDefect(noise, type);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void flippedBytesAreReadOrRefused(@ForAll("samples") Samples.Sample sample, @ForAll Random random) {
        byte[] bytes = sample.json().getBytes(UTF_8);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        valueOrDefect(bytes, sample.value().getClass());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void anyJsonIsReadOrRefused(@ForAll("json") JsonNode json, @ForAll("types") Class<?> type) {
        valueOrDefect(WireFormat.writeAscii(json), type);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void mutatedDocumentsAreReadOrRefused(
            @ForAll("samples") Samples.Sample sample, @ForAll Random random, @ForAll("json") JsonNode replacement) {
        JsonNode document = WireFormat.tree(sample.json());
        List<JsonNode> containers = new ArrayList<>();
        collectContainers(document, containers);
        if (!containers.isEmpty()) {
            mutate(containers.get(random.nextInt(containers.size())), random, replacement);
        }
        valueOrDefect(WireFormat.writeAscii(document), sample.value().getClass());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void anyJsonValueKeepsItsText(@ForAll("json") JsonNode json) {
        JsonValue value;
        try {
            value = new JsonValue(json);
        } catch (InvalidEnvelopeException e) {
            return;
        }
        assertThat(JsonValue.parse(value.text())).isEqualTo(value);
        assertThat(value.sizeBytes()).isEqualTo(value.text().getBytes(UTF_8).length);
    }

    @Provide
    Arbitrary<Samples.Sample> samples() {
        return Arbitraries.of(SAMPLES);
    }

    @Provide
    Arbitrary<Class<?>> types() {
        return samples().map(sample -> sample.value().getClass());
    }

    @Provide
    Arbitrary<JsonNode> json() {
        return Arbitraries.recursive(WireFormatPropertiesTest::scalar, WireFormatPropertiesTest::container, 0, 3)
                .withoutEdgeCases();
    }

    private static Arbitrary<JsonNode> container(Arbitrary<JsonNode> children) {
        Arbitrary<JsonNode> nodes = Arbitraries.oneOf(children, scalar());
        return Arbitraries.oneOf(
                nodes.list().ofMaxSize(3).map(elements -> NODES.arrayNode().addAll(elements)),
                Arbitraries.maps(key(), nodes).ofMaxSize(3).map(properties -> NODES.objectNode()
                        .setAll(properties)));
    }

    private static Arbitrary<String> key() {
        return Arbitraries.oneOf(
                Arbitraries.of("text", "body", "accepted", "outputs", "kind", "limit", "conversation_id", "outcome"),
                Arbitraries.strings().ofMaxLength(5));
    }

    private static Arbitrary<JsonNode> scalar() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(NODES::textNode),
                Arbitraries.of("", " ", "\0", "\ud800", "a:b", "retry", "x".repeat(300))
                        .map(NODES::textNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.doubles().map(NODES::numberNode),
                Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0).map(NODES::numberNode),
                Arbitraries.of("1E+999999999", "-1e-400", "0.10", "1e2").map(n -> NODES.numberNode(new BigDecimal(n))),
                Arbitraries.of("99999999999999999999", "-1").map(n -> NODES.numberNode(new BigInteger(n))),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
    }

    private static void collectContainers(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
        }
        node.forEach(child -> collectContainers(child, containers));
    }

    private static void mutate(JsonNode container, Random random, JsonNode replacement) {
        int at = random.nextInt(container.size());
        boolean remove = random.nextInt(4) == 0;
        if (container instanceof ArrayNode array) {
            array.remove(at);
            if (!remove) {
                array.insert(at, replacement);
            }
        } else if (container instanceof ObjectNode object) {
            String key = new ArrayList<>(object.properties()).get(at).getKey();
            object.remove(key);
            if (!remove) {
                object.set(key, replacement);
            }
        }
    }

    private static void valueOrDefect(String json, Class<?> type) {
        Object value;
        try {
            value = WireFormat.read(json, type);
        } catch (InvalidEnvelopeException e) {
            namesSomething(e);
            return;
        }
        survivesWriting(value, type);
    }

    private static void valueOrDefect(byte[] json, Class<?> type) {
        Object value;
        try {
            value = WireFormat.read(json, type);
        } catch (InvalidEnvelopeException e) {
            namesSomething(e);
            return;
        }
        survivesWriting(value, type);
    }

    private static void namesSomething(InvalidEnvelopeException defect) {
        assertThat(defect.field()).isNotBlank();
        assertThat(defect.reason()).isNotBlank();
        assertThat(defect.getMessage()).doesNotContain("com.fasterxml", "\n", "\0");
    }

    private static void survivesWriting(Object value, Class<?> type) {
        assertThat((Object) WireFormat.read(WireFormat.write(value), type)).isEqualTo(value);
        assertThat((Object) WireFormat.read(WireFormat.writeBytes(value), type)).isEqualTo(value);
    }
}
