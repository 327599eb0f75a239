package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.palyra.connectors.protocol.ConnectorId;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of an instance, as an operator writes them. */
class SlackEndpointTest {

    private final SlackEndpoint endpoint =
            new SlackEndpoint("palyra-slack:ops", new SlackComponent(), ConnectorId.of("slack:ops"));

    /** Otherwise each try to start would fail within, and say nothing of the option. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://slack.com/api/",
                "slack.com/api/",
                "https://",
                "https://slack.com:99999/api/",
                "https://a b/"
            })
    void anApiUrlThatIsNoneIsNamed(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoint.setApiUrl(url))
                .withMessageContainingAll("api-url must be", url);
    }

    @Test
    void anApiUrlNeedsNoSlashAtItsEnd() {
        endpoint.setApiUrl("http://127.0.0.1:8080/api");
        assertThat(endpoint.options().apiUrl()).isEqualTo(URI.create("http://127.0.0.1:8080/api/"));
    }
}
