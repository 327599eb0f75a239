package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody guesses the admin token of a real server. */
class TokenGuessingTest {

    private static final String CHANNELS = "/admin/v1/channels";
    private static final String TOKEN = "s3cret-t0ken";

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
