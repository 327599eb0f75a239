package io.palyra.connectors.platform.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What is not as the platform says is as good as not there. */
class JsonFieldsTest {

    private final JsonNode node = read("{'a':'b','n':1,'nothing':null,'list':['x'],'object':{'a':1}}");

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTextIsATextOrANumber() {
        assertThat(JsonFields.text(node, "a")).isEqualTo("b");
        assertThat(JsonFields.text(node, "n")).isEqualTo("1");
        assertThat(JsonFields.text(node, "list")).isEmpty();
        assertThat(JsonFields.text(node, "object")).isEmpty();
        assertThat(JsonFields.text(node, "absent")).isEmpty();
    }

    @Test
    void aListIsAListAlone() {
        assertThat(JsonFields.list(node, "list")).hasSize(1);
        assertThat(JsonFields.list(node, "object")).isEmpty();
        assertThat(JsonFields.list(node, "a")).isEmpty();
        assertThat(JsonFields.list(node, "absent")).isEmpty();
    }

    @Test
    void aNullIsNothing() {
        assertThat(JsonFields.isThere(node.path("a"))).isTrue();
        assertThat(JsonFields.isThere(node.path("nothing"))).isFalse();
        assertThat(JsonFields.isThere(node.path("absent"))).isFalse();
    }
}
