package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.NodeClient;
import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.protocol.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Calls as if the node {@code two} passed them on. */
final class PassedOnCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PassedOnCalls() {}

    /** With a nonce of its own. */
    static SignedCall call(String method, String uri, String to, long unixMs, String body) {
        return new SignedCall(
                method,
                uri,
                "two",
                to,
                unixMs,
                UUID.randomUUID().toString(),
                Sha256.hex(body.getBytes(StandardCharsets.UTF_8)),
                "api",
                "ann",
                "admin",
                "admin");
    }

    static NodeClient client(String token) {
        return new NodeClient(new NodeSignature(Optional.of(token)));
    }

    static NodeClient.Reply.Answered answered(NodeClient client, String url, SignedCall call, String body) {
        return (NodeClient.Reply.Answered) client.send(url, call, body.getBytes(StandardCharsets.UTF_8), PATIENCE);
    }
}
