package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.testkit.Certificates;
import io.palyra.connectors.testkit.TlsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketLinkTest {

    private final CompletableFuture<String> end = new CompletableFuture<>();

    @Test
    void aCertificateThatIsNotTrustedIsNamed(@TempDir Path folder) throws Exception {
        OkHttpClient http = new OkHttpClient();
        try (TlsServer stranger = TlsServer.start(Certificates.make(folder, "stranger"))) {
            new SocketLink(new Listener()).connect(http, "wss://" + stranger.authority() + "/link");

            assertThat(end)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .asString()
                    .startsWith("the certificate of 127.0.0.1 is not trusted");
        } finally {
            http.dispatcher().executorService().shutdown();
        }
    }

    private final class Listener implements SocketLink.Listener {

        @Override
        public void frame(SocketLink link, JsonNode frame) {
            // None comes
        }

        @Override
        public void ended(SocketLink link, String reason, @Nullable Throwable failure) {
            end.complete(reason);
        }
    }
}
