package io.palyra.connectors.fake;

import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The platform of a {@link HookConnector}: it calls and signs. */
public final class HookCalls {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI url;
    private final String secret;

    /** @param instance of the kind {@code hook} */
    public HookCalls(int port, String instance, String secret) {
        this.url = URI.create("http://127.0.0.1:" + port + "/connectors/hook/" + instance);
        this.secret = secret;
    }

    public static String message(String id, String room, String text) {
        return WireFormat.write(Map.of("id", id, "room", room, "text", text));
    }

    public HttpResponse<String> call(String body) throws IOException, InterruptedException {
        return HTTP.send(request(body), HttpResponse.BodyHandlers.ofString());
    }

    public CompletableFuture<HttpResponse<String>> callLater(String body) {
        return HTTP.sendAsync(request(body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(url)
                .header("X-Hook-Signature", signature(body))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
