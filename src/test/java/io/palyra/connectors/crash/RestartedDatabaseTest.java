package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.store.OwnPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a database server that dies under load and comes back costs nothing that was accepted. Meanwhile callers hear so at
 * once, and health says why.
 */
class RestartedDatabaseTest {

    private static final int MESSAGES = 200;

    @TempDir
    Path folder;

    @Test
    void losesAndDoublesNothing() throws Exception {
        try (OwnPostgres server = OwnPostgres.start(folder.resolve("data"), Map.of());
                LoadedProgram program = LoadedProgram.start(folder, server.url())) {
            program.awaitAccepted(MESSAGES);

            server.stopImmediately();
            program.awaitReadiness(503);
            assertThat(program.health("ready").response().body())
                    .contains("see that the database server runs and can be reached; nothing is accepted until then");
            assertThat(program.channel().text("/code")).isEqualTo("store_unavailable");
            assertThat(program.health("live").status()).isEqualTo(200);
            server.startAgain();
            program.awaitReadiness(200);
            program.awaitAccepted(MESSAGES);

            server.killSession();
            program.awaitAccepted(MESSAGES);

            program.endsWithNothingLostOrDoubled();
        }
    }
}
