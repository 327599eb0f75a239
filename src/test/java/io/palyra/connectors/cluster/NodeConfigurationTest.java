package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.cluster.ConfigurationDigests.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeConfigurationTest {

    private static final Map<String, String> SETTINGS = Map.of("palyra.a", "1", "palyra.b", "1");
    private static final Map<String, byte[]> FILES = Map.of("routes/my own.camel.yaml", bytes("text"));

    private static NodeConfiguration configuration(
            String token, Map<String, String> settings, Map<String, byte[]> files) {
        return NodeConfiguration.of(
                new ConfigurationDigests(Optional.of(new Source("palyra.admin.token", token))), settings, files);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static NodeDifference difference(NodeConfiguration other) {
        return NodeDifference.of(false, configuration("token", SETTINGS, FILES), other);
    }

    @Test
    void isReadAsItWasStored() {
        NodeConfiguration one = configuration("token", SETTINGS, FILES);

        assertThat(NodeConfiguration.parse(one.text())).isEqualTo(one);
        assertThat(difference(one).isNone()).isTrue();
    }

    @Test
    void whatDiffersIsNamed() {
        NodeDifference found = difference(configuration(
                "token",
                Map.of("palyra.a", "2", "palyra.b", "1", "palyra.c", "1"),
                Map.of("routes/my own.camel.yaml", bytes("text"), "ext/x.jar", bytes("jar"))));

        assertThat(found.settings()).containsExactly("palyra.a", "palyra.c");
        assertThat(found.files()).containsExactly("ext/x.jar");
        assertThat(found.words()).isEqualTo("settings palyra.a, palyra.c; files ext/x.jar");
    }

    /** Whoever reads the database cannot try values without the secret; equal values do not look equal. */
    @Test
    void digestsAreOfTheSecretAndOfTheName() {
        NodeConfiguration one = configuration("token", SETTINGS, FILES);
        NodeConfiguration other = configuration("other", SETTINGS, FILES);

        assertThat(one.settings().values()).doesNotHaveDuplicates();
        assertThat(one.settings()).isNotEqualTo(other.settings());
        assertThat(difference(other).settings()).containsExactly("palyra.admin.token");
        assertThat(difference(other).files()).isEmpty();
    }

    @Test
    void aTokenThatOnlyOneHasIsNamed() {
        ConfigurationDigests byPassword =
                new ConfigurationDigests(Optional.of(new Source("palyra.store.password", "password")));

        assertThat(difference(NodeConfiguration.of(byPassword, SETTINGS, FILES)).settings())
                .containsExactly("palyra.admin.token");
    }

    @Test
    void onlyTheFirstOfManyNamesAreSaid() {
        NodeDifference many = new NodeDifference(
                true, IntStream.range(0, 25).mapToObj(i -> "k" + i).toList(), List.of());

        assertThat(many.words()).endsWith("k19 and 5 more; version");
    }
}
