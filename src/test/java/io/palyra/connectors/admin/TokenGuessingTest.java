package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.admin.nodes.NodeClient;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody guesses the admin token of a real server. */
class TokenGuessingTest {

    private static final String CHANNELS = "/admin/v1/channels";
    private static final String TOKEN = "s3cret-t0ken";

    /** So many that some are above the limit also where each takes a while. */
    private static final int TRIES = 3 * TokenAttempts.AT_ONCE;

    private static final NodeClient NODE = PassedOnCalls.client(TOKEN);

    /** Whoever has overheard a call between nodes knows no token. */
    @Test
    void anOldSignedCallLiftsNoLimit(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin = start(folder)) {
            assertThat(handedOver(admin, heard("two", Instant.now())))
                    .as("it is for another node")
                    .isEqualTo(409);

            assertThatTokensAreLimited(admin);
        }
    }

    /** Whoever holds up a call between nodes, and hands it over himself, knows no token either. */
    @Test
    void aSignedCallThatIsCarriedOutLiftsTheLimitOfSignaturesOnly(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin = start(folder)) {
            assertThat(handedOver(admin, heard("one", Instant.now()))).isEqualTo(200);

            assertThatTokensAreLimited(admin);
            for (int i = 0; i <= TokenAttempts.AT_ONCE; i++) {
                assertThat(handedOver(admin, heard("one", Instant.EPOCH))).isEqualTo(401);
            }
        }
    }

    @Test
    void oldSignedCallsAreSlowedDown(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin = start(folder)) {
            SignedCall old = heard("one", Instant.now().minus(Duration.ofHours(1)));

            assertThat(IntStream.range(0, TRIES).map(i -> handedOver(admin, old)))
                    .startsWith(401)
                    .contains(429);
            assertThat(guess(admin.client(), TOKEN).status())
                    .as("tokens are not limited by it")
                    .isEqualTo(200);
        }
    }

    /** He could use it to guess the administrator's. */
    @Test
    void whoMayDoLessIsLimitedAlsoWithARightToken(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin =
                AdminSetup.in(folder).settings(AdminSetup.tokensOfEachRole()).start()) {
            assertThat(admin.client()
                            .get(CHANNELS, AdminSetup.bearer("operator"))
                            .status())
                    .isEqualTo(200);

            assertThatTokensAreLimited(admin);
        }
    }

    private static ProgramUnderTest start(Path folder) throws Exception {
        return AdminSetup.in(folder)
                .settings("palyra.admin.token=" + TOKEN, "palyra.node.name=one")
                .start();
    }

    private static SignedCall heard(String to, Instant time) {
        return PassedOnCalls.call("GET", AdminSetup.ECHO + "/runtime", to, time.toEpochMilli(), "");
    }

    private static int handedOver(ProgramUnderTest admin, SignedCall call) {
        return PassedOnCalls.answered(NODE, "http://127.0.0.1:" + admin.port(), call, "")
                .status();
    }

    private static void assertThatTokensAreLimited(ProgramUnderTest admin) {
        assertThat(IntStream.range(0, TRIES)
                        .map(i -> guess(admin.client(), "guess-" + i).status()))
                .startsWith(401)
                .contains(429);
    }

    @Test
    void isSlowedDownAndDoesNotLockTheOwnerOut(@TempDir Path folder) throws Exception {
        try (ProgramUnderTest admin = start(folder)) {
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
