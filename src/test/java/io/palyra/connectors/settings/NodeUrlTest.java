package io.palyra.connectors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.2:65535", "https://node-1.example.com", "http://[::1]:8080"})
    void anAddressIsTaken(String text) {
        assertThat(NodeUrl.parse(text)).isEqualTo(text);
        assertThat(NodeUrl.parse(text + "/")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.2:99999",
                "http://10.0.0.2/admin",
                "http://ann@10.0.0.2",
                "http://10.0.0.2?a=b",
                "ftp://10.0.0.2",
                "10.0.0.2:8080",
                "http://a b"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> NodeUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http(s)://<host>[:<port>]");
    }
}
