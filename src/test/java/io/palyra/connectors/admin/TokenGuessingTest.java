package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.admin.nodes.NodeClient;
import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody guesses the admin token of a real server. */
class TokenGuessingTest {

    private static final String CHANNELS = "/admin/v1/channels";
    private static final String TOKEN = "s3cret-t0ken";

    /** Whoever has overheard a call between nodes knows no token. */
    @Test
    void anOldSignedCallLiftsNoLimit(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin =
                AdminSetup.in(folder).settings("palyra.admin.token=" + TOKEN).start()) {
            SignedCall heard = new SignedCall(
                    "GET",
                    "/admin/v1/channels",
                    "two",
                    "one",
                    Instant.EPOCH.toEpochMilli(),
                    "nonce",
                    NodeSignature.hash(new byte[0]),
                    "api",
                    "",
                    SignedCall.ROLE);
            NodeClient.Reply reply = new NodeClient(new NodeSignature(Optional.of(TOKEN)))
                    .send("http://127.0.0.1:" + admin.port(), heard, new byte[0], Duration.ofSeconds(5));
            assertThat(reply)
                    .isInstanceOfSatisfying(NodeClient.Reply.Answered.class, answered -> assertThat(answered.status())
                            .as("it is for another node")
                            .isEqualTo(409));

            for (int i = 0; i < TokenAttempts.AT_ONCE; i++) {
                assertThat(guess(admin.client(), "guess-" + i).status()).isEqualTo(401);
            }
            assertThat(guess(admin.client(), "one-more").status()).isEqualTo(429);
        }
    }

    @Test
    void isSlowedDownAndDoesNotLockTheOwnerOut(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin =
                AdminSetup.in(folder).settings("palyra.admin.token=" + TOKEN).start()) {
            AdminClient client = admin.client();
            for (int i = 0; i < TokenAttempts.AT_ONCE; i++) {
                assertThat(guess(client, "guess-" + i).status()).isEqualTo(401);
            }

            Reply limited = guess(client, "one-more");
            assertThat(limited.status()).isEqualTo(429);
            assertThat(limited.text("/code")).isEqualTo("too_many_attempts");
            assertThat(limited.header("Retry-After")).isEqualTo("1");
            assertThat(client.get(CHANNELS).status()).as("no token is no guess").isEqualTo(401);

            await().until(() -> guess(client, TOKEN).status() == 200);
            for (int i = 0; i < 2 * TokenAttempts.AT_ONCE; i++) {
                assertThat(guess(client, "guess-" + i).status()).isEqualTo(401);
            }
            assertThat(guess(client, TOKEN).status()).isEqualTo(200);
        }
    }

    private static Reply guess(AdminClient client, String token) {
        return client.get(CHANNELS, "Authorization", "Bearer " + token);
    }
}
